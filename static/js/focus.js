// Whoever was at a control goes on from there when a part of the page is swapped or the page comes again
// after a form: at the same control, else at what opens it, else at the next one that is still there.
const CONTROLS = "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex='0']"
const KEPT = "focus"
const MOST = 60 // controls that are remembered behind the one in use

const isThere = (one) => one.isConnected && !one.disabled && one.checkVisibility({ visibilityProperty: true })
const isLost = () => !document.activeElement || document.activeElement === document.body || !isThere(document.activeElement)

// What a control is known by when it is drawn again: its place and what it does, not its words.
function nameOf(control) {
  const place = control.id ? "" : control.parentElement?.closest("[id]")?.id
  const goal = control.getAttribute("href") ?? control.getAttribute("formaction") ?? control.form?.getAttribute("action")
  return [control.tagName, control.id, place, goal, control.name].join("|")
}

// All controls of the page with names that are theirs alone.
function named() {
  const seen = new Map()
  return [...document.querySelectorAll(CONTROLS)].map((control) => {
    const name = nameOf(control)
    const nth = (seen.get(name) ?? 0) + 1
    seen.set(name, nth)
    return [`${name}|${nth}`, control]
  })
}

const opener = (control) => control.closest("details")?.querySelector("summary")

// The names to look for, the likeliest first.
function trailOf(control) {
  const all = named()
  const at = all.findIndex(([, each]) => each === control)
  if (at < 0) return []
  const opens = opener(control)
  const before = all.slice(Math.max(0, at - MOST), at).reverse()
  const near = [all[at], ...all.filter(([, each]) => each === opens), ...all.slice(at + 1, at + MOST), ...before]
  return near.map(([name]) => name)
}

function follow(trail, options) {
  const all = new Map(named())
  const found = trail.map((name) => all.get(name)).find((control) => control && isThere(control))
  if (!found) return begin()
  found.focus(options)
}

function begin() {
  const heading = document.querySelector("main h1") ?? document.querySelector("main")
  if (!heading) return
  heading.tabIndex = -1
  heading.focus({ preventScroll: true })
}

// Returns what brings the focus back, once the page has been changed.
export function keep() {
  const control = document.activeElement
  if (!control || control === document.body) return () => {}
  const trail = trailOf(control)
  return () => isLost() && follow(trail, { preventScroll: true })
}

let back = null
document.addEventListener("htmx:before:swap", () => (back ??= keep()))
document.addEventListener("htmx:after:swap", () => {
  const now = back
  back = null
  if (now) setTimeout(now) // others who hear of it close and open things
})

// At the window: whoever sends a form by other means has prevented it by then.
window.addEventListener("submit", (event) => {
  if (event.defaultPrevented) return
  const { target: form, submitter } = event
  const control = isLost() ? submitter : document.activeElement
  const isAsking = form.method === "get"
  write({ page: location.pathname, isAsking, trail: control ? trailOf(control) : [] })
})

function write(kept) {
  try {
    sessionStorage.setItem(KEPT, JSON.stringify(kept))
  } catch {
    // Without storage the page begins at its top.
  }
}

function read() {
  try {
    const kept = JSON.parse(sessionStorage.getItem(KEPT))
    sessionStorage.removeItem(KEPT)
    return kept
  } catch {
    return null
  }
}

function arrive() {
  const kept = read()
  if (!kept || !isLost() || document.querySelector("dialog[open]")) return
  const wrong = document.querySelector("main [aria-invalid=true]")
  if (wrong && isThere(wrong)) wrong.focus()
  else if (kept.page === location.pathname) follow(kept.trail, { preventScroll: Boolean(location.hash) })
  else if (!kept.isAsking && !location.hash) begin()
}
// The browser goes to the place that the address names when all is loaded, and takes the focus away with that.
if (location.hash && document.readyState !== "complete") window.addEventListener("load", () => setTimeout(arrive))
else arrive()
