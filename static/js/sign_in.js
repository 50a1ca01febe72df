// Whoever's session has ended signs in again over the page, and what they did is sent once more. Nothing
// is sent in the name of somebody else than the page was made for.
import { toast } from "./toast.js";

const HERE = "/sign-in/here/"
const AGAIN = "X-Sign-In" // the server's word for it, on an answer to a script
const us = document.querySelector("meta[name=person]")
const headers = { "X-Requested-With": "fetch" }
let asking = null // one question for all that were sent meanwhile

const leadsAway = ({ redirected, url }) => redirected && new URL(url).pathname.startsWith("/sign-in/")

// Fetch, and where a session is missing ask for it and fetch again; else the answer is the refusal. `by` is
// another way to fetch, one that tells how far it is.
export async function send(url, request, by = fetch) {
  const answer = await by(url, request)
  if (!us || !(answer.headers.has(AGAIN) || leadsAway(answer))) return answer
  asking ??= signIn().finally(() => (asking = null))
  const token = await asking
  return token ? by(url, renewed(request, token)) : answer
}

// The same once more: the one-time name stays, only what the new session asks for is another.
function renewed({ signal, ...request }, token) {
  const again = { ...request, headers: { ...request.headers } }
  if ("X-CSRFToken" in again.headers) again.headers["X-CSRFToken"] = token
  if (again.body?.has?.("csrfmiddlewaretoken")) again.body.set("csrfmiddlewaretoken", token)
  return again
}

async function signIn() {
  const answer = await ask()
  const token = answer && (answer.token ?? (await talk(answer.part)))
  if (!token) return null
  for (const field of document.querySelectorAll("[name=csrfmiddlewaretoken]")) field.value = token
  document.dispatchEvent(new Event("signed-in"))
  return token
}

// Whoever is in already, by another window, isn't asked.
const ask = () => read(fetch(`${HERE}?person=${us.content}`, { headers }))

async function read(asked) {
  const answer = await asked.catch(() => null)
  const kind = answer?.headers.get("Content-Type") ?? ""
  if (kind.startsWith("application/json")) return answer.json()
  if (kind.startsWith("text/html") && answer.status < 500) return { part: await answer.text() }
  return answer?.headers.has(AGAIN) ? ask() : null
}

// Resolves with the token, or with nothing once the dialog was closed.
function talk(part) {
  const dialog = document.createElement("dialog")
  dialog.className = "dialog"
  dialog.setAttribute("aria-labelledby", "sign-in-here-title")
  dialog.setAttribute("aria-describedby", "sign-in-here-why")
  const came = document.activeElement
  let token = null
  dialog.addEventListener("submit", async (event) => {
    event.preventDefault()
    const button = dialog.querySelector(".button-primary")
    const sent = typed(dialog)
    button.disabled = true
    const answer = await read(fetch(HERE, { method: "POST", body: new FormData(event.target), headers }))
    button.disabled = false
    token = answer?.token ?? null
    if (token) dialog.close()
    else if (answer) show(dialog, answer.part, typed(dialog) === sent ? "" : typed(dialog))
    else toast("The server can't be reached. Nothing was changed.", "error")
  })
  document.body.append(dialog)
  show(dialog, part)
  dialog.showModal()
  focus(dialog)
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => {
      dialog.remove()
      came?.blur() // the browser's own way back leaves the caret behind
      came?.focus()
      resolve(token)
    })
  })
}

const typed = (dialog) => dialog.querySelector("[name=password]")?.value ?? ""

// A password that was typed while the last one was asked about stays.
function show(dialog, part, password = "") {
  const name = dialog.querySelector("[name=username]")?.value ?? us.dataset.email
  dialog.innerHTML = part
  const field = dialog.querySelector("[name=username]")
  if (field) field.value = name
  const again = dialog.querySelector("[name=password]")
  if (again) again.value = password
  focus(dialog)
}

const focus = (dialog) => dialog.querySelector("[name=password], .button-primary")?.focus()

// htmx sends by the same way; what it reads in the background asks nobody for anything.
document.addEventListener("htmx:before:request", ({ detail: { ctx } }) => {
  if (ctx.request.method.toUpperCase() !== "GET") ctx.fetch = send
})

// A page from somewhere else, be it the network's own, lacks the part that was asked for.
document.addEventListener("htmx:before:swap", (event) => {
  const { select, response, text = "" } = event.detail.ctx ?? {}
  if (!select?.startsWith("#") || response?.status >= 400 || text.includes(`id="${select.slice(1)}"`)) return
  event.preventDefault()
  toast("That didn't work. Load the page again to see how it stands.", "error")
})
