// Picking from the shelf writes its name and how to get access into the answer, on a line of its own, where
// whoever writes stands; the answer's own scripts hear of it as of what is typed.
document.addEventListener("click", ({ target }) => {
  const button = target.closest("[data-shelf-into]")
  const field = button && document.getElementById(button.dataset.shelfInto)
  if (!field) return
  const { shelfName, shelfAccess } = button.dataset
  const words = shelfAccess ? `${shelfName} (access: ${shelfAccess})` : shelfName
  const before = field.value.slice(0, field.selectionEnd)
  const isAtStart = before === "" || before.endsWith("\n")
  field.setRangeText(isAtStart ? words : `\n${words}`, field.selectionEnd, field.selectionEnd, "end")
  field.dispatchEvent(new Event("input", { bubbles: true }))
  field.focus()
})
