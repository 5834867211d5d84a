// The plan's calendar: a row for everything that has a date. A row is a slider of months: a hand pulls it, arrow keys
// move it, and what is chosen is changed by the form below. Rows keep their order while they move.

const YEAR = 12
const KEYS = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1, PageDown: -YEAR, PageUp: YEAR, Home: -Infinity, End: Infinity }

export default function ({ data, parentElement, setStateValue }) {
  const root = parentElement.querySelector(".calendar")
  mounted(root, Calendar, setStateValue).show(data)
  return () => mounts.delete(root)
}

class Calendar extends Entries {
  constructor(root) {
    super()
    this.root = root
    this.rows = new Map()
    this.ids = ""
    this.axis = make("div", "axis", { "aria-hidden": "true" })
    this.list = make("div", "rows", { role: "group", "aria-label": "Calendar" })
    this.hint = make("p", "hint", {
      id: "hint",
      textContent: matchMedia("(hover: none)").matches
        ? "Drag to move; a tap opens the form below."
        : "Drag, or use the arrow keys, to move. A click or Enter opens the form below, Delete takes it out.",
    })
    this.legend = make("div", "legend", { "aria-hidden": "true" })
    root.replaceChildren(this.axis, this.list, this.legend, this.hint)
  }

  enter(does, id, more = {}) {
    this.put(does, id, more)
    this.mark()
  }

  // Whether something is under way, for whoever looks at the page from outside.
  mark() {
    this.root.toggleAttribute("data-waits", this.pending.length > 0)
  }

  show(data) {
    this.answer(data.answered)
    this.data = data
    const ticks = data.ticks.map(({ month, text }) => {
      const tick = make("span", "tick", { textContent: text })
      tick.style.left = this.left(month)
      return tick
    })
    this.axis.replaceChildren(...ticks)
    // A line where each year begins, from the first January on.
    const left = ticks.length ? data.names.length - data.ticks[0].month + 1 : 0
    this.list.style.setProperty("--year", `calc(100% * ${YEAR} / ${left})`)
    this.list.style.setProperty("--from", `${(left / data.names.length) * 100}%`)
    const key = ([kind, text]) => make("span", kind, {}, make("span", "mark"), text)
    this.legend.replaceChildren(...(data.items.length ? Object.entries(data.called).map(key) : []))
    this.settle(data.items)
    for (const item of data.items) this.rows.get(item.id).follow(item)
    this.hint.hidden = !data.items.length
    if (this.pending.length) this.flush()
    this.mark()
  }

  // Where a month begins.
  left(month) {
    return `${((month - 1) / this.data.names.length) * 100}%`
  }

  // The rows that there are, in their order of before where they are the same ones.
  settle(items) {
    const ids = items.map(({ id }) => id)
    const said = ids.toSorted().join(" ")
    if (said === this.ids) return
    this.ids = said
    const focused = this.root.getRootNode().activeElement
    const at = [...this.list.children].indexOf(focused)
    for (const id of [...this.rows.keys()]) if (!ids.includes(id)) this.rows.delete(id)
    for (const id of ids) if (!this.rows.has(id)) this.rows.set(id, new Row(this, id))
    this.list.replaceChildren(...ids.map((id) => this.rows.get(id).root))
    if (at >= 0) this.list.children[Math.min(at, ids.length - 1)]?.focus()
  }
}

class Row {
  constructor(calendar, id) {
    this.calendar = calendar
    this.id = id
    this.label = make("span", "label")
    this.when = make("span", "when")
    this.bar = make("span", "bar")
    const lane = make("span", "lane", { "aria-hidden": "true" }, this.bar)
    this.lane = lane
    const texts = make("span", "texts", { "aria-hidden": "true" }, make("span", "mark"), this.label, this.when)
    this.root = make("div", "row", { role: "slider", tabIndex: 0, "aria-valuemin": "1" }, texts, lane)
    this.root.setAttribute("aria-describedby", "hint")
    this.watchHand()
    this.watchKeys()
  }

  follow(item) {
    this.item = item
    this.root.className = `row ${item.kind} ${item.acts ? "" : "off"} ${item.chosen ? "chosen" : ""} ${this.hand?.slides ? "held" : ""}`
    this.root.setAttribute("aria-current", String(item.chosen))
    this.root.setAttribute("aria-valuemax", String(Math.max(item.most, item.month)))
    this.root.setAttribute("aria-label", `${this.calendar.data.called[item.kind]}: ${item.label}`)
    write(this.root, "title", item.about)
    write(this.label, "textContent", item.label)
    if (!this.hand?.slides && !this.calendar.waits(this.id)) this.stand(item.month)
  }

