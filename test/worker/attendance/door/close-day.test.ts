import fc from 'fast-check'
import { expect, it } from 'vitest'
import { selectAbsences } from '#attendance/attendance/absence-store.ts'
import { markAttendance } from '#attendance/attendance/mark-attendance.ts'
import { issueCertificates } from '#attendance/certificates/issue-certificates.ts'
import { addAtDoor } from '#attendance/door/add-at-door.ts'
import { closeDay, readDayToClose } from '#attendance/door/close-day.ts'
import { selectDoor } from '#attendance/door/door-store.ts'
import { recordArrivals } from '#attendance/door/record-arrivals.ts'
import { readNow } from '#base/db/read.ts'
import { newId } from '#base/id.ts'
import { readEventNeeds, readNamedAccess } from '#booking/needs/store.ts'
import { selectResults } from '#correspondence/results/results-store.ts'
import { anAccount, anAct, anEvent, before, db, rows, tick, withoutGuards } from '#test/support/factories.ts'
import { someNeeds } from '#test/support/school-facts.ts'
import { aBookingUnderTerms, chargesOf } from '#test/worker/booking/pricing/terms.ts'
import { aPlace } from '../attendance/places.ts'
import { said } from '../certificates/world.ts'
import { aDoor, marksOf } from './at-the-door.ts'

const closing = async (code: string) => {
  const { event, sessions } = await readNow(db, selectDoor(db, code))
  if (!event) throw new Error('There is no such event')
  const close = async (act: Parameters<typeof closeDay>[0], seenBy = act) => {
    const { seen } = await readDayToClose({ ...seenBy, db }, event, sessions)
    return closeDay(act, event, sessions, { seen })
  }
  return { event, sessions, close }
}

// “One act closes every register of a day, once its last session is over: people who were not
// seen are marked as not attending.”
it('one act closes every register of a day: who arrived is marked by that, and who was not seen as absent', async () => {
  const { event, school, delyth, say, actAt, morning, afternoon } = await aDoor()
  const gwen = await aPlace(event, school, { name: 'Gwen Parry' })
  await say(delyth.placeId, '08:20')
  await say(delyth.placeId, '11:30', { kind: 'left' })
  const { close } = await closing(event.code)
  expect(await close(actAt('13:59'))).toEqual({ ok: false, reason: 'not_over' })
  expect(await close(actAt('14:00'))).toEqual({ ok: true, value: { closed: 2 } })
  expect(await marksOf(delyth.placeId)).toEqual([
    { session: 'Morning', markType: 'attended', source: 'arrival', reason: null },
    { session: 'Afternoon', markType: 'absent', source: 'arrival', reason: null },
  ])
  expect((await marksOf(gwen.placeId)).map(({ markType }) => markType)).toEqual(['absent', 'absent'])
  const signed = (id: string) => rows('SELECT attended, part, absent, apologies FROM RegisterSignOff WHERE sessionId = ?1', id)
  expect(await signed(morning.id)).toEqual([{ attended: 1, part: 0, absent: 1, apologies: 0 }])
  expect(await signed(afternoon.id)).toEqual([{ attended: 0, part: 0, absent: 2, apologies: 0 }])
})

it('whoever arrived and was marked by hand as absent is asked about before the day is closed, until one of both is put right', async () => {
  const { event, delyth, say, actAt, morning } = await aDoor()
  await say(delyth.placeId, '08:20')
  const byHand = async (time: string, markType: 'absent' | 'attended', corrects?: string) => {
    const id = newId(tick())
    const marked = await markAttendance(actAt(time), {
      ...{ id, sessionId: morning.id, person: delyth.placeId, markType, source: 'screen' },
      ...(corrects ? { correctsId: corrects, reason: 'She came' } : {}),
    })
    expect(marked.ok).toBe(true)
    return id
  }
  const id = await byHand('08:31', 'absent')
  const { event: found, sessions } = await closing(event.code)
  const asked = async () => (await readDayToClose({ ...actAt('14:00'), db }, found, sessions)).disagreeing
  expect(await asked()).toEqual([
    { name: 'Delyth Morgan', session: 'Morning', from: expect.stringContaining('T08:20'), markType: 'absent' },
  ])
  await byHand('08:32', 'attended', id)
  expect(await asked()).toEqual([])
})

