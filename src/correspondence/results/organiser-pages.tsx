import { type Context, Hono } from 'hono'
import { notFound } from '#base/errors.ts'
import { logExport } from '#base/log/export-log.ts'
import { csvHeaders } from '#base/web/csv.ts'
import type { AppEnv } from '#base/web/env.ts'
import { resultsCsv } from './results.ts'
import { readResults } from './results-store.ts'
import { ResultsPage } from './views/results.tsx'

const found = async (c: Context<AppEnv, '/:code/*'>) => {
  const results = await readResults(c.env.DB, c.req.param('code'), c.var.act.now)
  if (!results) throw notFound('event')
  return results
}

/** What came of an event. Mounted at /organiser/events. */
export const organiserResultsPages = new Hono<AppEnv>()
  .get('/:code/results', async (c) => {
    const results = await found(c)
    return c.render(
      <ResultsPage results={results} now={c.var.act.now} page={`${c.var.act.baseUrl}/organiser/events/${results.event.code}/results`} />,
      {
        title: `Results: ${results.event.title}`,
        back: { href: '/organiser/events', text: 'Events' },
      },
    )
  })
  .get('/:code/results.csv', async (c) => {
    const results = await found(c)
    await logExport(c.var.act, { act: 'event_results.exported', eventId: results.event.id })
    return c.body(resultsCsv(results), 200, csvHeaders(`results-${results.event.code}`))
  })
