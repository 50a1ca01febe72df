// Move cards: drag them, or pick one up with Space and use the arrows. The move shows at once and is
// taken back if the server refuses it.
import { keep } from "./focus.js";
import { post } from "./post.js";
import { toast } from "./toast.js";

const board = document.querySelector("[data-board]")
const door = board?.dataset.door ?? "moves" // the resource that takes a move
const field = board?.dataset.field ?? "column" // what a list stands for
const valueOf = (list) => list.dataset[field] ?? ""
const voice = document.querySelector("[data-board-voice]")
const lists = () => [...board.querySelectorAll(".column-cards")]
const cards = (list) => [...list.children].filter((child) => child.dataset.story)
const say = (text) => voice && (voice.textContent = text)
const nameOf = (list) => list.dataset.name ?? "the next column"

// A list holds other things than cards too: the form's token, a word for when it is empty.
function neighbour(card, step) {
  const all = cards(card.parentElement)
  return all[all.indexOf(card) + step]
}

const placeOf = (card) => ({ list: card.parentElement, next: card.nextElementSibling })

function putAt(card, { list, next }) {
  const focused = card.contains(document.activeElement) && document.activeElement
  list.insertBefore(card, next?.parentElement === list ? next : null)
  if (focused) focused.focus() // it is lost on the way
}

const isAt = (card, { list, next }) => card.parentElement === list && card.nextElementSibling === next

// The limit is of all stories in a column, of those too that the filters hide; lanes share a head.
function count() {
  for (const number of board.querySelectorAll("[data-count]")) {
    const { count: column, hidden, limit } = number.dataset
    const own = lists().filter((list) => list.dataset.column === column)
    const shown = own.reduce((sum, list) => sum + cards(list).length, 0)
    const total = shown + Number(hidden)
    const told = number.parentElement.querySelector("[data-shown]")
    if (told) told.textContent = shown
    number.textContent = total
    number.closest(".column").classList.toggle("column-over", Number(limit) > 0 && total > limit)
  }
}

// How many stand in each column, told by the server: what the filters hide may have moved.
function recount({ detail }) {
  for (const number of board.querySelectorAll("[data-count]")) {
    const column = number.dataset.count
    const shown = lists().filter((list) => list.dataset.column === column).flatMap(cards).length
    number.dataset.hidden = Math.max(0, (detail[column] ?? 0) - shown)
  }
  count()
}

function neighbours(card) {
  const [before, after] = [neighbour(card, 1), neighbour(card, -1)]
  if (before) return { before: before.dataset.story }
  return after ? { after: after.dataset.story } : {}
}

async function move(card, from) {
  if (isAt(card, from)) return
  const list = card.parentElement
  card.classList.add("card-pending")
  count()
  try {
    await post(`/stories/${card.dataset.story}/${door}/`, { [field]: valueOf(list), ...neighbours(card) })
    board.dispatchEvent(new Event("board:moved"))
  } catch (refusal) {
    putAt(card, from)
    count()
    toast(refusal.message, "error")
  } finally {
    card.classList.remove("card-pending")
  }
}

// Escape, or a drop outside of the page: the browser ends the drag without a drop.
const isTakenBack = ({ type }) => ["dragend", "touchcancel", "pointercancel"].includes(type)

// Sortable is deaf for 30 ms after each change of place. Whoever lets go within them means the place
// under the pointer, not the one the card happened to pass last.
function settle(card, event) {
  const { clientX, clientY } = event.changedTouches?.[0] ?? event
  const under = document.elementFromPoint(clientX, clientY)
  const list = under?.closest(".column-cards")
  if (!list || !board.contains(list) || list.dataset.lane !== card.parentElement.dataset.lane) return
  const hasPassed = under.closest("[data-story]") !== card
  if (list === card.parentElement && !hasPassed) return
  const others = cards(list).filter((each) => each !== card)
  const next = others.find((each) => middleOf(each) > clientY) ?? null
  if (list !== card.parentElement || isFar(card, next, others)) list.insertBefore(card, next)
}

const middleOf = (card) => {
  const { top, height } = card.getBoundingClientRect()
  return top + height / 2
}

// Cards of different heights may be one place apart from where the pointer seems to be.
function isFar(card, next, others) {
  const place = cards(card.parentElement).indexOf(card)
  return Math.abs((next ? others.indexOf(next) : others.length) - place) > 1
}

function dragging() {
  let from
  for (const list of lists()) {
    Sortable.create(list, {
      group: list.dataset.lane ?? "cards", // across lanes it would mean something else than a move
      draggable: "[data-story]",
      filter: "button, summary, input, select",
      preventOnFilter: false,
      animation: matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : 120,
      ghostClass: "card-ghost",
      delay: 150,
      delayOnTouchOnly: true,
      onStart({ item }) {
        from = placeOf(item)
        board.dataset.busy = ""
      },
      onEnd({ item, originalEvent }) {
        delete board.dataset.busy
        if (isTakenBack(originalEvent)) putAt(item, from)
        else {
          settle(item, originalEvent)
          move(item, from)
        }
        board.dispatchEvent(new Event("board:free"))
      },
    })
  }
}

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

// A button names a list, or the neighbour to pass.
function goWhere(card, { name, value }) {
  if (name === "before" || name === "after") {
    const other = board.querySelector(`[data-story="${CSS.escape(value)}"]`)
    other?.[name](card)
    return other
  }
  const list = name === field && listFor(card, value)
  if (list) list.insertBefore(card, firstBehind(list, card))
  return list
}

// In lanes a card stays in its own.
const listFor = (card, value) => {
  const fitting = lists().filter((each) => valueOf(each) === value)
  return fitting.find((each) => each.dataset.lane === card.dataset.lane) ?? fitting[0]
}

const firstBehind = (list, card) =>
  cards(list).find((each) => Number(each.dataset.rank) > Number(card.dataset.rank)) ?? null

// The plain "move" buttons post their form; with scripts the page stays where it is.
async function onSubmit(event) {
  const button = event.submitter
  const card = button?.closest("[data-story]")
  if (!card || card.contains(button.form)) return // a form of the card's own
  const from = placeOf(card)
  const back = keep()
  if (!goWhere(card, button)) return
  event.preventDefault()
  back() // it is lost on the way
  await move(card, from)
  const list = card.parentElement
  if (list && !isAt(card, from)) say(`${card.dataset.story}: ${nameOf(list)}, place ${cards(list).indexOf(card) + 1}`)
  back()
}

if (board) {
  dragging()
  count()
  board.addEventListener("board:changed", count)
  board.addEventListener("board:totals", recount)
  board.addEventListener("keydown", onKey)
  document.addEventListener("submit", onSubmit)
  board.addEventListener("focusout", () => {
    // Moving a card blurs it for a moment; only a focus that really went elsewhere puts it down.
    requestAnimationFrame(() => held && !held.card.contains(document.activeElement) && putDown())
  })
}
