import type { Context } from 'hono'
import { deleteCookie, getCookie, setCookie } from 'hono/cookie'
import { createMiddleware } from 'hono/factory'
import { nobody } from '../act.ts'
import { instant } from '../dates.ts'
import type { AppEnv } from '../env.ts'
import { sha256 } from '../id.ts'
import { actorOfSignIn } from './store.ts'

const cookieName = 'muster'

/** Puts into `c.var.act` who is asking, when and from where. A request without a cookie reads nothing. */
export const readActor = createMiddleware<AppEnv>(async (c, next) => {
  const now = new Date()
  const token = getCookie(c, cookieName, 'host')
  const found = token ? await actorOfSignIn(c.env.DB, await sha256(token), instant(now)) : undefined
  c.set('signInId', found?.signInId)
  c.set('act', {
    db: c.env.DB,
    now,
    actor: found?.actor ?? nobody,
    origin: 'web',
    requestId: c.get('requestId'),
    baseUrl: c.env.BASE_URL ?? new URL(c.req.url).origin,
    mailFrom: c.env.MAIL_FROM,
  })
  await next()
})

export const setSignInCookie = (c: Context<AppEnv>, token: string, maxAgeSeconds: number): void =>
  setCookie(c, cookieName, token, { prefix: 'host', httpOnly: true, secure: true, sameSite: 'Lax', path: '/', maxAge: maxAgeSeconds })

export const clearSignInCookie = (c: Context<AppEnv>): void => {
  deleteCookie(c, cookieName, { prefix: 'host', secure: true, path: '/' })
}
