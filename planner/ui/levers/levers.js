// Levers on native inputs: a range that answers while it is dragged, and the exact number beside it.
//
// What is entered waits in `pending` until the server's answer names its number; the next message leaves only then, so
// that charts are drawn to the end. Until it is answered, an entry is not overwritten by older data.

const PATIENCE = 1500 // ms after which an answer that never came is no longer waited for
const GAP = 40 // ms between two messages at least
const NAMED = 2 // changes that are named, the others counted
const REST = 120 // ms without an entry after which charts out of sight follow though a slider or key is still held

const mounts = new WeakMap()

export default function ({ data, parentElement, setStateValue }) {
  const root = parentElement.querySelector(".levers")
  let mount = mounts.get(root)
  if (!mount) {
    mount = new Mount(root)
    mounts.set(root, mount)
  }
  mount.send = (entries) => setStateValue("entries", entries)
  mount.show(data)
}

// Which of the page's charts can be seen, counted from the first one.
function sight() {
  const seen = []
  document.querySelectorAll("[data-testid=stVegaLiteChart]").forEach((chart, at) => {
    const { top, bottom } = chart.getBoundingClientRect()
    if (bottom > 0 && top < window.innerHeight) seen.push(at)
  })
  return seen
}

function make(tag, className, properties = {}, ...children) {
  const element = document.createElement(tag)
  if (className) element.className = className
  for (const [name, value] of Object.entries(properties)) {
    if (name.startsWith("aria-") || name === "role") element.setAttribute(name, value)
    else element[name] = value
  }
  element.append(...children)
  return element
}

function write(element, property, value) {
  if (element[property] !== value) element[property] = value
}

function hide(element, hidden) {
  if (element.hidden !== hidden) element.hidden = hidden
}

class Mount {
  constructor(root) {
    this.root = root
    this.id = Math.random().toString(36).slice(2)
    this.number = 0
    this.pending = []
    this.controls = new Map()
    this.layout = ""
    this.sentAt = 0
    this.waiting = false
    this.timer = 0
  }

  // Entries: kept until answered; of one lever's values only the last counts.
  enter(does, id, more = {}) {
    this.number += 1
    const control = this.controls.get(id)
    if (control) control.touched = true
    if (does === "set") this.pending = this.pending.filter((entry) => entry.does !== "set" || entry.id !== id)
    this.pending.push({ number: this.number, does, id, ...more })
    this.flush()
  }

  flush() {
    clearTimeout(this.timer)
    if (!this.pending.length) return
    const now = performance.now()
    const rest = this.waiting ? this.sentAt + PATIENCE - now : this.sentAt + GAP - now
    if (rest > 0) {
      this.timer = setTimeout(() => this.flush(), rest)
      return
    }
    this.sentAt = now
    this.waiting = true
    this.sent = this.number
    const whole = !this.held || this.pending.some((entry) => entry.does === "rest")
    this.send({ mount: this.id, items: this.pending, sight: whole ? null : sight() })
  }

  show(data) {
    if (data.answered.mount === this.id) {
      this.pending = this.pending.filter((entry) => entry.number > data.answered.number)
      if (data.answered.number >= this.sent) this.waiting = false
    }
    if (data.groups) this.showAll(data.groups)
    else for (const control of data.controls) this.controls.get(control.id)?.follow(control)
    this.showBar(data)
    for (const [count, folded] of this.counts) {
      const moved = folded.filter((id) => this.controls.get(id).changed).length
      write(count, "textContent", moved ? `${moved} changed` : "")
    }
    if (this.pending.length) this.flush()
    // Once nothing moves, the charts out of sight follow: at once when the hand is off.
    clearTimeout(this.resting)
    if (data.behind && !this.pending.length) this.resting = setTimeout(() => this.enter("rest", ""), this.held ? REST : 0)
  }

  showAll(groups) {
    const layout = JSON.stringify(groups.map((group) => [group.title, ids(group.opened), folds(group)]))
    if (layout !== this.layout) {
      this.layout = layout
      this.build(groups)
    }
    for (const group of groups) {
      for (const control of [...group.opened, ...Object.values(group.folded).flat()]) {
        const row = this.controls.get(control.id)
        row.settle(control)
        row.said = ""
        row.show(control)
      }
    }
  }

  build(groups) {
    this.controls.clear()
    this.counts = new Map()
    this.buildBar()
    const parts = groups.length ? [this.bar, this.legend] : [this.bar]
    for (const group of groups) {
      parts.push(make("h2", "", { textContent: group.title }))
      for (const control of group.opened) parts.push(this.add(control))
      for (const [title, folded] of Object.entries(group.folded)) {
        const count = make("span", "moved")
        this.counts.set(count, ids(folded))
        const summary = make("summary", "", {}, `${title} (${folded.length})`, count)
        parts.push(make("details", "", {}, summary, ...folded.map((control) => this.add(control))))
      }
    }
    this.root.replaceChildren(...parts)
  }

