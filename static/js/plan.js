// Bars of the plan are moved by hand or by keys; each has a form of its dates, and that form is sent.
const plan = document.querySelector("[data-plan-days]")
const voice = document.querySelector("[data-plan-voice]")
const DAY = 86_400_000
const NEAR = 10 // pixels from an end of the bar, where only that end is taken
const FAR = 4 // pixels, before a press becomes a drag
let held = null

const formOf = (bar) => bar.closest(".plan-row").querySelector("[data-window]")
const later = (iso, days) => iso && new Date(Date.parse(iso) + days * DAY).toISOString().slice(0, 10)
const said = (iso) => new Date(iso).toLocaleDateString("en-GB", { day: "numeric", month: "short", timeZone: "UTC" })
const dayWidth = (bar) => bar.ownerSVGElement.getBoundingClientRect().width / Number(plan.dataset.planDays)

function begin(bar) {
  const { starts_on: starts, ends_on: ends } = formOf(bar).elements
  return { bar, starts: starts.value, ends: ends.value, was: [starts.value, ends.value] }
}

const isChanged = ({ starts, ends, was }) => starts !== was[0] || ends !== was[1]

// Which ends go along: both, or the one that was taken. None passes the other.
function shift(move, days, part) {
  const starts = part === "end" ? move.starts : later(move.starts, days)
  const ends = part === "start" ? move.ends : later(move.ends, days)
  if (starts && ends && ends < starts) return
  move.starts = starts
  move.ends = ends
  draw(move)
}

function draw({ bar, starts, ends, was }) {
  const share = 100 / Number(plan.dataset.planDays)
  const days = (from, to) => Math.round((Date.parse(to) - Date.parse(from)) / DAY)
  const x = parseFloat(bar.dataset.x) + (starts ? days(was[0], starts) * share : 0)
  const end = parseFloat(bar.dataset.x) + parseFloat(bar.dataset.width) + (ends ? days(was[1], ends) * share : 0)
  bar.setAttribute("x", `${x}%`)
  bar.setAttribute("width", `${end - x}%`)
  voice.textContent = `${starts ? said(starts) : "open"} to ${ends ? said(ends) : "open"}`
}

function putBack(move) {
  move.bar.setAttribute("x", move.bar.dataset.x)
  move.bar.setAttribute("width", move.bar.dataset.width)
  voice.textContent = "As it was"
}

function save(move) {
  if (!isChanged(move)) return
  const form = formOf(move.bar)
  form.elements.starts_on.value = move.starts
  form.elements.ends_on.value = move.ends
  form.requestSubmit()
}

// --- by hand -----------------------------------------------------------------------------------------
const partAt = (bar, x) => {
  const { left, right } = bar.getBoundingClientRect()
  if (right - left < 4 * NEAR) return "all"
  if (x - left < NEAR && formOf(bar).elements.starts_on.value) return "start"
  return right - x < NEAR && formOf(bar).elements.ends_on.value ? "end" : "all"
}

function onPress(event) {
  if (event.button !== 0) return
  const bar = event.currentTarget
  held = { ...begin(bar), part: partAt(bar, event.clientX), from: event.clientX, isDragged: false }
  bar.setPointerCapture(event.pointerId)
}

function onMove(event) {
  if (!held) return
  const far = event.clientX - held.from
  held.isDragged ||= Math.abs(far) > FAR
  if (!held.isDragged) return
  const [starts, ends] = held.was
  Object.assign(held, { starts, ends })
  shift(held, Math.round(far / dayWidth(held.bar)), held.part)
}

function onEnd(event) {
  const move = held
  held = null
  if (!move?.isDragged) return
  if (event.type === "pointerup") save(move)
  else putBack(move)
}

// --- by keys -----------------------------------------------------------------------------------------
const STEPS = { ArrowLeft: -1, ArrowRight: 1, PageUp: -7, PageDown: 7 }
let moved = null

function onKey(event) {
  if (event.altKey || event.ctrlKey || event.metaKey) return
  const bar = event.currentTarget
  if (event.key in STEPS) {
    event.preventDefault()
    moved ??= begin(bar)
    shift(moved, STEPS[event.key], event.shiftKey ? "end" : "all")
  } else if (moved && event.key === "Enter") {
    event.preventDefault()
    const move = moved
    moved = null
    save(move)
  } else if (moved && event.key === "Escape") {
    event.preventDefault()
    putBack(moved)
    moved = null
  }
}

function onLeave() {
  const move = moved
  moved = null
  if (move) save(move)
}

for (const bar of plan?.querySelectorAll("[data-x]") ?? []) {
  bar.setAttribute("tabindex", "0")
  bar.setAttribute("role", "button")
  bar.classList.add("is-movable")
  bar.addEventListener("pointerdown", onPress)
  bar.addEventListener("pointermove", onMove)
  bar.addEventListener("pointerup", onEnd)
  bar.addEventListener("pointercancel", onEnd)
  bar.addEventListener("keydown", onKey)
  bar.addEventListener("blur", onLeave)
}
