// Writes parameters of the page's address: at once, or as soon as a browser that counts such writes allows the next.

const GAP = 350
let timer
let last = -GAP

export default function ({ data }) {
  clearTimeout(timer)
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
