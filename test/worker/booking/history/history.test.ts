import { expect, it } from 'vitest'
import { closeRegister } from '#attendance/attendance/close-register.ts'
import { markAttendance } from '#attendance/attendance/mark-attendance.ts'
import { readNow } from '#base/db/read.ts'
import { newId } from '#base/id.ts'
import { cancelBooking } from '#booking/cancelling/cancel-booking.ts'
import { undoCancellation } from '#booking/cancelling/undo-cancellation.ts'
import { entriesOf } from '#booking/history/history.ts'
import { selectHistory } from '#booking/history/history-store.ts'
import { anAccount, anAct, db, request, rows, run, tick, tripsOf } from '#test/support/factories.ts'
import { add } from '#test/support/rows.ts'
import { aBookingUnderTerms } from '#test/worker/booking/pricing/terms.ts'

const day = (text: string) => new Date(`2026-06-${text}:00.000Z`)

const aLife = async () => {
  const booked = await aBookingUnderTerms({ people: 2, unnamed: 1 })
  const { event, reference, placeIds, actor } = booked
  const organiser = await anAccount({ roles: ['organiser'], name: 'Rhian Price' })
  const [first = '', second = '', third = ''] = placeIds
  await cancelBooking(anAct({ actor, now: day('10T09:00') }), reference, [first], { seen: 7000 })
  await undoCancellation(anAct({ actor: organiser.actor, now: day('10T10:00') }), reference, [first])
  await cancelBooking(anAct({ actor: organiser.actor, now: day('10T11:00') }), reference, [third], { waived: 'Snow' })
  await add('Log', {
    id: newId(day('11T09:00')),
    at: day('11T09:00').toISOString(),
    act: 'event.changed',
    subjectKind: 'event',
    subjectId: event.id,
    eventId: event.id,
    after: '{"venueName":"Town Hall"}',
  })
  const sessionId = event.sessions[0]?.id ?? ''
  for (const [person, markType] of [
    [first, 'absent'],
    [second, 'attended'],
  ] as const)
    await markAttendance(anAct({ actor: organiser.actor, now: day('12T10:00') }), {
      id: newId(tick()),
      sessionId,
      person,
      markType,
      source: 'paper',
    })
  await closeRegister(anAct({ actor: organiser.actor, now: day('12T16:00') }), {
    sessionId,
    seen: { attended: 1, part: 0, absent: 1, apologies: 0 },
  })
  return { ...booked, organiser }
}

// “Organisers see one timeline of a booking: every act, message, charge and mark, who, when and
// from where, the newest last.”
it('one timeline says every act, message, charge and mark in plain sentences: who, when and from where, the newest last', async () => {
  const { reference, name } = await aLife()
  const history = await readNow(db, selectHistory(db, reference.toLowerCase()))
  const entries = history ? entriesOf(history, (kind) => kind) : []
  const told = entries
    .filter(({ where }) => where !== 'by email')
    .map(({ at, sentence, who, where }) => [at.slice(5, 16), sentence, who, where])
  const organiser = 'Rhian Price'
  const [web, council] = ['on the website, for the school', 'on the website, for the council']
  expect(told).toEqual([
    [
      expect.stringContaining('03-02'),
      'Booked 3 places: Person 0, Person 1 and one place without a name; accepted the terms of cancelling',
      name,
      web,
    ],
    ['06-10T09:00', 'Cancelled: Person 0, for £70', name, web],
    ['06-10T09:00', 'Charged £70 for cancelling, Person 0', name, ''],
    ['06-10T10:00', 'Undid the cancellation of Person 0', organiser, council],
    ['06-10T10:00', 'Withdrew the charge of £70 for cancelling, Person 0', organiser, ''],
    ['06-10T11:00', 'Cancelled: one place without a name, for £70, and asked to waive it', organiser, council],
    ['06-10T11:00', 'Charged £70 for cancelling, a place without a name, and asked to waive it: Snow', organiser, ''],
    ['06-11T09:00', 'The event was changed: venue name', 'The service itself', 'on the website'],
    ['06-12T10:00', 'Marked as “did not attend”: Person 0', organiser, 'on the register, from paper'],
    ['06-12T10:00', 'Marked as “attended”: Person 1', organiser, 'on the register, from paper'],
    ['06-12T16:00', 'Charged £50 for not attending, Person 0', organiser, ''],
  ])
  const mails = entries.filter(({ where }) => where === 'by email').map(({ sentence }) => sentence)
  expect(mails).toContain('Message to Person 0, “invitation”: waits to be sent')
  expect(mails).toContain(`Message to ${name}, “booking_cancelled”: waits to be sent`)
  expect([...entries].sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0)).map(({ at }) => at)).toEqual(entries.map(({ at }) => at))
})

it('an act of another kind is said too, and one without a sentence of its own by its name', async () => {
  const { reference, event, placeIds } = await aLife()
  const [booking] = await rows<{ id: string }>('SELECT id FROM Booking WHERE reference = ?1', reference)
  const note = (act: string, kind: string, id: string, before: unknown = {}) =>
    add('Log', {
      id: newId(day('20T09:00')),
      at: day('20T09:00').toISOString(),
      act,
      subjectKind: kind,
      subjectId: id,
      eventId: event.id,
      origin: 'schedule',
      before: JSON.stringify(before),
    })
  await note('booking.moved', 'booking', booking?.id ?? '', { places: [placeIds[1]] })
  await note('place.cannot_come', 'place', placeIds[1] ?? '')
  await note('booking.paidByCheque', 'booking', booking?.id ?? '')
  const history = await readNow(db, selectHistory(db, reference))
  const last = history ? entriesOf(history, (kind) => kind).filter(({ at }) => at.includes('06-20')) : []
  expect(last.map(({ sentence, who, where }) => [sentence, who, where])).toEqual([
    ['Moved to another date: Person 1', 'The service itself', 'when it fell due'],
    ['Said on their own page that they cannot come: Person 1', 'The service itself', 'when it fell due'],
    ['Booking paid by cheque', 'The service itself', 'when it fell due'],
  ])
})

// “Names are those of today: whoever is erased is erased there too.”
it('names are those of today: whoever is erased is erased from the history too', async () => {
  const { reference, placeIds, organiser } = await aLife()
  await run(
    `UPDATE Person SET name = NULL, email = NULL, erasedAt = '2026-07-01T00:00:00.000Z' WHERE id = (SELECT personId FROM Place WHERE id = ?1)`,
    placeIds[0],
  )
  const page = await (await request(`/bookings/${reference}/history`, { cookie: organiser.cookie })).text()
  expect(page).not.toContain('Person 0')
  expect(page).toContain('an erased person')
  expect(page).toContain('Person 1')
  expect(page).toContain('Charged £50 for not attending')
})

it('it takes one round trip, however much has happened', async () => {
  const { reference } = await aLife()
  expect(await tripsOf((on) => readNow(on, selectHistory(on, reference)))).toBe(1)
})