// “What was said at the door and reaches us after the closing corrects what was marked from the
// door, with that as its reason: an absence, and how long somebody stayed who left.”
it('what was said on a device before the closing and comes after it corrects the absence, with that as its reason', async () => {
  const { event, delyth, say, actAt, morning, door, entry } = await aDoor()
  const { close } = await closing(event.code)
  await close(actAt('14:00'))
  expect(await recordArrivals(actAt('15:00'), door, [entry(delyth.placeId, '08:20')])).toMatchObject([{ said: 'ok' }])
  const reason = 'Noted at check-in, and received after the register was signed off'
  expect(await marksOf(delyth.placeId)).toEqual([
    { session: 'Morning', markType: 'attended', source: 'arrival', reason },
    { session: 'Afternoon', markType: 'attended', source: 'arrival', reason },
  ])
  expect(await rows('SELECT attended, absent FROM RegisterSignOff WHERE sessionId = ?1', morning.id)).toEqual([{ attended: 0, absent: 1 }])
  expect(await say(delyth.placeId, '15:01')).toMatchObject([{ said: 'already' }])
})

// “A certificate that says otherwise is then superseded, also where only the minutes of a part
// are others.”
it('that somebody left, noted after the closing, corrects their mark by whom and when, and their certificate says the minutes', async () => {
  const { event, delyth, say, actAt, actor, afternoon, door, entry } = await aDoor({ topicId: 'designated-lead' })
  const { close } = await closing(event.code)
  await say(delyth.placeId, '08:20')
  await close(actAt('14:00'))
  const issued = async () => {
    await issueCertificates(actAt('17:00'))
    return said(event.id)
  }
  expect(await issued()).toEqual([['Delyth Morgan', 'whole', 270, 0, null]])
  const left = entry(delyth.placeId, '13:00', { kind: 'left' })
  await recordArrivals(actAt('15:00'), door, [left])
  expect(await rows('SELECT markType, accountId, receivedAt, reason FROM CurrentMark WHERE sessionId = ?1', afternoon.id)).toEqual([
    {
      ...{ markType: 'part', accountId: actor.accountId, receivedAt: '2026-06-12T15:00:00.000Z' },
      reason: 'Noted at check-in, and received after the register was signed off',
    },
  ])
  expect((await issued()).at(-1)).toEqual(['Delyth Morgan', 'part', 210, 0, null])
  // It was earlier: the mark in part stands, and the minutes are others.
  const undone = entry(delyth.placeId, '15:02', { undoesId: left.id })
  await recordArrivals(actAt('15:10'), door, [entry(delyth.placeId, '12:30', { kind: 'left' }), undone])
  const [, , third] = await issued()
  expect(third).toEqual(['Delyth Morgan', 'part', 180, 0, null])
  expect((await said(event.id)).map((one) => one.at(-1) !== null)).toEqual([true, true, false])
})

it('however closing the day and an arrival meet, nobody who was seen is marked as absent', async () => {
  const run = async (on: SqlDatabase) => {
    const at = await aDoor()
    const { close } = await closing(at.event.code)
    const between = before(2, () => recordArrivals(at.actAt('14:00'), at.door, [at.entry(at.delyth.placeId, '08:20')]), on)
    const closed = await close(at.actAt('14:01', between))
    return { closed: closed.ok, signed: await rows('SELECT attended, absent FROM RegisterSignOff WHERE sessionId = ?1', at.morning.id) }
  }
  expect(await run(db)).toEqual({ closed: false, signed: [] })
  // Without guards the figures that nobody saw are signed.
  expect(await run(withoutGuards)).toEqual({ closed: true, signed: [{ attended: 1, absent: 0 }] })
})

