// A link or button with data-dialog="id" opens that <dialog>; without scripts the link is followed.
document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-dialog]")
  if (opener && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
    const dialog = document.getElementById(opener.dataset.dialog)
    if (!dialog) return
    event.preventDefault()
    dialog.showModal()
    return
  }
  if (event.target.closest("[data-dialog-close]")) event.target.closest("dialog").close()
  else if (event.target.matches("dialog[open]")) event.target.close() // the backdrop
})

// A form that came back with errors is shown again where it was.
document.querySelector("dialog[data-open]")?.showModal()
