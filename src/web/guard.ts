import type { Context } from 'hono'
import { createMiddleware } from 'hono/factory'
import { hasRole, type StaffRoleName } from '../act.ts'
import type { AppEnv } from '../env.ts'
import { notFound } from '../errors.ts'

/** Where a form was, so that its reader can be brought back to it. */
const pageOfForm = (c: Context<AppEnv>): string => {
  const referer = c.req.header('referer') ?? ''
  const { pathname, search, origin } = new URL(URL.canParse(referer) ? referer : c.req.url)
  return origin === new URL(c.req.url).origin ? pathname + search : c.req.path
}

/** Sends elsewhere first, and then back: to the page asked for, or to the page of a form, which is kept meanwhile (`accounts/kept-form.ts`). */
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
export const only = (...roles: StaffRoleName[]) =>
  createMiddleware<AppEnv>(async (c, next) => {
    if (!c.var.act.actor.accountId) return first(c, '/sign-in')
    if (!hasRole(c.var.act.actor, ...roles)) throw notFound('page')
    return next()
  })
