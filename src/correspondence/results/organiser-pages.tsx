import { Hono } from 'hono'
import { issue, readReady } from '#attendance/certificates/organiser-day-pages.tsx'
import { mapped, together } from '#base/db/read.ts'
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
  at: '/events/:code/results',
  read: (asked) =>
    mapped(together({ found: read(asked), ready: readReady(asked) }), ({ found, ready }) => found && ready && { found, ready }),
  title: ({ found }) => `Results: ${found.event.title}`,
  heading: 'Results',
  wide: true,
  presses: { issue },
  show: ({ found, ready }, forms, { act }) => (
    <>
      {ready.issued > 0 && ready.held === 0 ? forms.issue({ ready, now: act.now }) : null}
      <EventResults results={found} now={act.now} page={`${act.baseUrl}/organiser/events/${found.event.code}/results`} />
    </>
  ),
})

const figures = files({
  at: '/events/:code/results',
  beside: read,
  title: 'Results',
  whole: { rows: resultRows },
  columns: columnsOf(resultColumns),
  file: {
    name: ({ event }) => `results-${event.code}`,
    log: ({ event }) => ({ act: 'event_results.exported', eventId: event.id }),
  },
})

/** What came of an event. Mounted at /organiser. */
export const organiserResultsPages = withPages(new Hono<AppEnv>(), results, figures)
