// Walk through the cards with the arrows; pick one up with Space, and the arrows move it.
import { board, cards, lists, nameOf, neighbour, placeOf, putAt, say } from "./cards.js";
import { move } from "./move.js";

let held = null // { card, from } while a card is picked up with the keyboard

function pickUp(card) {
  held = { card, from: placeOf(card) }
  card.classList.add("card-held")
  board.dataset.busy = ""
  say("Picked up. Arrows move it, Space puts it down, Escape takes it back.")
}

function putDown({ back = false } = {}) {
  const { card, from } = held
  held = null
  card.classList.remove("card-held")
  delete board.dataset.busy
  if (back) putAt(card, from)
  else move(card, from)
  focus(card)
  say(back ? "Put back." : `Put down in ${nameOf(card.parentElement)}.`)
  board.dispatchEvent(new Event("board:free"))
}

function focus(card) {
  card?.querySelector("a")?.focus()
  card?.scrollIntoView({ block: "nearest", inline: "nearest" })
}

function stepList(list, step) {
  const all = lists()
  return all[all.indexOf(list) + step]
}

function carry(card, key) {
  const list = card.parentElement
  if (key === "ArrowUp") neighbour(card, -1)?.before(card)
  if (key === "ArrowDown") neighbour(card, 1)?.after(card)
  const side = { ArrowLeft: -1, ArrowRight: 1 }[key]
  const next = side && stepList(list, side)
  if (next) {
    const place = cards(list).indexOf(card)
    putAt(card, { list: next, next: cards(next)[place] ?? null })
  }
  focus(card)
  say(`${nameOf(card.parentElement)}, place ${cards(card.parentElement).indexOf(card) + 1}`)
}

function walk(card, key) {
  const list = card.parentElement
  const place = cards(list).indexOf(card)
  if (key === "ArrowUp") return focus(cards(list)[place - 1])
  if (key === "ArrowDown") return focus(cards(list)[place + 1])
  const step = key === "ArrowRight" ? 1 : -1
  let next = stepList(list, step)
  while (next && !cards(next).length) next = stepList(next, step)
  if (next) focus(cards(next)[Math.min(place, cards(next).length - 1)])
}

function onKey(event) {
  const card = event.target.closest("[data-story]")
  if (!card || event.ctrlKey || event.metaKey || event.altKey) return
  if (!event.target.matches(".card-title a, .main > a")) return
  if (event.key === " ") held ? putDown() : pickUp(card)
  else if (event.key === "Enter" && held) putDown()
  else if (event.key === "Escape" && held) putDown({ back: true })
  else if (event.key.startsWith("Arrow")) held ? carry(held.card, event.key) : walk(card, event.key)
  else return
  event.preventDefault()
}

if (board) {
  board.addEventListener("keydown", onKey)
  board.addEventListener("focusout", () => {
    // Moving a card blurs it for a moment; only a focus that really went elsewhere puts it down.
    requestAnimationFrame(() => held && !held.card.contains(document.activeElement) && putDown())
  })
}
