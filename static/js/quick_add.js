// Write one story after the other into a column: the form stays open, the card appears above it.
import { renew } from "./once.js";
import { post } from "./post.js";
import { toast } from "./toast.js";

document.addEventListener("submit", async (event) => {
  const form = event.target.closest("[data-quick-add]")
  if (!form) return
  event.preventDefault()
  const field = form.elements.title
  const button = form.querySelector("button")
  button.disabled = true
  try {
    const answer = await post(form.action, new FormData(form))
    field.value = ""
    renew(form)
    document.querySelector("[data-refresh]")?.dispatchEvent(new Event("board:moved"))
    if (answer.includes("<article")) document.dispatchEvent(new CustomEvent("story:card", { detail: answer }))
    else toast(answer, "info")
  } catch (refusal) {
    toast(refusal.message, "error")
  } finally {
    button.disabled = false
    field.focus()
  }
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

document.addEventListener("toggle", ({ target }) => {
  if (target.matches?.(".quick-add[open]")) target.querySelector("textarea").focus()
}, true)
