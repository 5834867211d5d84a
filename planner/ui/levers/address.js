// Writes one parameter of the page's address: at once, or as soon as a browser that counts such writes allows the next.

const GAP = 350
let timer
let last = -GAP

export default function ({ data }) {
  clearTimeout(timer)
  timer = setTimeout(() => {
    const address = new URL(window.location.href)
    if (!data.value || address.searchParams.get(data.name) === data.value) return
    last = performance.now()
    address.searchParams.set(data.name, data.value)
    window.history.replaceState(window.history.state, "", address)
  }, Math.max(0, last + GAP - performance.now()))
}
