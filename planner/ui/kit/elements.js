// What several components are made of: elements, icons, sparklines.

const SVG = "http://www.w3.org/2000/svg"

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

function icon(name) {
  return make("span", "icon", { textContent: name, "aria-hidden": "true" })
}

// By how much a number differs from the baseline's, in an element of its own.
function writeChange(element, change) {
  write(element, "className", `change ${change ? (change.good ? "good" : "bad") : ""}`)
  element.replaceChildren()
  if (!change) return
  const arrow = make("span", "", { role: "img", "aria-label": change.up ? "up" : "down", textContent: change.up ? "▲" : "▼" })
  element.append(arrow, ` ${change.text}`)
  element.title = "Against the baseline"
}

// A line, the baseline's dashed beside it, and what was promised; it is patched as levers move.
class Sparkline {
  constructor() {
    this.chart = document.createElementNS(SVG, "svg")
    this.chart.setAttribute("viewBox", "0 0 100 28")
    this.chart.setAttribute("preserveAspectRatio", "none")
    this.lines = ["zero", "before", "now"].map((name) => {
      const line = document.createElementNS(SVG, "path")
      line.setAttribute("class", name)
      this.chart.append(line)
      return line
    })
    this.dots = make("span", "dots")
    this.root = make("span", "spark", { "aria-hidden": "true" }, this.chart, this.dots)
  }

  show(spark, colour) {
    this.root.hidden = !spark
    if (!spark) return
    this.root.style.setProperty("--line", colour)
    const { path, before, dots, zero } = spark
    const paths = [zero === null ? "" : `M0 ${0.28 * zero}H100`, before, path]
    this.lines.forEach((line, at) => line.setAttribute("d", paths[at]))
    this.dots.replaceChildren(
      ...dots.map(({ left, top }) => {
        const dot = make("span", "dot")
        Object.assign(dot.style, { left: `${left}%`, top: `${top}%` })
        return dot
      }),
    )
  }
}
