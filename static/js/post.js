// Post fields as a form would; a refusal comes back as the sentence the server said.
import { send } from "./sign_in.js";

const DONE = [201, 204] // what a change answers to a script; any other answer isn't one

export async function post(url, fields) {
  const token = document.querySelector("[name=csrfmiddlewaretoken]")?.value ?? ""
  const body = new URLSearchParams(fields)
  const headers = { "X-Requested-With": "fetch", "X-CSRFToken": token }
  const response = await send(url, { method: "POST", body, headers }).catch(() => null)
  if (!response) throw new Error("The server can't be reached. Nothing was changed.")
  const text = await response.text()
  if (DONE.includes(response.status) && !response.redirected) return text
  const isSentence = text && text.length < 400 && !text.includes("<")
  throw new Error(isSentence && !response.ok ? text : "That didn't work. Load the page again to see how it stands.")
}
