// What people write in, and the form that htmx sends.
export const WRITTEN = "textarea, input:not([type=hidden], [type=checkbox], [type=radio])"
export const formOf = ({ detail }) => detail.ctx?.sourceElement
