// Saves each question of a return while somebody goes on typing. What could not be saved stays in its field, and in this window until it can
// be: when the network is away or the sign-in has ended. The page works without this, with its buttons.
const form = document.querySelector('form[data-saves]')
// Of one account: whoever signs in next in this window neither sees it nor sends it in their name.
const keptKey = `muster-return:${form?.dataset.saves}:${location.pathname}`
const pause = 1200

const readKept = () => {
  try {
    return JSON.parse(sessionStorage.getItem(keptKey) ?? '{}')
  } catch {
    return {}
  }
}
const keep = (id, fields) => {
  try {
    const kept = readKept()
    if (fields) kept[id] = fields
    else delete kept[id]
    sessionStorage.setItem(keptKey, JSON.stringify(kept))
  } catch {
    // A browser that keeps nothing still sends what it can now.
  }
}

const blocks = () => [...form.querySelectorAll('[data-question]')]
const blockOf = (id) => document.getElementById(`q-${id}`)
const fieldsOf = (block) => [...block.querySelectorAll('input[name], textarea[name]')]
const isTyped = ({ name }) => /^(value|evidence|action)-/.test(name)
const sentBy = (block) => {
  const fields = { only: block.dataset.question }
  for (const field of fieldsOf(block)) if (field.type !== 'radio' || field.checked) fields[field.name] = field.value
  return fields
}
const typedIn = (block) => JSON.stringify(Object.entries(sentBy(block)).filter(([name]) => !/^(only|seen|words|shown)/.test(name)))

const say = (block, ...words) => block.querySelector('[data-status]').replaceChildren(...words)
const signInLink = () => {
  const link = document.createElement('a')
  link.href = `/sign-in?next=${encodeURIComponent(location.pathname)}`
  link.textContent = 'Sign in again'
  link.className = 'govuk-link'
  return link
}

/** Questions that hang on an answer show and hide at once. */
const showAsked = () => {
  for (const block of blocks()) {
    const on = block.dataset.if && blockOf(block.dataset.if)
    if (!on) continue
    const chosen = fieldsOf(on).find(({ name, type, checked }) => name.startsWith('value-') && (type !== 'radio' || checked))
    block.hidden = on.hidden || chosen?.value !== block.dataset.value
  }
}

const saved = new Map()
const timers = new Map()
const sending = new Map()

const put = (block, html, replace) => {
  const now = new DOMParser().parseFromString(html, 'text/html').querySelector('[data-question]')
  if (!now) return
  if (replace) {
    const held = block.querySelector(':scope > .govuk-inset-text')
    block.replaceWith(now)
    if (held && !now.querySelector('[name^="keep-"]')) now.prepend(held)
    saved.delete(now.dataset.question)
    return
  }
  const seen = now.querySelector('[name^="seen-"]')
  block.querySelector('[name^="seen-"]').value = seen.value
  say(block, now.querySelector('[data-status]').textContent)
}

/** Sends one question; another change of it meanwhile is sent after. */
const send = async (id) => {
  clearTimeout(timers.get(id))
  const block = blockOf(id)
  if (!block || typedIn(block) === saved.get(id)) return
  if (sending.has(id)) return sending.get(id).then(() => send(id))
  const typed = typedIn(block)
  const fields = sentBy(block)
  keep(id, fields)
  say(block, 'Saving …')
  const work = (async () => {
    let answer
    try {
      answer = await fetch(form.action, {
        method: 'POST',
        headers: { 'x-muster-parts': 'question', 'content-type': 'application/x-www-form-urlencoded' },
        body: new URLSearchParams(fields),
        redirect: 'manual',
      })
    } catch {
      say(block, 'Not saved yet: no connection. It is kept in this window, and saved as soon as it can be.')
      return
    }
    if (answer.type === 'opaqueredirect') {
      say(block, 'Not saved: you are signed out. It is kept in this window. ', signInLink(), ', then it is here again.')
      return
    }
    if (answer.status >= 500) {
      say(block, 'Not saved yet: the service did not answer. It is kept in this window, and tried again.')
      return
    }
    const html = await answer.text()
    if (answer.ok) {
      keep(id)
      saved.set(id, typed)
      put(block, html, false)
    } else if (answer.status === 422) {
      // Only once they have stopped typing, so that nothing moves under their hands.
      if (typedIn(block) === typed) put(block, html, true)
    } else say(block, `Not saved. ${answer.status === 409 ? html : 'The return cannot be changed any more. Copy what you typed.'}`)
  })()
  sending.set(id, work)
  await work.finally(() => sending.delete(id))
}

const later = (id, after) => {
  clearTimeout(timers.get(id))
  timers.set(
    id,
    setTimeout(() => void send(id), after),
  )
}

if (form) {
  for (const block of blocks()) saved.set(block.dataset.question, typedIn(block))
  // What could not be saved before comes back; typed over what was seen then, so that nothing of anybody else is overwritten.
  for (const [id, fields] of Object.entries(readKept())) {
    const block = blockOf(id)
    if (!block) continue
    for (const field of fieldsOf(block)) {
      if (!(field.name in fields)) continue
      if (field.type === 'radio') field.checked = field.value === fields[field.name]
      else if (isTyped(field) || field.name.startsWith('seen-')) field.value = fields[field.name]
    }
    // The page may come filled with it already, which does not make it saved.
    saved.delete(id)
    void send(id)
  }
  showAsked()
  form.addEventListener('input', ({ target }) => {
    const block = target.closest('[data-question]')
    if (!block || !(isTyped(target) || target.name.startsWith('keep-'))) return
    keep(block.dataset.question, sentBy(block))
    showAsked()
    later(block.dataset.question, target.type === 'radio' ? 0 : pause)
  })
  form.addEventListener('focusout', ({ target }) => {
    const block = target.closest?.('[data-question]')
    if (block && isTyped(target)) later(block.dataset.question, 0)
  })
  const retry = () => {
    for (const id of Object.keys(readKept())) void send(id)
  }
  window.addEventListener('online', retry)
  setInterval(retry, 15_000)
  // The buttons send the whole form: what is being saved is waited for, and what is in it needs no keeping.
  form.addEventListener('submit', (event) => {
    for (const timer of timers.values()) clearTimeout(timer)
    if (sending.size === 0) {
      sessionStorage.removeItem(keptKey)
      return
    }
    event.preventDefault()
    void Promise.all(sending.values()).then(() => form.requestSubmit(event.submitter ?? undefined))
  })
}
