// Somebody with a place at a mixed event comes online instead of to the room, or the other way: the
// same place of the same booking, without a new one. Their calendar entry follows.
import type { Act } from '#base/act.ts'
import { instant } from '#base/dates.ts'
import { atomically, guardBroken } from '#base/db/atomically.ts'
import { logged } from '#base/log/store.ts'
import { ok, type Result, refuse } from '#base/result.ts'
import type { BookedPlace } from '#booking/bookings/booked-place.ts'
import { type FoundBooking, readAnyBooking, readBooking } from '#booking/bookings/booking-store.ts'
import { asBooked, movedPrices, priceOf } from '#booking/bookings/pricing.ts'
import { insertPlacePrices, readMoneyGround, sameFreeUsed, samePayer } from '#booking/bookings/pricing-store.ts'
import { readLivePrices, supersedePrices } from '#booking/pricing/reprice-store.ts'
import { entriesOf } from '#calendars/invites/entry.ts'
import { settlingEntries } from '#calendars/invites/settle-entries.ts'
import { liveInvitationsOfPlaces, sameInvitationsOfPlaces } from '#calendars/invites/store.ts'
import { type Attendance, eventFor, firstStart, placesLeft, placesOpen } from '#events/events/event.ts'
import { queuedAll } from '#messages/outbox/store.ts'
import { payerIdOf } from '#money/payers/payer.ts'
import { totalOf } from '#money/prices/price.ts'
import { setAttendance } from './attendance-store.ts'
import { sessionsOf } from './delegate.ts'

/** Who changes it: the delegate by their own link, or somebody who may see the booking. */
export type Changer = 'delegate' | 'school' | 'organiser'

export type AttendanceRefusal =
  | 'no_such_place'
  | 'event_cancelled'
  | 'event_started'
  | 'attendance_closed'
  | 'event_full'
  | 'others_are_waiting'
  | 'held_back'
  | 'costs_otherwise'
  | 'ask_organiser'
  | 'price_changed'
  | 'changed'

/** What the place costs now and would cost, with VAT. */
type ChangeOfPrice = { was: number; is: number; byCard: boolean; statements: SqlStatement[] }

/** Pence that the school pays by card once the place is changed. */
export const toPayByCard = ({ was, is, byCard }: ChangeOfPrice): number => (byCard ? Math.max(is - was, 0) : 0)

export type AttendanceChange = { found: FoundBooking; place: BookedPlace; to: Attendance; price: ChangeOfPrice }

type Asked = { reference: string; placeId: string; by: Changer }
type Found = { found: FoundBooking; place: BookedPlace }

const readPlace = async (act: Act, ask: Asked): Promise<Found | undefined> => {
  const bookingAndEvent = await (ask.by === 'delegate' ? readAnyBooking : readBooking)(act, ask.reference)
  const place = bookingAndEvent?.booking.places.find(({ id }) => id === ask.placeId)
  return bookingAndEvent && place?.state === 'confirmed' && place.attendance !== null ? { found: bookingAndEvent, place } : undefined
}

/** The change that is possible now, with what it costs; nothing is written. */
export const readChange = async (act: Act, ask: Asked): Promise<Result<AttendanceChange, AttendanceRefusal>> => {
  const read = await readPlace(act, ask)
  return read ? changeOf(act, ask, read) : refuse('no_such_place')
}

const changeOf = async (act: Act, ask: Asked, { found, place }: Found): Promise<Result<AttendanceChange, AttendanceRefusal>> => {
  const { event } = found
  const at = instant(act.now)
  if (event.state === 'cancelled') return refuse('event_cancelled')
  if ((firstStart(event) ?? '9999') <= at) return refuse('event_started')
  if (ask.by !== 'organiser' && (event.rules.attendanceClosesAt ?? '9999') <= at) return refuse('attendance_closed')
  const to = place.attendance === 'online' ? 'in_person' : 'online'
  const other = eventFor(event, to)
  if (placesOpen(other) === 0)
    return refuse(placesLeft(other) === 0 ? 'event_full' : other.waiting > 0 ? 'others_are_waiting' : 'held_back')
  const price = await priceOfChange(act, found, place, to)
  if (!price.ok) return price
  if (ask.by === 'delegate' && price.value.was !== price.value.is) return refuse('costs_otherwise')
  return ok({ found, place, to, price: price.value })
}

