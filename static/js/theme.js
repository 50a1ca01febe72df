// Light, dark, or as the system has it. Runs before the first paint, so that nothing flashes.
{
  const root = document.documentElement
  const themes = ["system", "light", "dark"]
  const icons = { system: "monitor", light: "sun", dark: "moon" }

  const chosen = () => {
    try {
      return localStorage.getItem("theme") ?? "system"
    } catch {
      return "system"
    }
  }

  const wear = (theme) => {
    if (theme === "system") delete root.dataset.theme
    else root.dataset.theme = theme
  }

  const label = (button) => {
    const theme = chosen()
    const next = themes[(themes.indexOf(theme) + 1) % themes.length]
    const use = button.querySelector("use")
    use.setAttribute("href", use.getAttribute("href").replace(/#.*/, `#${icons[theme]}`))
    button.title = `Theme: ${theme}`
    button.setAttribute("aria-label", `Theme: ${theme}. Switch to ${next}`)
  }

  root.classList.add("js")
  wear(chosen())

  document.addEventListener("DOMContentLoaded", () => {
    for (const button of document.querySelectorAll("[data-theme-toggle]")) {
      label(button)
      button.addEventListener("click", () => {
        const next = themes[(themes.indexOf(chosen()) + 1) % themes.length]
        try {
          localStorage.setItem("theme", next)
        } catch {
          // Without storage the choice lasts for this page.
        }
        wear(next)
        label(button)
      })
    }
  })
}
