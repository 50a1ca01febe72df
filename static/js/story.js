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

// What was saved is no draft any more: only a refused form keeps its words.
document.addEventListener("htmx:after:swap", ({ target, detail }) => {
  const form = detail.ctx?.sourceElement
  if (!form?.matches?.("form") || detail.ctx.response?.status >= 400) return
  form.reset()
  form.closest("details")?.removeAttribute("open")
})

// Somebody else saved meanwhile: their words come beside mine, in the form I wrote them in.
document.addEventListener("htmx:response:error", ({ detail }) => {
  const form = detail.ctx?.sourceElement
  if (!form?.matches?.("form") || !detail.ctx.text?.includes("data-theirs")) return
  const page = new DOMParser().parseFromString(detail.ctx.text, "text/html")
  const same = page.querySelector(`form[action="${CSS.escape(form.getAttribute("action"))}"]`)
  const theirs = same?.querySelector("[data-theirs]")
  if (!theirs) return
  form.querySelector("[data-theirs]")?.remove()
  form.elements.made_from.value = same.elements.made_from.value
  form.elements.made_from.after(theirs)
})

// Ctrl-Enter sends what is being written.
document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return
  if (event.target.matches("textarea")) event.target.form.requestSubmit()
})
