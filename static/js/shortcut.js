// An element with data-shortcut="x" is focused, or clicked, when that key is pressed outside a field.
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return
  if (event.target.closest("input, textarea, select, [contenteditable], dialog")) return
  const element = document.querySelector(`[data-shortcut="${CSS.escape(event.key)}"]`)
  if (!element) return
  event.preventDefault()
  if (element.matches("input, textarea, select")) element.focus()
  else element.click()
})
