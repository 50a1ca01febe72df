// Say aloud what a field with suggestions is called: its widget forgets the label while it is empty.
// jQuery makes the widgets in a task of its own, which may come after "load".
window.addEventListener("load", () => setTimeout(label))

function label() {
  for (const select of document.querySelectorAll(".admin-autocomplete")) {
    const name = document.querySelector(`label[for="${CSS.escape(select.id)}"]`)
    if (!name) continue
    for (const part of select.parentElement.querySelectorAll("[role=combobox], [role=textbox]")) {
      part.setAttribute("aria-label", name.textContent)
      part.removeAttribute("aria-labelledby")
    }
  }
}