  // Show it in a month.
  stand(month) {
    this.month = month
    const { names, late } = this.calendar.data
    const { months, acts } = this.item
    const last = months === null ? names.length : month + months - 1
    const shown = Math.min(month, names.length)
    const end = Math.min(Math.max(last, shown), names.length)
    const name = names[month - 1] ?? late
    const until = names[last - 1] ?? late
    const when = months === null ? `from ${name}` : last === month ? name : `${name} to ${until}`
    write(this.when, "textContent", acts ? when : `${this.item.idle}, ${when}`)
    this.root.setAttribute("aria-valuenow", String(month))
    this.root.setAttribute("aria-valuetext", this.when.textContent)
    Object.assign(this.bar.style, { left: this.calendar.left(shown), width: `${((end - shown + 1) / names.length) * 100}%` })
  }

  // The month that it comes to stand in on the way to another one, which may be none or taken.
  free(wanted, step) {
    const held = (month) => Math.min(Math.max(month, 1), Math.max(this.item.most, 1))
    let month = held(wanted)
    while (this.item.taken.includes(month) && held(month + step) !== month) month = held(month + step)
    return this.item.taken.includes(month) ? this.month : month
  }

  move(month, from) {
    if (month === this.month) return
    this.stand(month)
    const { gesture } = this.calendar
    this.calendar.enter("move", this.id, { mark: from, month, gesture })
  }

  // The row in a hand. A finger that scrolls the page passes over rows: it is one that pulls once it has moved along.
  watchHand() {
    const { root, calendar } = this
    root.addEventListener("pointerdown", (event) => {
      if (event.button !== 0) return
      calendar.gesture += 1
      const still = event.pointerType === "mouse" ? SLIDE / 2 : SLIDE
      this.hand = { x: event.clientX, y: event.clientY, still, month: this.month, mark: this.item.mark, slides: false }
    })
    root.addEventListener("pointermove", (event) => {
      const { hand } = this
      if (!hand) return
      const [along, across] = [event.clientX - hand.x, event.clientY - hand.y]
      if (!hand.slides) {
        hand.strays = hand.strays || Math.abs(across) > SLIDE
        if (Math.abs(along) < hand.still || Math.abs(along) < Math.abs(across)) return
        hand.slides = true
        root.setPointerCapture(event.pointerId)
        root.classList.add("held")
      }
      const by = Math.round((along / this.lane.clientWidth) * calendar.data.names.length)
      this.move(by ? this.free(hand.month + by, -Math.sign(by)) : hand.month, hand.mark)
    })
    root.addEventListener("pointerup", () => {
      const { hand } = this
      this.drop()
      if (hand && !hand.slides && !hand.strays) this.choose()
    })
    root.addEventListener("pointercancel", () => this.back())
  }

  drop() {
    this.hand = null
    this.root.classList.remove("held")
  }

  // Where it was before it was dragged.
  back() {
    const { hand } = this
    this.drop()
    if (hand?.slides) this.move(hand.month, hand.mark)
  }

  choose() {
    this.calendar.enter("choose", this.id, { mark: this.item.mark })
  }

  watchKeys() {
    let before = { at: -PAUSE, mark: "" }
    this.root.addEventListener("keydown", (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey) return
      const step = KEYS[event.key]
      if (step) {
        if (event.timeStamp > before.at + PAUSE) {
          this.calendar.gesture += 1
          before = { mark: this.item.mark, gesture: this.calendar.gesture }
        } else if (before.gesture !== this.calendar.gesture) before = { mark: this.item.mark, gesture: ++this.calendar.gesture }
        before.at = event.timeStamp
        const inward = Number.isFinite(step) ? Math.sign(step) : -Math.sign(step)
        this.move(this.free(this.month + step, inward), before.mark)
      } else if (event.key === "Enter" || event.key === " ") this.choose()
      else if (event.key === "Delete") this.calendar.enter("remove", this.id, { mark: this.item.mark })
      else if (event.key === "Escape" && this.hand) this.back()
      else return
      event.preventDefault()
    })
  }
}
