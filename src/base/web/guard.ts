import type { Context } from 'hono'
import { createMiddleware } from 'hono/factory'
import { hasRole, type StaffRoleName } from '#base/act.ts'
import { addMinutes, instant } from '#base/dates.ts'
import { notFound } from '#base/errors.ts'
import type { AppEnv } from './env.ts'

/** Where a form was, so that its reader can be brought back to it. */
const pageOfForm = (c: Context<AppEnv>): string => {
  const referer = c.req.header('referer') ?? ''
  const { pathname, search, origin } = new URL(URL.canParse(referer) ? referer : c.req.url)
  return origin === new URL(c.req.url).origin ? pathname + search : c.req.path
}

/** Sends elsewhere first, and then back: to the page asked for, or to the page of a form, which is kept meanwhile (`people/sign-in/kept-form.ts`). */
const first = (c: Context<AppEnv>, path: string) => {
  const { pathname, search } = new URL(c.req.url)
  const page = c.req.method === 'GET' ? pathname + search : pageOfForm(c)
  if (c.req.method === 'POST') c.set('turnedAwayFrom', page)
  return c.redirect(`${path}?next=${encodeURIComponent(page)}`, 303)
}

/** Lets in anyone who is signed in; others are sent to sign in and brought back. */
export const signedIn = createMiddleware<AppEnv>(async (c, next) => {
  if (!c.var.act.actor.accountId) return first(c, '/sign-in')
  return next()
})

/** From a shared mailbox nobody acts without a name: asks who it is and brings them back. Lets everyone else through. */
export const named = createMiddleware<AppEnv>(async (c, next) => {
  const { accountId, shared, personId } = c.var.act.actor
  if (!accountId || !shared || personId) return next()
  return first(c, '/account/who')
})

/** Lets in the named roles. To anyone else who is signed in the page does not exist. */
export const requireRole = (...roles: StaffRoleName[]) =>
  createMiddleware<AppEnv>(async (c, next) => {
    if (!c.var.act.actor.accountId) return first(c, '/sign-in')
    if (roles.some((role) => c.var.restingRoles?.includes(role))) return first(c, '/account/factors')
    if (!hasRole(c.var.act.actor, ...roles)) throw notFound('page')
    return next()
  })

/** How long it counts that somebody has shown that it is they. */
export const provenMinutes = 10

/**
 * For what would do most harm if a stranger sat at the keyboard: roles, addresses, money, files with names. Lets in whoever has shown within ten
 * minutes that it is they, by a second factor or, without one, by a code; asks everyone else, and brings them back to the page they were on, with
 * what they typed. Goes after the guard that says who may at all.
 */
export const recentlyProven = createMiddleware<AppEnv>(async (c, next) => {
  const since = instant(addMinutes(c.var.act.now, -provenMinutes))
  if (!c.var.act.actor.accountId || (c.var.provenAt !== undefined && c.var.provenAt >= since)) return next()
  const page = pageOfForm(c)
  if (c.req.method === 'POST') c.set('turnedAwayFrom', page)
  return c.redirect(`/account/prove?next=${encodeURIComponent(page)}`, 303)
})
