import { Hono } from 'hono'
import { instant, londonDay } from '#base/dates.ts'
import { notFound } from '#base/errors.ts'
import { giveFile } from '#base/list/list.tsx'
import { kindsOfFile } from '#base/web/access.ts'
import type { AppEnv } from '#base/web/env.ts'
import { readPage } from '#base/web/page-number.ts'
import { eventByCode } from '#events/events/store.ts'
import { readFilter } from './list-forms.ts'
import { listPlaces, readExported } from './list-store.ts'
import { filterQuery, mostExported } from './listed-place.ts'
import { exportColumns } from './place-file.ts'
import { BookingsPage, EventBookingsPage } from './views/organiser-bookings.tsx'

// The log keeps what was chosen, but no words that were searched, which may be a name.
const placeFiles = giveFile({
  find: async ({ db, now }, { query }) => {
    const filter = readFilter(query)
    return { filter, ...(await readExported(db, filter, now, mostExported + 1)) }
  },
  title: 'Bookings',
  whole: { rows: ({ places }) => places },
  columns: ({ now, filter, questions }) => exportColumns(instant(now), filter, questions),
  file: {
    name: ({ now, filter: { event } }) => `bookings-${event ? `${event.toUpperCase()}-` : ''}${londonDay(now)}`,
    most: mostExported,
    log: ({ filter }, places, format) => ({
      act: 'bookings.exported',
      after: { format, places, filter: filterQuery({ ...filter, q: '' }), searched: filter.q.trim() !== '' },
    }),
  },
})

/** Who has booked, across events and for one. Mounted at /organiser. */
export const organiserBookingPages = new Hono<AppEnv>()
  .get('/bookings', async (c) => {
    const { act } = c.var
    const filter = readFilter(c.req.query())
    const page = readPage(c.req.query('page'))
    const { choices, ...list } = await listPlaces(act.db, filter, page, act.now)
    return c.render(<BookingsPage list={list} choices={choices} filter={filter} page={page} url={c.req.url} now={instant(act.now)} />, {
      title: 'Bookings',
    })
  })
  .on(
    'GET',
    kindsOfFile.map((kind) => `/bookings/places.${kind}`),
    placeFiles,
  )
  .get('/events/:code/bookings', async (c) => {
    const { act } = c.var
    const event = await eventByCode(act.db, c.req.param('code'), act.now)
    if (!event) throw notFound('event')
    const filter = { ...readFilter({ sort: 'school', ...c.req.query() }), event: event.code, series: '', from: '', to: '' } as const
    const page = readPage(c.req.query('page'))
    const list = await listPlaces(act.db, filter, page, act.now)
    return c.render(<EventBookingsPage event={event} list={list} filter={filter} page={page} url={c.req.url} now={instant(act.now)} />, {
      title: `Bookings for ${event.title}`,
    })
  })
