import { Hono } from 'hono'
import { instant } from '#base/dates.ts'
import { readNow } from '#base/db/read.ts'
import { notFound } from '#base/errors.ts'
import type { AppEnv } from '#base/web/env.ts'
import { lastEnd } from '#events/events/event.ts'
import { selectSeries } from './store.ts'
import { SeriesPage } from './views/public-series.tsx'

/** A series' published dates, for anybody. Mounted at /series. */
export const publicSeriesPages = new Hono<AppEnv>().get('/:id', async (c) => {
  const { act, council } = c.var
  const subject = await readNow(act.db, selectSeries(act.db, c.req.param('id'), act.now))
  const events = subject?.events.filter((event) => event.publishedAt !== null && event.state !== 'draft') ?? []
  // 404 for a series without published dates.
  if (!subject || events.length === 0) throw notFound('series')
  const now = instant(act.now)
  const ahead = events.filter((event) => (lastEnd(event) ?? '9999') > now)
  const past = events.filter((event) => event.state === 'published' && !ahead.includes(event)).length
  return c.render(<SeriesPage series={subject.series} ahead={ahead} past={past} prices={subject.prices} now={act.now} />, {
    title: subject.series.title,
    back: { href: '/events', text: 'All conferences' },
    description: `${subject.series.title}: the same conference of ${council.name} on several dates, with the places left on each.`,
    head: <link rel="canonical" href={`${act.baseUrl}/series/${subject.series.id}`} />,
  })
})
