import { Hono } from 'hono'
import { instant, londonDay } from '#base/dates.ts'
import { notFound } from '#base/errors.ts'
import { files, filesAt } from '#base/list/list.tsx'
import type { AppEnv } from '#base/web/env.ts'
import { readPage } from '#base/web/page-number.ts'
import { eventByCode } from '#events/events/store.ts'
import { readFilter } from './list-forms.ts'
import { listPlaces, readExported } from './list-store.ts'
import { filterQuery, mostExported } from './listed-place.ts'
import { exportColumns } from './place-file.ts'
import { BookingsPage, EventBookingsPage } from './views/organiser-bookings.tsx'

// The log keeps what was chosen, but no words that were searched, which may be a name.
const placeFiles = files({
  ask: async (c) => {
    const filter = readFilter(c.req.query())
    return { filter, ...(await readExported(c.env.DB, filter, c.var.act.now, mostExported + 1)) }
  },
  title: 'Bookings',
  rows: ({ places }) => places,
  columns: ({ act, filter, questions }) => exportColumns(instant(act.now), filter, questions),
  file: {
    name: ({ act, filter: { event } }) => `bookings-${event ? `${event.toUpperCase()}-` : ''}${londonDay(act.now)}`,
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
      back: { href: '/organiser', text: 'Organise' },
    })
  })
  .on('GET', filesAt('/bookings/places'), placeFiles)
  .get('/events/:code/bookings', async (c) => {
    const { act } = c.var
    const event = await eventByCode(act.db, c.req.param('code'), act.now)
    if (!event) throw notFound('event')
    const filter = { ...readFilter({ sort: 'school', ...c.req.query() }), event: event.code, series: '', from: '', to: '' } as const
    const page = readPage(c.req.query('page'))
    const list = await listPlaces(act.db, filter, page, act.now)
    return c.render(<EventBookingsPage event={event} list={list} filter={filter} page={page} url={c.req.url} now={instant(act.now)} />, {
      title: `Bookings for ${event.title}`,
      back: { href: `/organiser/events/${event.code}`, text: 'Back to the event' },
    })
  })
