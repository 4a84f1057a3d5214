import { expect, it } from 'vitest'
import { addWalkIn } from '#attendance/attendance/add-walk-in.ts'
import { closeRegister } from '#attendance/attendance/close-register.ts'
import { markAttendance } from '#attendance/attendance/mark-attendance.ts'
import { matchWalkIn } from '#attendance/attendance/match-walk-in.ts'
import { newId } from '#base/id.ts'
import { cancelBooking } from '#booking/cancelling/cancel-booking.ts'
import { accepted, anAccount, anAct, aSchool, htmlOf, request, rows, run, tick } from '#test/support/factories.ts'
import { textOf } from '#test/support/plain.ts'
import { aBookingUnderTerms, chargesOf } from '#test/worker/booking/pricing/terms.ts'

type MarkType = 'attended' | 'part' | 'absent' | 'apologies'

const twoDays = [
  { startsAt: '2026-06-12T08:30:00.000Z', endsAt: '2026-06-12T15:00:00.000Z' },
  { startsAt: '2026-06-13T08:30:00.000Z', endsAt: '2026-06-13T15:00:00.000Z' },
]

const atTheDoor = async (facts: Parameters<typeof aBookingUnderTerms>[0] = {}) => {
  const booked = await aBookingUnderTerms(facts)
  const door = await anAccount({ roles: ['organiser'] })
  const session = (at: number) => booked.event.sessions[at]?.id ?? ''
  let minute = 10
  const act = (at: number) => {
    minute += 1
    return anAct({ actor: door.actor, now: new Date(`2026-06-${12 + at}T15:${minute}:00.000Z`) })
  }
  const mark = (place: number, markType: MarkType, at = 0, correctsId?: string) =>
    markAttendance(act(at), {
      ...{ id: newId(tick()), sessionId: session(at), person: booked.placeIds[place] ?? '', markType, source: 'screen' },
      ...(correctsId ? { correctsId, reason: 'Sheet checked' } : {}),
    })
  const close = (figures: Partial<Record<MarkType, number>>, at = 0) =>
    closeRegister(act(at), { sessionId: session(at), seen: { attended: 0, part: 0, absent: 0, apologies: 0, ...figures } })
  return { ...booked, door, session, mark, close }
}

// “When a register closes, a charge by the accepted terms is proposed for each place marked as absent or with apologies, and listed on the page before.” “Nothing is owed until somebody has looked at it.”
it('when a register closes, charges are proposed for places marked absent or with apologies by the terms accepted, on a free event too', async () => {
  const { event, placeIds, door, session, mark, close } = await atTheDoor({
    people: 3,
    terms: { fullPence: 0, partDays: null, partPence: null },
  })
  await mark(0, 'absent')
  await mark(1, 'apologies')
  await mark(2, 'part')
  const page = await (await request(`/register/${session(0)}/close`, { cookie: door.cookie })).text()
  expect(page).toMatch(/Closing proposes a charge for 2 places that nobody came to, £100 in all/)
  expect(page.match(/Charge: £50/g)).toHaveLength(2)
  expect(await chargesOf(event.id)).toEqual([])
  expect((await close({ absent: 1, apologies: 1, part: 1 })).ok).toBe(true)
  const charges = await chargesOf(event.id)
  expect(charges.map(({ placeId, kind, pence, withdrawn }) => ({ placeId, kind, pence, withdrawn }))).toEqual([
    { placeId: placeIds[0], kind: 'not_attending', pence: 5000, withdrawn: 0 },
    { placeId: placeIds[1], kind: 'not_attending', pence: 5000, withdrawn: 0 },
  ])
  expect(JSON.parse(charges[0]?.rule ?? '')).toEqual({ why: 'nobody_came', version: 1, sessions: 1 })
  expect(await rows('SELECT 1 FROM Charge WHERE eventId = ?1 AND postedAt IS NOT NULL', event.id)).toEqual([])
  expect(await rows('SELECT 1 FROM LedgerLine WHERE eventId = ?1', event.id)).toEqual([])
})

it('a booking shows what was charged for not attending', async () => {
  const { cookie, reference, mark, close } = await atTheDoor({ people: 1 })
  await mark(0, 'absent')
  await close({ absent: 1 })
  expect(await htmlOf(request(`/bookings/${reference}`, { cookie }))).toContain('£50 for not attending (Paid conferences, version 1)')
})

// “One charge for a place, however many sessions: when nobody came to any of them, and the last of their registers closes.”
it('one charge for a place, even with several sessions, and only when nobody came to any of them', async () => {
  const { event, placeIds, mark, close } = await atTheDoor({ event: { sessions: twoDays }, people: 2 })
  for (const place of [0, 1]) await mark(place, 'absent', 0)
  await close({ absent: 2 })
  expect(await chargesOf(event.id)).toEqual([])
  await mark(0, 'absent', 1)
  await mark(1, 'attended', 1)
  await close({ absent: 1, attended: 1 }, 1)
  expect((await chargesOf(event.id)).map(({ placeId }) => placeId)).toEqual([placeIds[0]])
})

