import { type Context, Hono } from 'hono'
import { instant } from '#base/dates.ts'
import { notFound } from '#base/errors.ts'
import { cellsOf, csvHeaders, csvOf } from '#base/web/csv.ts'
import type { AppEnv } from '#base/web/env.ts'
import { readPage } from '#base/web/page-number.ts'
import { toXlsx, xlsxHeaders } from '#base/web/xlsx.ts'
import { eventByCode } from '#events/events/store.ts'
import { exportBookings } from './export-bookings.ts'
import { readFilter } from './list-forms.ts'
import { countPlaces, listPlaces } from './list-store.ts'
import { type BookingFilter, filterQuery } from './listed-place.ts'
import { ExportPage } from './views/export.tsx'
import { BookingsPage, EventBookingsPage } from './views/organiser-bookings.tsx'

const showExport = async (c: Context<AppEnv>, filter: BookingFilter, problems?: Record<string, string>) => {
  const { act } = c.var
  const found = await countPlaces(act.db, filter, act.now)
  if (problems) c.status(422)
  return c.render(<ExportPage filter={filter} {...found} problems={problems} />, {
    title: 'Download people’s details',
    hasProblems: problems !== undefined,
    back: { href: `/organiser/bookings${filterQuery(filter)}`, text: 'Back to the list' },
  })
}

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
  .get('/bookings/export', async (c) => showExport(c, readFilter(c.req.query())))
  .post('/bookings/export', async (c) => {
    const body = await c.req.parseBody()
    const filter = readFilter(body)
    const format = body['format']
    if (format !== 'csv' && format !== 'xlsx') return showExport(c, filter, { format: 'Choose a kind of file' })
    const file = await exportBookings(c.var.act, filter, format)
    if (!file.ok) return showExport(c, filter)
    const { name, columns, places } = file.value
    return format === 'csv'
      ? c.body(csvOf(columns, places), 200, csvHeaders(name))
      : c.body(toXlsx('Bookings', columns, cellsOf(columns, places)), 200, xlsxHeaders(name))
  })
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
