// Follow the project's history: redraw each story that changed, in its column, and say who it was not.
// The part comes from the same template as the page; hearing news twice is harmless.
const board = document.querySelector("[data-stream]")
const light = document.querySelector("[data-live]")
const waiting = new Set() // stories to redraw once nobody holds a card
const drawing = new Map() // story -> whether it changed again while it was fetched
let address = board?.dataset.stream
let stream = null
let pause = 1000

const show = (state, text) => {
  if (!light) return
  light.dataset.state = state
  light.textContent = text
}

// A browser has six connections to one address over HTTP/1.1: only pages that are looked at listen,
// and one that comes to the front again catches up from the last id it heard.
function listen() {
  stream?.close()
  if (document.hidden) return
  stream = new EventSource(address)
  stream.onopen = () => {
    pause = 1000
    show("open", "Live")
  }
  stream.onmessage = ({ data, lastEventId }) => {
    remember(lastEventId)
    hear(JSON.parse(data))
  }
  // So much happened while we were away that the page is better asked for again.
  stream.addEventListener("reset", () => location.reload())
  stream.onerror = () => {
    show("lost", "Reconnecting")
    // The browser tries again by itself, unless the answer itself was a refusal.
    if (stream.readyState !== EventSource.CLOSED || document.hidden) return
    setTimeout(listen, pause)
    pause = Math.min(pause * 2, 30_000)
  }
}

function remember(id) {
  if (!id) return
  const url = new URL(address, location.href)
  url.searchParams.set("after", id)
  address = url.href
}

function hear(event) {
  if (!event.story) return
  const isMine = String(event.actor) === board.dataset.me
  if ("busy" in board.dataset) waiting.add(event.story)
  else redraw(event.story, !isMine)
}

async function redraw(story, isNews) {
  if (drawing.has(story)) return drawing.set(story, true)
  drawing.set(story, false)
  const response = await fetch(`/stories/${story}/card/`).catch(() => null)
  const changedAgain = drawing.get(story)
  drawing.delete(story)
  if (changedAgain) return redraw(story, isNews)
  if (response?.ok) place(story, await response.text(), isNews)
  else if (response?.status === 404) remove(story)
}

function place(story, html, isNews) {
  const part = document.createElement("template")
  part.innerHTML = html
  const card = part.content.querySelector("[data-story]")
  const list = card && document.getElementById(`column-${card.dataset.column}`)
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

// The first card that ranks behind this one comes after it.
function after(list, card) {
  const cards = list.querySelectorAll(":scope > [data-story]")
  return [...cards].find((each) => Number(each.dataset.rank) > Number(card.dataset.rank)) ?? null
}

function remove(story) {
  document.getElementById(`story-${story}`)?.remove()
  board.dispatchEvent(new Event("board:changed"))
}

if (board) {
  listen()
  document.addEventListener("visibilitychange", listen)
  board.addEventListener("board:free", () => {
    for (const story of waiting) redraw(story, true)
    waiting.clear()
  })
}
