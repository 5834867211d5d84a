// Levers on native inputs: a range that answers while it is dragged, and the exact number beside it.

const NAMED = 2 // changes that are named, the others counted
const REST = 120 // ms without an entry after which the address follows though a slider or key is still held
const LATER = 10_000 // ms without an entry after which regions out of sight follow, too
const NEAR = 200 // pixels out of sight within which a region follows what is in sight, before it is scrolled to

// The menu's link to Compare, which splits what changed.
const comparison = () => document.querySelector(".menu a[href*='compare']")

export default function ({ data, parentElement, setStateValue }) {
  const root = parentElement.querySelector(".levers")
  try {
    const mount = mounted(root, Mount, setStateValue)
    mount.show(data)
    return () => mount.leave()
  } catch (error) {
    console.error(error)
    root.hidden = true
    parentElement.querySelector(".too-old").hidden = false
  }
}

// Names of the page's regions that can be seen, or are so many pixels away from it.
function sight(near) {
  const seen = regions().filter((region) => {
    const { top, bottom, height } = region.getBoundingClientRect()
    return height > 0 && bottom > -near && top < window.innerHeight + near
  })
  return seen.map(name)
}

const regions = () => [...document.querySelectorAll("[class*='st-key-region-']")]

const name = (region) => region.className.match(/st-key-region-([a-z0-9-]+)/)[1]

function hide(element, hidden) {
  if (element.hidden !== hidden) element.hidden = hidden
}

class Mount extends Entries {
  constructor(root) {
    super()
    this.root = root
    this.controls = new Map()
    this.layout = ""
    this.resting = 0
    this.later = 0
    this.behind = []
    this.appeared = []
    const main = { root: document.querySelector("[data-testid=stMain]"), rootMargin: `${NEAR}px 0px` }
    this.watch = new IntersectionObserver((changes) => this.onSight(changes), main)
    this.print = () => this.behind.length && this.enter("rest", "", { all: true })
    this.shortcut = (event) => this.onShortcut(event)
    this.asked = (event) => this.enter(event.detail.does, event.detail.id)
    document.addEventListener("keydown", this.shortcut)
    document.addEventListener("groundswell-ask", this.asked)
    window.addEventListener("beforeprint", this.print)
  }

  leave() {
    clearTimeout(this.timer)
    clearTimeout(this.resting)
    clearTimeout(this.later)
    this.watch.disconnect()
    window.removeEventListener("beforeprint", this.print)
    document.removeEventListener("keydown", this.shortcut)
    document.removeEventListener("groundswell-ask", this.asked)
    mounts.delete(this.root)
  }

  enter(does, id, more = {}) {
    const control = this.controls.get(id)
    if (control) control.touched = true
    this.put(does, id, more)
    this.mark()
  }

  // Whether something is under way, for whoever looks at the page from outside.
  mark() {
    this.root.toggleAttribute("data-waits", this.pending.length > 0 || this.resting !== 0)
  }

  besides() {
    const rests = this.pending.some((entry) => entry.does === "rest")
    const held = Boolean(this.held) && !rests
    const all = this.pending.some((entry) => entry.all)
    return { held, sight: all ? null : [...sight(rests ? NEAR : 0), ...this.appeared.splice(0)] }
  }

  show(data) {
    this.answer(data.answered)
    this.problems = data.problems
    this.root.classList.toggle("bare", Boolean(data.bare))
    this.root.classList.toggle("certain", Boolean(data.bare && !data.ranges))
    if (data.panels) this.settle(data.panels, data.controls)
    for (const reading of data.readings) this.controls.get(reading.id)?.follow(reading)
    this.showBar(data)
    for (const [count, folded] of this.counts) {
      const moved = folded.filter((id) => this.controls.get(id).changed).length
      write(count, "textContent", moved ? `${moved} changed` : "")
    }
    if (this.pending.length) this.flush()
    this.behind = data.behind
    for (const region of regions()) region.toggleAttribute("data-behind", this.behind.includes(name(region)))
    this.rest(data.held && !this.pending.length)
    this.catchUp()
    this.mark()
  }

  // What was left out follows when it is seen, or nothing is entered for a while.
  catchUp() {
    clearTimeout(this.later)
    this.watch.disconnect()
    if (!this.behind.length || this.pending.length || this.resting) return
    for (const region of regions()) if (region.hasAttribute("data-behind")) this.watch.observe(region)
    this.later = setTimeout(() => this.enter("rest", "", { all: true }), LATER)
  }

