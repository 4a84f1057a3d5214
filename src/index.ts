import type { Bindings } from '#base/web/env.ts'
import { measuredDatabase } from '#base/web/measured-database.ts'
import { app } from './app.tsx'
import { everyMinute } from './clock.ts'

export default {
  fetch: app.fetch,
  scheduled: async (_controller, env) => {
    if (!env.MAINTENANCE) await everyMinute({ ...env, DB: measuredDatabase(env.DB) }, new Date())
  },
} satisfies ExportedHandler<Bindings>
