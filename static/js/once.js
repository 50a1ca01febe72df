// A form that is on its way can't be sent again, and says so; after an error or ten seconds it can.
import { formOf } from "./fields.js";

const PATIENCE = 10_000

function wait(form, button) {
  form.dataset.sending = ""
  button?.setAttribute("aria-busy", "true")
  setTimeout(() => free(form), PATIENCE)
}

function free(form) {
  delete form.dataset.sending
  for (const button of form.querySelectorAll("[aria-busy]")) button.removeAttribute("aria-busy")
}

const isPost = (form) => form?.matches?.("form") && form.method === "post"

// At the window: whoever sends a form by other means has prevented it by then.
window.addEventListener("submit", (event) => {
  if (event.defaultPrevented || !isPost(event.target)) return
  if ("sending" in event.target.dataset) event.preventDefault()
  else wait(event.target, event.submitter)
})

// A page that comes back from the browser's memory has nothing on its way.
window.addEventListener("pageshow", () => document.querySelectorAll("[data-sending]").forEach(free))

document.addEventListener("htmx:before:request", (event) => {
  const form = formOf(event)
  if (!isPost(form)) return
  if ("sending" in form.dataset) event.preventDefault()
  else wait(form, event.detail.ctx.sourceEvent?.submitter)
})
document.addEventListener("htmx:after:request", (event) => {
  const form = formOf(event)
  if (isPost(form) && event.detail.ctx.response?.status < 400) renew(form)
})
document.addEventListener("htmx:finally:request", (event) => isPost(formOf(event)) && free(formOf(event)))

// What is sent next from the same page is another act, and needs another name.
export function renew({ elements: { once } }) {
  if (once) once.value = `${crypto.getRandomValues(new Uint32Array(4)).join("-")}.${once.value.split(".").pop()}`
}