  onSight(changes) {
    this.appeared = changes.filter((change) => change.isIntersecting).map((change) => name(change.target))
    if (this.appeared.length) this.enter("rest", "")
  }

  // Once nothing moves, the address follows: at once when the hand is off.
  rest(held) {
    clearTimeout(this.resting)
    this.resting = 0
    if (!held) return
    const follow = () => {
      this.resting = 0
      this.enter("rest", "")
    }
    this.resting = setTimeout(follow, this.held ? REST : 0)
  }

  // What stays while levers move.
  settle(panels, controls) {
    const layout = JSON.stringify(panels)
    if (layout !== this.layout) {
      this.layout = layout
      this.build(panels, controls)
    }
    for (const control of Object.values(controls)) this.controls.get(control.id).settle(control)
  }

  build(panels, controls) {
    this.controls.clear()
    this.counts = new Map()
    this.buildBar()
    const row = (id) => this.add(controls[id])
    const parts = panels.length ? [this.bar, this.legend] : [this.bar]
    for (const panel of panels) {
      parts.push(make("h2", "", { textContent: panel.title }), ...panel.opened.map(row))
      for (const [title, folded] of Object.entries(panel.folded)) {
        const count = make("span", "moved")
        this.counts.set(count, folded)
        const summary = make("summary", "", {}, `${title} (${folded.length})`, count)
        parts.push(make("details", "", {}, summary, ...folded.map(row)))
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
    this.pin = this.button("Pin as baseline", "pin")
    this.pin.title = "Measure from here on"
    this.reset = this.button("Reset all", "reset all")
    this.why = this.button("Why?", "")
    this.why.title = "What each change does, on Compare"
    this.why.onclick = () => comparison()?.click()
    this.filter = this.button("Not mine yet", "")
    this.filter.title = "Show only the levers that are not your own yet"
    this.filter.setAttribute("aria-pressed", "false")
    this.filter.onclick = () => {
      const on = this.root.classList.toggle("filtered")
      this.filter.setAttribute("aria-pressed", String(on))
      if (on) for (const folded of this.root.querySelectorAll("details")) folded.open = true
    }
    this.bar = make("div", "bar", {}, this.changes, this.why, this.reset, this.pin, this.filter)
    const key = (className, text) => make("span", "key", {}, make("span", className, { ariaHidden: "true" }), text)
    const marks = [key("usual", "usual"), key("band", "published"), key("uncertain", "may lie"), key("tick", "baseline")]
    const dot = () => make("span", "origin", { ariaHidden: "true" })
    const origins = [make("span", "key own", {}, dot(), "yours"), make("span", "key", {}, dot(), "not yours yet")]
    this.legend = make("div", "legend", {}, ...marks, ...origins)
  }

  button(text, does) {
    const button = make("button", "small", { type: "button", textContent: text })
    button.onclick = () => this.enter(does, "")
    return button
  }

  showBar(data) {
    const [few, more] = [data.changes.slice(0, NAMED), data.changes.length - NAMED]
    const text = `Changed: ${few.join(", ")}${more > 0 ? ` and ${more} more` : ""}`
    const unchanged = data.case ? `${data.case} is as the plan itself` : "No change from the baseline"
    write(this.changes, "textContent", few.length ? text : data.bare ? "" : unchanged)
    write(this.changes, "title", `Against ${data.baseline}: ${data.changes.join(", ")}`)
    hide(this.bar, !data.changes.length && !data.bar)
    hide(this.pin, data.bare || !data.changes.length || data.case !== "")
    hide(this.why, !data.changes.length || !comparison() || comparison().ariaCurrent === "page")
    hide(this.reset, !data.changes.length)
    hide(this.filter, data.bare || ![...this.controls.values()].some((control) => control.root.classList.contains("others")))
  }

  // Undo and redo of the plan; while a text is edited, the keys are the text's own.
  onShortcut(event) {
    const key = event.key.toLowerCase()
    if (!(event.ctrlKey || event.metaKey) || event.altKey || (key !== "z" && key !== "y")) return
    const at = event.composedPath()[0]
    const field = fields.get(at)
    const text = at.isContentEditable || at.matches?.("textarea, input:not([type=range], [type=checkbox], [type=radio])")
    if (field ? field.editing : text) return
    event.preventDefault()
    this.enter(key === "y" || event.shiftKey ? "redo" : "undo", "")
  }
}

const fields = new WeakMap()

// A number as text: what is being typed is not overwritten; what was typed goes to `taken`, the old value typed again, too.
class Field {
  constructor(label, taken) {
    this.input = make("input", "exact", { type: "text", inputMode: "decimal", autocomplete: "off", "aria-label": label })
    this.input.oninput = () => (this.editing = true)
    const end = () => {
      if (!this.editing) return
      this.editing = false
      taken()
    }
    this.input.onchange = end
    this.input.onblur = end // a browser sees no change where the old value was typed again
    this.input.onkeydown = (event) => {
      if (event.key === "Enter") end()
      if (event.key !== "Escape") return
      this.editing = false
      this.input.value = this.text
    }
    fields.set(this.input, this)
  }

  show(text) {
    this.text = text
    if (!this.editing) write(this.input, "value", text)
  }
}

class Control {
  constructor(mount, control) {
    this.mount = mount
    this.id = control.id
    this.name = make("span", "name", { textContent: control.name })
    this.unit = make("span", "unit")
    this.more = this.toggle("i", `${control.label}: what it is`, () => [this.about])
    this.about = make("p", "about", { hidden: true })
    this.exact = new Field(`${control.label}, exact value in ${control.unit}`, () =>
      mount.enter("type", this.id, { text: this.exact.input.value }),
    )
    this.origin = make("span", "origin", { role: "img", hidden: true })
    const head = make("div", "head", {}, this.origin, this.name, this.more)
    this.problem = make("p", "problem", { role: "alert" })
    this.root = make("div", "lever", { role: "group", "aria-label": control.label }, head)
    const entry = make("div", "entry")
    if (control.slides) this.addSlider(control, head, entry)
    const box = make("label", "box", {}, this.exact.input, this.unit)
    if (control.slides) this.root.append(entry)
    ;(control.slides ? entry : head).append(box)
    this.was = make("span", "was")
    this.back = make("button", "link", { type: "button", textContent: "Reset" })
    this.back.onclick = () => mount.enter("reset", this.id)
    this.usualNote = make("span", "unusual")
    this.notes = make("div", "notes", {}, this.was, this.back, this.usualNote)
    this.why = make("p", "why")
    this.root.append(this.notes, this.why, this.problem, this.about)
    if (this.doubt) this.root.insertBefore(this.doubt.line, this.notes)
    if (this.pair) this.root.insertBefore(this.pair, this.notes)
  }

  addSlider(control, head, entry) {
    this.slider = make("input", "slider", { type: "range", "aria-label": `${control.label} (${control.unit})` })
    this.watchHand()
    this.usual = make("span", "usual")
    this.band = make("span", "band")
    this.tick = make("span", "tick")
    this.uncertain = make("span", "uncertain")
    this.moved = make("span", "way")
    const marks = [this.usual, this.band, this.moved, this.uncertain, this.tick]
    entry.append(make("div", "rail", {}, make("span", "track", { "aria-hidden": "true" }, ...marks), this.slider))
    const ends = () => this.mount.enter("range", this.id, { low: this.lowEnd.input.value, high: this.highEnd.input.value })
    this.lowEnd = new Field(`${control.label}, lowest in ${control.unit}`, ends)
    this.highEnd = new Field(`${control.label}, highest in ${control.unit}`, ends)
    this.drop = make("button", "link", { type: "button", textContent: "No range" })
    this.drop.onclick = () => this.mount.enter("drop range", this.id)
    const [low, high] = [this.lowEnd.input, this.highEnd.input]
    this.doubt = new Doubt(low, high, this.drop)
    this.pair = this.doubt.pair
    this.unsure = this.toggle("±", `${control.label}: the range in which it may lie`, () => [this.pair])
    this.unsure.addEventListener("click", () => {
      if (!this.pair.hidden && !this.hasRange) this.mount.enter("add range", this.id)
    })
    this.unsure.classList.add("unsure")
    head.append(this.unsure)
  }

  // The slider in a hand. A finger that scrolls the page passes over sliders, and a native one has jumped to it by
  // then: until the finger has moved along the slider, or has left it where it touched, nothing is entered.
  watchHand() {
    const { mount, slider } = this
    let finger = null
    let keyed = -PAUSE
    slider.addEventListener("pointerdown", (event) => {
      mount.held = true
      this.held = true
      mount.gesture += 1
      const [x, y, value] = [event.clientX, event.clientY, slider.value]
      finger = event.pointerType === "mouse" ? null : { x, y, value, slides: false, wanted: value }
    })
    slider.addEventListener("pointermove", (event) => {
      if (!finger || finger.slides) return
      const [along, across] = [Math.abs(event.clientX - finger.x), Math.abs(event.clientY - finger.y)]
      finger.slides = along > SLIDE && along > across
      finger.strays = finger.strays || across > SLIDE
    })
    slider.oninput = () => {
      if (finger && !finger.slides) {
        finger.wanted = slider.value
        slider.value = finger.value
      } else this.move()
    }
    const release = () => {
      mount.held = false
      this.held = false
      finger = null
    }
    slider.addEventListener("pointerup", () => {
      const tap = finger && !finger.slides && !finger.strays && finger.wanted !== slider.value
      if (tap) slider.value = finger.wanted
      release()
      if (tap) this.move()
    })
    slider.addEventListener("pointercancel", () => {
      const [back, moved] = [finger?.value, finger?.slides]
      release()
      if (back === undefined) return
      slider.value = back
      if (moved) this.move()
    })
    slider.addEventListener("keydown", (event) => {
      mount.held = event.repeat
      if (event.timeStamp > keyed + PAUSE) mount.gesture += 1
      keyed = event.timeStamp
    })
    for (const ends of ["keyup", "blur"]) slider.addEventListener(ends, release)
  }

  move() {
    const value = this.slider.valueAsNumber
    this.exact.editing = false
    this.exact.input.value = value.toLocaleString("en-US", { maximumFractionDigits: 10 })
    this.mount.enter("move", this.id, { value, gesture: this.mount.gesture })
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

  settle(control) {
    this.fixed = control
    this.said = ""
    write(this.unit, "textContent", control.unit)
    write(this.about, "textContent", control.about)
    if (!this.slider) return
    write(this.slider, "step", String(control.step))
    if (!this.held) this.ends = [Infinity, -Infinity]
  }

  // Most levers stay as they are when one moves.
  follow(reading) {
    const said = JSON.stringify(reading)
    if (said === this.said && !this.touched) return
    const touched = this.touched
    this.said = said
    this.touched = this.mount.waits(this.id)
    this.show(reading, touched && !this.touched)
  }

  show(reading, answered) {
    const open = this.mount.waits(this.id)
    if (!open) this.exact.show(reading.text)
    if (this.slider) this.showSlider(reading, open)
    this.changed = reading.was !== null
    this.showOrigin(reading)
    this.root.classList.toggle("changed", this.changed)
    write(this.was, "textContent", reading.was ?? "")
    hide(this.back, !this.changed)
    write(this.back, "title", `${this.fixed.label}: back to the baseline`)
    write(this.usualNote, "textContent", reading.notes.join("; "))
    write(this.why, "textContent", reading.why)
    hide(this.why, !reading.why)
    hide(this.notes, !this.changed && !reading.notes.length)
    // A refusal stays until the lever is moved again, or another entry is answered.
    const problems = this.mount.problems[this.id]
    if (problems) write(this.problem, "textContent", problems.join(" "))
    else if (answered || this.shownValue !== reading.value) write(this.problem, "textContent", "")
    this.shownValue = reading.value
    hide(this.problem, !this.problem.textContent)
  }

  // Where the value comes from: a full dot for one's own, a ring for what somebody else put there.
  showOrigin(reading) {
    this.root.classList.toggle("own", reading.own)
    this.root.classList.toggle("others", !reading.own)
    if (reading.source) write(this.about, "textContent", `${this.fixed.about} This value: ${reading.source}.`)
    if (this.origin.title === reading.origin) return
    this.origin.title = reading.origin
    this.origin.setAttribute("aria-label", reading.origin)
    hide(this.origin, !reading.origin)
  }

  showSlider(reading, open) {
    // The ends only widen while levers move, and never in a hand: a thumb must not jump under it.
    if (!this.held) this.ends = [Math.min(this.ends[0], reading.low), Math.max(this.ends[1], reading.high)]
    const [low, high] = this.ends
    write(this.slider, "min", String(low))
    write(this.slider, "max", String(high))
    if (!open && this.slider.valueAsNumber !== reading.value) this.slider.value = reading.value
    this.slider.setAttribute("aria-valuetext", `${reading.text} ${this.fixed.unit}`)
    place(this.usual, this.fixed.usual, low, high)
    place(this.band, this.fixed.band, low, high)
    place(this.tick, [reading.pinned, reading.pinned], low, high)
    const { pinned, value } = reading
    place(this.moved, pinned === value ? null : [Math.min(pinned, value), Math.max(pinned, value)], low, high)
    place(this.uncertain, reading.uncertain, low, high)
    this.hasRange = reading.uncertain !== null
    this.doubt.show(reading)
    if (this.hasRange && !open) {
      this.lowEnd.show(reading.ends[0])
      this.highEnd.show(reading.ends[1])
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
