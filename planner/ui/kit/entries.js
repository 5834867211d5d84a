// What is entered waits in `pending` until the server's answer names its number; the next message leaves only then, so
// that a page is drawn to the end however fast the slider moves. Until it is answered, an entry is not overwritten by
// older data. A message or its answer may get lost between two runs of the page, so what is not answered is sent again.
// Who leaves the page by the menu waits until all is answered, since what comes later is for a page that is gone.

const PATIENCE = 1500 // ms after which an answer that never came is no longer waited for
const AGAIN = 4000 // ms after which what is not answered is sent again
const GAP = 40 // ms between two messages at least
const PAUSE = 1000 // ms between two keys after which the second begins a step of its own to undo
const SLIDE = 8 // pixels a finger moves before it slides or scrolls

const mounts = new WeakMap()

// What stands at a root, made of a class when it is drawn first; its entries go to the server.
function mounted(root, Kind, setStateValue) {
  if (!mounts.has(root)) mounts.set(root, new Kind(root))
  const mount = mounts.get(root)
  mount.send = (entries) => setStateValue("entries", entries)
  return mount
}

class Entries {
  constructor() {
    this.id = Math.random().toString(36).slice(2)
    this.number = 0
    this.gesture = 0
    this.pending = []
    this.sentAt = 0
    this.waiting = false
    this.timer = 0
    this.leavers = []
    const left = (event) => {
      if (!this.root.isConnected) document.removeEventListener("groundswell-leave", left)
      else if (this.pending.length) event.detail.push(new Promise((go) => this.leavers.push(go)))
    }
    document.addEventListener("groundswell-leave", left)
  }

  // Of the moves of one gesture only the last counts.
  put(does, id, more) {
    this.number += 1
    const same = (entry) => does === "move" && entry.does === does && entry.id === id && entry.gesture === more.gesture
    this.pending = this.pending.filter((entry) => !same(entry))
    this.pending.push({ number: this.number, does, id, ...more })
    this.flush()
  }

  flush() {
    clearTimeout(this.timer)
    if (!this.pending.length) return
    const now = performance.now()
    const rest = this.waiting ? this.sentAt + PATIENCE - now : this.sentAt + GAP - now
    if (rest > 0) {
      this.timer = setTimeout(() => this.flush(), rest)
      return
    }
    this.sentAt = now
    this.waiting = true
    this.sent = this.number
    this.send({ mount: this.id, items: this.pending, ...this.besides() })
    this.timer = setTimeout(() => this.root.isConnected && this.flush(), AGAIN)
  }

  // What a message says beside the entries.
  besides() {
    return {}
  }

  answer({ mount, number }) {
    if (mount !== this.id) return
    this.pending = this.pending.filter((entry) => entry.number > number)
    if (number >= this.sent) this.waiting = false
    if (!this.pending.length) for (const go of this.leavers.splice(0)) go()
  }

  waits(id) {
    return this.pending.some((entry) => entry.id === id)
  }
}
