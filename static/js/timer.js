// Count the minutes of a running stand-up; past its limit it says so by word and colour.
const started = document.querySelector("[data-timer]");

function tick() {
  const seconds = Math.max(0, Math.floor((Date.now() - Date.parse(started.dataset.since)) / 1000));
  const late = seconds > Number(started.dataset.timer) * 60;
  const clock = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")} minutes`;
  started.textContent = late ? `${clock}, over time` : clock;
  started.classList.toggle("late", late);
}

if (started) {
  tick();
  setInterval(tick, 1000);
}
