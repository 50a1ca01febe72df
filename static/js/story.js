import "./drafts.js";
import "./files.js";
import "./opening.js";
import "./refresh.js";

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

// Ctrl-Enter sends what is being written.
document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return
  if (event.target.matches("textarea")) event.target.form.requestSubmit()
})
