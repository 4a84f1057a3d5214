import { createMiddleware } from 'hono/factory'
import { type Actor, hasRole } from '#base/act.ts'
import type { AppEnv } from './env.ts'
import { measuredDatabase, nothingAsked } from './measured-database.ts'
import { routeOf } from './route.ts'

/** Only the kind of role, nothing that identifies them. */
const kindOf = (actor: Actor | undefined): string => {
  if (!actor?.accountId) return 'nobody'
  if (actor.roles.some((role) => role !== 'door')) return 'council'
  return actor.roles.length > 0 ? 'door' : actor.schoolIds.length > 0 ? 'school' : 'somebody'
}

/** A line per request with its cost, without work after the response. */
export const measureRequest = createMiddleware<AppEnv>(async (c, next) => {
  const from = Date.now()
  const asked = nothingAsked()
  // Hono copies all variables whenever `var` is read, some eighty times a page.
  Object.defineProperty(c, 'var', { value: new Proxy({}, { get: (_, name) => c.get(name as keyof AppEnv['Variables']) }) })
  c.set('asked', asked)
  c.set('deployment', c.env)
  c.env = { ...c.env, DB: measuredDatabase(c.env.DB) }
  await next()
  const actor = c.var.act?.actor
  const isLocal = c.env.LOCAL_MAIL === '1'
  const { trips, statements, rows, ms } = asked
  const took = Date.now() - from
  if (isLocal || (actor && hasRole(actor, 'administrator')))
    c.res.headers.set('server-timing', `db;desc="${trips} trips, ${statements} statements, ${rows} rows read";dur=${ms}, total;dur=${took}`)
  // Locally it is in a header, to keep the terminal readable.
  if (isLocal) return
  console.log(
    JSON.stringify({
      request: c.get('requestId'),
      route: routeOf(c),
      status: c.res.status,
      actor: kindOf(actor),
      trips,
      statements,
      rows,
      ms: took,
    }),
  )
})