/** By the prices and the instant that the booking accepted, as if the place were booked so. */
const priceOfChange = async (
  act: Act,
  { booking, event, payer }: FoundBooking,
  place: BookedPlace,
  to: Attendance,
): Promise<Result<ChangeOfPrice, 'ask_organiser'>> => {
  const byCard = payer?.route === 'card'
  const nothing = ok({ was: 0, is: 0, byCard, statements: [] })
  if (!payer?.priceId) return nothing
  const live = (await readLivePrices(act.db, booking.id)).prices.find(({ placeId }) => placeId === place.id)
  if (!live) return nothing
  const code = payer.codeId ? { id: payer.codeId } : undefined
  const ground = await readMoneyGround(act, event, booking.schoolId, { priceId: payer.priceId, code, leaving: [place.id] })
  const how = asBooked(payer, act.stripe !== undefined)
  const { decision, quotes, gross } = priceOf(ground, event, booking.schoolId, [{ online: to === 'online' }], how)
  const was = totalOf([live]).gross
  if (was === gross) return ok({ was, is: gross, byCard, statements: [] })
  // Of a card the clock gives back what was paid beyond what is owed; more is owed until the school
  // pays it, which takes Stripe. Who pays by now may be somebody else.
  const isPayable = !byCard || gross < was || act.stripe !== undefined
  if (!isPayable || payerIdOf(decision.payer) !== payer.payerId) return refuse('ask_organiser')
  return ok({
    was,
    is: gross,
    byCard,
    statements: [
      samePayer(act, booking.id, payer),
      ...sameFreeUsed(act.db, event.id, booking.schoolId, ground),
      ...supersedePrices(act, [live.id]),
      ...insertPlacePrices(
        act,
        {
          bookingId: booking.id,
          eventId: event.id,
          schoolId: payer.schoolId,
          priceId: payer.priceId,
          decision: { ...decision, route: payer.route },
        },
        [place.id],
        quotes,
      ),
    ],
  })
}

/**
 * Changes how one place attends. @param ask.to as the page offered it: asked again it is done
 * already @param ask.seen pence with VAT that the page said it would cost
 */
export const changeAttendance = async (
  act: Act,
  ask: { reference: string; placeId: string; to: Attendance; by: Changer; seen?: number },
): Promise<Result<{ changed: boolean; toPay: number }, AttendanceRefusal>> => {
  for (let tries = 1; ; tries += 1) {
    const at = await readPlace(act, ask)
    if (!at) return refuse('no_such_place')
    if (at.place.attendance === ask.to) return ok({ changed: false, toPay: 0 })
    const read = await changeOf(act, ask, at)
    if (!read.ok) return read
    if (ask.by !== 'delegate' && read.value.price.was !== read.value.price.is && ask.seen !== read.value.price.is)
      return refuse('price_changed')
    const result = await write(act, read.value, ask.by)
    if (result.ok || result.reason !== 'changed' || tries === 3) return result
  }
}

const write = async (
  act: Act,
  change: AttendanceChange,
  by: Changer,
): Promise<Result<{ changed: true; toPay: number }, AttendanceRefusal>> => {
  const { found, place, to, price } = change
  const { booking, event } = found
  const live = await liveInvitationsOfPlaces(act.db, [place.id])
  const sessions = sessionsOf(event, place.workshopIds)
  const { personId, name, email } = place
  const entries = await settlingEntries(
    act,
    event,
    personId === null
      ? []
      : [
          {
            placeId: place.id,
            personId,
            name,
            email,
            schoolId: booking.schoolId,
            schoolName: booking.school.name,
            bookingId: booking.id,
            bookedByOther: false,
            attendance: to,
            attends: sessions.map(({ id }) => id),
          },
        ],
    live,
    { changed: () => ({}), gone: { kind: 'place_cancelled' }, hadBefore: () => entriesOf(event, sessions) },
  )
  const result = await atomically<AttendanceRefusal>(
    act.db,
    [
      ...setAttendance(act, event, place, to),
      ...price.statements,
      sameInvitationsOfPlaces(act.db, [place.id], live),
      ...entries.statements,
      ...queuedAll(act, entries.messages),
      logged(act, {
        act: 'place.attendance_changed',
        subject: ['booking', booking.id],
        eventId: event.id,
        schoolId: booking.schoolId,
        before: { placeId: place.id, attendance: place.attendance, gross: price.was },
        after: { by, attendance: to, gross: price.is },
      }),
    ],
    {
      event_full: 'event_full',
      held_back: 'held_back',
      others_are_waiting: 'others_are_waiting',
      attendance_misplaced: 'changed',
      ...movedPrices('changed' as const),
      [guardBroken]: 'changed',
    },
  )
  return result.ok ? ok({ changed: true, toPay: toPayByCard(price) }) : result
}
