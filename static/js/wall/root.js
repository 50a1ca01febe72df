// The wall on the page; it is drawn anew, so nobody keeps a part of it.
export const wall = () => document.getElementById("wall")
export const address = (door) => `/walls/${wall().dataset.wall}/${door}/`

export function say(text) {
  const voice = document.querySelector("[data-wall-voice]")
  if (voice) voice.textContent = text
}

// Somebody holds a note: nothing is torn from their hand.
export const isHeld = () => "busy" in (wall()?.dataset ?? {})
export function hold(isBusy) {
  wall()?.toggleAttribute("data-busy", isBusy)
  if (!isBusy) changed()
}

export const changed = () => document.dispatchEvent(new Event("wall:changed"))
