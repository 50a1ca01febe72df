// On the big screen j and k walk from question to question.
const STEPS = { j: 1, k: -1 }

const isTyping = (target) => target.closest("input, textarea, select, dialog")

// The one that was walked to, else the one whose end is on the screen first.
function place(all) {
  const held = all.indexOf(document.activeElement?.closest("[data-screen]"))
  return held >= 0 ? held : all.findIndex((one) => one.getBoundingClientRect().bottom > 0) - 1
}

document.addEventListener("keydown", (event) => {
  const step = STEPS[event.key]
  if (!step || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return
  const all = [...document.querySelectorAll("[data-screen]")]
  const next = all[Math.min(all.length - 1, Math.max(0, place(all) + step))]
  if (!next) return
  event.preventDefault()
  next.focus({ preventScroll: true })
  next.scrollIntoView({ block: "start" })
})
