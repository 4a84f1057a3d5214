import type { Act } from '#base/act.ts'
import { instant } from '#base/dates.ts'
import { atomically, guardBroken } from '#base/db/atomically.ts'
import { eachApart } from '#base/db/failed-job.ts'
import type { Job } from '#base/job.ts'
import { logged } from '#base/log/store.ts'
import { toBooker } from '#booking/bookings/booker.ts'
import { type FoundBooking, readAnyBooking } from '#booking/bookings/booking-store.ts'
import { sayPriced, sayWhyPriced } from '#booking/bookings/money-words.ts'
import {
  asBooked,
  asPriced,
  type BookingPayer,
  movedPrices,
  type Priced,
  priceOf,
  referencesOf,
  routeOf,
} from '#booking/bookings/pricing.ts'
import { insertBookingPayer, insertPlacePrices, readMoneyGround, samePayer, supersedePayer } from '#booking/bookings/pricing-store.ts'
import { contactOf } from '#calendars/invites/invite.ts'
import { senderOf } from '#calendars/invites/invite-places.ts'
import { bookingRepriced } from '#emails/booking/booking-repriced.tsx'
import { firstStart } from '#events/events/event.ts'
import { queuedAll } from '#messages/outbox/store.ts'
import { markLinesNotified, markLinesToldBefore } from '#money/ledger/store.ts'
import { payerIdOf } from '#money/payers/payer.ts'
import { totalOf } from '#money/prices/price.ts'
import { schoolLabel } from '#schools/schools/school.ts'
import {
  bookingsToPrice,
  bookingsToTryAgain,
  changesToFollow,
  type LivePrice,
  readLivePrices,
  setFollowed,
  since,
  supersedePrices,
} from './reprice-store.ts'

const mostAtOnce = 25

/**
 * Job: reprices bookings whose school's status, event date, payer or route changed before the
 * event. One query when nothing changed. A failed booking is retried by itself, because the others
 * move on.
 */
export const repricePlaces: Job = async (act) => {
  const again = act.failedBefore ? await bookingsToTryAgain(act, mostAtOnce) : []
  const followed = await changesToFollow(act)
  const bookings = followed ? await bookingsToPrice(act, since(followed), followed.afterId, mostAtOnce) : []
  const told = await eachApart(
    act,
    'repricePlaces',
    [...again, ...bookings.filter(({ id }) => !again.some((one) => one.id === id))],
    ({ id }) => id,
    ({ reference }) => reprice(act, reference),
  )
  if (!followed) return told
  const upTo = followed.upTo ?? instant(act.now)
  const last = bookings.at(-1)
  await setFollowed(
    act,
    last && bookings.length === mostAtOnce
      ? { doneUpTo: followed.doneUpTo, upTo, afterId: last.id }
      : { doneUpTo: upTo, upTo: null, afterId: '' },
  )
  return told
}

/** @returns whether anything was changed */
const reprice = async (act: Act, reference: string): Promise<boolean> => {
  for (let tries = 1; tries <= 2; tries += 1) {
    const bookingAndEvent = await readAnyBooking(act, reference)
    if (!bookingAndEvent?.payer?.priceId) return false
    const { prices, settled } = await readLivePrices(act.db, bookingAndEvent.booking.id)
    if (prices.length === 0) return false
    const { payer } = bookingAndEvent
    const ground = await readMoneyGround(act, bookingAndEvent.event, bookingAndEvent.booking.schoolId, {
      priceId: payer.priceId,
      code: payer.codeId ? { id: payer.codeId } : undefined,
      leaving: prices.map(({ placeId }) => placeId),
    })
    const now = priceOf(
      ground,
      bookingAndEvent.event,
      bookingAndEvent.booking.schoolId,
      prices.map(asPriced),
      asBooked(payer, act.stripe !== undefined),
    )
    const repricing = { found: bookingAndEvent, payer, prices, now, ground }
    if (!differs(act, repricing, settled)) return false
    if (await writeAnew(act, repricing)) return true
  }
  return false
}

type Repricing = {
  found: FoundBooking
  payer: BookingPayer
  prices: readonly LivePrice[]
  now: Priced
  ground: Awaited<ReturnType<typeof readMoneyGround>>
}

/** A mere route stays once the event has begun or the bill is out. */
const differs = (act: Act, { found: { event }, payer, prices, now: { decision, quotes } }: Repricing, settled: boolean): boolean => {
  const payerId = payerIdOf(decision.payer)
  const standing = prices.some((price) => price.status !== decision.rule.status || price.area !== decision.rule.area)
  if (standing) return true
  const begun = (firstStart(event) ?? '9999') <= instant(act.now)
  const otherPayer = payer.payerId !== payerId || prices.some((price) => price.payerId !== payerId)
  if (otherPayer) return true
  const otherRoute =
    payer.route !== decision.route || prices.some((price, index) => price.route !== routeOf(quotes[index] ?? price, decision))
  return otherRoute && !begun && !settled
}

const writeAnew = async (act: Act, { found, payer, prices, now, ground }: Repricing): Promise<boolean> => {
  const { booking, event } = found
  const { decision, quotes } = now
  const references = referencesOf(decision.route, payer, ground.payer.details)
  const next = { ...references, payerId: payerIdOf(decision.payer), route: decision.route, priceId: payer.priceId }
  const { trustName } = ground.payer
  const before = sayPriced(payer, prices, payer.payerId === next.payerId ? trustName : null)
  const after = sayPriced(next, quotes, trustName)
  const rendered = async () =>
    bookingRepriced({
      sender: await senderOf(act),
      event,
      reference: booking.reference,
      schoolName: schoolLabel(booking.school),
      bookingPage: `${act.baseUrl}/bookings/${booking.reference}`,
      contact: contactOf(event),
      why: sayWhyPriced(payer.rule, decision.rule),
      before,
      after,
    })
  // Nothing is another for its reader: no mail goes, and what they were told last is still so.
  const free = totalOf(prices).gross + totalOf(quotes).gross === 0
  const same = JSON.stringify(free ? before.slice(0, 2) : before) === JSON.stringify(free ? after.slice(0, 2) : after)
  const messages = same ? [] : toBooker(act, event, booking, 'booking_repriced', await rendered())
  const result = await atomically(
    act.db,
    [
      samePayer(act, booking.id, payer),
      supersedePayer(act, payer),
      ...supersedePrices(
        act,
        prices.map(({ id }) => id),
      ),
      ...insertBookingPayer(act, {
        bookingId: booking.id,
        decision,
        priceId: payer.priceId,
        codeId: payer.codeId,
        pricedAsOf: payer.pricedAsOf,
        agreedAt: payer.agreedAt,
        agreedById: payer.agreedById,
        ...references,
      }),
      ...insertPlacePrices(
        act,
        { bookingId: booking.id, eventId: event.id, schoolId: payer.schoolId, priceId: payer.priceId ?? '', decision },
        prices.map(({ placeId }) => placeId),
        quotes,
      ),
      ...queuedAll(act, messages),
      ...(same ? [markLinesToldBefore(act, booking.id)] : messages.map(({ id }) => markLinesNotified(act, booking.id, id))),
      logged(act, {
        act: 'booking.repriced',
        subject: ['booking', booking.id],
        eventId: event.id,
        schoolId: booking.schoolId,
        before: { payerId: payer.payerId, route: payer.route, status: payer.rule.status, area: payer.rule.area },
        after: { payerId: next.payerId, route: decision.route, status: decision.rule.status, area: decision.rule.area },
      }),
    ],
    { ...movedPrices('changed' as const), [guardBroken]: 'changed' },
  )
  return result.ok
}
