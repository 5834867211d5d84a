// A number of the result strip: it is written anew only where it differs.

class Cell {
  constructor() {
    this.label = make("span", "label")
    this.value = make("b")
    this.change = make("span")
    this.about = make("span", "about")
    this.spark = new Sparkline()
    const texts = make("span", "texts", {}, this.label, make("span", "line", {}, this.value, this.change), this.about)
    this.root = make("div", "cell", {}, texts, this.spark.root)
  }

  show(cell) {
    const said = JSON.stringify(cell)
    if (said === this.said) return
    this.said = said
    write(this.label, "textContent", cell.label)
    write(this.value, "textContent", cell.value)
    write(this.about, "textContent", cell.about)
    write(this.about, "className", `about ${cell.verdict}`)
    writeChange(this.change, cell.change)
    this.spark.show(cell.spark, cell.colour)
  }
}
