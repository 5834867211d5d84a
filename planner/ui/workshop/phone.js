// What only the browser knows on a participant's phone: whether what is pressed can reach the server, and where the
// page was scrolled to when the room moved on.

const MAIN = "[data-testid=stMain]"
const STATE = "[data-test-connection-state]"
const PRESSED = ".st-key-guest button, .st-key-guest [role=checkbox]"
const LOST = "No connection. What you press now is not sent; this page connects again by itself."

let at
let banner

const lost = () =>
  !navigator.onLine || (document.querySelector(STATE)?.getAttribute("data-test-connection-state") ?? "CONNECTED") !== "CONNECTED"

function show() {
  const off = lost()
  document.documentElement.toggleAttribute("data-offline", off)
  if (off && !banner) {
    banner = document.createElement("div")
    banner.className = "room-offline"
    banner.setAttribute("role", "alert")
    banner.textContent = LOST
    document.body.append(banner)
  } else if (!off) {
    banner?.remove()
    banner = undefined
  }
}

// A press that cannot be sent would look as if it had been.
function stop(event) {
  if (!lost() || !event.target.closest?.(PRESSED)) return
  event.preventDefault()
  event.stopImmediatePropagation()
  show()
}

function watch() {
  if (window.groundswellPhone) return
  window.groundswellPhone = true
  for (const name of ["online", "offline"]) window.addEventListener(name, show)
  document.addEventListener("click", stop, true)
  new MutationObserver(show).observe(document.body, {
    subtree: true,
    attributes: true,
    attributeFilter: ["data-test-connection-state"],
  })
}

export default function ({ data }) {
  watch()
  show()
  if (at !== undefined && at !== data.at) document.querySelector(MAIN)?.scrollTo(0, 0)
  at = data.at
}
