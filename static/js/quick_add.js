// Write one story after the other into a column: the form stays open, the card appears above it.
import { renew } from "./once.js";
import "./opening.js";
import { post } from "./post.js";
import { toast } from "./toast.js";

const before = new WeakMap() // what a form sent last: stories are written in the order they were typed

// The field is free at once, so that the next title can be typed while this one is on its way.
function take(form) {
  const fields = new FormData(form)
  form.elements.title.value = ""
  form.elements.title.focus()
  renew(form)
  return fields
}

// Sent again it is the same act, unless other words have come to it.
function giveBack(form, fields) {
  const { title, once } = form.elements
  if (!title.value && once) once.value = fields.get("once")
  title.value = [fields.get("title"), title.value].filter(Boolean).join(" ")
}

async function write(form, fields) {
  try {
    const answer = await post(form.action, fields)
    document.querySelector("[data-refresh]")?.dispatchEvent(new Event("board:moved"))
    if (answer.includes("<article")) document.dispatchEvent(new CustomEvent("story:card", { detail: answer }))
    else toast(answer, "info")
  } catch (refusal) {
    giveBack(form, fields)
    toast(refusal.message, "error")
  }
}

document.addEventListener("submit", (event) => {
  const form = event.target.closest("[data-quick-add]")
  if (!form) return
  event.preventDefault()
  const fields = take(form)
  before.set(form, Promise.resolve(before.get(form)).then(() => write(form, fields)))
})

// Enter writes it down, Escape puts the form away.
document.addEventListener("keydown", (event) => {
  const form = event.target.closest("[data-quick-add]")
  if (!form || event.isComposing) return
  if (event.key === "Enter" && !event.shiftKey && event.target.matches("textarea")) {
    event.preventDefault()
    form.requestSubmit()
  }
  if (event.key !== "Escape" || !form.closest("details")) return
  form.closest("details").open = false
  form.closest("details").querySelector("summary").focus()
})

// Whoever came for the form, from the board or by a link, writes at once.
function begin() {
  if (location.hash === "#new") document.querySelector("#new[data-quick-add]")?.elements.title.focus()
}
addEventListener("load", begin) // only then has the browser gone to the form itself
addEventListener("hashchange", begin)
