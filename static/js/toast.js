// Messages that float: good news leaves by itself, a refusal stays until it is dismissed.
const list = document.getElementById("toasts")
const leaves = new Set(["success", "info", "debug"])

export function toast(text, kind = "info") {
  if (!list) return
  const item = document.createElement("li")
  item.className = `toast toast-${kind}`
  item.dataset.toast = kind
  const words = document.createElement("p")
  words.textContent = text
  const button = document.createElement("button")
  button.type = "button"
  button.className = "link-button"
  button.dataset.dismiss = ""
  button.textContent = "Dismiss"
  item.append(words, button)
  list.append(item)
  settle(item)
}

function settle(item) {
  if (!leaves.has(item.dataset.toast)) return
  let timer
  const start = () => (timer = setTimeout(() => item.remove(), 6000))
  const stop = () => clearTimeout(timer)
  item.addEventListener("mouseenter", stop)
  item.addEventListener("mouseleave", start)
  item.addEventListener("focusin", stop)
  item.addEventListener("focusout", start)
  start()
}

list?.addEventListener("click", ({ target }) => {
  if (target.closest("[data-dismiss]")) target.closest(".toast").remove()
})

for (const item of list?.children ?? []) settle(item)

// A refusal that comes back to htmx is a sentence too.
document.addEventListener("htmx:response:error", ({ detail }) => {
  const text = detail.ctx?.text
  toast(text && text.length < 400 && !text.includes("<") ? text : "That didn't work. Nothing was changed.", "error")
})
