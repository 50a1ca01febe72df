// A form with data-autosubmit goes as soon as one of its choices changes.
document.addEventListener("change", ({ target }) => {
  const form = target.form
  if (form?.matches("[data-autosubmit]")) form.requestSubmit()
})
