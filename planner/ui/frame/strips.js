// Rows of numbers by themselves, patched where they differ.

const strips = new WeakMap()

export default function ({ data, parentElement }) {
  const root = parentElement.querySelector(".strips")
  const rows = strips.get(root) ?? []
  strips.set(root, rows)
  while (rows.length < data.rows.length) {
    rows.push({ root: make("div", "strip", { role: "group", "aria-label": "Results" }), cells: [] })
  }
  data.rows.forEach((cells, at) => {
    const row = rows[at]
    while (row.cells.length < cells.length) row.cells.push(new Cell())
    cells.forEach((cell, place) => row.cells[place].show(cell))
    if (row.root.childElementCount !== cells.length) {
      row.root.replaceChildren(...row.cells.slice(0, cells.length).map((cell) => cell.root))
    }
  })
  if (root.childElementCount !== data.rows.length) {
    root.replaceChildren(...rows.slice(0, data.rows.length).map((row) => row.root))
  }
  return () => strips.delete(root)
}
