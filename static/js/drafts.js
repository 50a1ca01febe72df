// What was saved is no draft any more: only a refused form keeps its words, and what was typed since
// it was sent is a draft of its own.
import { WRITTEN, formOf } from "./fields.js";

const sent = new WeakMap()
const again = new WeakSet() // forms that were sent once more while the first answer was on its way
document.addEventListener("submit", (event) => {
  if (!("sending" in event.target.dataset)) return
  again.add(event.target)
  event.preventDefault()
  event.stopImmediatePropagation()
}, true)
document.addEventListener("htmx:before:request", (event) => {
  const form = formOf(event)
  if (form?.matches?.("form") && !event.defaultPrevented) sent.set(form, new FormData(form))
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
    if (!again.has(form)) field.focus()
  }
  form.closest("details.editor")?.toggleAttribute("open", isDraft)
  if (again.delete(form) && isDraft) setTimeout(() => form.requestSubmit())
})

document.addEventListener("htmx:finally:request", (event) => again.delete(formOf(event)))
