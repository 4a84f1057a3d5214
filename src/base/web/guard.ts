import type { Context, MiddlewareHandler } from 'hono'
import { addMinutes, instant } from '#base/dates.ts'
import { notFound } from '#base/errors.ts'
import { access, isOf } from './access.ts'
import type { AppEnv } from './env.ts'
import { patternsOf } from './route.ts'

type C = Context<AppEnv>
type Row = NonNullable<ReturnType<(typeof access)['get']>>

/** Where a form was, so that its reader can be brought back to it. */
const pageOfForm = (c: C): string => {
  const referer = c.req.header('referer') ?? ''
  const { pathname, search, origin } = new URL(URL.canParse(referer) ? referer : c.req.url)
  return origin === new URL(c.req.url).origin ? pathname + search : c.req.path
}

/** Sends elsewhere first, and then back to the page; what was typed is kept meanwhile (`people/sign-in/kept-form.ts`). */
const first = (c: C, path: string, page: string): Response => {
  if (c.req.method === 'POST') c.set('turnedAwayFrom', page)
  return c.redirect(`${path}?next=${encodeURIComponent(page)}`, 303)
}

/** The page asked for, or the page of a form. */
const pageAsked = (c: C): string => {
  const { pathname, search } = new URL(c.req.url)
  return c.req.method === 'GET' ? pathname + search : pageOfForm(c)
}

/** How long it counts that somebody has shown that it is they. */
export const provenMinutes = 10

const isProven = (c: C): boolean => c.var.provenAt !== undefined && c.var.provenAt >= instant(addMinutes(c.var.act.now, -provenMinutes))

/** Where they are sent first; nothing when they may ask. To whoever may not, the page does not exist. */
const turnedAway = (c: C, { group, proven }: Row): Response | undefined => {
  const { act, restingRoles, staff } = c.var
  const { accountId, shared, personId } = act.actor
  if (group.named && accountId && shared && !personId) return first(c, '/account/who', pageAsked(c))
  if (group.signedIn && !accountId) return first(c, '/sign-in', pageAsked(c))
  if (group.roles?.some((role) => restingRoles?.includes(role))) return first(c, '/account/factors', pageAsked(c))
  if (!isOf(act.actor, group) || (group.staff && !staff)) throw notFound('page')
  return proven && !isProven(c) ? first(c, '/account/prove', pageOfForm(c)) : undefined
}

/**
 * Holds every request to the table of who may ask for what. Where several patterns fit an address,
 * each must let them in, whichever answers.
 */
export const guard: MiddlewareHandler<AppEnv> = (c, next) => {
  const patterns = patternsOf(c)
  if (patterns.length === 0) return Promise.resolve(c.notFound())
  for (const pattern of patterns) {
    // `local.ts` guards what it mounts.
    if (pattern.includes(' /dev/')) continue
    const row = access.get(pattern)
    if (!row) throw notFound('page')
    const turned = turnedAway(c, row)
    if (turned) return Promise.resolve(turned)
  }
  return next()
}