// “Somebody who came without a place, or instead of a colleague, is on every register that is
// left of the day, and nothing is charged for it.”
it('a walk-in of a school, and somebody who came instead, are charged nothing and excuse an absence of it', async () => {
  for (const instead of [true, false]) {
    const booked = await aBookingUnderTerms({ people: 1 })
    const { actor } = await anAccount({ doorEventIds: [booked.event.id] })
    const { sessions, close } = await closing(booked.event.code)
    const at = (time: string) => anAct({ actor, now: new Date(`2026-06-12T${time}:00.000Z`) })
    const [placeId = ''] = booked.placeIds
    const added = await addAtDoor(at('09:00'), { eventId: booked.event.id, deviceId: null, isOpen: true }, sessions, {
      ...{ id: newId(tick()), person: newId(tick()), name: 'Nerys Pugh', organisation: '', notedAt: at('09:00').now, clockAhead: 0 },
      ...(instead ? { insteadOfId: placeId } : { schoolId: booked.school.id }),
    })
    expect(added).toEqual({ ok: true, value: { added: true } })
    expect(await close(at('15:01'))).toEqual({ ok: true, value: { closed: 1 } })
    // Whoever somebody came instead of is expected no more, and nobody marks them.
    expect((await marksOf(placeId)).map(({ markType }) => markType)).toEqual(instead ? [] : ['absent'])
    expect(await chargesOf(booked.event.id)).toEqual([])
  }
})

// “What somebody needs is counted no more, and named to nobody, once someone came instead of
// them; if that arrival is taken back, it is.”
// “Closing leaves out whoever somebody came instead of: they are neither absent nor charged, and
// who came instead excuses no other colleague.”
it('who came instead of one colleague excuses no other: the other is absent and charged, as the page says, and of the first nothing is left to mark', async () => {
  const booked = await aBookingUnderTerms({ people: 2 })
  const { actor } = await anAccount({ doorEventIds: [booked.event.id] })
  const { event, sessions, close } = await closing(booked.event.code)
  const at = (time: string) => anAct({ actor, now: new Date(`2026-06-12T${time}:00.000Z`) })
  const [replaced = '', absent = ''] = booked.placeIds
  await someNeeds(
    { eventId: event.id },
    { dietary: '{"choices":["vegan"],"words":""}', access: '{"choices":["step_free"],"words":""}', givenAt: at('08:00').now.toISOString() },
  )
  /** What the caterer and whoever greets people are told, and what came of the event. */
  const told = async () => {
    const [needs, results] = [
      await readEventNeeds(at('09:30'), event.code),
      await readNow(db, selectResults(db, event.code, at('09:30').now)),
    ]
    const figures = results?.figures
    return [needs?.confirmed, needs?.needs.length, (await readNamedAccess(at('09:30'), event.id)).length, figures?.food, figures?.access]
  }
  expect(await told()).toEqual([2, 2, 2, 2, 2])
  await addAtDoor(at('09:00'), { eventId: event.id, deviceId: null, isOpen: true }, sessions, {
    ...{ id: newId(tick()), person: newId(tick()), name: 'Nerys Pugh', organisation: '', notedAt: at('09:00').now, clockAhead: 0 },
    insteadOfId: replaced,
  })
  expect(await told()).toEqual([1, 1, 1, 1, 1])
  const { people, absences } = await readDayToClose(at('15:01'), event, sessions)
  expect(people.map(({ key, marks }) => [key, marks.map(({ markType }) => markType)])).toEqual([[absent, ['absent']]])
  expect(absences.map(({ placeId, due, unexpected }) => [placeId, due, unexpected])).toEqual([[absent, true, []]])
  expect(await close(at('15:01'))).toEqual({ ok: true, value: { closed: 1 } })
  expect([await marksOf(replaced), (await marksOf(absent)).map(({ markType }) => markType)]).toEqual([[], ['absent']])
  expect((await chargesOf(event.id)).length).toBe(1)
  expect((await readNow(db, selectResults(db, event.code, at('15:02').now)))?.figures.unmarked).toBe(0)
})

