import { type Context, Hono } from 'hono'
import { actsFor, hasRole } from '../act.ts'
import { instant } from '../dates.ts'
import type { AppEnv } from '../env.ts'
import { notFound } from '../errors.ts'
import { afterWrite } from '../outbox/deliver.ts'
import { flash } from '../web/flash.ts'
import { signedIn } from '../web/guard.ts'
import { readBooking } from './booking-store.ts'
import { cancelBooking, cancelRefusal } from './cancel-booking.ts'
import { nextSteps, placesThat } from './next-steps.ts'
import { BookingPage } from './views/booking.tsx'
import { CancelPage } from './views/cancel.tsx'

type C = Context<AppEnv>

const maySeeAll = (c: C): boolean => hasRole(c.var.act.actor, 'organiser', 'administrator')

/** What a school has booked, and cancelling it. Mounted at the root. */
export const schoolBookingPages = new Hono<AppEnv>()
  .get('/bookings/:reference', signedIn, async (c) => {
    const found = await readBooking(c.var.act, c.req.param('reference'))
    if (!found) throw notFound('booking')
    const { booking, event } = found
    const { now } = c.var.act
    return c.render(
      <BookingPage booking={booking} event={event} may={nextSteps(event, now)} now={instant(now)} organiser={maySeeAll(c)} />,
      { title: `Booking ${booking.reference}`, back: backOf(c, booking.schoolId, event.code) },
    )
  })
  .get('/bookings/:reference/cancel', signedIn, async (c) => {
    const found = await readBooking(c.var.act, c.req.param('reference'))
    if (!found) throw notFound('booking')
    const { booking, event } = found
    const asked = c.req.query('place')
    if (asked && !booking.places.some((place) => place.id === asked)) throw notFound('place')
    const live = placesThat(booking, instant(c.var.act.now), 'confirmed', 'unnamed', 'offered', 'waiting', 'for_approval')
    const places = live.filter((place) => !asked || place.id === asked)
    return c.render(<CancelPage booking={booking} event={event} places={places} refusal={cancelRefusal(event, c.var.act.now)} />, {
      title: 'Cancel',
      back: { href: `/bookings/${booking.reference}` },
    })
  })
  .post('/bookings/:reference/cancel', signedIn, async (c) => {
    const body = await c.req.parseBody({ all: true })
    const asked = [body['place'] ?? []].flat().filter((id) => typeof id === 'string')
    const reference = c.req.param('reference').toUpperCase()
    const done = await cancelBooking(c.var.act, reference, asked.length > 0 ? asked : undefined)
    if (!done.ok) {
      const found = done.reason === 'no_such_booking' ? undefined : await readBooking(c.var.act, reference)
      if (!found) throw notFound('booking')
      c.status(409)
      return c.render(<CancelPage {...found} places={[]} refusal={done.reason} />, { title: 'Nothing has been cancelled' })
    }
    if (done.value > 0) afterWrite(c)
    flash(
      c,
      done.value === 0 ? 'It was cancelled already.' : done.value === 1 ? 'The place is cancelled.' : `${done.value} places are cancelled.`,
    )
    return c.redirect(`/bookings/${reference}`, 303)
  })

const backOf = (c: C, schoolId: string, code: string): { href: string; text: string } =>
  actsFor(c.var.act.actor, schoolId)
    ? { href: `/school/${schoolId}`, text: 'All bookings of the school' }
    : { href: `/organiser/events/${code}/bookings`, text: 'All bookings of the event' }
