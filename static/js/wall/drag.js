// Notes and whole groups are taken with the mouse or, after a moment, with a finger.
import { held, letGo, places, put, show, take } from "./places.js";
import { wall } from "./root.js";

const FAR = 5 // pixels, before a press becomes a drag
const MOMENT = 250 // milliseconds a finger rests first: before that it scrolls
let press = null
let place = null
let ghost = null

const itemOf = (target) => {
  if (!target.closest?.("[data-may-group]") || target.closest("button, input, .note-foot a")) return null
  const note = target.closest("[data-note]")
  return note ?? (target.closest(".note-group-head") && target.closest("[data-group]"))
}

function begin({ clientX, clientY }) {
  const { item } = press
  const { left, top, width } = item.getBoundingClientRect()
  press.offset = [clientX - left, clientY - top]
  ghost = item.cloneNode(true)
  ghost.removeAttribute("id")
  ghost.classList.add("wall-ghost")
  ghost.setAttribute("aria-hidden", "true")
  document.body.append(ghost)
  ghost.style.inlineSize = `${width}px`
  take(item)
  follow({ clientX, clientY })
}

function follow({ clientX, clientY }) {
  const [x, y] = press.offset
  ghost.style.translate = `${clientX - x}px ${clientY - y}px`
  place = placeAt(clientX, clientY)
  show(place)
}

// Onto the middle of other notes, else between them.
function placeAt(x, y) {
  const column = document.elementFromPoint(x, y)?.closest(".wall-column")
  const list = column?.querySelector(".note-groups")
  if (!list) return null
  const all = places(list)
  const onto = all.find(({ group }) => group && isIn(group.getBoundingClientRect(), y))
  if (onto) return onto
  const gaps = all.filter(({ group }) => !group)
  return gaps.find(({ before }) => before && before.getBoundingClientRect().top + 10 > y) ?? gaps.at(-1)
}

const isIn = ({ top, bottom }, y) => y > top + 10 && y < bottom - 10

function end(isDropped) {
  clearTimeout(press?.timer)
  const wasHeld = ghost !== null
  ghost?.remove()
  ghost = null
  press = null
  if (!wasHeld) return
  if (isDropped && place) put(place)
  else letGo()
  place = null
  addEventListener("click", stop, { capture: true, once: true })
  setTimeout(() => removeEventListener("click", stop, { capture: true }))
}

const stop = (event) => {
  event.preventDefault()
  event.stopPropagation()
}

function onDown(event) {
  const item = event.isPrimary && event.button === 0 ? itemOf(event.target) : null
  if (!item || held.item) return
  press = { item, x: event.clientX, y: event.clientY, isTouch: event.pointerType === "touch" }
  if (press.isTouch) press.timer = setTimeout(() => press && begin({ clientX: press.x, clientY: press.y }), MOMENT)
}

function onMove(event) {
  if (!press) return
  if (ghost) return follow(event)
  if (Math.hypot(event.clientX - press.x, event.clientY - press.y) < FAR) return
  if (press.isTouch) end(false)
  else begin(event)
}

if (wall()) {
  document.addEventListener("pointerdown", onDown)
  document.addEventListener("pointermove", onMove)
  document.addEventListener("pointerup", () => press && end(true))
  document.addEventListener("pointercancel", () => press && end(false))
  document.addEventListener("touchmove", (event) => ghost && event.preventDefault(), { passive: false })
  document.addEventListener("dragstart", (event) => itemOf(event.target) && event.preventDefault())
  document.addEventListener("contextmenu", (event) => ghost && event.preventDefault())
  document.addEventListener("keydown", ({ key }) => key === "Escape" && ghost && end(false))
}
