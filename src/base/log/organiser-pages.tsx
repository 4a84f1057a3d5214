import { Hono } from 'hono'
import type { AppEnv } from '#base/web/env.ts'
import { toSettings } from '#base/web/sections.ts'
import { idsIn } from './entry.ts'
import { logQuery } from './forms.ts'
import { readRefusals } from './refusal-store.ts'
import { labelsOf, readLog } from './store.ts'
import { RefusalsPage } from './views/refusals.tsx'
import { LogPage } from './views.tsx'

export const organiserLogPages = new Hono<AppEnv>()
  .get('/log', async (c) => {
    const filter = logQuery.parse(c.req.query())
    const { rows, acts, searchedTo } = await readLog(c.env.DB, filter)
    const asked = [filter.subjectId, filter.eventId, filter.schoolId, filter.accountId].filter((id) => id !== undefined)
    const labels = await labelsOf(c.env.DB, [...new Set([...idsIn(rows), ...asked])])
    return c.render(<LogPage searchedTo={searchedTo} rows={rows} acts={acts} labels={labels} filter={filter} />, {
      title: 'Log',
      back: toSettings,
    })
  })

  .get('/refusals', async (c) =>
    c.render(<RefusalsPage counts={await readRefusals(c.var.act)} />, {
      title: 'Refused attempts',
      back: toSettings,
    }),
  )
