// Opens the door without a connection: it keeps the page without names, its script and its styles,
// and answers with them when the network does not. The names are kept by the page, encrypted.
const version = 'VERSION'
const shell = '/door-shell'
const files = FILES
const patience = 3000

self.addEventListener('install', (event) => {
  const fetched = [shell, ...files].map((path) => new Request(path, { credentials: 'omit', cache: 'reload' }))
  event.waitUntil(
    caches
      .open(version)
      .then((cache) => cache.addAll(fetched))
      .then(() => self.skipWaiting()),
  )
})

/** Deletes names that a door kept more than a day ago, whenever the worker is woken. */
const forgetOld = () =>
  new Promise((done) => {
    const opening = indexedDB.open('muster-door')
    opening.onerror = done
    opening.onupgradeneeded = () => opening.transaction.abort()
    opening.onsuccess = () => {
      const all = opening.result
      if (!all.objectStoreNames.contains('snapshots')) return done(all.close())
      const clearing = all.transaction('snapshots', 'readwrite')
      clearing.objectStore('snapshots').openCursor().onsuccess = ({ target: { result: cursor } }) => {
        if (!cursor) return
        if (cursor.value.savedAt < Date.now() - 24 * 60 * 60_000) cursor.delete()
        cursor.continue()
      }
      clearing.oncomplete = () => done(all.close())
    }
  }).catch(() => undefined)

self.addEventListener('activate', (event) => {
  event.waitUntil(
    caches
      .keys()
      .then((names) => Promise.all(names.filter((name) => name.startsWith('door-') && name !== version).map((name) => caches.delete(name))))
      .then(forgetOld)
      .then(() => self.clients.claim()),
  )
})

/** A shared tablet opens without names, and asks for its PIN. */
const isShared = () =>
  new Promise((done) => {
    const opening = indexedDB.open('muster-door')
    opening.onerror = () => done(false)
    opening.onupgradeneeded = () => opening.transaction.abort()
    opening.onsuccess = () => {
      const all = opening.result
      const asked = all.objectStoreNames.contains('device') && all.transaction('device').objectStore('device').get('shared')
      if (!asked) return done(all.close())
      asked.onsuccess = () => done(asked.result === 'yes')
      asked.onerror = () => done(false)
      asked.transaction.oncomplete = () => all.close()
    }
  })

const kept = async (path) => (await caches.open(version)).match(path)

/** The network's answer, or what is kept where none comes in time. */
const inTime = async (request, instead) => {
  const late = new Promise((done) => setTimeout(done, patience))
  const answered = fetch(request).catch(() => undefined)
  return (await Promise.race([answered, late])) ?? (await instead()) ?? (await answered) ?? Response.error()
}

/** The page without names, on a shared tablet always. */
const opened = async (request) => ((await isShared()) && (await kept(shell))) || inTime(request, () => kept(shell))

self.addEventListener('fetch', (event) => {
  const { request } = event
  const url = new URL(request.url)
  if (request.method !== 'GET' || url.origin !== self.location.origin) return
  if (files.includes(url.pathname)) event.respondWith(kept(url.pathname).then((answer) => answer ?? fetch(request)))
  else if (request.mode === 'navigate' && /^\/door\/[^/]+$/.test(url.pathname)) {
    event.waitUntil(forgetOld())
    event.respondWith(opened(request))
  } else if (request.mode === 'navigate' && url.pathname.startsWith('/register/'))
    // The page of check-in kept where each register is checked in.
    event.respondWith(inTime(request, () => caches.match(url.pathname, { cacheName: 'registers' })))
})
