// Writes parameters of the page's address: at once, or as soon as a browser that counts such writes allows the next.
//
// Once a server comes back after it was gone, Streamlit asks it for the address that the page was opened with. What the
// address has become since is the plan, so the page is loaded from it.

// Safari refuses more than 100 writes within 30 seconds; Streamlit writes, too.
const MOST = 60
const SPAN = 30_000
const times = []
let timer
let session

export default function ({ data }) {
  clearTimeout(timer)
  if (session && data.session !== session) return window.location.reload()
  session = data.session
  const now = performance.now()
  while (times.length && times[0] < now - SPAN) times.shift()
  if (times.length < MOST) return write(data)
  timer = setTimeout(() => write(data), times[0] + SPAN - now)
}

function write(data) {
  const address = new URL(window.location.href)
  const before = address.href
  if (data.value) address.searchParams.set(data.name, data.value)
  for (const [name, value] of Object.entries(data.others)) {
    if (value) address.searchParams.set(name, value)
    else address.searchParams.delete(name)
  }
  if (!data.value || address.href === before) return
  times.push(performance.now())
  window.history.replaceState(window.history.state, "", address)
}
