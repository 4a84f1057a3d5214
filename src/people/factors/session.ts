import { createMiddleware } from 'hono/factory'
import { sayLongDay } from '#base/dates.ts'
import type { AppEnv } from '#base/web/env.ts'
import { readProviders } from '#people/sign-in/provider.ts'
import { policyOf, type Standing, standingOf } from './factor.ts'

/** Start pages, which say what is required, so that not every page does. */
const homes = new Set(['/organiser', '/organiser/finance', '/coverage', '/register', '/account'])

const noticeOf = (standing: Standing, label: string): string | undefined => {
  if (standing === 'shown') return undefined
  if (standing === 'not_asked') return 'People who work for the council sign in here without a second factor.'
  if (standing === 'withheld') return 'What you may do for the council rests until you have set up a second factor.'
  if (standing === 'held') return 'What you may do for the council rests until an administrator has let your second factor count.'
  if (standing === 'elsewhere') return `What you may do for the council rests: sign out, and sign in with ${label}.`
  return `Set up a second factor by ${sayLongDay(standing.until)}. After that day you cannot do anything for the council until you have.`
}

/** Suspends a staff member’s roles until they show what is required. Reads no database. */
export const holdRoles = createMiddleware<AppEnv>(async (c, next) => {
  const { staff, act, council } = c.var
  if (!staff) return next()
  const providers = readProviders(c.env)
  c.set('providers', providers)
  const policy = policyOf(
    council,
    Boolean(c.env.FACTOR_KEYS),
    providers.map(({ id }) => id),
  )
  const standing = standingOf(staff, act.actor.roles, policy, act.now)
  const rests = standing === 'withheld' || standing === 'held'
  if (rests || standing === 'elsewhere') {
    c.set('restingRoles', act.actor.roles)
    c.set('act', { ...act, actor: { ...act.actor, roles: [], doorEventIds: [] }, plan: act.plan && { ...act.plan, ofStaff: true } })
  }
  const label = providers.find(({ id }) => id === policy.provider)?.label ?? ''
  if (homes.has(c.req.path) || rests) c.set('factorNotice', noticeOf(standing, label))
  return next()
})
