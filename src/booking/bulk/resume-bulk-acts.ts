import { type Act, nobody } from '#base/act.ts'
import { instant } from '#base/dates.ts'
import { atomically, guardBroken } from '#base/db/atomically.ts'
import { eachApart } from '#base/db/failed-job.ts'
import { logged } from '#base/log/store.ts'
import { ok, type Result, refuse } from '#base/result.ts'
import { toBooker } from '#booking/bookings/booker.ts'
import { namesDueOfBooking } from '#booking/bookings/booking.ts'
import { readBooking } from '#booking/bookings/booking-store.ts'
import { placesThat } from '#booking/bookings/next-steps.ts'
import { cancelBooking } from '#booking/cancelling/cancel-booking.ts'
import { movePlaces } from '#booking/series/move-places.ts'
import { contactOf } from '#calendars/invites/invite.ts'
import { inviteAgain } from '#calendars/invites/invite-again.ts'
import { senderOf } from '#calendars/invites/invite-places.ts'
import { namesWanted } from '#emails/booking/names-due.tsx'
import { firstStart, lastEnd } from '#events/events/event.ts'
import { eventByCode } from '#events/events/store.ts'
import { queuedAll } from '#messages/outbox/store.ts'
import { isSwitchedOff } from '#messages/outbox/switch-store.ts'
import { schoolLabel } from '#schools/schools/school.ts'
import type { Bulk, Typed } from './bulk.ts'
import { type ClaimedItem, claimItems, finishBulk, settleItem, startBulk, unfinishedBulk } from './store.ts'

type ItemRefusal =
  | 'event_started'
  | 'event_cancelled'
  | 'event_over'
  | 'event_full'
  | 'nothing_left'
  | 'nobody_to_write_to'
  | 'switched_off'
  | 'changed_meanwhile'

/** Begins a prepared act; a second press finds it begun, which is fine. */
export const beginBulk = async (act: Act, bulk: Bulk, typed: Omit<Typed, 'leftOut'>): Promise<void> => {
  await atomically(
    act.db,
    [
      ...startBulk(act, bulk, { ...typed, leftOut: bulk.typed.leftOut }),
      logged(act, {
        act: 'bulk.begun',
        subject: ['bulk', bulk.id],
        after: { act: bulk.act, to: typed.to },
      }),
    ],
    { [guardBroken]: 'begun' },
  )
}

/**
 * Does the act's next bookings, each in its own batch, and stores the results. Two runs at once
 * share the work.
 * @returns whether anything was done
 */
export const runBulk = async (act: Act, bulk: Bulk): Promise<boolean> => {
  const items = await claimItems(act, bulk.id)
  await eachApart(
    act,
    'resumeBulkActs',
    items,
    ({ bookingId }) => `${bulk.id} ${bookingId}`,
    async (item) => {
      const done = await doItem(act, bulk, item)
      if (done.ok && done.value === 'settled') return true
      const outcome = done.ok ? { done: done.value as number } : { refused: done.reason }
      return (await atomically(act.db, [settleItem(act, bulk.id, item.bookingId, outcome)], { bulk_item_is_settled: 'settled' })).ok
    },
  )
  await atomically(act.db, [finishBulk(act, bulk.id)], {})
  return items.length > 0
}

/** Job: resumes an act whose browser was closed, as whoever began it. */
export const resumeBulkActs = async (act: Act): Promise<boolean> => {
  const bulk = await unfinishedBulk(act.db, instant(act.now))
  if (!bulk) return false
  return runBulk({ ...act, actor: { ...nobody, accountId: bulk.createdById, roles: ['organiser'] } }, bulk)
}

/** 'settled': its batch has recorded the result already. */
type Done = Result<number | 'settled', string>

const doItem = (act: Act, bulk: Bulk, item: ClaimedItem): Promise<Done> =>
  ({ remind, invite_again: again, move: toOtherDate, cancel: giveUp })[bulk.act](act, bulk, item)

const giveUp = async (act: Act, bulk: Bulk, item: ClaimedItem): Promise<Done> => {
  const { reason = '', waive } = bulk.typed
  const told = reason || undefined
  const charge = waive ? { waived: reason, told } : { byTerms: true as const, told }
  const done = await cancelBooking(act, item.reference, item.placeIds, charge)
  return done.ok && done.value === 0 ? refuse('nothing_left') : done
}

