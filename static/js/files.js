// Files that are dropped, pasted or chosen are attached at once, one after the other, and their list is drawn
// anew. Without this the form beside it does the same.
import { renew } from "./once.js";
import { send } from "./sign_in.js";

const FORM = "form[data-attach]"
const DRAWN_AFTER = [1000, 2000, 4000, 8000] // milliseconds until a worker may have drawn a preview

const sectionOf = (node) => node?.closest?.("[data-files]")
const formOf = (section) => section?.querySelector(FORM)
const hasFiles = ({ types }) => [...(types ?? [])].includes("Files")

// Like fetch, and tells how much has gone: that is what a large file is waited for with.
const telling = (progress) => (url, { method, headers, body }) =>
  new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    request.open(method, url)
    for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value)
    request.upload.onprogress = ({ loaded, total }) => (progress.value = total ? loaded / total : 0)
    request.onerror = () => reject(new Error("The server can't be reached."))
    request.onload = () =>
      resolve({
        status: request.status,
        ok: request.status < 300,
        url: request.responseURL,
        redirected: new URL(request.responseURL).pathname !== new URL(url, location.href).pathname,
        headers: { has: (name) => request.getResponseHeader(name) !== null },
        text: async () => request.responseText,
      })
    request.send(body)
  })

async function attach(form, file) {
  const progress = document.createElement("progress")
  const label = document.createElement("label")
  label.append(`${file.name} `, progress)
  form.querySelector("[data-progress]").append(label)
  const body = new FormData(form)
  body.delete("file")
  body.append("file", file, file.name || "pasted.png")
  const headers = { "X-Requested-With": "fetch" }
  const answer = await send(form.action, { method: "POST", body, headers }, telling(progress)).catch(() => null)
  if (answer?.status === 204 && !answer.redirected) {
    label.remove()
    renew(form)
    return true
  }
  const said = answer ? await answer.text() : ""
  const isSentence = said && said.length < 400 && !said.includes("<")
  progress.replaceWith(isSentence ? said : "This file couldn't be attached. Try again.")
  label.setAttribute("role", "alert")
  return false
}

// What is dropped while others are on their way comes after them.
let line = Promise.resolve()

function attachAll(form, files) {
  const { id } = sectionOf(form)
  if (files.length) line = line.then(() => attachInTurn(formOf(document.getElementById(id)), files))
  form.reset()
}

async function attachInTurn(form, files) {
  if (!form) return
  form.dataset.pending = "" // a page that redraws itself waits for it
  form.querySelector("[data-progress]").replaceChildren()
  const results = []
  for (const file of files) results.push(await attach(form, file))
  delete form.dataset.pending
  if (results.every(Boolean)) await draw(sectionOf(form))
  else if (results.some(Boolean)) await drawList(sectionOf(form))
}

async function fetched(section) {
  const answer = await fetch(section.dataset.files).catch(() => null)
  if (!answer?.ok) return null
  const page = new DOMParser().parseFromString(await answer.text(), "text/html")
  return page.getElementById(section.id)
}

// The whole of it, as it now stands.
async function draw(section, attempt = 0) {
  const drawn = await fetched(section)
  const there = document.getElementById(section.id)
  if (!drawn || !there || there.querySelector("form[data-pending]")) return
  const had = there.contains(document.activeElement)
  there.replaceWith(drawn)
  window.htmx?.process(drawn)
  if (had) drawn.querySelector("input[type=file]")?.focus()
  later(drawn, attempt)
}

// Of a section with a refusal in it only the list, so that the sentence stays.
async function drawList(section) {
  const list = (await fetched(section))?.querySelector(".file-list")
  const old = section.querySelector(":scope > .file-list")
  if (!list) return
  if (old) old.replaceWith(list)
  else section.prepend(list)
}

function later(section, attempt) {
  if ("drawing" in section.dataset && attempt < DRAWN_AFTER.length)
    setTimeout(() => draw(section, attempt + 1), DRAWN_AFTER[attempt])
}

document.addEventListener("change", ({ target }) => {
  const form = target.closest?.(FORM)
  if (form && target.type === "file") attachAll(form, [...target.files])
})

document.addEventListener("dragover", (event) => {
  const section = sectionOf(event.target)
  if (!hasFiles(event.dataTransfer) || !formOf(section)) return
  event.preventDefault()
  section.classList.add("files-over")
})

document.addEventListener("dragleave", ({ target, relatedTarget }) => {
  const section = sectionOf(target)
  if (section && !section.contains(relatedTarget)) section.classList.remove("files-over")
})

document.addEventListener("drop", (event) => {
  const section = sectionOf(event.target)
  section?.classList.remove("files-over")
  if (!hasFiles(event.dataTransfer) || !formOf(section)) return
  event.preventDefault()
  attachAll(formOf(section), [...event.dataTransfer.files])
})

// What is pasted goes to what the page is about; words that are pasted beside it stay words.
document.addEventListener("paste", (event) => {
  const files = [...(event.clipboardData?.files ?? [])]
  const form = formOf(sectionOf(event.target) ?? document.querySelector("[data-files]"))
  if (!files.length || !form) return
  event.preventDefault()
  attachAll(form, files)
})

for (const section of document.querySelectorAll("[data-drawing]")) later(section, 0)