// “Who came instead of somebody is of the same school, and the absence of their colleague is not
// charged.”
it('somebody who came instead is of the same school and at the sessions of that place, and the same press adds them once', async () => {
  const { event, delyth, school, actAt, door } = await aDoor()
  const { sessions } = await closing(event.code)
  const asked = {
    ...{ id: newId(tick()), person: newId(tick()), name: 'Nerys Pugh', organisation: '', insteadOfId: delyth.placeId },
    ...{ notedAt: actAt('09:00').now, clockAhead: 0 },
  }
  const answers = await Promise.all(Array.from({ length: 5 }, () => addAtDoor(actAt('09:00'), door, sessions, asked)))
  expect(answers.filter((answer) => answer.ok && answer.value.added)).toHaveLength(1)
  expect(answers.every(({ ok }) => ok)).toBe(true)
  expect(await rows('SELECT schoolId, insteadOfId FROM WalkIn WHERE eventId = ?1', event.id)).toEqual(
    [1, 2].map(() => ({ schoolId: school.id, insteadOfId: delyth.placeId })),
  )
  expect(await rows('SELECT 1 FROM Arrival WHERE walkInId = ?1', asked.person)).toHaveLength(1)
  expect(await marksOf(asked.person)).toEqual([{ session: 'Morning', markType: 'attended', source: 'arrival', reason: null }])
})

it('on an event of two days only the registers of the day are closed', async () => {
  const event = await anEvent({
    sessions: [
      { startsAt: '2026-06-12T08:30:00.000Z', endsAt: '2026-06-12T15:00:00.000Z' },
      { startsAt: '2026-06-13T08:30:00.000Z', endsAt: '2026-06-13T15:00:00.000Z' },
    ],
  })
  const { event: found, sessions } = await closing(event.code)
  const { actor } = await anAccount({ doorEventIds: [event.id] })
  const act = anAct({ actor, now: new Date('2026-06-12T15:00:00.000Z') })
  const [first] = sessions
  const ofDay = first ? [first] : []
  const { seen } = await readDayToClose(act, found, ofDay)
  expect(await closeDay(act, found, ofDay, { seen })).toEqual({ ok: true, value: { closed: 1 } })
  expect(await rows('SELECT sessionId FROM RegisterSignOff o JOIN Session s ON s.id = o.sessionId WHERE s.eventId = ?1', event.id)).toEqual(
    [{ sessionId: first?.id }],
  )
})

const twoSessions = [
  { startsAt: '2026-06-12T08:30:00.000Z', endsAt: '2026-06-12T11:00:00.000Z', title: 'Morning' },
  { startsAt: '2026-06-12T12:00:00.000Z', endsAt: '2026-06-12T15:00:00.000Z', title: 'Afternoon' },
]

// “What closing a day says it charges is what it charges; when that has changed since the page
// was shown, nothing is closed and the page shows it again.”
it('what closing a day says it charges is what it charges: of all who were not seen, of all sessions, less who is excused', async () => {
  const booked = await aBookingUnderTerms({ people: 12, event: { sessions: twoSessions } })
  const { event, placeIds, school } = booked
  const { actor } = await anAccount({ doorEventIds: [event.id] })
  const act = anAct({ actor, now: new Date('2026-06-12T15:01:00.000Z') })
  const { event: found, sessions } = await closing(event.code)
  const door = { eventId: event.id, deviceId: null, isOpen: true }
  const came = { id: newId(tick()), person: placeIds[0] ?? '', kind: 'arrived' as const, how: 'tap' as const, clockAhead: 0 }
  await recordArrivals(anAct({ actor, now: new Date('2026-06-12T08:20:00.000Z') }), door, [
    { ...came, notedAt: new Date('2026-06-12T08:20:00.000Z') },
  ])
  await addAtDoor(anAct({ actor, now: new Date('2026-06-12T09:00:00.000Z') }), door, sessions, {
    ...{ id: newId(tick()), person: newId(tick()), name: 'Nerys Pugh', organisation: '', schoolId: school.id },
    ...{ notedAt: new Date('2026-06-12T09:00:00.000Z'), clockAhead: 0 },
  })
  const day = await readDayToClose(act, found, sessions)
  const due = day.absences.filter((one) => one.due).map(({ placeId }) => placeId)
  expect(due).toHaveLength(10)
  // Who arrived before the morning is not marked yet, nor at the afternoon is whoever came without
  // a place.
  expect(day.people.map(({ name, marks }) => [name, marks.map(({ markType }) => markType).join()])).toEqual([
    ['Person 0', 'attended,attended'],
    ...Array.from({ length: 11 }, (_, n) => [`Person ${n + 1}`, 'absent,absent']),
    ['Nerys Pugh', 'attended'],
  ])
  expect(await closeDay(act, found, sessions, { seen: day.seen })).toEqual({ ok: true, value: { closed: 2 } })
  expect((await chargesOf(event.id)).map(({ placeId }) => placeId).sort()).toEqual(due.sort())
})

