// The service on a developer's machine: what is deployed, plus the local inbox, the routes of local
// commands and the fictional county. Deployments are built from `index.ts`, which leaves these out.
import type { Hono } from 'hono'
import { createMiddleware } from 'hono/factory'
import { app } from '#app.tsx'
import { notFound } from '#base/errors.ts'
import { type AppEnv, type Bindings, sendsRealMail } from '#base/web/env.ts'
import { localCalendarPages } from '#calendars/invites/local-pages.tsx'
import deployed from '#index.ts'
import { localEntryPages } from '#people/sign-in/local-pages.tsx'
import { localImportPages } from '#schools/register/local-pages.tsx'
import { isLoading, localLoadingPages } from '#tools/local/demonstration/local-loading-pages.tsx'
import { localDemonstrationPages } from '#tools/local/demonstration/local-pages.tsx'
import { localEmailPages } from '#tools/local/dev/local-email-pages.tsx'
import { localInboxPages } from '#tools/local/dev/local-pages.tsx'
import { localAuditPages } from '#upkeep/audit/local-pages.tsx'
import { localErasurePages } from '#upkeep/records/local-pages.tsx'

/** Mounts of a local copy only, all under /dev and guarded here. */
export const localRoutes: readonly (readonly [path: string, sub: Hono<AppEnv>])[] = [
  ['/dev', localDemonstrationPages],
  ['/dev', localInboxPages],
  ['/dev/emails', localEmailPages],
  ['/dev/commands', localImportPages],
  ['/dev', localAuditPages],
  ['/dev', localErasurePages],
  ['/dev', localEntryPages],
  ['/dev', localCalendarPages],
]

const thisMachine = new Set(['localhost', '127.0.0.1', '[::1]'])

// Whoever reads the local inbox can sign in as anybody, so it must not exist under other host names
// or where real mail is sent.
const localOnly = createMiddleware<AppEnv>(async (c, next) => {
  if (c.env.LOCAL_MAIL !== '1' || !thisMachine.has(new URL(c.req.url).hostname) || sendsRealMail(c.env)) throw notFound('page')
  await next()
})

const commandOnly = createMiddleware<AppEnv>(async (c, next) => {
  if (!c.env.LOCAL_TOKEN || c.req.header('x-muster-token') !== c.env.LOCAL_TOKEN) throw notFound('page')
  await next()
})

app.use('/dev/*', localOnly)
app.use('/dev/commands/*', commandOnly)
for (const [path, sub] of localRoutes) app.route(path, sub)

export default {
  ...deployed,
  fetch: async (request, env, context) => ((await isLoading(env)) ? localLoadingPages : app).fetch(request, env, context),
} satisfies ExportedHandler<Bindings>
