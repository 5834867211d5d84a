// Writes parameters of the page's address: at once, or as soon as a browser that counts such writes allows the next.
//
// Once a server comes back after it was gone, Streamlit asks it for the address that the page was opened with. What the
// address has become since is the plan, so the page is loaded from it.

const GAP = 350
let timer
let last = -GAP
let session

export default function ({ data }) {
  clearTimeout(timer)
  if (session && data.session && session !== data.session) return window.location.reload()
  session = data.session ?? session
  timer = setTimeout(() => {
    const address = new URL(window.location.href)
    const before = address.href
    if (data.value) address.searchParams.set(data.name, data.value)
    for (const [name, value] of Object.entries(data.others ?? {})) {
      if (value) address.searchParams.set(name, value)
      else address.searchParams.delete(name)
    }
    if (!data.value || address.href === before) return
    last = performance.now()
    window.history.replaceState(window.history.state, "", address)
  }, Math.max(0, last + GAP - performance.now()))
}
