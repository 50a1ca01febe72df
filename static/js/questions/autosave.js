// An answer is saved while it is written: to the server, under its seal, and nowhere else. What a colleague
// wrote meanwhile isn't written over: both texts are shown, and saving waits for a decision.
import { send } from "../sign_in.js";
import { showTheirs } from "../theirs.js";

const PAUSE = 700
const AGAIN = 5000 // after the server wasn't reached
const timers = new Map() // form -> what saves it soon
const saving = new Map() // form -> the save that is on its way

const answerOf = (target) => target.closest?.("[data-answer]")
const isUndecided = (form) => form.querySelector("[data-theirs]")

function say(form, text, isWrong = false) {
  const place = form.querySelector("[data-saved]")
  place.textContent = text
  place.classList.toggle("answer-unsaved", isWrong)
  place.toggleAttribute("role", false)
  if (isWrong) place.setAttribute("role", "alert")
}

function soon(form, pause = PAUSE) {
  clearTimeout(timers.get(form))
  timers.set(form, setTimeout(() => save(form), pause))
}

// Without the one-time name: what is saved again and again is no act that is sent twice.
function fieldsOf(form) {
  const fields = new URLSearchParams(new FormData(form))
  fields.delete("once")
  return fields
}

function save(form) {
  clearTimeout(timers.get(form))
  timers.delete(form)
  if (saving.has(form) || isUndecided(form) || !form.isConnected) return saving.get(form)
  const done = keep(form, fieldsOf(form)).finally(() => saving.delete(form))
  saving.set(form, done)
  return done
}

async function keep(form, fields) {
  const token = form.elements.csrfmiddlewaretoken.value
  const headers = { "X-Requested-With": "fetch", "X-CSRFToken": token }
  const request = { method: "POST", body: fields, headers, keepalive: true }
  const answer = await send(form.getAttribute("action"), request).catch(() => null)
  if (!answer) {
    say(form, "Not saved: the server can’t be reached. It is tried again.", true)
    return soon(form, AGAIN)
  }
  if (answer.status === 204) return noteSaved(form, fields, answer.headers.get("X-Made-From"))
  const text = await answer.text()
  const isSentence = text && text.length < 400 && !text.includes("<")
  if (answer.status === 409 && showTheirs(form, text)) return say(form, "Not saved: choose one of both.", true)
  say(form, `Not saved: ${isSentence ? text : "load the page again to see how it stands."}`, true)
}

function noteSaved(form, fields, version) {
  form.elements.made_from.value = version
  for (const field of form.querySelectorAll("textarea")) field.defaultValue = fields.get(field.name)
  for (const radio of form.querySelectorAll("[type=radio]")) radio.defaultChecked = fields.get(radio.name) === radio.value
  say(form, "Saved under the seal")
  if (isDraft(form)) return soon(form)
  delete form.dataset.unsaved
  form.dispatchEvent(new Event("answer:saved", { bubbles: true }))
}

const isDraft = (form) =>
  [...form.querySelectorAll("textarea")].some((field) => field.value !== field.defaultValue)
  || [...form.querySelectorAll("[type=radio]")].some((radio) => radio.checked !== radio.defaultChecked)

document.addEventListener("input", ({ target }) => {
  const form = answerOf(target)
  if (!form) return
  form.dataset.unsaved = ""
  say(form, "")
  soon(form)
})

// Whoever looks elsewhere, or leaves, has saved.
document.addEventListener("visibilitychange", () => {
  if (document.hidden) for (const form of [...timers.keys()]) save(form)
})
window.addEventListener("pagehide", () => {
  for (const form of [...timers.keys()]) save(form)
})

// A button's act is made from what was saved last: it waits for the save that is on its way.
document.addEventListener("submit", (event) => {
  const form = answerOf(event.target)
  if (!form) return
  clearTimeout(timers.get(form))
  timers.delete(form)
  if (!saving.has(form)) return
  event.preventDefault()
  event.stopImmediatePropagation()
  const { submitter } = event
  saving.get(form).finally(() => form.requestSubmit(submitter))
}, true)

// A form that nobody has begun is a line until somebody goes there.
document.addEventListener("focusin", ({ target }) => answerOf(target)?.removeAttribute("data-folded"))
