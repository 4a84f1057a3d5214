import { type Context, Hono } from 'hono'
import { actsFor, hasRole } from '#base/act.ts'
import { instant } from '#base/dates.ts'
import { notFound } from '#base/errors.ts'
import type { AppEnv } from '#base/web/env.ts'
import { flash } from '#base/web/flash.ts'
import { readBookingAnswers } from '#events/questions/store.ts'
import type { CancelRefusal } from './booking.ts'
import { readBookingMoney } from './booking-money-store.ts'
import { type FoundBooking, isContactOf, readAskedBooking, readBooking } from './booking-store.ts'
import { cancelBooking, cancelRefusal } from './cancel-booking.ts'
import { readCancelling } from './cancel-forms.ts'
import { costOfCancelling } from './charge.ts'
import { sayWouldCost } from './money-words.ts'
import { nextSteps, placesThat } from './next-steps.ts'
import { pricing } from './price-places.ts'
import { outcomeOfCancelling, sayAfterwards } from './show-cancelling.ts'
import { BookingPage } from './views/booking.tsx'
import { MoneyOfBooking } from './views/booking-money.tsx'
import { CancelPage } from './views/cancel.tsx'
import { AskedBookingPage } from './views/requested-booking.tsx'

type C = Context<AppEnv>

const maySeeAll = (c: C): boolean => hasRole(c.var.act.actor, 'organiser', 'administrator')

/** A school's bookings, and cancelling them. Mounted at the root. */
export const schoolBookingPages = new Hono<AppEnv>()
  .get('/bookings/:reference', async (c) => {
    const reference = c.req.param('reference')
    const [found, asked, readMoney] = await Promise.all([
      readBooking(c.var.act, reference),
      readBookingAnswers(c.env.DB, reference),
      readBookingMoney(c.var.act, { reference }),
    ])
    if (!found) {
      // Whoever asked the council to book may not act for any school yet.
      const own = await readAskedBooking(c.var.act, reference)
      if (!own) throw notFound('booking')
      const money = own.payer && readMoney
      const waits = c.var.act.actor.askedSchoolIds.includes(own.booking.schoolId)
      return c.render(<AskedBookingPage {...own} money={money} waits={waits} now={instant(c.var.act.now)} />, {
        title: `Booking ${own.booking.reference}`,
        back: { href: '/account', text: 'Your account' },
      })
    }
    const { booking, event, accepted, payer } = found
    const money = payer && readMoney
    const { now } = c.var.act
    const waiting = placesThat(booking, instant(now), 'waiting', 'for_approval', 'offered').map(({ id }) => id)
    const wouldCost = event.priceId === null ? undefined : sayWouldCost((await pricing(c.var.act, event, booking.id, waiting)).quotes)
    return c.render(
      <BookingPage
        booking={booking}
        event={event}
        accepted={accepted}
        asked={asked}
        may={nextSteps(event, now, maySeeAll(c))}
        now={instant(now)}
        organiser={maySeeAll(c)}
        wouldCost={wouldCost}
        money={
          payer && money ? (
            <MoneyOfBooking
              now={instant(now)}
              booking={booking}
              payer={payer}
              money={money}
              school={actsFor(c.var.act.actor, booking.schoolId)}
            />
          ) : undefined
        }
      />,
      { title: `Booking ${booking.reference}`, back: backOf(c, booking.schoolId, event.code) },
    )
  })
  .get('/bookings/:reference/:deeper{.+}', async (c, next) => {
    const { actor } = c.var.act
    if (!actor.accountId || actor.schoolIds.length > 0 || maySeeAll(c)) return next()
    // Mails link to actions that whoever asked may not take yet; the page explains how they can.
    const reference = c.req.param('reference')
    return (await isContactOf(c.var.act, reference)) ? c.redirect(`/bookings/${reference}`, 303) : next()
  })
  .get('/bookings/:reference/cancel', async (c) => {
    const found = await readBooking(c.var.act, c.req.param('reference'))
    if (!found) throw notFound('booking')
    const asked = c.req.query('place')
    if (asked && !found.booking.places.some((place) => place.id === asked)) throw notFound('place')
    return showCancel(c, found, asked ? [asked] : undefined, { refusal: cancelRefusal(found.event, c.var.act.now) })
  })
  .post('/bookings/:reference/cancel', async (c) => {
    const typed = readCancelling(await c.req.parseBody({ all: true }))
    const reference = c.req.param('reference').toUpperCase()
    const places = typed.placeIds.length > 0 ? typed.placeIds : undefined
    const done = await cancelBooking(c.var.act, reference, places, typed.waive ? { waived: typed.reason } : { seen: typed.seen })
    if (!done.ok) {
      const found = done.reason === 'no_such_booking' ? undefined : await readBooking(c.var.act, reference)
      if (!found) throw notFound('booking')
      c.status(done.reason === 'reason_missing' ? 422 : 409)
      return showCancel(c, found, places, { refusal: done.reason, typed })
    }
    flash(
      c,
      done.value === 0 ? 'It was cancelled already.' : done.value === 1 ? 'The place is cancelled.' : `${done.value} places are cancelled.`,
    )
    return c.redirect(`/bookings/${reference}`, 303)
  })

/** The places that would be cancelled, with the cost now. */
const showCancel = async (
  c: C,
  found: FoundBooking,
  asked: readonly string[] | undefined,
  shown: { refusal?: CancelRefusal | undefined; typed?: { waive: boolean; reason: string } },
) => {
  const { now } = c.var.act
  const live = placesThat(found.booking, instant(now), 'confirmed', 'unnamed', 'held', 'offered', 'waiting', 'for_approval')
  const places = live.filter((place) => !asked || asked.includes(place.id))
  const cost = costOfCancelling(found.accepted, found.event, places, now)
  const ids = places.map(({ id }) => id)
  const school = actsFor(c.var.act.actor, found.booking.schoolId) ? undefined : 'the school'
  const afterwards = ids.length === 0 ? [] : sayAfterwards(await outcomeOfCancelling(c.var.act, found, ids, cost), found.booking.id, school)
  return c.render(<CancelPage {...found} places={places} cost={cost} organiser={maySeeAll(c)} afterwards={afterwards} {...shown} />, {
    title: 'Cancel',
    hasProblems: shown.refusal === 'charge_changed' || shown.refusal === 'reason_missing',
    back: { href: `/bookings/${found.booking.reference}` },
  })
}

const backOf = (c: C, schoolId: string, code: string): { href: string; text: string } =>
  actsFor(c.var.act.actor, schoolId)
    ? { href: `/school/${schoolId}`, text: 'All bookings of the school' }
    : { href: `/organiser/events/${code}/bookings`, text: 'All bookings of the event' }
