// The head of a page: title and plan, undo and redo, share and present, and the result strip.
//
// Undo and redo are done by the levers, in the order of what else was entered; here they are only asked for.

const PRESENTS = "groundswell-presents"
const KEYS = { ArrowRight: 1, PageDown: 1, ArrowLeft: -1, PageUp: -1 }
const SAID = 2500 // ms that an answer stands on a button
const page = document.documentElement
const heads = new WeakMap()

export default function ({ data, parentElement }) {
  const root = parentElement.querySelector(".head")
  let head = heads.get(root)
  if (!head) {
    head = new Head(root)
    heads.set(root, head)
  }
  head.show(data)
  return () => {
    head.leave()
    heads.delete(root)
  }
}

class Head {
  constructor(root) {
    this.title = make("h1")
    this.question = make("span", "question")
    this.plan = make("span", "plan")
    this.menu = this.button("menu", "Menu", () => this.openMenu())
    this.undo = this.button("undo", "Undo", () => ask("undo"))
    this.redo = this.button("redo", "Redo", () => ask("redo"))
    this.share = this.button("link", "Share", () => this.copyLink())
    this.presents = this.button("slideshow", "Present", () => this.present(true))
    this.back = this.button("chevron_left", "Previous page", () => this.turn(-1))
    this.next = this.button("chevron_right", "Next page", () => this.turn(1))
    this.levers = this.button("tune", "Levers", () => this.showLevers(!page.hasAttribute("data-levers")))
    this.leaves = this.button("close", "End presenting", () => this.present(false))
    this.menu.classList.add("menu-button")
    const names = make("div", "names", {}, this.title, make("div", "under", {}, this.plan, this.question))
    const edit = make("div", "does edits", {}, this.undo, this.redo, this.share, this.presents)
    const presenting = make("div", "does presenting", {}, this.back, this.next, this.levers, this.leaves)
    this.said = make("span", "said", { role: "status" })
    this.cases = make("div", "cases", { role: "group", "aria-label": "Case of the plan" })
    this.bar = make("div", "bar", {}, this.menu, names, this.cases, this.said, edit, presenting)
    this.cells = []
    this.jump = make("button", "jump", { type: "button" })
    this.jump.onclick = () => this.turnOver()
    this.strip = make("div", "strip", { role: "group", "aria-label": "Results" }, this.jump)
    root.replaceChildren(this.bar, this.strip)
    this.root = root
    this.onKey = (event) => this.press(event)
    document.addEventListener("keydown", this.onKey)
    if (sessionStorage.getItem(PRESENTS)) page.setAttribute("data-presents", "")
    this.levers.setAttribute("aria-pressed", String(page.hasAttribute("data-levers")))
    this.follows = new ResizeObserver(() => this.measure())
    this.follows.observe(root)
    this.follows.observe(document.querySelector("[data-testid=stMainBlockContainer]") ?? root)
  }

  leave() {
    document.removeEventListener("keydown", this.onKey)
    this.follows.disconnect()
    this.named?.disconnect()
  }

  // Room that the head takes, for what stays below it while the page scrolls.
  measure() {
    page.style.setProperty("--head", `${this.root.offsetHeight}px`)
    this.look()
  }

  button(sign, text, does) {
    const button = make("button", "", { type: "button", "aria-label": text }, icon(sign), make("span", "text", { textContent: text }))
    button.onclick = does
    button.title = text
    return button
  }

  show(data) {
    this.names = data.names
    this.tab(data.tab)
    if (this.title.textContent !== data.title) this.left = undefined
    write(this.title, "textContent", data.title)
    write(this.question, "textContent", data.question)
    write(this.question, "title", data.question)
    write(this.plan, "title", data.plan)
    write(this.plan, "textContent", data.baseline ? `${data.plan} against ${data.baseline}` : data.plan)
    for (const [button, verb, label, keys] of [[this.undo, "Undo", data.undo, "Ctrl+Z"], [this.redo, "Redo", data.redo, "Ctrl+Shift+Z"]]) {
      write(button, "disabled", label === null)
      write(button, "title", label === null ? `Nothing to ${verb.toLowerCase()}` : `${verb} ${label} (${keys})`)
    }
    this.showCases(data.cases, data.case)
    this.levers.hidden = !data.levers
    this.strip.hidden = !data.cells.length
    while (this.cells.length < data.cells.length) {
      this.cells.push(new Cell())
      this.strip.insertBefore(this.cells.at(-1).root, this.jump)
    }
    this.cells.forEach((cell, at) => { cell.root.hidden = at >= data.cells.length })
    data.cells.forEach((cell, at) => this.cells[at].show(cell))
    this.jump.hidden = !data.levers
    this.look()
    if (data.levers) page.setAttribute("data-tabs", "")
    else page.removeAttribute("data-tabs")
  }

