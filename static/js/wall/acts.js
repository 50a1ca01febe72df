// Forms of the wall are sent without leaving it; what can be done with a note opens over it.
import { keep } from "../focus.js";
import { renew } from "../once.js";
import { post } from "../post.js";
import { toast } from "../toast.js";
import { changed, wall } from "./root.js";

const dialog = () => document.getElementById("wall-dialog")

async function act(form, submitter) {
  const fields = new FormData(form)
  if (submitter?.name) fields.set(submitter.name, submitter.value)
  form.dataset.sending = ""
  try {
    await post(submitter?.getAttribute("formaction") ?? form.getAttribute("action"), fields)
    renew(form)
    if (form.closest("dialog")) dialog().close()
  } catch (refusal) {
    toast(refusal.message, "error")
  } finally {
    delete form.dataset.sending
  }
  changed()
}

document.addEventListener("submit", (event) => {
  const form = event.target
  if (!form.matches("[data-act]") || !wall()) return
  event.preventDefault()
  if (!("sending" in form.dataset)) act(form, event.submitter)
})

async function open(link) {
  const headers = { "X-Requested-With": "fetch" }
  const answer = await fetch(link.href, { headers, cache: "no-store" }).catch(() => null)
  if (!answer?.ok || answer.redirected) return location.assign(link.href)
  dialog().innerHTML = await answer.text()
  dialog().showModal()
}

document.addEventListener("click", (event) => {
  const link = event.target.closest?.("a.note-words, a.note-group-name")
  if (event.target.closest?.("#wall-dialog [data-dialog-close]")) event.preventDefault()
  if (!link || !dialog() || event.ctrlKey || event.metaKey || event.shiftKey) return
  event.preventDefault()
  const back = keep()
  dialog().addEventListener("close", () => back(), { once: true })
  open(link)
})

// In the discussion j and k go on and back.
document.addEventListener("keydown", (event) => {
  const name = { j: "[data-after]", k: "[data-before]" }[event.key]
  if (!name || event.ctrlKey || event.metaKey || event.altKey) return
  if (event.target.closest("input, textarea, select, dialog")) return
  document.querySelector(`#wall-stage ${name}`)?.click()
})
