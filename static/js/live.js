// Follow the project's history: redraw each story that changed, in its column, and say who it was not.
// The part comes from the same template as the page; hearing news twice is harmless.
import { keep } from "./focus.js";
import { follow } from "./stream.js";

const board = document.querySelector("[data-stream]")
const waiting = new Set() // stories to redraw once nobody holds a card
const drawing = new Map() // story -> whether it changed again while it was fetched

function hear(event) {
  if (!event.story) return
  const isMine = String(event.actor) === board.dataset.me
  if ("busy" in board.dataset) waiting.add(event.story)
  else redraw(event.story, !isMine)
}

async function redraw(story, isNews) {
  if (drawing.has(story)) return drawing.set(story, true)
  drawing.set(story, false)
  const response = await fetch(`/stories/${story}/card/?${board.dataset.query ?? ""}`).catch(() => null)
  const changedAgain = drawing.get(story)
  drawing.delete(story)
  if (changedAgain) return redraw(story, isNews)
  if (response?.status === 200) place(story, await response.text(), isNews)
  else if (response?.status === 204 || response?.status === 404) remove(story)
  const detail = JSON.parse(response?.headers.get("X-Totals") ?? "null")
  if (detail) board.dispatchEvent(new CustomEvent("board:totals", { detail }))
}

function place(story, html, isNews) {
  const part = document.createElement("template")
  part.innerHTML = html
  const card = part.content.querySelector("[data-story]")
  const list = card && listOf(card)
  const old = document.getElementById(`story-${story}`)
  if (!list) return remove(story)
  const had = old?.contains(document.activeElement)
  old?.remove()
  list.insertBefore(card, after(list, card))
  window.htmx?.process(card)
  if (isNews) card.classList.add("card-news")
  if (had) card.querySelector("a")?.focus()
  board.dispatchEvent(new Event("board:changed"))
}

const listOf = ({ dataset: { column, lane } }) =>
  document.getElementById(lane ? `column-${column}-${lane}` : `column-${column}`)

// The first card that ranks behind this one comes after it.
function after(list, card) {
  const rank = Number(card.dataset.rank)
  return [...list.children].find((each) => Number(each.dataset.rank) > rank) ?? null
}

function remove(story) {
  const back = keep()
  document.getElementById(`story-${story}`)?.remove()
  back()
  board.dispatchEvent(new Event("board:changed"))
}

// One that was written right here is drawn without waiting to hear of it.
document.addEventListener("story:card", ({ detail }) => {
  const part = document.createElement("template")
  part.innerHTML = detail
  const card = part.content.querySelector("[data-story]")
  if (card && !document.getElementById(card.id)) place(card.dataset.story, detail, false)
})

if (board) {
  follow(board.dataset.stream, hear)
  board.addEventListener("board:free", () => {
    for (const story of waiting) redraw(story, true)
    waiting.clear()
  })
}
