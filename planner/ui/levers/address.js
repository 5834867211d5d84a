// Writes one parameter of the page's address once it has stood still for a moment.

const PAUSE = 250
let timer

export default function ({ data }) {
  clearTimeout(timer)
  timer = setTimeout(() => {
    const address = new URL(window.location.href)
    if (address.searchParams.get(data.name) === data.value) return
    address.searchParams.set(data.name, data.value)
    window.history.replaceState(window.history.state, "", address)
  }, PAUSE)
}
