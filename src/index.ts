import { sweepAccounts } from './accounts/sign-in-store.ts'
import { app } from './app.tsx'
import type { Bindings } from './env.ts'
import { deliverDue } from './outbox/deliver.ts'

export default {
  fetch: app.fetch,
  scheduled: async (_controller, env) => {
    const now = new Date()
    await deliverDue(env, now, 200)
    await sweepAccounts(env.DB, now)
  },
} satisfies ExportedHandler<Bindings>
