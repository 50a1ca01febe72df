import "./opening.js";

// The title's field grows with its words, and Enter saves it.
document.addEventListener("keydown", (event) => {
  if (!event.target.matches("[data-enter-submits]") || event.isComposing) return
  if (event.key === "Enter") {
    event.preventDefault()
    event.target.blur() // a change there submits its form
  }
  if (event.key === "Escape") {
    event.target.value = event.target.defaultValue
    event.target.blur()
  }
})

// What was saved is no draft any more: only a refused form keeps its words, and what was typed since
// it was sent is a draft of its own.
const sent = new WeakMap()
const formOf = ({ detail }) => detail.ctx?.sourceElement
document.addEventListener("htmx:before:request", (event) => {
  const form = formOf(event)
  if (form?.matches?.("form")) sent.set(form, new FormData(form))
})

// A form for something new begins empty again, one that edits shows what is saved now.
function draftOf(field, value, saved = "") {
  if (value === saved) return ""
  return !field.value && value.startsWith(saved) ? value.slice(saved.length) : value
}

document.addEventListener("htmx:after:swap", (event) => {
  const form = formOf(event)
  if (!sent.has(form) || event.detail.ctx.response?.status >= 400) return
  const typed = [...form.querySelectorAll("textarea")].map((field) => [field, field.value])
  form.reset()
  const drafts = typed.map(([field, value]) => [field, draftOf(field, value, sent.get(form).get(field.name))])
  const left = drafts.filter(([, draft]) => draft)
  form.closest("details")?.toggleAttribute("open", left.length > 0)
  for (const [field, draft] of left) {
    field.value = draft
    field.focus()
  }
})

// Ctrl-Enter sends what is being written.
document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return
  if (event.target.matches("textarea")) event.target.form.requestSubmit()
})