// “Whoever loses their tick is not marked, and the registers they are on stay open.”
it('who is left out of closing a day is neither marked nor charged, and only the registers of the others close', async () => {
  const booked = await aBookingUnderTerms({ people: 2, event: { sessions: twoSessions } })
  const { event, school, placeIds } = booked
  const morningOnly = await aPlace(event, school, { name: 'Gwen Parry', sessionIds: [event.sessions[0]?.id ?? ''] })
  const { actor } = await anAccount({ doorEventIds: [event.id] })
  const act = anAct({ actor, now: new Date('2026-06-12T15:01:00.000Z') })
  const { event: found, sessions } = await closing(event.code)
  const leftOut = new Set([morningOnly.placeId])
  const { seen } = await readDayToClose(act, found, sessions, leftOut)
  // The page that was looked at before says otherwise.
  const before = await readDayToClose(act, found, sessions)
  expect(await closeDay(act, found, sessions, { seen: before.seen, leftOut })).toEqual({ ok: false, reason: 'figures_changed' })
  expect(await closeDay(act, found, sessions, { seen, leftOut })).toEqual({ ok: true, value: { closed: 1 } })
  expect(await marksOf(morningOnly.placeId)).toEqual([])
  expect(await Promise.all(placeIds.map(marksOf))).toEqual(placeIds.map(() => [expect.anything(), expect.anything()]))
  // The morning is open, so nobody is known to have missed the whole day.
  expect(await chargesOf(event.id)).toEqual([])
  const rest = await readDayToClose(act, found, (await closing(event.code)).sessions)
  expect(rest.absences.filter(({ due }) => due).map(({ placeId }) => placeId)).toEqual(placeIds)
  expect(await closeDay(act, found, (await closing(event.code)).sessions, { seen: rest.seen })).toEqual({ ok: true, value: { closed: 1 } })
  expect((await chargesOf(event.id)).map(({ placeId }) => placeId)).toEqual(placeIds)
})

it('however two registers of a day meet as they close, what is charged is what was shown', async () => {
  const run = async (on: SqlDatabase) => {
    const { event } = await aBookingUnderTerms({ people: 1, event: { sessions: twoSessions } })
    const { actor } = await anAccount({ doorEventIds: [event.id] })
    const at = (database: SqlDatabase) => anAct({ db: database, actor, now: new Date('2026-06-12T15:01:00.000Z') })
    const { event: found, sessions } = await closing(event.code)
    const [first, second] = sessions.map((one) => [one])
    const shown = await Promise.all([first, second].map((of) => readDayToClose(at(db), found, of ?? [])))
    const other = () => closeDay(at(db), found, second ?? [], { seen: shown[1]?.seen ?? '' })
    const closed = await closeDay(at(before(3, other, on)), found, first ?? [], { seen: shown[0]?.seen ?? '' })
    return [closed.ok, (await chargesOf(event.id)).length]
  }
  expect(await run(db)).toEqual([false, 0])
  // Without guards both close, and nobody is charged for the day that they missed.
  expect(await run(withoutGuards)).toEqual([true, 0])
})

