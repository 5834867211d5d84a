// The menu: links like any others, but for a plain click, which stays in the session.

// Pixels below which the menu covers the page.
const NARROW = 768

const PATIENCE = 3000 // ms after which what was entered on the page is no longer waited for

// Go on once all that was entered on the page is answered.
function leave(go) {
  const waits = []
  document.dispatchEvent(new CustomEvent("groundswell-leave", { detail: waits }))
  if (!waits.length) return go()
  Promise.race([Promise.all(waits), new Promise((done) => setTimeout(done, PATIENCE))]).then(go)
}

export default function ({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector("nav")
  const shown = JSON.stringify(data)
  if (root.dataset.shown === shown) return
  root.dataset.shown = shown
  const make = (tag, properties, ...children) => {
    const element = Object.assign(document.createElement(tag), properties)
    element.append(...children)
    return element
  }
  const icon = (name) => {
    const mark = make("span", { className: "icon", textContent: name })
    mark.setAttribute("aria-hidden", "true")
    return mark
  }
  const parts = [make("p", { className: "product" }, icon("waves"), "Groundswell")]
  for (const group of data.groups) {
    const list = make("ul", {})
    for (const entry of group.entries) {
      const link = make("a", { href: entry.path }, icon(entry.icon), entry.label)
      if (entry.current) link.setAttribute("aria-current", "page")
      if (entry.presented) link.dataset.presented = ""
      // In a new tab the plan comes along.
      link.onpointerdown = link.onfocus = () => (link.href = entry.path + window.location.search)
      link.onclick = (event) => {
        if (event.button || event.ctrlKey || event.metaKey || event.shiftKey) return
        event.preventDefault()
        if (!entry.current) leave(() => setTriggerValue("file", entry.file))
        if (window.innerWidth < NARROW) document.querySelector("[data-testid=stSidebarCollapseButton] button")?.click()
      }
      list.append(make("li", {}, link))
    }
    parts.push(make("p", { className: "group", textContent: group.title }), list)
  }
  const named = data.baseline === data.plan ? "" : `Baseline: ${data.baseline}`
  parts.push(make("p", { className: "group", textContent: "Plan" }), make("p", { className: "plan", textContent: data.plan }))
  if (named) parts.push(make("p", { className: "baseline", textContent: named }))
  root.replaceChildren(...parts)
}
