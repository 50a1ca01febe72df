// Somebody else saved meanwhile: their words come beside mine, in the form I wrote them in.
import { formOf } from "./fields.js";
import { toast } from "./toast.js";

const BOTH = "Somebody changed this while you wrote. Both texts are here; nothing is lost."

document.addEventListener("htmx:response:error", (event) => {
  const form = formOf(event)
  if (form?.matches?.("form")) showTheirs(form, event.detail.ctx?.text)
})

// Returns whether the page, which answers what the form sent, has words of somebody else.
export function showTheirs(form, text) {
  if (!text?.includes("data-theirs")) return false
  const page = new DOMParser().parseFromString(text, "text/html")
  const same = page.querySelector(`form[action="${CSS.escape(form.getAttribute("action"))}"]`)
  const [theirs, ...others] = same?.querySelectorAll("[data-theirs]") ?? []
  if (!theirs) return false
  for (const old of form.querySelectorAll("[data-theirs]")) old.remove()
  form.elements.made_from.value = same.elements.made_from.value
  if (form.matches("[data-brief]")) {
    toast(inOneLine(theirs), "error")
    return true
  }
  form.elements.made_from.after(theirs, ...others)
  form.toggleAttribute("data-pending", form.matches("[data-autosubmit]")) // its button appears
  toast(BOTH, "error")
  return true
}

// A row has no room for two: the number typed stays in its field.
const inOneLine = (theirs) =>
  `Somebody made it “${theirs.querySelector("pre").textContent}” meanwhile. Enter in the field saves yours.`
