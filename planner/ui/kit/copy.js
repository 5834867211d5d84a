// A button that puts a text on the clipboard, and says that it did.

export default function ({ parentElement, data }) {
  let button = parentElement.querySelector("button")
  if (!button) {
    button = document.createElement("button")
    button.type = "button"
    button.style.cssText =
      "font: inherit; font-size: 0.875rem; width: 100%; min-height: 2.5rem; padding: 0.35rem 0.75rem; border: 1px solid var(--st-border-color); " +
      "border-radius: 0.5rem; background: var(--st-background-color); color: var(--st-text-color); cursor: pointer;"
    parentElement.append(button)
  }
  button.textContent = data.label
  button.onclick = async () => {
    const copied = await copy(data.text)
    button.textContent = copied ? "Copied; paste it into a spreadsheet" : "The browser does not let this page copy"
  }
}

// Without https a page has no clipboard of its own: the browser copies what is selected.
async function copy(text) {
  try {
    await navigator.clipboard.writeText(text)
    return true
  } catch {
    const area = document.createElement("textarea")
    area.value = text
    document.body.append(area)
    area.select()
    const copied = document.execCommand("copy")
    area.remove()
    return copied
  }
}
