// How long the timer runs that everybody sees: reckoned from the server's clock, not from this computer's.
import { say, wall } from "./root.js";

let from = null // what the server's clock said, and this computer's at that moment

function noticed(clock) {
  if (from?.told === clock.dataset.now) return
  from = { told: clock.dataset.now, ahead: Date.now() - Date.parse(clock.dataset.now) }
}

function tick() {
  const clock = document.querySelector("[data-clock]")
  if (!clock) return
  noticed(clock)
  const left = Math.ceil((Date.parse(clock.dataset.ends) - Date.now() + from.ahead) / 1000)
  const text = left > 0 ? `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}` : "Time is up"
  if (left <= 0 && clock.textContent !== text) say(text)
  clock.textContent = text
  clock.classList.toggle("wall-clock-late", left <= 0)
}

if (wall()) {
  tick()
  setInterval(tick, 500)
  document.addEventListener("wall:drawn", tick)
}
