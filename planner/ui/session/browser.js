// Cookies by which the server knows this browser again. One that is there already stays, and is told to the server.

const YEAR = 365 * 24 * 3600 // seconds

export default function ({ data, setTriggerValue }) {
  const found = Object.fromEntries(document.cookie.split("; ").map((pair) => pair.split(/=(.*)/s).slice(0, 2)))
  const known = found[data.name]
  if (known && known !== data.value && data.other !== known) setTriggerValue("known", known)
  const secure = window.location.protocol === "https:" ? "; Secure" : ""
  const write = (name, value) => (document.cookie = `${name}=${value}; Max-Age=${YEAR}; Path=/; SameSite=Lax${secure}`)
  write(data.name, known || data.value)
  for (const [name, value] of Object.entries(data.kept)) write(name, value)
}
