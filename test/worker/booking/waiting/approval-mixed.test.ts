// Approval at an event to which people come to the room or online.

import { expect, it } from 'vitest'
import { placeBooking } from '#booking/placing/place-booking.ts'
import { approveBooking, readDecision } from '#booking/waiting/decide-booking.ts'
import { accepted, anEvent, request, rows } from '#test/support/factories.ts'
import { plain } from '#test/support/plain.ts'
import { add } from '#test/support/rows.ts'
import { aGuest, anOrganiser, type Guest, offerNow, setRules } from './world.ts'

type Way = 'in_person' | 'online'

const aMixed = async (capacity: number, onlineCapacity: number) => {
  const event = await anEvent({
    ...{ startsAt: '2099-06-12T08:30:00.000Z', endsAt: '2099-06-12T15:00:00.000Z', placesPerSchool: null },
    ...{ attendanceMode: 'mixed', joiningLink: 'https://meet.example.gov.uk/j/1', capacity, onlineCapacity },
  })
  await setRules(event.id, 'approval = 1')
  return event
}

const asksFor = async (guest: Guest, code: string, ways: readonly Way[], acceptsFewer = false): Promise<string> => {
  const placed = await placeBooking(guest.act(), {
    ...{ code, schoolId: guest.school.id, formId: crypto.randomUUID(), unnamed: 0, ifFull: 'wait', acceptsFewer },
    delegates: ways.map((attendance, n) => ({
      ...{
        name: `Delegate ${'ABCDEF'[n]} Jones`,
        email: `${crypto.randomUUID()}@example.sch.uk`,
        roleId: 'dsl',
        represents: [],
        attendance,
      },
    })),
  }).then(accepted)
  return placed.reference
}

/** The places of a booking: how their people come, and as what they stand. */
const stand = async (reference: string): Promise<string[]> =>
  (
    await rows<{ attendance: string; state: string; waitsFor: string | null }>(
      `SELECT p.attendance, p.state, p.waitsFor FROM Place p JOIN Booking b ON b.id = p.bookingId WHERE b.reference = ?1 ORDER BY p.rowid`,
      reference,
    )
  ).map(({ attendance, state, waitsFor }) => `${attendance}: ${waitsFor ?? state}`)

// “At a mixed event approving gives the places in the room and online that there are, each for itself, and says so before.”
it('with the room full, approving gives the place online and lists the one in the room', async () => {
  const event = await aMixed(1, 3)
  const organiser = await anOrganiser()
  const [first, second] = [await aGuest(), await aGuest()]
  const held = await asksFor(first, event.code, ['in_person'])
  expect(await stand(held)).toEqual(['in_person: approval'])
  expect(await approveBooking(organiser.act(), held)).toEqual({ ok: true, value: { certain: 1, listed: 0 } })

  const both = await asksFor(second, event.code, ['in_person', 'online', 'in_person'], true)
  const page = await (await request(`/bookings/${both}/decision`, { cookie: organiser.cookie })).text()
  expect(plain(page, '')).toContain('If you approve it, 1 place is the school’s at once, and 2 places go on the waiting list')
  expect(await approveBooking(organiser.act(), both)).toEqual({ ok: true, value: { certain: 1, listed: 2 } })
  expect(await stand(both)).toEqual(['in_person: list', 'online: confirmed', 'in_person: list'])
  const invited = await rows<{ text: string }>(
    `SELECT y.text FROM Message m JOIN MessageBody y ON y.messageId = m.id JOIN Booking b ON b.id = m.bookingId WHERE b.reference = ?1 AND m.kind = 'invitation'`,
    both,
  )
  expect(invited.map(({ text }) => [/Where: Online/.test(text), /Hereford/.test(text)])).toEqual([[true, false]])
})

it('a school that wants all together waits with all of them while one way lacks a place', async () => {
  const event = await aMixed(1, 3)
  const organiser = await anOrganiser()
  const reference = await asksFor(await aGuest(), event.code, ['in_person', 'in_person', 'online'])
  expect(await approveBooking(organiser.act(), reference)).toEqual({ ok: true, value: { certain: 0, listed: 3 } })
  expect(await stand(reference)).toEqual(['in_person: list', 'in_person: list', 'online: list'])
  expect(await offerNow()).toBe(false)
})

it('what is reserved in the room for a school is for its places there, and not for those online', async () => {
  const event = await aMixed(3, 3)
  const organiser = await anOrganiser()
  const guest = await aGuest()
  await add('HeldBack', {
    id: 'kept',
    eventId: event.id,
    places: 1,
    releaseAt: '2099-06-01T00:00:00.000Z',
    createdAt: '2026-03-01T00:00:00.000Z',
  })
  await add('HeldBackSchool', { heldBackId: 'kept', schoolId: guest.school.id })
  const reference = await asksFor(guest, event.code, ['online', 'in_person'])
  const decision = await readDecision(organiser.act(), reference)
  expect(decision?.certain.map(({ attendance }) => attendance)).toEqual(['online', 'in_person'])
  expect(await approveBooking(organiser.act(), reference)).toEqual({ ok: true, value: { certain: 2, listed: 0 } })
  expect(
    await rows(
      `SELECT p.attendance, p.heldBackId FROM Place p JOIN Booking b ON b.id = p.bookingId WHERE b.reference = ?1 ORDER BY p.rowid`,
      reference,
    ),
  ).toEqual([
    { attendance: 'online', heldBackId: null },
    { attendance: 'in_person', heldBackId: 'kept' },
  ])
})
