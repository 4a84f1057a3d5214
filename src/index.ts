import { sweepAccounts } from './accounts/sign-in-store.ts'
import { app } from './app.tsx'
import { runDue } from './due.ts'
import type { Bindings } from './env.ts'
import { deliverDue } from './outbox/deliver.ts'

export default {
  fetch: app.fetch,
  scheduled: async (_controller, env) => {
    const now = new Date()
    if (env.BASE_URL) await runDue(env, now, env.BASE_URL)
    await deliverDue(env, now, 200)
    await sweepAccounts(env.DB, now)
  },
} satisfies ExportedHandler<Bindings>
