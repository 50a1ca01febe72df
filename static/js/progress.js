// While something is computed: ask data-progress for the same part again until it says it is finished.
for (const element of document.querySelectorAll("[data-progress]")) follow(element)

async function follow(element, wait = 700) {
  await new Promise((resolve) => setTimeout(resolve, wait))
  const response = await fetch(element.dataset.progress, { headers: { "HX-Request": "true" } }).catch(() => null)
  if (!response?.ok) return follow(element, Math.min(wait * 2, 10_000))
  const part = document.createElement("template")
  part.innerHTML = await response.text()
  const next = part.content.querySelector("[data-progress], [data-finished]")
  if (!next) return location.reload()
  if ("finished" in next.dataset) return location.assign(next.dataset.finished || location.href)
  element.replaceWith(next)
  follow(next)
}
