// Turns on the small helps of the pages. Every page works without them.
import { initAll } from '/govuk-frontend.js'

document.body.classList.add('js-enabled', 'govuk-frontend-supported')
initAll()

// What waits on this device to be sent from a door is said on every page until nothing does, and a door's names are forgotten at sign-out and after a day.
const kept = (() => {
  try {
    return JSON.parse(localStorage.getItem('muster-door') ?? 'null')
  } catch {
    return null
  }
})()
const forgetNames = (before = Number.POSITIVE_INFINITY) =>
  new Promise((done) => {
    const opening = indexedDB.open('muster-door')
    opening.onerror = done
    // There is none: it is not to be made here.
    opening.onupgradeneeded = () => opening.transaction.abort()
    opening.onsuccess = () => {
      const all = opening.result
      if (!all.objectStoreNames.contains('snapshots')) return done()
      const clearing = all.transaction('snapshots', 'readwrite')
      clearing.objectStore('snapshots').openCursor().onsuccess = ({ target: { result: cursor } }) => {
        if (!cursor) return
        if (cursor.value.savedAt < before) cursor.delete()
        cursor.continue()
      }
      clearing.oncomplete = done
      clearing.onerror = done
    }
  })
// What was typed into a return and could not be saved goes when its author signs out, in this window and in others.
const outKey = 'muster-signed-out'
const forgetDrafts = () => {
  for (const key of Object.keys(sessionStorage)) if (key.startsWith('muster-return:')) sessionStorage.removeItem(key)
}
addEventListener('storage', ({ key }) => key === outKey && forgetDrafts())
document.querySelector('form[action="/sign-out"]')?.addEventListener('submit', (event) => {
  // Once more at the end: leaving a field saves it.
  forgetDrafts()
  addEventListener('pagehide', forgetDrafts)
  localStorage.setItem(outKey, String(Date.now()))
  if (!kept) return
  event.preventDefault()
  void forgetNames().then(() => event.target.submit())
})
if (kept) {
  void forgetNames(Date.now() - 24 * 60 * 60_000)
  if (kept.unsent > 0 && !document.getElementById('door')) {
    const said = document.createElement('p')
    said.className = 'govuk-body muster-waiting'
    said.setAttribute('role', 'status')
    const time = new Intl.DateTimeFormat('en-GB', { timeZone: 'Europe/London', hour: 'numeric', minute: '2-digit' }).format(
      new Date(kept.oldest),
    )
    said.append(`${kept.unsent} not yet sent from the door, oldest ${time}. `)
    const link = document.createElement('a')
    link.className = 'govuk-link'
    link.href = `/door/${kept.code}`
    link.textContent = 'Open the door to send'
    said.append(link)
    document.getElementById('main-content')?.prepend(said)
  }
}

// The key / opens the search, unless it was turned off under the account: WCAG 2.2, 2.1.4.
const search = document.getElementById('search')
const keyOff = 'muster-no-search-key'
if (search) {
  addEventListener('keydown', (event) => {
    if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey || localStorage.getItem(keyOff)) return
    if (event.target.closest?.('input, textarea, select, [contenteditable]')) return
    event.preventDefault()
    search.focus()
  })
  const choice = document.getElementById('has-search-key')
  if (choice) {
    document.getElementById('search-key').hidden = false
    choice.checked = !localStorage.getItem(keyOff)
    choice.addEventListener('change', () => (choice.checked ? localStorage.removeItem(keyOff) : localStorage.setItem(keyOff, '1')))
  }
}
