import type { Context } from 'hono'
import { deleteCookie, getCookie, setCookie } from 'hono/cookie'
import type { AppEnv } from '../env.ts'

const name = 'muster-said'

/** A sentence to show once, on the page that the redirect leads to. Never put a name or an address of a person into it. */
export const flash = (c: Context<AppEnv>, sentence: string): void =>
  setCookie(c, name, encodeURIComponent(sentence), { prefix: 'host', httpOnly: true, secure: true, sameSite: 'Lax', path: '/', maxAge: 60 })

export const takeFlash = (c: Context<AppEnv>): string | undefined => {
  const said = getCookie(c, name, 'host')
  if (said === undefined) return undefined
  deleteCookie(c, name, { prefix: 'host', secure: true, path: '/' })
  try {
    return decodeURIComponent(said)
  } catch {
    return undefined
  }
}
