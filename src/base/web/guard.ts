import type { Context, MiddlewareHandler } from 'hono'
import { whoBooks } from '#base/act.ts'
import { addMinutes, instant } from '#base/dates.ts'
import { notFound } from '#base/errors.ts'
import { access, isInGroup } from './access.ts'
import type { AppEnv } from './env.ts'
import { patternsOf, urlOf } from './route.ts'

type C = Context<AppEnv>
type Row = NonNullable<ReturnType<(typeof access)['get']>>

/** To return there afterwards. */
const pageOfForm = (c: C): string => {
  const referer = c.req.header('referer') ?? ''
  const { pathname, search, origin } = new URL(URL.canParse(referer) ? referer : c.req.url)
  return origin === urlOf(c).origin ? pathname + search : c.req.path
}

/** Goes elsewhere and then back to `page`; typed text is kept (`people/sign-in/kept-form.ts`). */
const first = (c: C, path: string, page: string): Response => {
  if (c.req.method === 'POST') c.set('turnedAwayFrom', page)
  return c.redirect(`${path}?next=${encodeURIComponent(page)}`, 303)
}

/** The page asked for, or the page of the form sent. */
const pageAsked = (c: C): string => {
  const { pathname, search } = urlOf(c)
  return c.req.method === 'GET' ? pathname + search : pageOfForm(c)
}

/** For what is for everybody but only sometimes without an account. */
export const signInFirst = (c: C): Response => first(c, '/sign-in', pageAsked(c))

/** How long confirming who they are lasts. */
export const provenMinutes = 10

const isProven = (c: C): boolean => c.var.provenAt !== undefined && c.var.provenAt >= instant(addMinutes(c.var.act.now, -provenMinutes))

/** For what needs fresh proof only sometimes: where to go first; they return to the form. */
export const provenFirst = (c: C): Response | undefined => (isProven(c) ? undefined : first(c, '/account/prove', pageOfForm(c)))

/** Where they must go first; undefined: nowhere. Without permission, the page does not exist. */
const turnedAway = (c: C, { group, proven }: Row): Response | undefined => {
  const { act, restingRoles, staff } = c.var
  const { accountId, shared, personId } = act.actor
  if (group.named && accountId && shared && !personId) return first(c, '/account/who', pageAsked(c))
  if (group.signedIn && !accountId) return first(c, '/sign-in', pageAsked(c))
  if (group.roles?.some((role) => restingRoles?.includes(role))) return first(c, '/account/factors', pageAsked(c))
  if (!isInGroup(act.actor, group) || (group.staff && !staff)) throw notFound('page')
  return proven ? provenFirst(c) : undefined
}

/**
 * Checks every request against the access table. Each matching pattern must allow it. Where all of
 * them book, schools for which the account may not book do not exist.
 */
export const guard: MiddlewareHandler<AppEnv> = (c, next) => {
  const patterns = patternsOf(c)
  if (patterns.length === 0) return Promise.resolve(c.notFound())
  let books = true
  for (const pattern of patterns) {
    // `local.ts` guards its own routes.
    if (/ \/dev(\/|$)/.test(pattern)) continue
    const row = access.get(pattern)
    if (!row) throw notFound('page')
    books &&= row.books
    const turned = turnedAway(c, row)
    if (turned) return Promise.resolve(turned)
  }
  if (books) c.set('act', { ...c.var.act, actor: whoBooks(c.var.act.actor) })
  return next()
}

/** Without Stripe's keys, card payments have no pages. */
export const withStripe: MiddlewareHandler<AppEnv> = async (c, next) => {
  if (!c.var.act.stripe) throw notFound('page')
  await next()
}
