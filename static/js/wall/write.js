// Enter puts a note on the wall and the next one can be typed; it lies under the seal on the server and
// nowhere else. One's own notes are reworded where they stand.
import { keep } from "../focus.js";
import { post } from "../post.js";
import { address, changed } from "./root.js";

// Like crypto.randomUUID, which a page over plain HTTP in the office's network doesn't have.
function handle() {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  bytes[6] = (bytes[6] & 15) | 64
  bytes[8] = (bytes[8] & 63) | 128
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("")
  return hex.replace(/(.{8})(.{4})(.{4})(.{4})(.{12})/, "$1-$2-$3-$4-$5")
}

const plain = (form) => ({
  words: form.elements.words?.value ?? "",
  prompt: form.elements.prompt.value,
  handle: form.elements.handle.value,
})

function shown({ words, prompt, handle: name }) {
  const pattern = document.getElementById("wall-mine").content.querySelector("li")
  const item = document.importNode(pattern, true)
  const form = item.querySelector("form")
  item.id = `own-${name}`
  item.dataset.unsent = ""
  form.elements.handle.defaultValue = name
  form.elements.prompt.defaultValue = prompt
  form.elements.words.value = words // a draft until the server has it: no redraw takes it away
  document.getElementById(`mine-${prompt}`).prepend(item)
  return item
}

function note(item, text, isWrong) {
  item.querySelector("[data-said]").textContent = text
  item.querySelector("form").classList.toggle("note-unsaved", isWrong)
}

// The field is free at once; what couldn't be sent stands below it with the reason, to be sent again.
async function write(form) {
  const fields = plain(form)
  if (!fields.words.trim()) return
  form.elements.words.value = ""
  form.elements.handle.value = handle()
  form.elements.words.focus()
  await send(shown(fields), "notes", fields)
}

async function send(item, door, fields) {
  note(item, "", false)
  try {
    await post(address(door), fields)
    delete item.dataset.unsent
    const field = item.querySelector("textarea")
    if (field) field.defaultValue = fields.words
    changed()
  } catch (refusal) {
    note(item, `Not sent. ${refusal.message}`, true)
    changed()
  }
}

const reword = (form) => {
  const item = form.closest("li")
  const { words } = form.elements
  if (!words?.value.trim()) return
  if (item.hasAttribute("data-unsent")) send(item, "notes", plain(form)) // the same handle: one note
  else if (words.value !== words.defaultValue) send(item, "rewordings", plain(form))
}

async function withdraw(form) {
  const item = form.closest("li")
  try {
    await post(address("withdrawals"), { handle: form.elements.handle.value })
    const back = keep()
    item.remove()
    back()
    changed()
  } catch (refusal) {
    note(item, refusal.message, true)
  }
}

document.addEventListener("submit", (event) => {
  const form = event.target
  if (!form.matches("[data-write], [data-mine]")) return
  event.preventDefault()
  if (form.matches("[data-write]")) write(form)
  else if (event.submitter?.matches("[data-withdraw]")) withdraw(form)
  else reword(form)
})

document.addEventListener("keydown", (event) => {
  const form = event.target.closest?.("[data-write], [data-mine]")
  if (!form || !event.target.matches("textarea") || event.isComposing) return
  if (event.key === "Enter" && !event.shiftKey) {
    event.preventDefault()
    if (form.matches("[data-write]")) write(form)
    else event.target.blur()
  } else if (event.key === "Escape" && form.matches("[data-mine]")) {
    event.target.value = event.target.defaultValue
    event.target.blur()
  }
})

document.addEventListener("focusout", ({ target }) => {
  const form = target.closest?.("[data-mine]")
  if (form && target.matches("textarea")) reword(form)
})
