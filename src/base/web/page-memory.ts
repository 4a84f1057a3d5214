// Caches public pages for seconds, for when booking opens. Requests with a cookie of ours neither
// get nor leave one, so nothing personal is in it. A page may show a place that is just gone; the
// form and the triggers decide.

import type { Context } from 'hono'
import { createMiddleware } from 'hono/factory'
import { cutTo } from '#base/words.ts'
import { hasOwnCookie } from './browser-cookie.ts'
import type { AppEnv, Bindings } from './env.ts'
import { writesSoFar } from './measured-database.ts'
import { urlOf } from './route.ts'

/** With the parameters that change them. Searches are not kept: few repeat. */
const pages: readonly (readonly [path: RegExp, parameters: readonly string[]])[] = [
  [/^\/$/, []],
  [/^\/events$/, ['kind', 'page', 'role', 'show', 'topic']],
  [/^\/events\/\w{4,12}$/, []],
  [/^\/series\/[\w-]{36}$/, []],
  [/^\/open-data(\/(coverage\.csv|datapackage\.json))?$/, []],
  [/^\/(privacy|cookies|accessibility|data-protection-complaint|sitemap\.xml)$/, []],
]
const notKept = new Set(['q'])

const freshMs = 5000
/** An old page is shown while one request renews it. */
const staleMs = 10_000
/** After this another request may renew it. */
const renewMs = 2000
export const mostBytes = 8 * 1024 * 1024
const mostBytesOfOne = 512 * 1024
const cacheControl = 'public, max-age=0, s-maxage=5'

type Kept = { bytes: Uint8Array<ArrayBuffer>; type: string; etag: string; at: number; renewedFrom: number }
type Memory = { pages: Map<string, Kept>; bytes: number; writes: number }

// An isolate's bindings are always the same object.
const memories = new WeakMap<Bindings, Memory>()

/** Emptied if anything was written since. */
const memoryOf = (given: Bindings): Memory => {
  const writes = writesSoFar(given.DB)
  const known = memories.get(given)
  if (known?.writes === writes) return known
  const memory: Memory = { pages: new Map(), bytes: 0, writes }
  memories.set(given, memory)
  return memory
}

const forget = (memory: Memory, key: string): void => {
  memory.bytes -= memory.pages.get(key)?.bytes.byteLength ?? 0
  memory.pages.delete(key)
}

const keep = (memory: Memory, key: string, page: Kept): void => {
  forget(memory, key)
  if (page.bytes.byteLength > mostBytesOfOne) return
  memory.pages.set(key, page)
  memory.bytes += page.bytes.byteLength
  // The oldest go first.
  for (const oldest of memory.pages.keys()) {
    if (memory.bytes <= mostBytes) break
    forget(memory, oldest)
  }
}

/** Without irrelevant parameters; undefined if the page is not kept. */
const plainAddress = (url: Readonly<URL>): URL | undefined => {
  const known = pages.find(([path]) => path.test(url.pathname))?.[1]
  if (!known || [...url.searchParams.keys()].some((name) => notKept.has(name))) return undefined
  const plain = new URL(url.pathname, url.origin)
  for (const name of known) {
    const value = url.searchParams.get(name)
    if (value !== null) plain.searchParams.set(name, cutTo(value, 100))
  }
  return plain
}

const answerFrom = (c: Context<AppEnv>, { bytes, type, etag }: Kept): Response => {
  const headers = { 'cache-control': cacheControl, etag, vary: 'Cookie' }
  const known = (c.req.header('if-none-match') ?? '').split(/, */)
  return known.includes(etag)
    ? new Response(null, { status: 304, headers })
    : new Response(bytes, { headers: { ...headers, 'content-type': type } })
}

export const rememberPages = createMiddleware<AppEnv>(async (c, next) => {
  if (c.req.method !== 'GET' || hasOwnCookie(c) || c.env.MAINTENANCE) return next()
  const address = plainAddress(urlOf(c))
  if (!address) return next()
  const { deployment } = c.var
  const memory = memoryOf(deployment)
  const key = address.href
  const now = Date.now()
  const kept = memory.pages.get(key)
  if (kept && now >= kept.at && now < kept.at + freshMs + staleMs) {
    const renewed = now >= kept.renewedFrom && now < kept.renewedFrom + renewMs
    if (now < kept.at + freshMs || renewed) return answerFrom(c, kept)
    kept.renewedFrom = now
  }
  if (address.href !== c.req.url) c.req.raw = new Request(address, c.req.raw)
  await next()
  const { res } = c
  if (res.status !== 200 || res.headers.has('set-cookie') || res.headers.has('cache-control')) return
  const bytes = new Uint8Array(await res.arrayBuffer())
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))
  const etag = `"${Array.from(hash.slice(0, 12), (byte) => byte.toString(16).padStart(2, '0')).join('')}"`
  const page = { bytes, type: res.headers.get('content-type') ?? '', etag, at: now, renewedFrom: 0 }
  // A page made during a write may not show it.
  if (memoryOf(deployment) === memory) keep(memory, key, page)
  c.res = undefined
  c.res = answerFrom(c, page)
})
