// Arrows walk from note to note; Space takes one up, arrows carry it, Space puts it down.
import { held, letGo, lists, places, put, show, take, words } from "./places.js";
import { say, wall } from "./root.js";

const NAMES = ".note-words, .note-group-name"
let place = null

const here = (list) => [...list.querySelectorAll(NAMES)]
const itemOf = (name) => name.closest("[data-note]") ?? name.closest("[data-group]")

function walk(name, key) {
  const list = name.closest(".note-groups")
  const at = here(list).indexOf(name)
  if (key === "ArrowUp") return here(list)[at - 1]?.focus()
  if (key === "ArrowDown") return here(list)[at + 1]?.focus()
  const side = key === "ArrowRight" ? 1 : -1
  let next = beside(list, side)
  while (next && !here(next).length) next = beside(next, side)
  if (next) here(next)[Math.min(at, here(next).length - 1)].focus()
}

const beside = (list, side) => lists()[lists().indexOf(list) + side]

function pickUp(name) {
  take(itemOf(name))
  const list = name.closest(".note-groups")
  place = places(list)[0]
  say("Taken up. Up and down choose a place or other notes, left and right another column. Space puts it down, Escape leaves it where it was.")
  point(at(list, held.group))
}

// The place where it stands now, so that the first step leads to the next one.
function at(list, group) {
  const index = [...list.children].filter((one) => one.dataset.group).indexOf(group)
  return places(list).findIndex(({ position }) => position === index + 1)
}

function point(index, list = place.list) {
  const all = places(list)
  place = all[Math.max(0, Math.min(all.length - 1, index))]
  show(place)
  const mark = place.group ?? document.querySelector(".wall-gap")
  mark?.scrollIntoView({ block: "nearest", inline: "nearest" })
}

function carry(key) {
  const index = places(place.list).findIndex((one) => one.group === place.group && one.position === place.position)
  if (key === "ArrowUp") point(index - 1)
  else if (key === "ArrowDown") point(index + 1)
  else {
    const list = beside(place.list, key === "ArrowRight" ? 1 : -1)
    if (list) point(index, list)
  }
  say(words(place))
}

async function putDown() {
  const { id } = held.item
  await put(place)
  document.getElementById(id)?.querySelector(NAMES)?.focus()
}

function giveBack() {
  const { item } = held
  letGo()
  item.querySelector(NAMES)?.focus()
  say("Left where it was.")
}

function onKey(event) {
  const name = event.target.closest?.(NAMES)
  if (!name || event.ctrlKey || event.metaKey || event.altKey || !name.closest("[data-wall]")) return
  const mayGroup = "mayGroup" in wall().dataset
  if (event.key === " " && mayGroup) held.item ? putDown() : pickUp(name)
  else if (event.key === "Enter" && held.item) putDown()
  else if (event.key === "Escape" && held.item) giveBack()
  else if (event.key.startsWith("Arrow") && name.closest(".note-groups")) held.item ? carry(event.key) : walk(name, event.key)
  else return
  event.preventDefault()
}

if (wall()) {
  document.addEventListener("keydown", onKey)
  document.addEventListener("focusout", () => {
    requestAnimationFrame(() => held.item && document.activeElement === document.body && giveBack())
  })
}
