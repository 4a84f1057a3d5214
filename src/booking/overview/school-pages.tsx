import { type Context, Hono } from 'hono'
import { type Act, actsFor, hasRole, mayBookFor } from '#base/act.ts'
import { instant } from '#base/dates.ts'
import { together } from '#base/db/read.ts'
import { notFound } from '#base/errors.ts'
import { sayPence } from '#base/money.ts'
import type { AppEnv } from '#base/web/env.ts'
import { texts } from '#base/web/form.ts'
import { page, withPages } from '#base/web/page.tsx'
import { press } from '#base/web/press.tsx'
import { plural } from '#base/words.ts'
import { backToBooking, ofBooking, toBooking } from '#booking/bookings/asked-booking.ts'
import type { BookingMoneyShown } from '#booking/bookings/booking-money.ts'
import { selectBookingMoney } from '#booking/bookings/booking-money-store.ts'
import { type FoundBooking, isContactOf, maySeeBooking, readAskedBooking } from '#booking/bookings/booking-store.ts'
import { costOfCancelling } from '#booking/bookings/charge.ts'
import { sayWouldCost } from '#booking/bookings/money-words.ts'
import { nextSteps, placesThat } from '#booking/bookings/next-steps.ts'
import { cancelRefusals, tooLateToCancel } from '#booking/bookings/views/refusals.tsx'
import { cancelBooking, cancelRefusal } from '#booking/cancelling/cancel-booking.ts'
import { cancelForm } from '#booking/cancelling/cancel-forms.ts'
import { outcomeOfCancelling, sayAfterwards } from '#booking/cancelling/show-cancelling.ts'
import { AboutCancelling, type Cancelling, NothingCancelledPage, whatIsCancelled } from '#booking/cancelling/views/cancel.tsx'
import { pricing } from '#booking/pricing/price-places.ts'
import { selectBookingAnswers } from '#events/questions/store.ts'
import { agree, askAgain } from './school-paying-pages.tsx'
import { BookingPage } from './views/booking.tsx'
import { MoneyOfBooking } from './views/booking-money.tsx'
import { AskedBookingPage } from './views/requested-booking.tsx'

type C = Context<AppEnv>

const isOrganiser = ({ actor }: Act): boolean => hasRole(actor, 'organiser', 'administrator')

/** Read-only, for whoever asked the council to book and may not act for any school yet. */
const answerWhoAsked = async (c: C, money: BookingMoneyShown) => {
  const { act } = c.var
  const own = await readAskedBooking(act, c.req.param('reference') ?? '')
  if (!own) throw notFound('booking')
  const waits = act.actor.askedSchoolIds.includes(own.booking.schoolId)
  return c.render(<AskedBookingPage {...own} money={own.payer && money} waits={waits} now={instant(act.now)} />, {
    title: `Booking ${own.booking.reference}`,
    back: { href: '/account', text: 'Your account' },
  })
}

const own = page({
  at: '/bookings/:reference',
  read: (asked) =>
    together({
      found: ofBooking.read(asked),
      asked: selectBookingAnswers(asked.db, asked.part('reference')),
      money: selectBookingMoney(asked, { reference: asked.part('reference') }),
    }),
  also: async (act, { found, money }, { c }) => {
    if (!found || !maySeeBooking(act, found)) return answerWhoAsked(c, money)
    const { booking, event } = found
    const waiting = placesThat(booking, instant(act.now), 'waiting', 'for_approval', 'offered').map(({ id }) => id)
    const wouldCost = event.priceId === null ? undefined : sayWouldCost((await pricing(act, event, booking.id, waiting)).quotes)
    return {
      ...found,
      wouldCost,
      organiser: isOrganiser(act),
      school: actsFor(act.actor, booking.schoolId),
      books: isOrganiser(act) || mayBookFor(act.actor, booking.schoolId),
    }
  },
  title: ({ booking }) => `Booking ${booking.reference}`,
  ownHeading: true,
  back: ({ booking, school }) =>
    school
      ? { href: `/school/${booking.schoolId}`, text: 'All bookings of the school' }
      : { href: `/organiser/events/${booking.eventCode}/bookings`, text: 'All bookings of the event' },
  wide: true,
  presses: { agree, askAgain },
  show: ({ booking, event, payer, school, organiser, books, ...shown }, forms, { now }) => (
    <BookingPage
      {...shown}
      booking={booking}
      event={event}
      organiser={organiser}
      school={school}
      books={books}
      may={nextSteps(event, now, organiser)}
      now={instant(now)}
      money={
        payer ? (
          <MoneyOfBooking
            booking={booking}
            payer={payer}
            school={school}
            books={books}
            forms={forms}
            money={shown.money}
            now={instant(now)}
          />
        ) : null
      }
    />
  ),
})

