// The search field is a plain form. When somebody comes to it, what offers suggestions is loaded.
// The key / leads to the field unless it is turned off on the search page. What some other part of a
// page needs a script for is loaded in the same way, when that part is opened.
(() => {
  'use strict'
  const OFF = 'no-slash'

  for (const form of document.querySelectorAll('form[data-suggest]')) {
    const field = form.elements.q
    const begin = () => import(form.dataset.script).then((combobox) => combobox.default(form))
    field.setAttribute('role', 'combobox')
    field.setAttribute('aria-autocomplete', 'list')
    field.setAttribute('aria-expanded', 'false')
    document.activeElement === field ? begin() : field.addEventListener('focus', begin, { once: true })
  }

  for (const part of document.querySelectorAll('details[data-script]')) {
    part.addEventListener('toggle', () => import(part.dataset.script), { once: true })
  }

  const isOff = () => { try { return localStorage.getItem(OFF) === '1' } catch { return false } }
  document.addEventListener('keydown', (event) => {
    if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey || isOff()) return
    if (event.target.closest('input, textarea, select, [contenteditable]')) return
    const fields = Array.from(document.querySelectorAll('.search input'))
    const field = fields.find((one) => one.checkVisibility ? one.checkVisibility() : one.offsetParent)
    if (!field) return
    event.preventDefault()
    field.focus()
    field.select()
  })
  for (const place of document.querySelectorAll('[data-slash]')) {
    const box = place.querySelector('input')
    place.hidden = false
    box.checked = !isOff()
    box.addEventListener('change', () => {
      try { box.checked ? localStorage.removeItem(OFF) : localStorage.setItem(OFF, '1') } catch { /* Then it stays on. */ }
    })
  }
})()
