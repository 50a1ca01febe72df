// The plain "move" buttons of the cards post their form; with scripts the page stays where it is.
import { keep } from "../focus.js";
import { board, cards, field, isAt, lists, nameOf, placeOf, say, valueIn } from "./cards.js";
import { move } from "./move.js";

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
  const fitting = lists().filter((each) => valueIn(each) === value)
  return fitting.find((each) => each.dataset.lane === card.dataset.lane) ?? fitting[0]
}

const firstBehind = (list, card) =>
  cards(list).find((each) => Number(each.dataset.rank) > Number(card.dataset.rank)) ?? null

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

if (board) document.addEventListener("submit", onSubmit)
