// Takes the register without leaving the page: filters as one types, marks in place, and keeps a mark that could not be sent on this
// device until it could. The id of a mark is made here once and sent again unchanged, so nothing is marked twice.

const waitingKey = `muster-marks:${location.pathname}`

/** A UUIDv7: the time in milliseconds, then random bits. */
const newId = () => {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  let time = Date.now()
  for (let at = 5; at >= 0; at -= 1) {
    bytes[at] = time % 256
    time = Math.floor(time / 256)
  }
  bytes[6] = (bytes[6] & 0x0f) | 0x70
  bytes[8] = (bytes[8] & 0x3f) | 0x80
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-')
}

const readWaiting = () => {
  try {
    return JSON.parse(localStorage.getItem(waitingKey) ?? '[]')
  } catch {
    return []
  }
}
const keepWaiting = (marks) => {
  try {
    if (marks.length > 0) localStorage.setItem(waitingKey, JSON.stringify(marks))
    else localStorage.removeItem(waitingKey)
  } catch {
    // A device that keeps nothing still sends what it can now.
  }
}
const drop = (mark) => keepWaiting(readWaiting().filter((one) => one.fields.mark !== mark.fields.mark))

const itemOf = (mark) => document.getElementById(`p-${mark.fields.person}`)
const say = (mark, ...words) => {
  itemOf(mark)
    ?.querySelector('.muster-mark__waiting')
    ?.replaceChildren(...words)
}
const signInLink = () => {
  const link = document.createElement('a')
  link.href = `/sign-in?next=${encodeURIComponent(location.pathname + location.search)}`
  link.textContent = 'Sign in again'
  link.className = 'govuk-link'
  return link
}

const show = (mark, html) => {
  const parts = new DOMParser().parseFromString(html, 'text/html')
  const counts = parts.getElementById('counts')
  if (counts) document.getElementById('counts')?.replaceChildren(...counts.childNodes)
  const item = itemOf(mark)
  const now = parts.getElementById(`p-${mark.fields.person}`)
  if (!item || !now) return
  const hadFocus = item.contains(document.activeElement)
  for (const other of document.querySelectorAll('.muster-person--just-marked')) other.classList.remove('muster-person--just-marked')
  now.classList.add('muster-person--just-marked')
  item.replaceWith(now)
  if (hadFocus) now.focus({ preventScroll: true })
}

/** Sends one mark. Returns false when it did not reach the server and should be sent again. */
const send = async (mark) => {
  let answer
  try {
    answer = await fetch(mark.action, {
      method: 'POST',
      headers: { 'x-muster-parts': 'person', 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams(mark.fields),
      redirect: 'manual',
    })
  } catch {
    return false
  }
  if (answer.status >= 500) return false
  if (answer.type === 'opaqueredirect') {
    say(mark, 'Not saved: you are signed out. It is kept on this device. ', signInLink(), ' to send it.')
    return true
  }
  drop(mark)
  if (answer.ok) show(mark, await answer.text())
  else location.assign(`${mark.change}${mark.change.includes('?') ? '&' : '?'}markType=${mark.fields.markType}`)
  return true
}

let sending = false
const sendWaiting = async () => {
  if (sending) return
  sending = true
  const tried = new Set()
  const next = () => readWaiting().find((one) => !tried.has(one.fields.mark))
  for (let mark = next(); mark; mark = next()) {
    tried.add(mark.fields.mark)
    if (await send(mark)) continue
    for (const one of readWaiting()) say(one, 'Not saved yet: no connection. It is kept on this device and sent as soon as it can be.')
    break
  }
  sending = false
}

document.addEventListener('submit', (event) => {
  const form = event.target
  const button = event.submitter
  if (!form.matches?.('.muster-mark') || !button?.value) return
  event.preventDefault()
  if (form.dataset.sent) return
  form.dataset.sent = 'yes'
  const fields = { ...Object.fromEntries(new FormData(form)), markType: button.value, mark: newId(), notedAt: new Date().toISOString() }
  const mark = { action: form.getAttribute('action'), change: form.dataset.change, fields }
  keepWaiting([...readWaiting(), mark])
  say(mark, 'Saving…')
  // A device that keeps nothing must still send this one.
  if (readWaiting().length > 0) void sendWaiting()
  else void send(mark).then((reached) => reached || say(mark, 'Not saved: no connection. Reload the page and mark them again.'))
})

const filter = document.querySelector('[data-register-filter]')
const plain = (text) =>
  text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()

const applyFilter = () => {
  const words = plain(filter.elements.q.value).split(' ')
  const leftOnly = filter.elements.show.value === 'left'
  let found = 0
  for (const group of document.querySelectorAll('.muster-school-group')) {
    let inGroup = 0
    for (const item of group.querySelectorAll('.muster-person')) {
      item.hidden = !(words.every((word) => item.dataset.search.includes(word)) && (!leftOnly || item.dataset.marked === 'no'))
      if (!item.hidden) inGroup += 1
    }
    group.hidden = inGroup === 0
    found += inGroup
  }
  filter.querySelector('[data-found]').textContent = filter.elements.q.value || leftOnly ? `${found} shown` : ''
}

// The page holds everyone only when the server did not filter; otherwise the form asks the server.
if (filter && !new URLSearchParams(location.search).get('q') && new URLSearchParams(location.search).get('show') !== 'left') {
  filter.addEventListener('input', applyFilter)
}

window.addEventListener('online', () => void sendWaiting())
setInterval(() => void sendWaiting(), 15_000)
void sendWaiting()
