// The wall is asked for again whenever it has changed; what is the same stays as it is, with its focus,
// and what somebody is typing.
import { WRITTEN } from "../fields.js";
import { keep } from "../focus.js";
import { follow } from "../stream.js";
import { isHeld, wall } from "./root.js";

const OURS = "[name=once], [name=csrfmiddlewaretoken], [data-clock], [data-said]"
let isAsking = false
let isBehind = false // a part has news, and somebody types in it
let isRung = false // it changed again while it was asked for

const isDraft = (field) => field.value !== field.defaultValue
const drafts = (part) => [...part.querySelectorAll(WRITTEN)].filter((field) => field.type !== "number" && isDraft(field))

// What the server says of a part, without what each page has of its own.
function saidOf(part) {
  const copy = part.cloneNode(true)
  for (const own of copy.querySelectorAll(OURS)) own.remove()
  for (const opened of copy.querySelectorAll("details")) opened.removeAttribute("open")
  copy.classList.remove("wall-changed", "wall-held")
  return copy.outerHTML.replace(/\s+/g, " ")
}

function swap(old, fresh) {
  if (saidOf(old) === saidOf(fresh)) return old
  if (drafts(old).length || old.querySelector("[data-sending], select:focus")) {
    isBehind = true
    return old
  }
  const back = keep()
  old.replaceWith(fresh)
  back()
  return fresh
}

// Children of a list are known by their ids; one may have come from another list.
function order(list, fresh) {
  const wanted = [...fresh.children]
  const ids = new Set(wanted.map(({ id }) => id))
  for (const old of [...list.children]) if (!ids.has(old.id) && !isKept(old)) old.remove()
  if (list.matches(".wall-mine")) {
    for (const one of wanted) keepOwn(list, one)
    return
  }
  let place = list.firstElementChild
  for (const one of wanted) {
    const old = document.getElementById(one.id)
    const shown = old ? swap(old, one) : one
    if (!old && list.dataset.name) one.classList.add("wall-changed")
    if (shown === place) place = place.nextElementSibling
    else putBefore(list, shown, place?.isConnected ? place : null)
    if (place === shown) place = place.nextElementSibling
  }
}

// Sealed notes have no order that the server knew: they stay as they were written.
function keepOwn(list, fresh) {
  const old = document.getElementById(fresh.id)
  if (old) swap(old, fresh)
  else list.append(fresh)
}

const isKept = (item) => item.matches("[data-unsent]") || drafts(item).length > 0

function putBefore(list, item, place) {
  const focused = item.contains(document.activeElement) && document.activeElement
  list.insertBefore(item, place)
  if (focused) focused.focus()
}

// Whatever was typed and isn't on the wall stays on the page.
function unsent() {
  return drafts(wall()).filter((field) => field.name === "words" && field.value.trim()).map(({ value }) => value)
}

function keepUnsent(texts) {
  for (const text of texts) {
    const part = document.createElement("section")
    part.className = "wall-unsent"
    const why = document.createElement("p")
    why.setAttribute("role", "alert")
    why.textContent = "The wall moved on while you wrote, and this may have come too late. Copy what you need."
    const field = document.createElement("textarea")
    field.className = "input"
    field.readOnly = true
    field.rows = 3
    field.setAttribute("aria-label", "What was not sent")
    field.defaultValue = text
    part.append(why, field)
    wall().before(part)
  }
}

function draw(fresh) {
  const old = wall()
  if (old.dataset.state !== fresh.dataset.state || old.hasAttribute("data-may-group") !== fresh.hasAttribute("data-may-group")) {
    const texts = unsent()
    const back = keep()
    old.replaceWith(fresh)
    keepUnsent(texts)
    back()
    return
  }
  for (const list of fresh.querySelectorAll("[data-list]")) {
    const same = document.getElementById(list.id)
    if (same) order(same, list)
  }
  for (const part of fresh.querySelectorAll("[data-part]")) {
    const same = !part.closest("[data-list]") && document.getElementById(part.id)
    if (same) swap(same, part)
  }
  document.dispatchEvent(new Event("wall:drawn"))
}

export async function refresh() {
  isRung = isAsking || isHeld()
  if (isRung) return
  isAsking = true
  isBehind = false
  const headers = { "X-Requested-With": "fetch" }
  const answer = await fetch(location.pathname, { headers, cache: "no-store" }).catch(() => null)
  const text = answer?.ok && !answer.redirected ? await answer.text() : ""
  isAsking = false
  const fresh = new DOMParser().parseFromString(text, "text/html").getElementById("wall")
  if (isHeld()) isRung = true // whoever lets go asks again
  else if (fresh) draw(fresh)
  if (isRung && !isHeld()) setTimeout(refresh)
}

if (wall()) {
  follow(wall().dataset.stream, refresh, refresh)
  document.addEventListener("wall:changed", refresh)
  document.addEventListener("focusout", () => isBehind && setTimeout(refresh))
}
