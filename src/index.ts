import { app } from './app.tsx'
import type { Bindings } from './env.ts'

export default {
  fetch: app.fetch,
  scheduled: async () => {},
} satisfies ExportedHandler<Bindings>
