// Tell the server where a card was put; it goes back if that is refused.
import { post } from "../post.js";
import { toast } from "../toast.js";
import { board, field, isAt, neighbour, putAt, valueIn } from "./cards.js";
import { count } from "./counts.js";

const door = board?.dataset.door ?? "moves" // the resource that takes a move

function neighbours(card) {
  const [before, after] = [neighbour(card, 1), neighbour(card, -1)]
  if (before) return { before: before.dataset.story }
  return after ? { after: after.dataset.story } : {}
}

export async function move(card, from) {
  if (isAt(card, from)) return
  const list = card.parentElement
  card.classList.add("card-pending")
  count()
  try {
    await post(`/stories/${card.dataset.story}/${door}/`, { [field]: valueIn(list), ...neighbours(card) })
    board.dispatchEvent(new Event("board:moved"))
  } catch (refusal) {
    putAt(card, from)
    count()
    toast(refusal.message, "error")
  } finally {
    card.classList.remove("card-pending")
  }
}
