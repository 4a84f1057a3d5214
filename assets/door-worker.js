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

self.addEventListener('activate', (event) => {
  event.waitUntil(
    caches
      .keys()
      .then((names) => Promise.all(names.filter((name) => name.startsWith('door-') && name !== version).map((name) => caches.delete(name))))
      .then(() => self.clients.claim()),
  )
})

const kept = async (path) => (await caches.open(version)).match(path)

/** The network's answer, or the page without names where none comes in time. */
const opened = async (request) => {
  const late = new Promise((done) => setTimeout(done, patience))
  const answered = fetch(request).catch(() => undefined)
  return (await Promise.race([answered, late])) ?? (await kept(shell)) ?? (await answered) ?? Response.error()
}

self.addEventListener('fetch', (event) => {
  const { request } = event
  const url = new URL(request.url)
  if (request.method !== 'GET' || url.origin !== self.location.origin) return
  if (files.includes(url.pathname)) event.respondWith(kept(url.pathname).then((answer) => answer ?? fetch(request)))
  else if (request.mode === 'navigate' && /^\/door\/[^/]+$/.test(url.pathname)) event.respondWith(opened(request))
})
