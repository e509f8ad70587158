// What may be meant is offered while somebody types: a combobox after the pattern of the ARIA
// Authoring Practices (list autocomplete, manual selection). search.js loads it when it is needed.
const PAUSE = 150 // milliseconds without a key before we ask

export default function combobox (form) {
  const field = form.elements.q
  const list = document.createElement('ul')
  const said = document.createElement('div')
  let asked, waiting, current = -1
  list.id = `${field.id}-offers`
  list.className = 'offers'
  list.hidden = true
  list.setAttribute('role', 'listbox')
  list.setAttribute('aria-label', form.querySelector('label').textContent)
  said.className = 'hide'
  said.setAttribute('role', 'status')
  form.append(list, said)
  field.setAttribute('aria-controls', list.id)

  function mark (number) {
    const offers = list.children
    if (offers[current]) offers[current].setAttribute('aria-selected', 'false')
    current = number
    if (offers[current]) {
      offers[current].setAttribute('aria-selected', 'true')
      offers[current].scrollIntoView({ block: 'nearest' })
      field.setAttribute('aria-activedescendant', offers[current].id)
    } else {
      field.removeAttribute('aria-activedescendant')
    }
  }

  function show (open) {
    list.hidden = !open
    field.setAttribute('aria-expanded', String(open))
    mark(-1)
    if (!open) said.textContent = ''
  }

  function choose (offer) {
    show(false)
    if (offer.dataset.url) {
      location.assign(offer.dataset.url)
    } else {
      field.value = offer.dataset.text
      form.requestSubmit()
    }
  }

  async function ask () {
    const typed = field.value.trim()
    if (asked) asked.abort()
    if (typed.length < 2) return show(false)
    asked = new AbortController()
    try {
      const url = `${form.dataset.suggest}?q=${encodeURIComponent(typed.slice(0, 60))}`
      const answer = await fetch(url, { signal: asked.signal })
      if (!answer.ok || document.activeElement !== field) return show(false)
      list.innerHTML = await answer.text()
      Array.from(list.children).forEach((offer, n) => { offer.id = `${list.id}-${n}` })
      show(list.children.length > 0)
      said.textContent = list.children.length ? `${form.dataset.said} ${list.children.length}` : ''
    } catch (error) {
      if (error.name !== 'AbortError') show(false)
    }
  }

  field.addEventListener('input', () => {
    clearTimeout(waiting)
    waiting = setTimeout(ask, PAUSE)
  })
  field.addEventListener('keydown', (event) => {
    const count = list.children.length
    if ((event.key === 'ArrowDown' || event.key === 'ArrowUp') && !event.altKey && count) {
      event.preventDefault()
      const step = event.key === 'ArrowDown' ? 1 : -1
      const from = current
      if (list.hidden) show(true)
      mark((Math.max(from, step > 0 ? -1 : 0) + step + count) % count)
    } else if (event.key === 'Enter' && !list.hidden && current >= 0) {
      event.preventDefault()
      choose(list.children[current])
    } else if (event.key === 'Escape' && !list.hidden) {
      event.preventDefault()
      if (asked) asked.abort()
      show(false)
    }
  })
  field.addEventListener('blur', () => { clearTimeout(waiting); show(false) })
  list.addEventListener('pointerdown', (event) => event.preventDefault()) // The field keeps the focus.
  list.addEventListener('click', (event) => {
    const offer = event.target.closest('[role=option]')
    if (offer) choose(offer)
  })
  form.addEventListener('submit', () => { clearTimeout(waiting); if (asked) asked.abort() })
  if (field.value !== field.defaultValue) ask() // Somebody typed while this was on its way.
}