/** A school must accept different terms of cancelling itself, so such a booking is refused. */
const toOtherDate = async (act: Act, bulk: Bulk, item: ClaimedItem): Promise<Done> => {
  const [found, to] = await Promise.all([readBooking(act, item.reference), eventByCode(act.db, bulk.typed.to ?? '', act.now)])
  if (!found || !to) return refuse('not_in_series')
  const seenPence = bulk.typed.prices?.[item.bookingId]
  const moved = await movePlaces(act, {
    reference: item.reference,
    to: to.code,
    placeIds: item.placeIds,
    formId: `${bulk.id}-${item.bookingId}`,
    termsId: found.booking.termsId === to.termsId ? (to.termsId ?? undefined) : undefined,
    paying: to.priceId === null || seenPence === undefined ? undefined : { priceId: to.priceId, seenPence },
  })
  return moved.ok ? ok(moved.value.again ? item.placeIds.length : moved.value.places) : refuse(moved.reason)
}

const settling = { [guardBroken]: 'changed_meanwhile', bulk_item_is_settled: 'settled' } as const

const written = async (act: Act, statements: SqlStatement[]): Promise<Done> => {
  const result = await atomically<ItemRefusal | 'settled'>(act.db, statements, settling)
  return result.ok || result.reason === 'settled' ? ok('settled') : result
}

const remind = async (act: Act, bulk: Bulk, item: ClaimedItem): Promise<Done> => {
  const bookingAndEvent = await readBooking(act, item.reference)
  if (!bookingAndEvent) return refuse('nothing_left')
  const { booking, event, accepted } = bookingAndEvent
  const now = instant(act.now)
  if (event.state === 'cancelled') return refuse('event_cancelled')
  if ((firstStart(event) ?? '9999') <= now) return refuse('event_started')
  const unnamed = placesThat(booking, now, 'unnamed').filter((place) => item.placeIds.includes(place.id)).length
  if (unnamed === 0) return refuse('nothing_left')
  if (await isSwitchedOff(act.db, event.id, 'names_due')) return refuse('switched_off')
  const due = namesDueOfBooking(event, booking, accepted.calendar) ?? null
  const rendered = namesWanted({
    sender: await senderOf(act),
    event,
    reference: booking.reference,
    schoolName: schoolLabel(booking.school),
    bookingPage: `${act.baseUrl}/bookings/${booking.reference}`,
    contact: contactOf(event),
    unnamed,
    namesDueAt: due,
    release: event.rules.namesRelease,
    overdue: due !== null && due <= now,
  })
  const messages = toBooker(act, event, booking, 'names_due', rendered)
  if (messages.length === 0) return refuse('nobody_to_write_to')
  return written(act, [
    settleItem(act, bulk.id, booking.id, { done: unnamed }),
    ...queuedAll(act, messages),
    logged(act, {
      act: 'booking.reminded',
      subject: ['booking', booking.id],
      eventId: event.id,
      schoolId: booking.schoolId,
      after: { unnamed, bulk: bulk.id },
    }),
  ])
}

const again = async (act: Act, bulk: Bulk, item: ClaimedItem): Promise<Done> => {
  const bookingAndEvent = await readBooking(act, item.reference)
  if (!bookingAndEvent) return refuse('nothing_left')
  const { booking, event } = bookingAndEvent
  if (event.state === 'cancelled') return refuse('event_cancelled')
  if ((lastEnd(event) ?? '') <= instant(act.now)) return refuse('event_over')
  const named = placesThat(booking, instant(act.now), 'confirmed')
    .map((place) => place.id)
    .filter((id) => item.placeIds.includes(id))
  const { statements, places } = await inviteAgain(act, event, named, booking.booker.email)
  if (places === 0) return refuse('nothing_left')
  return written(act, [
    ...statements,
    settleItem(act, bulk.id, booking.id, { done: places }),
    logged(act, {
      act: 'booking.reinvited',
      subject: ['booking', booking.id],
      eventId: event.id,
      schoolId: booking.schoolId,
      after: { places: named, bulk: bulk.id },
    }),
  ])
}
