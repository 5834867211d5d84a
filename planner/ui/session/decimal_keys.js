// Gives every field of a number the keys for numbers on a phone, those that are drawn later included.

export default function ({ data }) {
  const fields = `[class*="st-key-${data.prefix}"] input:not([inputmode])`
  const mark = () => document.querySelectorAll(fields).forEach((field) => field.setAttribute("inputmode", "decimal"))
  mark()
  const watch = new MutationObserver(mark)
  watch.observe(document.body, { childList: true, subtree: true })
  return () => watch.disconnect()
}
