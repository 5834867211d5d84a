// The key numbers of a page: the one that counts, the others with their sparklines, and the reading in a few chips.

const mounts = new WeakMap()

export default function ({ data, parentElement }) {
  const root = parentElement.querySelector(".numbers")
  let numbers = mounts.get(root)
  if (!numbers) {
    numbers = new Numbers(root)
    mounts.set(root, numbers)
  }
  numbers.show(data)
}

class Numbers {
  constructor(root) {
    this.root = root
    this.shape = ""
  }

  show(data) {
    const shape = JSON.stringify([data.hero !== null, data.tiles.length, data.chips.length])
    if (shape !== this.shape) this.build(data)
    this.shape = shape
    if (data.hero) this.hero.show(data.hero)
    data.tiles.forEach((tile, at) => this.tiles[at].show(tile))
    data.chips.forEach((chip, at) => this.chips[at].show(chip))
  }

  build(data) {
    this.hero = data.hero ? new Hero() : null
    this.tiles = data.tiles.map(() => new Tile())
    this.chips = data.chips.map(() => new Chip())
    const list = make("div", "tiles", { role: "list" }, ...this.tiles.map((tile) => tile.root))
    const top = make("div", this.hero ? "top" : "", {}, ...(this.hero ? [this.hero.root] : []), list)
    const parts = [top]
    if (this.chips.length) parts.push(make("div", "chips", {}, ...this.chips.map((chip) => chip.root)))
    this.root.replaceChildren(...parts)
  }
}

class Hero {
  constructor() {
    this.label = make("div", "label")
    this.verdict = make("b")
    this.about = make("span", "about")
    this.change = make("span")
    this.bar = make("span", "filled")
    this.likely = make("span", "likely")
    this.odds = make("div", "odds", {}, make("span", "odds-bar", { "aria-hidden": "true" }, this.bar), this.likely, this.change)
    this.root = make("div", "hero", {}, this.label, make("div", "line", {}, this.verdict, this.about), this.odds)
  }

  show(hero) {
    write(this.label, "textContent", hero.label)
    write(this.verdict, "textContent", hero.verdict)
    write(this.verdict, "className", hero.kind)
    write(this.about, "textContent", hero.about)
    write(this.likely, "textContent", hero.likely)
    this.odds.hidden = !hero.likely
    this.bar.parentElement.hidden = hero.share === null
    this.bar.style.width = `${100 * hero.share}%`
    writeChange(this.change, hero.change)
  }
}

class Tile {
  constructor() {
    this.label = make("div", "label")
    this.value = make("b")
    this.change = make("span")
    this.note = make("span", "note", { role: "note" })
    this.spark = new Sparkline()
    this.root = make("div", "tile", { role: "listitem" }, this.label, make("div", "line", {}, this.value, this.change), this.spark.root, this.note)
  }

  show(tile) {
    const said = JSON.stringify(tile)
    if (said === this.said) return
    this.said = said
    write(this.label, "textContent", tile.label)
    write(this.value, "textContent", tile.value)
    write(this.note, "textContent", tile.note)
    this.note.hidden = !tile.note
    if (tile.note) this.root.tabIndex = 0
    else this.root.removeAttribute("tabindex")
    writeChange(this.change, tile.change)
    this.spark.show(tile.spark, tile.colour)
  }
}

class Chip {
  constructor() {
    this.title = make("span", "title")
    this.verdict = make("b")
    this.text = make("span", "text")
    this.note = make("span", "note", { role: "note" })
    this.root = make("a", "chip", {}, make("span", "line", {}, this.title, this.verdict), this.text, icon("chevron_right"), this.note)
    this.root.onclick = (event) => this.go(event)
  }

  show(chip) {
    const said = JSON.stringify(chip)
    if (said === this.said) return
    this.said = said
    this.path = chip.path
    write(this.title, "textContent", chip.title)
    write(this.verdict, "textContent", chip.verdict)
    write(this.verdict, "className", chip.kind)
    write(this.text, "textContent", chip.text)
    write(this.note, "textContent", chip.note)
    this.note.hidden = !chip.note
    this.root.setAttribute("href", chip.path)
  }

  // As the menu goes there: the session stays.
  go(event) {
    if (event.button || event.ctrlKey || event.metaKey || event.shiftKey) {
      this.root.href = this.path + window.location.search
      return
    }
    const link = [...document.querySelectorAll(".menu a")].find((one) => one.getAttribute("href").split("?")[0] === this.path)
    if (!link) return
    event.preventDefault()
    link.click()
  }
}
