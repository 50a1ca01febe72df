// What is opened to be written in takes the focus in the same click: the browser tells of an opening
// only later, and the letters typed until then would be lost.
const WRITTEN_IN = "details.quick-add, details.editor"
const FIELDS = "textarea, input:not([type=hidden])"

document.addEventListener("click", (event) => {
  const details = event.target.closest?.("summary")?.parentElement
  if (event.defaultPrevented || !details?.matches(WRITTEN_IN) || details.open) return
  event.preventDefault()
  details.open = true
  details.querySelector(FIELDS)?.focus()
})
