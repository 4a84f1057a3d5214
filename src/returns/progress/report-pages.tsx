import { Hono } from 'hono'
import { readNow } from '#base/db/read.ts'
import type { AppEnv } from '#base/web/env.ts'
import { selectCountedRounds } from './counted-store.ts'
import { CountedPage } from './views/counted.tsx'

/** Counts at each round's dates, without schools' names. Mounted at /coverage/returns. */
export const reportCountedPages = new Hono<AppEnv>().get('/', async (c) =>
  c.render(<CountedPage rounds={await readNow(c.env.DB, selectCountedRounds(c.env.DB))} />, {
    title: 'Safeguarding audit: what was counted',
  }),
)