// “When somebody turns out to have come, the charge is withdrawn.” “Nobody is charged by a correction made after closing.” “It is never changed, only withdrawn.”
it('a later correction to attended withdraws the charge, and nothing else does', async () => {
  const { event, placeIds, mark, close } = await atTheDoor({ people: 1 })
  await mark(0, 'absent')
  await close({ absent: 1 })
  const standing = async () => (await rows<{ id: string }>('SELECT id FROM CurrentMark WHERE placeId = ?1', placeIds[0]))[0]?.id ?? ''
  await mark(0, 'apologies', 0, await standing())
  expect((await chargesOf(event.id)).map(({ withdrawn }) => withdrawn)).toEqual([0])
  await mark(0, 'attended', 0, await standing())
  expect((await chargesOf(event.id)).map(({ withdrawn }) => withdrawn)).toEqual([1])
})

it('a cancelled place, one without terms and one whose terms ask nothing for it are not charged for not attending', async () => {
  const late = await atTheDoor({ people: 2 })
  await cancelBooking(anAct({ actor: late.actor, now: new Date('2026-06-11T09:00:00Z') }), late.reference, [late.placeIds[1] ?? ''], {
    seen: 7000,
  })
  await late.mark(0, 'attended')
  await late.close({ attended: 1 })
  expect((await chargesOf(late.event.id)).map(({ kind }) => kind)).toEqual(['cancellation'])
  const none = await atTheDoor({ people: 1, terms: { absentPence: 0 } })
  await none.mark(0, 'absent')
  await none.close({ absent: 1 })
  expect(await chargesOf(none.event.id)).toEqual([])
  const without = await atTheDoor({ people: 1 })
  await run('UPDATE Booking SET termsId = NULL WHERE reference = ?1', without.reference)
  await without.mark(0, 'absent')
  await without.close({ absent: 1 })
  expect(await chargesOf(without.event.id)).toEqual([])
})

it('closing twice at once charges once', async () => {
  const { event, mark, close } = await atTheDoor({ people: 2 })
  await mark(0, 'absent')
  await mark(1, 'absent')
  await Promise.all([close({ absent: 2 }), close({ absent: 2 }), close({ absent: 2 })])
  expect(await chargesOf(event.id)).toHaveLength(2)
})

const anUnexpected = async (
  world: Awaited<ReturnType<typeof atTheDoor>>,
  schoolId: string | undefined,
  name = 'Ana Lopes',
  reason?: string,
) => {
  const id = crypto.randomUUID()
  await addWalkIn(anAct({ actor: world.door.actor, now: new Date(`2026-06-12T${reason ? '17' : '15'}:30:00.000Z`) }), {
    ...{ id, sessionId: world.session(0), name, schoolId, organisation: schoolId ? '' : 'A school', source: 'screen', reason },
  }).then(accepted)
  return id
}

// “No charge is proposed for a place while somebody of the same school came without one: closing shows the two side by side, one for one.”
it('a colleague who came on nobody’s place stands for one who did not come', async () => {
  const world = await atTheDoor({ people: 3 })
  const { event, school, placeIds, door, session, mark, close } = world
  for (const place of [0, 1]) await mark(place, 'absent')
  await mark(2, 'attended')
  await anUnexpected(world, school.id)
  // Somebody of another school excuses nobody here.
  await anUnexpected(world, (await aSchool()).id, 'Bo Lee')
  const page = await textOf(request(`/register/${session(0)}/close`, { cookie: door.cookie }))
  expect(page).toContain('Closing proposes a charge for one place that nobody came to, £50 in all')
  expect(page).toContain(
    'Person 0 . Did not attend. Charge: £50 Person 1 . Did not attend. No charge: Ana Lopes came without a place'.replaceAll(' .', '.'),
  )
  expect(page).not.toContain('Bo Lee')
  expect((await close({ absent: 2, attended: 3 })).ok).toBe(true)
  expect((await chargesOf(event.id)).map(({ placeId, withdrawn }) => ({ placeId, withdrawn }))).toEqual([
    { placeId: placeIds[0], withdrawn: 0 },
  ])
})

// “Whoever turns out later to be of the school takes a charge back.”
it('who is matched to the school after closing takes a charge back, and no more than one', async () => {
  const world = await atTheDoor({ people: 2 })
  const { event, school, door, session, mark, close } = world
  for (const place of [0, 1]) await mark(place, 'absent')
  const walkInId = await anUnexpected(world, undefined)
  expect((await close({ absent: 2, attended: 1 })).ok).toBe(true)
  expect((await chargesOf(event.id)).map(({ withdrawn }) => withdrawn)).toEqual([0, 0])
  const matched = await matchWalkIn(anAct({ actor: door.actor, now: new Date('2026-06-12T16:00:00.000Z') }), {
    ...{ sessionId: session(0), walkInId, schoolId: school.id, seenSchoolId: undefined, isConfirmed: false },
  })
  expect(matched.ok).toBe(true)
  expect((await chargesOf(event.id)).map(({ withdrawn }) => withdrawn).sort()).toEqual([0, 1])
  // One who is added only now, with a reason, stands for the other.
  await anUnexpected(world, school.id, 'Bo Lee', 'Signed the sheet')
  expect((await chargesOf(event.id)).map(({ withdrawn }) => withdrawn)).toEqual([1, 1])
})
