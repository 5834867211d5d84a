// Puts the keyboard where somebody goes on after a press that has taken its own button away, or added a row: once, as
// soon as that is drawn.

const PATIENCE = 3000 // ms that it may take to be drawn
const SETTLING = 400 // ms in which a field that was drawn gets its value
let done = 0

export default function ({ data }) {
  if (data.number <= done) return
  done = data.number
  const find = () => document.querySelector(`.st-key-${CSS.escape(data.key)} :is(input, button, textarea)`)
  const put = () => {
    const found = find()
    found?.focus()
    if (found?.select) select(found)
    return found !== null
  }
  if (put()) return
  const watch = new MutationObserver(() => put() && watch.disconnect())
  watch.observe(document.body, { childList: true, subtree: true })
  setTimeout(() => watch.disconnect(), PATIENCE)
}

// What stands in a field is typed over: it may be put there after the field itself, and is left alone once somebody types.
function select(field) {
  const until = performance.now() + SETTLING
  let typed = false
  field.addEventListener("keydown", () => (typed = true), { once: true })
  const again = () => {
    if (typed || document.activeElement !== field || performance.now() > until) return
    field.select()
    requestAnimationFrame(again)
  }
  again()
}
