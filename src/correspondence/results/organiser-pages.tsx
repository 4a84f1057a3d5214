import { Hono } from 'hono'
import { files } from '#base/list/list.tsx'
import { columnsOf } from '#base/web/csv.ts'
import type { AppEnv } from '#base/web/env.ts'
import { page, withPages } from '#base/web/page.tsx'
import type { Asked } from '#base/web/press.tsx'
import { resultColumns, resultRows } from './results.ts'
import { selectResults } from './results-store.ts'
import { EventResults } from './views/results.tsx'

const read = ({ db, now, part }: Asked) => selectResults(db, part('code'), now)

const results = page({
  at: '/:code/results',
  read,
  title: ({ event }) => `Results: ${event.title}`,
  heading: 'Results',
  wide: true,
  show: (found, _, { act }) => (
    <EventResults results={found} now={act.now} page={`${act.baseUrl}/organiser/events/${found.event.code}/results`} />
  ),
})

const figures = files({
  at: '/:code/results',
  beside: read,
  title: 'Results',
  whole: { rows: resultRows },
  columns: columnsOf(resultColumns),
  file: {
    name: ({ event }) => `results-${event.code}`,
    log: ({ event }) => ({ act: 'event_results.exported', eventId: event.id }),
  },
})

/** What came of an event. Mounted at /organiser/events. */
export const organiserResultsPages = withPages(new Hono<AppEnv>(), results, figures)