  // The plan itself and its cases, one click away. cases: pairs of what is asked for and what it is called.
  showCases(cases, shown) {
    this.cases.hidden = !cases.length
    const said = JSON.stringify(cases)
    if (said !== this.saidCases) {
      this.saidCases = said
      this.cases.replaceChildren(...cases.map(([name, text]) => {
        const button = make("button", "case", { type: "button", textContent: text, title: text, value: name })
        button.onclick = () => ask("case", name)
        return button
      }))
    }
    for (const button of this.cases.children) button.setAttribute("aria-pressed", String(button.value === shown))
  }

  // Streamlit names the tab after the page whenever one is run; the plan and its ARR come after that.
  tab(title) {
    this.named?.disconnect()
    const name = () => document.title === title || (document.title = title)
    name()
    this.named = new MutationObserver(name)
    this.named.observe(document.querySelector("title"), { childList: true })
  }

  openMenu() {
    const [open, close] = ["stExpandSidebarButton", "stSidebarCollapseButton"].map((name) => document.querySelector(`[data-testid=${name}]`))
    ;(open ?? close?.querySelector("button"))?.click()
  }

  // What is copied offers the plan: whoever opens it keeps their own until they accept. A draft is nobody else's.
  async copyLink() {
    const address = new URL(window.location.href)
    const { plan, draft, offer } = this.names
    const text = address.searchParams.get(plan)
    if (text) address.search = new URLSearchParams({ [offer]: text })
    address.searchParams.delete(draft)
    const told = await copied(address.href)
    this.tell(told ? "Link copied" : "The link is in the address bar")
  }

  tell(text) {
    clearTimeout(this.timer)
    this.said.textContent = text
    this.timer = setTimeout(() => (this.said.textContent = ""), SAID)
  }

  present(on) {
    page.toggleAttribute("data-presents", on)
    page.removeAttribute("data-levers")
    if (on) sessionStorage.setItem(PRESENTS, "yes")
    else sessionStorage.removeItem(PRESENTS)
    this.redraw()
    ;(on ? this.next : this.presents).focus()
  }

  showLevers(on) {
    page.toggleAttribute("data-levers", on)
    this.levers.setAttribute("aria-pressed", String(on))
    this.redraw()
  }

  // Charts take the width that is theirs now.
  redraw() {
    requestAnimationFrame(() => window.dispatchEvent(new Event("resize")))
  }

  // The pages of the menu that are presented, one after the other; from another page to the first one.
  turn(by) {
    const pages = [...document.querySelectorAll(".menu a[data-presented]")]
    const at = pages.findIndex((link) => link.getAttribute("aria-current"))
    pages[at < 0 ? 0 : (at + by + pages.length) % pages.length]?.click()
  }

  press(event) {
    if (!page.hasAttribute("data-presents") || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return
    const at = event.composedPath()[0]
    if (at.matches?.("input, textarea, select, [contenteditable], [role=radio], [role=combobox], [role=tab]")) return
    if (event.key === "Escape") this.present(false)
    else if (event.key.toLowerCase() === "l" && !this.levers.hidden) this.showLevers(!page.hasAttribute("data-levers"))
    else if (KEYS[event.key]) this.turn(KEYS[event.key])
    else return
    event.preventDefault()
  }

  // On a phone, one button turns from the levers to the charts and back; each is where it was left.
  look() {
    write(this.jump, "textContent", page.hasAttribute("data-charts") ? "Levers" : "Charts")
  }

  turnOver() {
    const main = document.querySelector("[data-testid=stMain]")
    const [before, left] = [main.scrollTop, this.left]
    page.toggleAttribute("data-charts")
    this.look()
    this.redraw()
    const top = document.querySelector(".st-key-workspace").getBoundingClientRect().top - this.root.getBoundingClientRect().bottom
    main.scrollTop = left ?? Math.max(0, before + top)
    this.left = before
  }
}

function ask(does, id = "") {
  document.dispatchEvent(new CustomEvent("groundswell-ask", { detail: { does, id } }))
}

// Copies a text; browsers let pages do so only over a safe connection, so the old way is tried, too.
async function copied(text) {
  try {
    await navigator.clipboard.writeText(text)
    return true
  } catch {
    const field = make("textarea", "", { value: text })
    document.body.append(field)
    field.select()
    const done = document.execCommand("copy")
    field.remove()
    return done
  }
}
