import { WRITTEN, formOf } from "./fields.js";
import "./opening.js";

// The title's field grows with its words, and Enter saves it.
document.addEventListener("keydown", (event) => {
  if (!event.target.matches("[data-enter-submits]") || event.isComposing) return
  if (event.key === "Enter") {
    event.preventDefault()
    event.target.blur() // a change there submits its form
    event.target.focus()
  }
  if (event.key === "Escape") {
    event.target.value = event.target.defaultValue
  }
})

// What was saved is no draft any more: only a refused form keeps its words, and what was typed since
// it was sent is a draft of its own.
const sent = new WeakMap()
document.addEventListener("htmx:before:request", (event) => {
  const form = formOf(event)
  if (form?.matches?.("form")) sent.set(form, new FormData(form))
})

// A form for something new begins empty again, one that edits shows what is saved now.
function draftOf(field, value, saved = "") {
  if (value === saved) return ""
  return !field.value && value.startsWith(saved) ? value.slice(saved.length) : value
}

// The answer's own words come into the fields with the swap, so what stands there is noted before it.
const typed = new WeakMap()
document.addEventListener("htmx:before:swap", (event) => {
  const form = formOf(event)
  if (!sent.has(form)) return
  typed.set(form, new Map([...form.querySelectorAll(WRITTEN)].map(({ name, value }) => [name, value])))
})

document.addEventListener("htmx:after:swap", (event) => {
  const form = formOf(event)
  if (!typed.has(form) || event.detail.ctx.response?.status >= 400) return
  form.reset()
  let isDraft = false
  for (const field of form.querySelectorAll(WRITTEN)) {
    const draft = draftOf(field, typed.get(form).get(field.name) ?? "", sent.get(form).get(field.name))
    if (!draft) continue
    isDraft = true
    field.value = draft
    field.focus()
  }
  form.closest("details")?.toggleAttribute("open", isDraft)
})

// Ctrl-Enter sends what is being written.
document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return
  if (event.target.matches("textarea")) event.target.form.requestSubmit()
})
