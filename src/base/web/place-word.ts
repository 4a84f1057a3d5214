import { createMiddleware } from 'hono/factory'
import { pageWordedFor, placeFor } from '#base/place-word.ts'
import type { AppEnv } from './env.ts'

const ownPage = /^\/school\/([0-9a-f]{8}-[0-9a-f-]{27})(?=\/|$)/

/** Words an organisation as its own people call it. */
export const wordPages = createMiddleware<AppEnv>(async (c, next) => {
  await next()
  const place = c.var.place ?? placeFor(c.var.act.actor, (ownPage.exec(c.req.path)?.[1] ?? c.req.query('school')) || undefined)
  if (place === 'school' || !c.res.headers.get('content-type')?.startsWith('text/html')) return
  c.res = new Response(pageWordedFor(place, await c.res.text()), c.res)
})
