import { Hono } from 'hono'
import { categoryLabel } from '#attendance/coverage/coverage.ts'
import { ofAnswersFrom, suppress } from '#attendance/coverage/suppression.ts'
import { selectThresholds } from '#base/council/threshold-store.ts'
import { readTogether } from '#base/db/read.ts'
import type { AppEnv } from '#base/web/env.ts'
import { selectCountedRounds } from './counted-store.ts'
import { CountedPage } from './views/counted.tsx'

/** What was counted at the dates of each round; names no school. Mounted at /coverage/returns. */
export const reportCountedPages = new Hono<AppEnv>().get('/', async (c) => {
  const { rounds, thresholds } = await readTogether(c.env.DB, {
    rounds: selectCountedRounds(c.env.DB),
    thresholds: selectThresholds(c.env.DB),
  })
  const policy = ofAnswersFrom(thresholds.smallest)
  const shown = rounds.map(({ phases, ...round }) => ({
    ...round,
    table: suppress(
      {
        columns: ['Answered', 'Not answered'],
        rows: phases.map(({ phase, answered, asked }) => ({
          key: categoryLabel('phase', phase, phase),
          cells: [answered, asked - answered],
        })),
      },
      policy,
    ),
  }))
  return c.render(<CountedPage rounds={shown} reason={policy.reason} />, { title: 'Annual return: what was counted' })
})
