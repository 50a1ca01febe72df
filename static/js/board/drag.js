// Drag cards with the mouse or a finger.
import { board, cards, lists, placeOf, putAt } from "./cards.js";
import { move } from "./move.js";

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

if (board) dragging()