  add(control) {
    const row = new Control(this, control)
    this.controls.set(control.id, row)
    return row.root
  }

  buildBar() {
    this.changes = make("span", "changes")
    this.undo = this.button("Undo", "undo")
    this.pin = this.button("Pin as baseline", "pin")
    this.pin.title = "Measure from here on"
    this.reset = this.button("Reset all", "reset all")
    this.bar = make("div", "bar", {}, this.changes, this.undo, this.reset, this.pin)
    const key = (className, text) => make("span", "key", {}, make("span", className, { ariaHidden: "true" }), text)
    const marks = [key("usual", "usual"), key("band", "published"), key("uncertain", "may lie"), key("tick", "baseline")]
    this.legend = make("div", "legend", {}, ...marks)
  }

  button(text, does) {
    const button = make("button", "small", { type: "button", textContent: text })
    button.onclick = () => this.enter(does, "")
    return button
  }

  showBar(data) {
    const [few, more] = [data.changes.slice(0, NAMED), data.changes.length - NAMED]
    const text = `Changed: ${few.join(", ")}${more > 0 ? ` and ${more} more` : ""}`
    write(this.changes, "textContent", few.length ? text : "As pinned; changes are measured against it")
    write(this.changes, "title", `Against ${data.baseline}: ${data.changes.join(", ")}`)
    hide(this.undo, !data.undo)
    write(this.undo, "title", data.undo ? `Undo ${data.undo}` : "")
    hide(this.pin, !data.changes.length)
    hide(this.reset, !data.changes.length)
  }
}

const ids = (controls) => controls.map((control) => control.id)
const folds = (group) => Object.entries(group.folded).map(([title, controls]) => [title, ids(controls)])

class Control {
  constructor(mount, control) {
    this.mount = mount
    this.id = control.id
    this.name = make("span", "name", { textContent: control.name })
    this.unit = make("span", "unit")
    this.more = this.toggle("i", `${control.label}: what it is`, () => [this.about])
    this.about = make("p", "about", { hidden: true })
    this.exact = make("input", "exact", { type: "number", "aria-label": `${control.label}, exact value in ${control.unit}` })
    this.exact.onchange = () => {
      if (this.exact.value === "") this.exact.value = this.text
      else this.enter(this.exact.valueAsNumber)
    }
    const head = make("div", "head", {}, make("span", "title", {}, this.name, " ", this.unit), this.more)
    this.problem = make("p", "problem", { role: "alert" })
    this.root = make("div", "lever", { role: "group", "aria-label": control.label }, head)
    if (control.low !== null) this.addSlider(control, head)
    head.append(this.exact)
    this.was = make("span", "was")
    this.back = make("button", "link", { type: "button", textContent: "Reset" })
    this.back.onclick = () => mount.enter("reset", this.id)
    this.usualNote = make("span", "unusual")
    this.notes = make("div", "notes", {}, this.was, this.back, this.usualNote)
    this.root.append(this.notes, this.problem, this.about)
    if (this.pair) this.root.insertBefore(this.pair, this.notes)
  }

  addSlider(control, head) {
    const { mount } = this
    this.slider = make("input", "slider", { type: "range", "aria-label": `${control.label} (${control.unit})` })
    for (const begins of ["pointerdown", "keydown"]) {
      this.slider.addEventListener(begins, (event) => (mount.held = begins === "pointerdown" || event.repeat))
    }
    for (const ends of ["pointerup", "pointercancel", "keyup", "blur"]) {
      this.slider.addEventListener(ends, () => (mount.held = false))
    }
    this.slider.oninput = () => {
      this.exact.value = this.slider.value
      this.enter(this.slider.valueAsNumber)
    }
    this.usual = make("span", "usual")
    this.band = make("span", "band")
    this.tick = make("span", "tick")
    this.uncertain = make("span", "uncertain")
    const track = make("span", "track", { "aria-hidden": "true" }, this.usual, this.band, this.uncertain, this.tick)
    this.root.append(make("div", "rail", {}, track, this.slider))
    this.lowEnd = make("input", "exact", { type: "number", "aria-label": `${control.label}, lowest in ${control.unit}` })
    this.highEnd = make("input", "exact", { type: "number", "aria-label": `${control.label}, highest in ${control.unit}` })
    for (const end of [this.lowEnd, this.highEnd]) end.onchange = () => this.enterRange()
    this.sure = make("button", "link", { type: "button", textContent: "No range" })
    this.sure.onclick = () => this.mount.enter("sure", this.id)
    this.pair = make("div", "pair", { hidden: true }, "May lie from ", this.lowEnd, " to ", this.highEnd, this.sure)
    this.unsure = this.toggle("±", `${control.label}: between what it may lie`, () => [this.pair])
    this.unsure.addEventListener("click", () => {
      if (!this.pair.hidden && !this.hasRange) this.mount.enter("doubt", this.id)
    })
    head.append(this.unsure)
  }

