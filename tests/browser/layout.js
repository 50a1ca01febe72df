({ width }) => {
  const found = []
  const label = (one) => {
    const classes = one.className.baseVal ?? one.className
    return `<${one.tagName.toLowerCase()} class="${classes}"> ${one.textContent.trim().slice(0, 40)}`
  }
  const isShown = (one) => one.checkVisibility({ visibilityProperty: true }) && one.getClientRects().length
  const style = (one) => getComputedStyle(one)

  // Nothing widens the page.
  const excess = document.documentElement.scrollWidth - innerWidth
  if (excess > 0) {
    const scrolls = (one) => one && one !== document.body && (style(one).overflowX !== "visible" || scrolls(one.parentElement))
    const wide = [...document.body.querySelectorAll("*")].filter(
      (one) => isShown(one) && one.getBoundingClientRect().right > innerWidth + 1 && !scrolls(one.parentElement),
    )
    found.push(`${width}: ${excess} pixels too wide: ${wide.length ? label(wide.at(-1)) : "?"}`)
  }

  // No words run out of what holds them.
  for (const one of document.querySelectorAll("main :is(p, h1, h2, h3, h4, td, th, dd, dt, li, label, figcaption, button, .button)")) {
    if (!isShown(one) || one.closest(".hidden-text, .board, .table-frame, .toasts") || style(one).overflowX !== "visible") continue
    if (style(one).display === "inline") continue
    const over = one.scrollWidth - one.clientWidth
    if (one.clientWidth && over > 1) found.push(`${width}: ${over} pixels of words stick out: ${label(one)}`)
  }

  // A table that is wider than its page scrolls in a frame that says so, has a name and takes keys.
  for (const table of document.querySelectorAll("main table")) {
    const frame = table.closest(".table-frame, .prose")
    if (!frame) found.push(`a table without a frame: ${label(table)}`)
    if (!frame?.matches(".table-frame") || frame.scrollWidth <= frame.clientWidth || !isShown(frame)) continue
    const first = table.querySelector("tbody tr > th:first-child")
    if (frame.tabIndex || !frame.getAttribute("aria-label")) found.push(`a frame without a name: ${label(table)}`)
    if (style(frame).backgroundImage === "none") found.push(`${width}: hidden columns without a hint: ${label(table)}`)
    if (width < 640 && first && style(first).position !== "sticky") found.push(`${width}: its rows lose their names: ${label(table)}`)
  }

  // An icon stands in the line of its words.
  for (const icon of document.querySelectorAll("main svg:is(.icon, .mark)")) {
    const holder = icon.parentElement
    const words = [...holder.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.data.trim())
    if (words && isShown(icon) && style(icon).display === "block" && !/flex|grid/.test(style(holder).display))
      found.push(`icon on a line of its own: ${label(holder)}`)
  }

  // Rows of a list line up in their first three columns, and what is cut is cut for a reason.
  if (width >= 1024)
    for (const list of document.querySelectorAll("main :is(ul, ol)")) {
      const rows = [...list.children].filter((one) => isShown(one) && /flex|grid/.test(style(one).display))
      const places = (row) =>
        [...row.children]
          .filter((one) => isShown(one) && style(one).position !== "absolute")
          .slice(0, 3)
          .map((one) => one.getBoundingClientRect())
      const alike = (one, other) => Math.abs(one.left - other.left) <= 1 || Math.abs(one.right - other.right) <= 1
      if (rows.length < 2 || new Set(rows.map((one) => Math.round(one.getBoundingClientRect().top))).size < rows.length) continue
      const [first, ...others] = rows.map(places)
      const off = others.findIndex((one) => one.length === first.length && one.some((box, n) => !alike(box, first[n])))
      const lefts = (boxes) => boxes.map((box) => Math.round(box.left))
      if (off >= 0) found.push(`${width}: rows don't line up (${lefts(first)} and ${lefts(others[off])}): ${label(rows[off + 1])}`)
      for (const row of rows) {
        const main = row.querySelector(":scope > .main")
        if (main && main.scrollWidth > main.clientWidth && main.clientWidth < 0.45 * row.clientWidth)
          found.push(`${width}: a title is cut at ${main.clientWidth} of ${row.clientWidth} pixels: ${label(row)}`)
      }
    }
  return found
}
