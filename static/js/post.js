// Post fields as a form would; a refusal comes back as the sentence the server said.
export async function post(url, fields) {
  const token = document.querySelector("[name=csrfmiddlewaretoken]")?.value ?? ""
  const body = new URLSearchParams(fields)
  const headers = { "X-Requested-With": "fetch", "X-CSRFToken": token }
  const response = await fetch(url, { method: "POST", body, headers }).catch(() => null)
  if (!response) throw new Error("The server can't be reached. Nothing was changed.")
  const text = await response.text()
  // Whatever leads somewhere else, such as to the sign-in, isn't what was asked for.
  if (response.redirected && new URL(response.url).pathname.startsWith("/sign-in/"))
    throw new Error("You are signed out. Sign in again, then go on; nothing was changed.")
  if (response.ok) return text
  const isSentence = text && text.length < 400 && !text.includes("<")
  throw new Error(isSentence ? text : "That didn't work. Nothing was changed.")
}
