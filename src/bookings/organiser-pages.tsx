import { Hono } from 'hono'
import { sayInstant } from '../dates.ts'
import type { AppEnv } from '../env.ts'
import { notFound } from '../errors.ts'
import { eventByCode } from '../events/store.ts'
import { csvHeaders, toCsv } from '../web/csv.ts'
import { only } from '../web/guard.ts'
import { listPlaces, placesForExport } from './booking-store.ts'
import { readFilter } from './forms.ts'
import { EventBookingsPage, sayInvited } from './views/organiser-bookings.tsx'

const states = { held: 'Held', confirmed: 'Confirmed', cancelled: 'Cancelled' }

/** Who has booked an event, by school. Mounted at /organiser/events. */
export const organiserBookingPages = new Hono<AppEnv>()
  .use('/:code/bookings', only('organiser', 'administrator'))
  .use('/:code/bookings.csv', only('organiser', 'administrator'))
  .get('/:code/bookings', async (c) => {
    const event = await eventByCode(c.env.DB, c.req.param('code'), c.var.act.now)
    if (!event) throw notFound('event')
    const { page, ...filter } = readFilter(c.req.query())
    const list = await listPlaces(c.env.DB, event.id, filter, page)
    return c.render(<EventBookingsPage event={event} list={list} filter={filter} page={page} url={c.req.url} />, {
      title: `Bookings for ${event.title}`,
      back: { href: `/organiser/events/${event.code}`, text: 'Back to the event' },
    })
  })
  .get('/:code/bookings.csv', async (c) => {
    const event = await eventByCode(c.env.DB, c.req.param('code'), c.var.act.now)
    if (!event) throw notFound('event')
    const { q, state } = readFilter(c.req.query())
    const places = await placesForExport(c.env.DB, event.id, { q, state })
    const text = toCsv(
      ['School', 'Town', 'URN', 'Name', 'Email', 'Role', 'Other schools', 'State', 'Reference', 'Booked', 'Newest message'],
      places.map((place) => [
        place.school,
        place.town,
        place.urn,
        place.name,
        place.email,
        place.role,
        place.represents,
        states[place.state],
        place.reference,
        sayInstant(place.bookedAt),
        sayInvited(place),
      ]),
    )
    return c.body(text, 200, csvHeaders(`bookings-${event.code}`))
  })
