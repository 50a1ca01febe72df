// Greets by the clock in front of the reader; the page itself only knows the zone of their profile.
const greeting = document.querySelector("[data-greeting]")

if (greeting) {
  const hour = new Date().getHours()
  if (hour >= 5 && hour < 12) greeting.textContent = "Good morning"
  else if (hour >= 12 && hour < 18) greeting.textContent = "Good afternoon"
  else greeting.textContent = "Good evening"
}
