// The lists of cards on a page, and a card's place among them.
export const board = document.querySelector("[data-board]")
export const field = board?.dataset.field ?? "column" // what a list stands for
const voice = document.querySelector("[data-board-voice]")

export const valueIn = (list) => list.dataset[field] ?? ""
export const lists = () => [...board.querySelectorAll(".column-cards")]
export const cards = (list) => [...list.children].filter((child) => child.dataset.story)
export const nameOf = (list) => list.dataset.name ?? "the next column"

export function say(text) {
  if (voice) voice.textContent = text
}

// A list holds other things than cards too: the form's token, a word for when it is empty.
export function neighbour(card, step) {
  const all = cards(card.parentElement)
  return all[all.indexOf(card) + step]
}

export const placeOf = (card) => ({ list: card.parentElement, next: card.nextElementSibling })

export function putAt(card, { list, next }) {
  const focused = card.contains(document.activeElement) && document.activeElement
  list.insertBefore(card, next?.parentElement === list ? next : null)
  if (focused) focused.focus() // it is lost on the way
}

export const isAt = (card, { list, next }) => card.parentElement === list && card.nextElementSibling === next
