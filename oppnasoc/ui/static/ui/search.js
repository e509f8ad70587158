// The search field offers what may be meant while somebody types: a combobox after the pattern of
// the ARIA Authoring Practices (list autocomplete, manual selection). Without this script the
// field is a plain form. The key / leads to the field unless it is turned off on the search page.
(() => {
  'use strict'
  const OFF = 'no-slash'
  const PAUSE = 150 // milliseconds without a key before we ask

  function combobox (form) {
    const field = form.elements.q
    const list = document.createElement('ul')
    const said = document.createElement('div')
    let asked, waiting, current = -1, typed = ''
    list.id = `${field.id}-offers`
    list.className = 'offers'
    list.hidden = true
    list.setAttribute('role', 'listbox')
    list.setAttribute('aria-label', form.querySelector('label').textContent)
    said.className = 'hide'
    said.setAttribute('role', 'status')
    form.append(list, said)
    for (const [name, value] of [['role', 'combobox'], ['aria-autocomplete', 'list'],
      ['aria-expanded', 'false'], ['aria-controls', list.id]]) field.setAttribute(name, value)

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
      typed = field.value.trim()
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
  }

  for (const form of document.querySelectorAll('form[data-suggest]')) combobox(form)

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
