// Say aloud what a field with suggestions is called: its widget forgets the label while it is empty.
window.addEventListener("load", () => {
  for (const select of document.querySelectorAll(".admin-autocomplete")) {
    const label = document.querySelector(`label[for="${CSS.escape(select.id)}"]`)
    if (!label) continue
    for (const part of select.parentElement.querySelectorAll("[role=combobox], [role=textbox]")) {
      part.setAttribute("aria-label", label.textContent)
      part.removeAttribute("aria-labelledby")
    }
  }
})
