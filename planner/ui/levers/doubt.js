// How a range reads beside its lever, and the shape of what the lever may be, drawn while the range is edited.

const SHAPE = { width: 240, height: 34, points: 60 }

// The PERT distribution from low to high around a mode as the path of an area, its height that of the drawing.
function pertPath([low, mode, high]) {
  const [before, after] = [(4 * (mode - low)) / (high - low), (4 * (high - mode)) / (high - low)]
  const steps = Array.from({ length: SHAPE.points + 1 }, (_, at) => at / SHAPE.points)
  const heights = steps.map((share) => share ** before * (1 - share) ** after)
  const top = Math.max(...heights)
  const points = steps.map((share, at) => `${(share * SHAPE.width).toFixed(1)},${(SHAPE.height * (1 - heights[at] / top)).toFixed(1)}`)
  return `M0,${SHAPE.height} L${points.join(" L")} L${SHAPE.width},${SHAPE.height} Z`
}

class Doubt {
  constructor(low, high, drop) {
    this.line = make("p", "doubt", { hidden: true })
    this.lead = make("span", "lead")
    this.area = document.createElementNS("http://www.w3.org/2000/svg", "path")
    this.ends = ["low", "high"].map(() => document.createElementNS("http://www.w3.org/2000/svg", "path"))
    this.shape = document.createElementNS("http://www.w3.org/2000/svg", "svg")
    this.shape.setAttribute("class", "shape")
    this.shape.setAttribute("viewBox", `0 0 ${SHAPE.width} ${SHAPE.height}`)
    this.shape.setAttribute("preserveAspectRatio", "none")
    this.shape.setAttribute("aria-hidden", "true")
    this.shape.append(this.area, ...this.ends)
    this.outer = make("div", "outer")
    const fields = make("div", "pair-ends", {}, this.lead, low, " and ", high, drop)
    this.pair = make("div", "pair", { hidden: true }, fields, this.shape, this.outer)
  }

  show(reading) {
    const [text, lead, spread, outer] = reading.doubt ?? ["", "8 in 10 between", null, ""]
    hide(this.line, text === "")
    write(this.line, "textContent", text)
    write(this.lead, "textContent", lead)
    const drawn = spread && spread[2] > spread[0]
    this.shape.toggleAttribute("hidden", !drawn)
    hide(this.outer, outer === "")
    if (!drawn) return
    const x = (value) => ((value - spread[0]) / (spread[2] - spread[0])) * SHAPE.width
    this.area.setAttribute("d", pertPath(spread))
    reading.uncertain.forEach((end, at) => this.ends[at].setAttribute("d", `M${x(end)},0 V${SHAPE.height}`))
    write(this.outer, "textContent", outer)
  }
}
