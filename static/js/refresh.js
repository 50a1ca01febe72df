// A page that is asked for again when its project has news; what is being typed or held stays.
import { WRITTEN } from "./fields.js";
import { follow } from "./stream.js";

const page = document.querySelector("[data-refresh]")
const only = page?.dataset.refresh // a story's key: the rest of the project is no news here
let timer

function soon() {
  clearTimeout(timer)
  timer = setTimeout(refresh, 150) // several changes at once are one
}

// A card in the hand, or a choice that keys are still making.
const isBusy = () => "busy" in page.dataset || page.querySelector("form[data-pending]")

// What replaces other words goes with the version it was made from. A redraw would bring a newer one, and
// their words would be written over unseen: whoever writes there is told instead. Other drafts outlive it.
const isOfAVersion = ({ form }) => form?.elements.made_from !== undefined
const isDraft = (field) => isOfAVersion(field) && field.value !== field.defaultValue
const isWriting = () =>
  page.querySelector("details.editor[open]") || [...page.querySelectorAll(WRITTEN)].some(isDraft)

// The caret stands where words would replace others: the redraw waits until it has left.
const isAboutTo = () => page.contains(document.activeElement) && document.activeElement.matches(WRITTEN)
  && isOfAVersion(document.activeElement)
let isWaiting = false

function tell() {
  if (page.querySelector("[data-news]")) return
  const news = document.createElement("p")
  news.dataset.news = ""
  news.setAttribute("role", "status")
  news.textContent = "Somebody changed something here. It is shown when you have saved or closed what you write."
  page.prepend(news)
}

function refresh() {
  if (isBusy()) return soon()
  if (isWriting()) return tell()
  isWaiting = Boolean(isAboutTo())
  if (isWaiting) return
  page.querySelector("[data-news]")?.remove()
  const selector = `#${page.id}`
  window.htmx.ajax("GET", location.href, { target: selector, select: selector, swap: "outerMorph" })
}

if (page) {
  follow(page.dataset.stream, ({ story }) => (!only || story === only) && soon(), soon)
  page.addEventListener("board:moved", soon)
  // Asked for before, answered now that somebody holds a card: it would be torn from their hand.
  document.addEventListener("htmx:before:swap", (event) => {
    if (event.detail.ctx?.target !== page || !isBusy()) return
    event.preventDefault()
    soon()
  })
  const later = () => (isWaiting || page.querySelector("[data-news]")) && soon()
  page.addEventListener("toggle", later, true)
  page.addEventListener("focusout", later)
}
