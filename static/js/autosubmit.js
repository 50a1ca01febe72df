// A form with data-autosubmit goes as soon as one of its choices is made. Pointing at one makes it. Keys
// only pass it on their way: there a choice is made by Enter, by leaving the field or by the form's button,
// and Escape takes it back.
const before = new Map() // control that keys are changing -> its value before the first of them
const isOurs = (control) => control.form?.matches("[data-autosubmit]")
const isTicked = ({ type }) => type === "checkbox"

// Says that something waits to be made: the form's button appears, and nobody redraws the form meanwhile.
function mark(form) {
  const isWaiting = [...before].some(([control, value]) => control.form === form && control.value !== value)
  form.toggleAttribute("data-pending", isWaiting)
}

function forget(control) {
  before.delete(control)
  if (control.form) mark(control.form)
}

function make(control) {
  const was = before.get(control)
  forget(control)
  if (control.value !== was && control.isConnected) control.form.requestSubmit()
}

document.addEventListener("keydown", (event) => {
  const control = event.target
  if (!isOurs(control) || isTicked(control) || event.isComposing) return
  if (event.key === "Escape" && before.has(control)) {
    const isChanged = control.value !== before.get(control)
    control.value = before.get(control)
    forget(control)
    if (isChanged) event.stopPropagation() // the menu around it closes with the next one
  } else if (event.key === "Enter" && control.matches("select") && before.has(control)) {
    event.preventDefault()
    make(control)
  } else if (!["Tab", "Shift", "Enter", "Escape"].includes(event.key) && !before.has(control)) {
    before.set(control, control.value)
  }
}, true)

// What keys have changed so far and what the pointer chooses next is one choice.
document.addEventListener("pointerdown", ({ target }) => {
  const select = target.closest("select")
  if (select && before.has(select)) forget(select)
})

document.addEventListener("change", ({ target }) => {
  if (!isOurs(target)) return
  if (before.has(target)) mark(target.form)
  else target.form.requestSubmit()
})

document.addEventListener("focusout", ({ target }) => before.has(target) && make(target))

// What was refused doesn't stand there as if it were so; words stay, to be sent again.
function takeBack({ detail }) {
  const form = detail.ctx?.sourceElement
  if (!form?.matches?.("form[data-autosubmit]") || form.method !== "post") return
  for (const option of form.querySelectorAll("option")) option.selected = option.defaultSelected
}
document.addEventListener("htmx:response:error", takeBack)
document.addEventListener("htmx:error", takeBack)

document.addEventListener("submit", ({ target }) => {
  for (const control of before.keys()) if (control.form === target) forget(control)
}, true)
