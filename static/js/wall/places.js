// Where what is held can go: onto other notes, or between them; the same places for a hand and for keys.
import { post } from "../post.js";
import { toast } from "../toast.js";
import { address, hold, say, wall } from "./root.js";

export const lists = () => [...wall().querySelectorAll(".note-groups")]
const groups = (list, held) => [...list.children].filter((one) => one.dataset.group && one !== held)
export const held = { item: null, group: null } // the note or group in the hand, and whose group it is

const gap = Object.assign(document.createElement("li"), { className: "wall-gap" })
gap.setAttribute("aria-hidden", "true")

// A whole group goes only between others.
export function places(list) {
  const own = held.item.dataset.group || isAlone() ? held.group : null
  const others = groups(list, own)
  const all = [{ list, before: others[0] ?? null, position: 1 }]
  others.forEach((group, at) => {
    if (held.item.dataset.note && group !== held.group) all.push({ list, group })
    all.push({ list, before: others[at + 1] ?? null, position: at + 2 })
  })
  return all
}

const isAlone = () => held.group.querySelectorAll("[data-note]").length === 1

export function take(item) {
  held.item = item
  held.group = item.closest("[data-group]")
  item.classList.add("wall-held")
  hold(true)
}

export function show(place) {
  clear()
  if (place?.group) place.group.classList.add("wall-onto")
  else if (place) place.list.insertBefore(gap, place.before)
}

function clear() {
  gap.remove()
  for (const one of wall().querySelectorAll(".wall-onto")) one.classList.remove("wall-onto")
}

export function words({ list, group, position }) {
  const where = list.dataset.name
  if (group) return `Onto “${group.dataset.name}”, ${where}`
  return `${where}, place ${position} of ${groups(list, null).length + 1}`
}

// It stands there at once, and goes back if the server refuses it.
export async function put(place) {
  const { item, group } = held
  drop()
  const was = { list: item.parentElement, next: item.nextElementSibling }
  if (place.group) place.group.querySelector(".notes").append(item)
  const fields = item.dataset.group
    ? { group: item.dataset.group, prompt: place.list.dataset.prompt, position: place.position }
    : { note: item.dataset.note, ...(place.group ? { group: place.group.dataset.group } : { prompt: place.list.dataset.prompt, position: place.position }) }
  if (!place.group && (item === group || group.querySelectorAll("[data-note]").length === 1)) place.list.insertBefore(group, place.before)
  try {
    await post(address(item.dataset.group ? "group-moves" : "moves"), fields)
    say(`Put down. ${words(place)}`)
  } catch (refusal) {
    if (was.list.isConnected) was.list.insertBefore(item, was.next)
    toast(refusal.message, "error")
    say(refusal.message)
  }
  hold(false)
}

export function letGo() {
  drop()
  hold(false)
}

function drop() {
  clear()
  held.item?.classList.remove("wall-held")
  held.item = null
}
