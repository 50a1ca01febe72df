// Somebody else saved meanwhile: their words come beside mine, in the form I wrote them in.
import { formOf } from "./fields.js";
import { toast } from "./toast.js";

const BOTH = "Somebody changed this while you wrote. Both texts are here; nothing is lost."

document.addEventListener("htmx:response:error", (event) => {
  const form = formOf(event)
  const { text } = event.detail.ctx ?? {}
  if (!form?.matches?.("form") || !text?.includes("data-theirs")) return
  const page = new DOMParser().parseFromString(text, "text/html")
  const same = page.querySelector(`form[action="${CSS.escape(form.getAttribute("action"))}"]`)
  const theirs = same?.querySelector("[data-theirs]")
  if (!theirs) return
  form.querySelector("[data-theirs]")?.remove()
  form.elements.made_from.value = same.elements.made_from.value
  if (form.matches("[data-brief]")) return toast(inOneLine(theirs), "error")
  form.elements.made_from.after(theirs)
  form.toggleAttribute("data-pending", form.matches("[data-autosubmit]")) // its button appears
  toast(BOTH, "error")
})

// A row has no room for two: the number typed stays in its field.
const inOneLine = (theirs) =>
  `Somebody made it “${theirs.querySelector("pre").textContent}” meanwhile. Enter in the field saves yours.`