const cancel = press({
  at: '/bookings/:reference/cancel',
  form: (_, shown: Cancelling | undefined) => cancelForm(shown?.cost.total ?? 0),
  hidden: ({ cost }: Cancelling) => ({ charge: String(cost.total) }),
  shape: ({ waive, reason }, { places, cost, organiser }) => (
    <>
      {places.map(({ id }) => (
        <input type="hidden" name="place" value={id} />
      ))}
      {organiser && cost.total > 0 ? [waive, reason] : null}
    </>
  ),
  button: ({ places, cost, what, organiser }) => [
    {
      text: `${what === 'request' ? 'Withdraw the request' : plural(places.length, 'Cancel this place', 'Cancel these places')}${cost.total > 0 && !organiser ? ` for ${sayPence(cost.total)}` : ''}`,
      kind: 'warning',
    },
  ],
  or: ({ booking, places }) => ({ ...backToBooking({ booking }), text: plural(places.length, 'Keep it', 'Keep them') }),
  act: (act, { place, charge, waive, reason }, { part }) =>
    cancelBooking(act, part('reference'), place.length > 0 ? place : undefined, waive ? { waived: reason } : { seen: charge }),
  refused: cancelRefusals,
  done: (_, n) => (n === 0 ? 'It was cancelled already.' : n === 1 ? 'The place is cancelled.' : `${n} places are cancelled.`),
  to: toBooking,
})

const placesAsked = async (c: C, { booking }: FoundBooking): Promise<readonly string[]> => {
  const sent = texts(c.req.method === 'POST' ? await c.req.parseBody({ all: true }) : c.req.query(), 'place')
  const ids = booking.places.map(({ id }) => id)
  if (sent.some((id) => !ids.includes(id))) throw notFound('place')
  return sent.length > 0 ? sent : ids
}

const cancelling = page({
  at: '/bookings/:reference/cancel',
  ...ofBooking,
  also: async (act, found, { c }): Promise<Cancelling | Response> => {
    const { booking, event, accepted } = found
    const asked = await placesAsked(c, found)
    const live = placesThat(booking, instant(act.now), 'confirmed', 'unnamed', 'held', 'offered', 'waiting', 'for_approval')
    const places = live.filter(({ id }) => asked.includes(id))
    const refusal = cancelRefusal(event, act.now)
    if (refusal || places.length === 0)
      return c.render(
        <NothingCancelledPage reference={booking.reference} why={refusal ? tooLateToCancel[refusal] : 'It was cancelled already.'} />,
        { title: 'Cancel', back: backToBooking(found) },
      )
    const cost = costOfCancelling(accepted, event, places, act.now)
    const ids = places.map(({ id }) => id)
    const school = actsFor(act.actor, booking.schoolId) ? undefined : 'the school'
    const afterwards = sayAfterwards(await outcomeOfCancelling(act, found, ids, cost), booking.id, school)
    return { ...found, places, cost, what: whatIsCancelled(places, cost), organiser: isOrganiser(act), afterwards }
  },
  title: 'Cancel',
  heading: ({ places, what }) =>
    what === 'request' ? 'Withdraw this request?' : places.length === 1 ? 'Cancel this place?' : `Cancel these ${places.length} places?`,
  caption: ({ event, booking }) => `${event.title}, booking ${booking.reference}`,
  back: backToBooking,
  presses: { cancel },
  show: (subject, forms) => (
    <>
      <AboutCancelling {...subject} />
      {forms.cancel(subject)}
    </>
  ),
})

/** A school's bookings, and cancelling them. Mounted at the root. */
export const schoolBookingPages = withPages(
  // Mails link to actions that whoever asked may not take yet; the page explains how they can.
  new Hono<AppEnv>().get('/bookings/:reference/:deeper{.+}', async (c, next) => {
    const { act } = c.var
    if (!act.actor.accountId || act.actor.schoolIds.length > 0 || isOrganiser(act)) return next()
    const reference = c.req.param('reference')
    return (await isContactOf(act, reference)) ? c.redirect(`/bookings/${reference}`, 303) : next()
  }),
  own,
  cancelling,
)
