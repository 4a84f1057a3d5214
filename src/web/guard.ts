import { createMiddleware } from 'hono/factory'
import { hasRole, type StaffRoleName } from '../act.ts'
import type { AppEnv } from '../env.ts'
import { notFound } from '../errors.ts'

const signInPath = (url: string): string => {
  const { pathname, search } = new URL(url)
  return `/sign-in?next=${encodeURIComponent(pathname + search)}`
}

/** Lets in anyone who is signed in; others are sent to sign in and brought back (a GET) or simply to sign in (a POST). */
export const signedIn = createMiddleware<AppEnv>(async (c, next) => {
  if (!c.var.act.actor.accountId) return c.redirect(c.req.method === 'GET' ? signInPath(c.req.url) : '/sign-in', 303)
  return next()
})

/** Where a form was, so that its reader can be brought back to it. */
const pageOfForm = (referer: string | undefined, url: string): string => {
  if (!referer || !URL.canParse(referer)) return '/'
  const { origin, pathname, search } = new URL(referer)
  return origin === new URL(url).origin ? pathname + search : '/'
}

/** From a shared mailbox nobody acts without a name: asks who it is and brings them back. Lets everyone else through. */
export const named = createMiddleware<AppEnv>(async (c, next) => {
  const { accountId, shared, personId } = c.var.act.actor
  if (!accountId || !shared || personId) return next()
  const { pathname, search } = new URL(c.req.url)
  const back = c.req.method === 'GET' ? pathname + search : pageOfForm(c.req.header('referer'), c.req.url)
  return c.redirect(`/account/who?next=${encodeURIComponent(back)}`, 303)
})

/** Lets in the named roles. To anyone else who is signed in the page does not exist. */
export const only = (...roles: StaffRoleName[]) =>
  createMiddleware<AppEnv>(async (c, next) => {
    if (!c.var.act.actor.accountId) return c.redirect(c.req.method === 'GET' ? signInPath(c.req.url) : '/sign-in', 303)
    if (!hasRole(c.var.act.actor, ...roles)) throw notFound('page')
    return next()
  })