  toggle(text, label, parts) {
    const button = make("button", "toggle", { type: "button", textContent: text, "aria-label": label, "aria-expanded": "false" })
    button.onclick = () => {
      const open = button.getAttribute("aria-expanded") !== "true"
      button.setAttribute("aria-expanded", String(open))
      for (const part of parts()) hide(part, !open)
    }
    return button
  }

  enter(value) {
    if (Number.isFinite(value)) this.mount.enter("set", this.id, { value })
  }

  enterRange() {
    const [low, high] = [this.lowEnd.valueAsNumber, this.highEnd.valueAsNumber]
    if (Number.isFinite(low) && Number.isFinite(high)) this.mount.enter("range", this.id, { low, high })
  }

  // What stays while levers move.
  settle(control) {
    this.fixed = control
    write(this.unit, "textContent", control.unit)
    write(this.about, "textContent", control.about)
    write(this.exact, "step", String(control.step))
    if (!this.slider) return
    const { low, high } = control
    for (const [name, value] of [["min", low], ["max", high], ["step", control.step]]) {
      write(this.slider, name, String(value))
    }
    place(this.usual, control.usual, low, high)
    place(this.band, control.band, low, high)
    place(this.tick, [control.pinned, control.pinned], low, high)
    for (const end of [this.lowEnd, this.highEnd]) write(end, "step", String(control.step))
  }

  // Most levers stay as they are when one moves.
  follow(control) {
    const said = JSON.stringify(control)
    if (said === this.said && !this.touched) return
    this.said = said
    this.touched = this.mount.pending.some((entry) => entry.id === this.id)
    this.show(control)
  }

  show(control) {
    const open = this.mount.pending.some((entry) => entry.id === this.id)
    if (!open) {
      this.text = control.value.toFixed(control.decimals)
      if (Number(this.exact.value) !== control.value || this.exact.value === "") this.exact.value = this.text
    }
    if (this.slider) this.showSlider(control, open)
    const changed = control.baseline !== null
    this.changed = changed
    write(this.was, "textContent", changed ? `was ${control.baseline}` : "")
    hide(this.back, !changed)
    if (changed) write(this.back, "title", `${this.fixed.label}: back to ${control.baseline}`)
    write(this.usualNote, "textContent", control.notes.join("; "))
    hide(this.notes, !changed && !control.notes.length)
    // A refusal stays until the lever is moved again.
    if (control.problems.length) write(this.problem, "textContent", control.problems.join(" "))
    else if (this.shownValue !== control.value) write(this.problem, "textContent", "")
    this.shownValue = control.value
    hide(this.problem, !this.problem.textContent)
  }

  showSlider(control, open) {
    const { low, high, unit } = this.fixed
    if (!open && this.slider.valueAsNumber !== control.value) this.slider.value = control.value
    this.slider.setAttribute("aria-valuetext", `${control.value.toFixed(control.decimals)} ${unit}`)
    place(this.uncertain, control.uncertain, low, high)
    this.hasRange = control.uncertain !== null
    const editing = [this.lowEnd, this.highEnd].includes(this.root.getRootNode().activeElement)
    if (this.hasRange && !open && !editing) {
      this.lowEnd.value = control.uncertain[0]
      this.highEnd.value = control.uncertain[1]
    }
    this.unsure.classList.toggle("set", this.hasRange)
    if (!this.hasRange && !open && !this.pair.hidden) {
      hide(this.pair, true)
      this.unsure.setAttribute("aria-expanded", "false")
    }
  }
}

// Puts a mark on the track, from one value to another as far as the slider reaches; the thumb's centre keeps clear of
// the ends by half its width.
function place(mark, ends, low, high) {
  const shown = ends !== null && ends[0] <= high && ends[1] >= low
  hide(mark, !shown)
  if (!shown) return
  const share = (value) => (Math.min(Math.max(value, low), high) - low) / (high - low || 1)
  const [from, to] = [share(ends[0]), share(ends[1])]
  write(mark.style, "left", `calc(var(--half) + ${from} * (100% - 2 * var(--half)))`)
  write(mark.style, "width", to > from ? `calc(${to - from} * (100% - 2 * var(--half)))` : "")
}
