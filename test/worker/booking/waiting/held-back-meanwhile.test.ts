// What is reserved for two schools is taken by one of them in the moment in which the other is given it.

import { expect, it } from 'vitest'
import { approveBooking } from '#booking/waiting/decide-booking.ts'
import { offerOutOfTurn } from '#booking/waiting/offer-places.ts'
import { before, db, rows, run } from '#test/support/factories.ts'
import { insert } from '#test/support/rows.ts'
import { aPlace } from '#test/worker/attendance/attendance/places.ts'
import { aFullEvent, aGuest, anOrganiser, asks, setRules, without } from './world.ts'

/** One place is reserved for two schools, and two are free for anybody; one of the schools asks. */
const heldBackForTwo = async (rules: string) => {
  const { event, free } = await aFullEvent(4)
  const [guest, other] = [await aGuest(), await aGuest()]
  await setRules(event.id, rules)
  const reference = await asks(guest, event.code, 1)
  await free(3)
  const kept = `kept ${event.id}`
  await db.batch([
    insert('HeldBack', { id: kept, eventId: event.id, places: 1, releaseAt: '2026-05-01T09:00:00.000Z' }),
    ...[guest, other].map(({ school }) => insert('HeldBackSchool', { heldBackId: kept, schoolId: school.id })),
  ])
  let taken = 0
  const taking = async () => {
    const { placeId } = await aPlace(event, other.school)
    await run('UPDATE Place SET heldBackId = ?2 WHERE id = ?1', placeId, kept)
    taken += 1
  }
  const places = () =>
    rows(
      `SELECT p.state, p.heldBackId, p.offerId IS NOT NULL AS offered FROM Place p JOIN Booking b ON b.id = p.bookingId WHERE b.reference = ?1`,
      reference,
    )
  return { event, reference, taking, places, taken: () => taken, kept }
}

it('a request that is approved meanwhile gets a place that is anybody’s, and no error', async () => {
  const { reference, taking, places, taken } = await heldBackForTwo('approval = 1')
  const { act } = await anOrganiser()
  const done = await approveBooking({ ...act(), db: before(3, taking) }, reference)
  expect(taken()).toBe(1)
  expect(done).toEqual({ ok: true, value: { certain: 1, listed: 0 } })
  expect(await places()).toEqual([{ state: 'confirmed', heldBackId: null, offered: 0 }])
})

it('an offer out of turn is not made, and the organiser looks again', async () => {
  const { event, reference, taking, places, taken } = await heldBackForTwo('capacity = 4')
  const { act } = await anOrganiser()
  const ask = { eventId: event.id, reference, places: 1, reason: 'urgent' as const }
  const organiser = act()
  expect(await offerOutOfTurn({ ...organiser, db: before(2, taking) }, ask)).toEqual({ ok: false, reason: 'changed' })
  expect(taken()).toBe(1)
  expect(await places()).toEqual([{ state: 'held', heldBackId: null, offered: 0 }])
})

it('control: without their trigger both schools have the one place that was reserved', async () => {
  const { reference, taking, places, kept } = await heldBackForTwo('approval = 1')
  const { act } = await anOrganiser()
  await without(['Place_fits_on_return'], () => approveBooking({ ...act(), db: before(3, taking) }, reference))
  expect(await places()).toEqual([{ state: 'confirmed', heldBackId: kept, offered: 0 }])
  expect(await rows('SELECT COUNT(*) AS n FROM Place WHERE heldBackId = ?1', kept)).toEqual([{ n: 2 }])
})
