// The board follows the project's history: each part that changed is drawn anew by itself, so that what one
// side writes at one question keeps nobody from seeing another one open.
import { WRITTEN } from "../fields.js";
import { keep } from "../focus.js";
import { follow } from "../stream.js";

const board = document.querySelector("[data-questions]")
const OURS = ["[name=once]", "[name=csrfmiddlewaretoken]", "[data-saved]", "[data-news]"] // no news
let timer
let isDrawing = false
let isBehind = false // a part had news while somebody wrote in it

const partOf = (id) => document.querySelector(`[data-part]#${id}`) // one that is set aside has the id in a list
const parts = (page) => [...page.querySelectorAll("[data-part]")]

// What the server says of a part, without what each page has of its own.
function saidOf(part) {
  const copy = part.cloneNode(true)
  for (const own of copy.querySelectorAll(OURS.join())) own.remove()
  for (const form of copy.querySelectorAll("[data-answer]")) {
    form.removeAttribute("data-folded")
    form.removeAttribute("data-unsaved")
  }
  for (const opened of copy.querySelectorAll("details")) opened.removeAttribute("open")
  return copy.innerHTML.replace(/\s+/g, " ")
}

const isDraft = (field) => field.value !== field.defaultValue
const isWritten = (part) =>
  [...part.querySelectorAll(WRITTEN)].some(isDraft)
  || part.querySelector("[data-theirs], form[data-sending], form[data-unsaved]")
  || (part.contains(document.activeElement) && document.activeElement.matches(`${WRITTEN}, [type=radio]`))

function tell(part) {
  isBehind = true
  if (part.querySelector("[data-news]")) return
  const news = document.createElement("p")
  news.dataset.news = ""
  news.className = "question-news"
  news.setAttribute("role", "status")
  news.textContent = "Something changed here. It is shown when you leave what you write."
  part.prepend(news)
}

function change(old, fresh) {
  if (isWritten(old)) tell(old)
  else swap(old, fresh)
}

function swap(old, fresh) {
  const hasOpened = fresh.matches(".question-open") && !old.matches(".question-open")
  const back = keep()
  old.replaceWith(fresh)
  fresh.classList.toggle("question-opened", hasOpened)
  back()
}

function draw(page) {
  isBehind = false
  const fresh = parts(page)
  for (const old of parts(document)) {
    if (fresh.some(({ id }) => id === old.id)) continue
    if (isWritten(old)) tell(old)
    else old.remove()
  }
  let last = null
  for (const part of fresh) {
    const old = partOf(part.id)
    if (!old && last) last.after(part)
    else if (!old) board.prepend(part)
    else if (saidOf(old) !== saidOf(part)) change(old, part)
    last = partOf(part.id)
  }
}

function soon() {
  clearTimeout(timer)
  timer = setTimeout(refresh, 150) // several changes at once are one
}

async function refresh() {
  if (isDrawing) return soon()
  isDrawing = true
  const answer = await fetch(location.href.split("#")[0], { cache: "no-store" }).catch(() => null)
  const text = answer?.ok && !answer.redirected ? await answer.text() : ""
  isDrawing = false
  const page = text && new DOMParser().parseFromString(text, "text/html")
  if (!page?.querySelector("[data-questions]")) return
  if (parts(page).length && parts(document).length) draw(page)
  else if (parts(page).length !== parts(document).length) location.reload() // it was begun
}

if (board) {
  follow(board.dataset.stream, soon, soon)
  const later = () => isBehind && soon()
  board.addEventListener("focusout", later)
  board.addEventListener("answer:saved", later)
}
