// Uses or makes a passkey for a form that says where to ask what to sign. The form stays hidden where the browser knows no passkeys.
const bytes = (text) => Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (letter) => letter.charCodeAt(0))
const text = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '')
const known = (list) => (list ?? []).map((one) => ({ ...one, id: bytes(one.id) }))

/** What the browser answers, as the service reads it. */
const answerOf = ({ id, rawId, type, response, authenticatorAttachment }) => {
  const fields = { clientDataJSON: text(response.clientDataJSON) }
  if (response.attestationObject) {
    fields.attestationObject = text(response.attestationObject)
    fields.transports = response.getTransports?.() ?? []
  } else {
    fields.authenticatorData = text(response.authenticatorData)
    fields.signature = text(response.signature)
    if (response.userHandle) fields.userHandle = text(response.userHandle)
  }
  return JSON.stringify({ id, rawId: text(rawId), type, response: fields, authenticatorAttachment, clientExtensionResults: {} })
}

const ask = async (form) => {
  const answer = await fetch(form.dataset.passkey, { method: 'POST' })
  // Asked first to show again that it is they, or to sign in: the page that asks brings them back.
  if (answer.redirected) {
    location.href = answer.url
    return undefined
  }
  const options = await answer.json()
  const challenge = bytes(options.challenge)
  if (!options.user) {
    return navigator.credentials.get({ publicKey: { ...options, challenge, allowCredentials: known(options.allowCredentials) } })
  }
  const user = { ...options.user, id: bytes(options.user.id) }
  return navigator.credentials.create({ publicKey: { ...options, challenge, user, excludeCredentials: known(options.excludeCredentials) } })
}

for (const form of window.PublicKeyCredential ? document.querySelectorAll('form[data-passkey]') : []) {
  form.hidden = false
  form.addEventListener('submit', async (event) => {
    if (form.elements.answer.value) return
    event.preventDefault()
    const problem = form.querySelector('[data-passkey-problem]')
    problem.hidden = true
    try {
      const used = await ask(form)
      if (!used) return
      form.elements.answer.value = answerOf(used)
      form.submit()
    } catch {
      problem.hidden = false
    }
  })
}
