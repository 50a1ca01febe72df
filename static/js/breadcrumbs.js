// The way back leads to the list as it was left: with its filters, in this window.
const key = (path) => `narrowed:${path}`
const lists = /^(.*)\/projects\/[^/]+\/(board|backlog)\/$/

try {
  if (lists.test(location.pathname)) sessionStorage.setItem(key(location.pathname), location.search)
  else
    for (const link of document.querySelectorAll(".breadcrumbs a, [data-back]")) {
      const kept = sessionStorage.getItem(key(link.pathname))
      if (kept && !link.search) link.search = kept
    }
} catch {
  // Without storage it leads to the whole list.
}
