// How many cards each column has, of how many it may have.
import { board, cards, lists } from "./cards.js";

// The limit is of all stories in a column, of those too that the filters hide; lanes share a head.
export function count() {
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

if (board) {
  count()
  board.addEventListener("board:changed", count)
  board.addEventListener("board:totals", recount)
}
