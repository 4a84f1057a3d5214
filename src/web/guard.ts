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

/** Lets in the named roles. To anyone else who is signed in the page does not exist. */
export const only = (...roles: StaffRoleName[]) =>
  createMiddleware<AppEnv>(async (c, next) => {
    if (!c.var.act.actor.accountId) return c.redirect(c.req.method === 'GET' ? signInPath(c.req.url) : '/sign-in', 303)
    if (!hasRole(c.var.act.actor, ...roles)) throw notFound('page')
    return next()
  })
