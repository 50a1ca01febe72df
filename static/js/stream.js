// Listen to the history of a project for as long as the page is looked at.
const light = () => document.querySelector("[data-live]")

const show = (state, text) => {
  const lamp = light()
  if (!lamp) return
  lamp.dataset.state = state
  lamp.textContent = text
}

// A browser has six connections to one address over HTTP/1.1: only pages that are looked at listen,
// and one that comes to the front again catches up from the last id it heard.
export function follow(address, hear, reset = () => location.reload()) {
  let stream = null
  let pause = 1000

  function remember(id) {
    if (!id) return
    const url = new URL(address, location.href)
    url.searchParams.set("after", id)
    address = url.href
  }

  function listen() {
    stream?.close()
    if (document.hidden) return
    stream = new EventSource(address)
    stream.onopen = () => {
      pause = 1000
      show("open", "Live")
    }
    stream.onmessage = ({ data, lastEventId }) => {
      remember(lastEventId)
      hear(JSON.parse(data))
    }
    // So much happened while we were away that the page is better asked for again.
    stream.addEventListener("reset", ({ lastEventId }) => {
      remember(lastEventId)
      reset()
    })
    stream.onerror = () => {
      show("lost", "Reconnecting")
      // The browser tries again by itself, unless the answer itself was a refusal.
      if (stream.readyState !== EventSource.CLOSED || document.hidden) return
      setTimeout(listen, pause)
      pause = Math.min(pause * 2, 30_000)
    }
  }

  listen()
  document.addEventListener("visibilitychange", listen)
  document.addEventListener("signed-in", listen)
}
