// Select many rows at once: Shift and a click takes all between, Shift and an arrow the next one,
// one box all of the page. What is selected is said aloud.
const region = document.querySelector("[data-board]")
const voice = document.querySelector("[data-board-voice]")
const isBox = (one) => one?.matches?.('input[type="checkbox"][name="stories"]')
const boxes = (within = region) => [...within.querySelectorAll('input[type="checkbox"][name="stories"]')]
const shown = (box) => box.checkVisibility()
let last = null

function tell() {
  const count = boxes().filter((box) => box.checked).length
  const all = region.querySelector("[data-select-all]")
  const of = boxes(region.querySelector("#backlog-list"))
  if (all) {
    all.checked = of.length > 0 && of.every((box) => box.checked)
    all.indeterminate = !all.checked && of.some((box) => box.checked)
  }
  for (const place of region.querySelectorAll("[data-selected]")) place.textContent = count || ""
  if (voice) voice.textContent = `${count || "No"} stor${count === 1 ? "y" : "ies"} selected`
}

function fill(from, to, checked) {
  const all = boxes().filter(shown)
  const [start, end] = [all.indexOf(from), all.indexOf(to)].sort((a, b) => a - b)
  if (start < 0) return
  for (const box of all.slice(start, end + 1)) box.checked = checked
}

function onClick(event) {
  const box = event.target
  if (!isBox(box)) return
  if (event.shiftKey && last?.isConnected) fill(last, box, box.checked)
  last = box
  tell()
}

function onKey(event) {
  const box = event.target
  const step = { ArrowUp: -1, ArrowDown: 1 }[event.key]
  if (!isBox(box) || !step || event.ctrlKey || event.metaKey || event.altKey) return
  event.preventDefault()
  const all = boxes().filter(shown)
  const next = all[all.indexOf(box) + step]
  if (!next) return
  if (event.shiftKey) box.checked = next.checked = true
  last = next
  next.focus()
  tell()
}

function onChange({ target }) {
  if (!target.matches("[data-select-all]")) return
  for (const box of boxes(region.querySelector("#backlog-list"))) box.checked = target.checked
  tell()
}

if (region) {
  region.addEventListener("click", onClick)
  region.addEventListener("keydown", onKey)
  region.addEventListener("change", onChange)
}