type Said = { place: number; says: 'arrives' | 'leaves' | 'apologises' | 'is absent'; hour: number }

// “What closing a day says it charges is what it charges; when that has changed since the page
// was shown, nothing is closed and the page shows it again.”
it('whatever was said at the door and by hand, and whoever is left out, closing marks and charges whom its page says', async () => {
  // Control: what the registers would charge as they stand, before closing has marked anybody.
  let asTheyStood = 0
  const said = fc.record({
    place: fc.nat(5),
    says: fc.constantFrom<Said['says'][]>('arrives', 'leaves', 'apologises', 'is absent'),
    hour: fc.integer({ min: 8, max: 14 }),
  })
  await fc.assert(
    fc.asyncProperty(fc.array(said, { maxLength: 8 }), fc.nat(2), fc.nat(3), async (all, walkIns, left) => {
      const { event, school, placeIds } = await aBookingUnderTerms({ people: 6, event: { sessions: twoSessions } })
      const { actor } = await anAccount({ doorEventIds: [event.id] })
      const door = { eventId: event.id, deviceId: null, isOpen: true }
      const at = (hour: number, minute = 0) => anAct({ actor, now: new Date(Date.UTC(2026, 5, 12, hour, minute)) })
      const { event: found, sessions } = await closing(event.code)
      for (const [n, { place, says, hour }] of all.entries()) {
        const [person = '', act, id] = [placeIds[place], at(hour, n), newId(tick())]
        if (says === 'arrives' || says === 'leaves')
          await recordArrivals(act, door, [
            { id, person, kind: says === 'arrives' ? 'arrived' : 'left', how: 'tap', clockAhead: 0, notedAt: act.now },
          ])
        else
          await markAttendance(act, {
            ...{
              id,
              person,
              sessionId: sessions[n % 2]?.id ?? '',
              markType: says === 'apologises' ? 'apologies' : 'absent',
              source: 'screen',
            },
          })
      }
      for (let n = 0; n < walkIns; n += 1)
        await addAtDoor(at(9, n), door, sessions, {
          ...{ id: newId(tick()), person: newId(tick()), name: `Walk In ${n}`, organisation: '', schoolId: school.id },
          ...{ notedAt: at(9, n).now, clockAhead: 0 },
        })
      const leftOut = new Set(placeIds.slice(0, left))
      const day = await readDayToClose(at(15, 1), found, sessions, leftOut)
      const due = day.absences.filter((one) => one.due).map(({ placeId }) => placeId)
      const naive = (await readNow(db, selectAbsences(db, { sessionIds: sessions.map(({ id }) => id), marks: [] }))).filter(
        (one) => one.due,
      )
      if (naive.length !== due.length) asTheyStood += 1
      const marked = await rows<{ n: number }>(
        'SELECT COUNT(*) AS n FROM Mark m JOIN Session s ON s.id = m.sessionId WHERE s.eventId = ?1',
        event.id,
      )
      const willBe = day.people.flatMap(({ key, marks }) => (leftOut.has(key) ? [] : marks)).length
      const open = day.registers.filter(({ closes }) => closes).length
      expect(await closeDay(at(15, 1), found, sessions, { seen: day.seen, leftOut })).toEqual({ ok: true, value: { closed: open } })
      const after = await rows<{ n: number }>(
        'SELECT COUNT(*) AS n FROM Mark m JOIN Session s ON s.id = m.sessionId WHERE s.eventId = ?1',
        event.id,
      )
      expect((after[0]?.n ?? 0) - (marked[0]?.n ?? 0)).toBe(willBe)
      expect((await chargesOf(event.id)).map(({ placeId }) => placeId).sort()).toEqual(due.sort())
    }),
    { numRuns: 25, seed: 20_261_130, endOnFailure: true },
  )
  expect(asTheyStood).toBeGreaterThan(5)
})
