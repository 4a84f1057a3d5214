// Searches for people must not appear in addresses, which are kept in histories and logs. A search
// is posted, and the address of its results holds the words encrypted with a key that only this
// browser has. Paging, reloading and downloads work as usual.

import type { Context } from 'hono'
import { createMiddleware } from 'hono/factory'
import { newToken } from '#base/id.ts'
import { cutTo } from '#base/words.ts'
import { browserCookie } from './browser-cookie.ts'
import type { AppEnv } from './env.ts'
import { ForgottenPage } from './error-pages.tsx'
import { urlOf } from './route.ts'

/** Searches by name, address or telephone, and pages below. */
const searched =
  /^\/(search|organiser\/(log|people|addresses|messages|bookings|schools|finance\/invoices)|organiser\/events(?=$)|organiser\/events\/[^/]+\/(bookings|certificates)|(register|door)\/[^/]+)(?=\/|$)/
const names = ['q', 'who', 'text'] as const
/** Characters: browsers and proxies refuse much longer addresses. */
const longestQuery = 6000
const enciphered = /^\.[\w-]{38,}$/

const searchCookie = browserCookie('muster-search', 24 * 60)

const keyOf = async (token: string): Promise<CryptoKey> =>
  crypto.subtle.importKey('raw', await crypto.subtle.digest('SHA-256', new TextEncoder().encode(token)), 'AES-GCM', false, [
    'encrypt',
    'decrypt',
  ])

const encipher = async (token: string, words: string): Promise<string> => {
  const iv = crypto.getRandomValues(new Uint8Array(12))
  const sealed = await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, await keyOf(token), new TextEncoder().encode(words))
  const bytes = [...iv, ...new Uint8Array(sealed)]
  return `.${btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '')}`
}

/** undefined if encrypted elsewhere or too long ago. */
const decipher = async (token: string | undefined, text: string): Promise<string | undefined> => {
  if (!token) return undefined
  try {
    const bytes = Uint8Array.from(atob(text.slice(1).replaceAll('-', '+').replaceAll('_', '/')), (letter) => letter.charCodeAt(0))
    const words = await crypto.subtle.decrypt({ name: 'AES-GCM', iv: bytes.slice(0, 12) }, await keyOf(token), bytes.slice(12))
    return new TextDecoder().decode(words)
  } catch {
    return undefined
  }
}

/** Within a request, equal words give equal text. */
const concealer = (c: Context<AppEnv>, known: ReadonlyMap<string, string>) => {
  const done = new Map(known)
  const token = searchCookie.read(c) ?? newToken()
  if (!searchCookie.read(c)) searchCookie.set(c, token)
  return async (address: string): Promise<string> => {
    const here = urlOf(c)
    const url = new URL(address, here.href)
    if (url.origin !== here.origin || !searched.test(url.pathname)) return address
    let changed = false
    for (const name of names) {
      const words = url.searchParams.get(name)
      if (!words || enciphered.test(words)) continue
      const text = done.get(words) ?? (await encipher(token, words))
      done.set(words, text)
      url.searchParams.set(name, text)
      changed = true
    }
    return changed ? url.pathname + url.search + url.hash : address
  }
}

/** Redirects a search to an address with its words encrypted; drops what exceeds `longestQuery`. */
const answerForm = async (c: Context<AppEnv>): Promise<Response> => {
  const token = searchCookie.read(c) ?? newToken()
  const pairs: string[] = []
  let size = 0
  for (const [name, value] of (await c.req.formData()).entries()) {
    if (typeof value !== 'string' || value === '') continue
    const isWords = (names as readonly string[]).includes(name)
    const words = cutTo(value.trim(), 200)
    if (isWords && !words) continue
    const query = new URLSearchParams({ [name]: isWords ? await encipher(token, words) : cutTo(value, 200) }).toString()
    if (size + query.length + 1 > longestQuery) break
    size += query.length + 1
    pairs.push(query)
  }
  const query = pairs.join('&')
  searchCookie.set(c, token)
  return c.redirect(`${c.req.path}${query ? `?${query}` : ''}`, 303)
}

export const privateSearch = createMiddleware<AppEnv>(async (c, next) => {
  if (!searched.test(c.req.path)) return next()
  if (c.req.method === 'POST' && searched.exec(c.req.path)?.[0] === c.req.path) return answerForm(c)
  const url = new URL(c.req.url)
  const known = new Map<string, string>()
  for (const name of names) {
    const text = url.searchParams.get(name)
    if (!text || !enciphered.test(text)) continue
    const words = await decipher(searchCookie.read(c), text)
    // A register can still be taken when the search words are unreadable.
    if (words === undefined && /^\/(register|door)\//.test(url.pathname)) url.searchParams.delete(name)
    else if (words === undefined) {
      for (const other of names) url.searchParams.delete(other)
      c.status(410)
      return c.render(<ForgottenPage href={url.pathname + url.search} />, { title: 'What you searched for is no longer known' })
    }
    if (words === undefined) continue
    known.set(words, text)
    url.searchParams.set(name, words)
  }
  const { accountId, shared, personId } = c.var.act.actor
  // Before signing in or giving their name, they keep the encrypted address.
  const goesOn = accountId && !(shared && !personId)
  if (url.href !== c.req.url && goesOn) c.req.raw = new Request(url, { method: c.req.method, headers: c.req.raw.headers })
  await next()
  if (known.size === 0 && c.req.method === 'GET') return
  const conceal = concealer(c, known)
  const location = c.res.headers.get('location')
  if (location) c.header('location', await conceal(location))
  if (!c.res.headers.get('content-type')?.startsWith('text/html')) return
  const rewritten = new HTMLRewriter()
  for (const [element, attribute] of [
    ['a', 'href'],
    ['form', 'action'],
    ['form', 'data-change'],
  ] as const)
    rewritten.on(`${element}[${attribute}]`, {
      element: async (found) => {
        const address = (found.getAttribute(attribute) ?? '').replaceAll('&amp;', '&')
        const concealed = address.includes('?') ? await conceal(address) : address
        if (concealed !== address) found.setAttribute(attribute, concealed.replaceAll('&', '&amp;'))
      },
    })
  const { res } = c
  c.res = undefined
  c.res = rewritten.transform(res)
})
