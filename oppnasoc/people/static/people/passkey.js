// Passkeys need a script: the forms marked data-passkey are shown only when the browser can.
// The reading of keys is done by webauthn-json.js, which comes with allauth.
(() => {
  'use strict'
  if (!window.PublicKeyCredential || !window.webauthnJSON) return

  const trouble = document.querySelector('[data-passkey-trouble]')

  // The questions that the server asks the key, from the page or, at sign-in, when it is needed.
  async function options (form) {
    if (form.dataset.passkeyGet !== 'sign-in') {
      return JSON.parse(document.getElementById('passkey-data').textContent)
    }
    const answer = await fetch(form.action, { headers: { Accept: 'application/json' } })
    if (!answer.ok) throw new Error(`The server answered ${answer.status}.`)
    return answer.json()
  }

  async function ask (form) {
    const given = await options(form)
    return 'passkeyCreate' in form.dataset
      ? window.webauthnJSON.create(given.creation_options)
      : window.webauthnJSON.get(given.request_options)
  }

  for (const place of document.querySelectorAll('[data-passkey]')) {
    place.hidden = false
    const form = place.matches('form') ? place : place.querySelector('form')
    form.addEventListener('submit', async (event) => {
      event.preventDefault()
      if (trouble) trouble.hidden = true
      try {
        form.elements.credential.value = JSON.stringify(await ask(form))
        form.submit()
      } catch {
        if (trouble) trouble.hidden = false
      }
    })
  }
})()
