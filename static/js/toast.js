// Messages that float: good news leaves by itself, a refusal stays until it is dismissed.
import { keep } from "./focus.js";

const list = document.getElementById("toasts")
const icons = { error: "circle-alert", warning: "circle-alert", success: "circle-check" }
const leaves = new Set(["success", "info", "debug"])

// The key of a story leads to it, as in whatever people write.
const KEY = /(?<![\w/-])([A-Z][A-Z0-9]{1,9}-[1-9][0-9]{0,8})(?![\w-])/

function linked(text) {
  return text.split(KEY).map((part, place) => {
    if (place % 2 === 0) return part
    return Object.assign(document.createElement("a"), { href: `/stories/${part}/`, textContent: part })
  })
}

export function toast(text, kind = "info") {
  if (!list) return
  const pattern = document.getElementById("toast").content.querySelector(".toast")
  const item = document.importNode(pattern, true)
  item.className = `toast toast-${kind}`
  item.dataset.toast = kind
  item.querySelector("p").replaceChildren(...linked(text))
  const use = item.querySelector("use")
  use.setAttribute("href", use.getAttribute("href").replace(/#.*/, `#${icons[kind] ?? "info"}`))
  list.append(item)
  settle(item)
}

function settle(item) {
  if (!leaves.has(item.dataset.toast)) return
  let timer
  const start = () => (timer = setTimeout(() => item.remove(), 6000))
  const stop = () => clearTimeout(timer)
  item.addEventListener("mouseenter", stop)
  item.addEventListener("mouseleave", start)
  item.addEventListener("focusin", stop)
  item.addEventListener("focusout", start)
  start()
}

list?.addEventListener("click", ({ target }) => {
  if (!target.closest("[data-dismiss]")) return
  const back = keep()
  target.closest(".toast").remove()
  back()
})

for (const item of list?.children ?? []) settle(item)

// Nothing came back at all: what was typed stays where it is.
document.addEventListener("htmx:error", ({ detail }) => {
  if (!detail.ctx?.response) toast("The server can't be reached. What you see may not be saved; try again.", "error")
})

// A refusal that comes back to htmx is a sentence too.
document.addEventListener("htmx:response:error", ({ detail }) => {
  const text = detail.ctx?.text
  if (text?.includes("data-theirs")) return // theirs.js shows it
  toast(text && text.length < 400 && !text.includes("<") ? text : "That didn't work. Nothing was changed.", "error")
})
