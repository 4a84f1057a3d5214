// What is due from a school, as its home and the weekly letter say it.

import { expect, it } from 'vitest'
import { addressOf, sayNext } from '#attendance/requirements/coming.ts'
import { instant } from '#base/dates.ts'
import { readNow } from '#base/db/read.ts'
import { newId } from '#base/id.ts'
import { type Due, shownTo, weeklyOf } from '#front/due/due.ts'
import { selectDue, selectDueAndStands } from '#front/due/store.ts'
import { anAccount, anEvent, aSchool, counting, db, request, run, tick } from '#test/support/factories.ts'
import { anAgreement, aPricedEvent } from '#test/support/money.ts'
import { add } from '#test/support/rows.ts'
import { aDelegate } from '#test/support/school-facts.ts'
import { someTerms } from '#test/worker/booking/pricing/terms.ts'
import { aRole, leadTraining } from '../../attendance/requirements/world.ts'
import { aReturn } from '../../returns/filling/world.ts'

const monday = new Date('2026-03-02T10:00:00.000Z')
const dueOf = (ids: readonly string[], now = monday, on = db): Promise<Due[]> =>
  readNow(on, selectDue(on, { laCodes: ['884'], rootIds: ids, now }))
const ofKind = async (kind: Due['kind'], schoolId: string, now = monday) =>
  (await dueOf([schoolId], now)).flatMap(({ kind: one, schoolId: _, ...due }) => (one === kind ? [due] : []))

const unnamedPlace = async (schoolId: string, namesDueAt: string | null, more: { release?: number; startsAt?: string } = {}) => {
  const startsAt = more.startsAt ?? '2026-06-12T08:30:00.000Z'
  const event = await anEvent({ startsAt, endsAt: startsAt.replace('08:30', '15:00') })
  const booked = await aDelegate(event, schoolId)
  const facts = { bookingId: booked.bookingId, eventId: event.id, schoolId, state: 'confirmed', stateAt: instant(tick()) }
  const placeId = await add('Place', facts)
  await run('UPDATE Event SET namesDueAt = ?2, namesRelease = ?3 WHERE id = ?1', event.id, namesDueAt, more.release ?? 0)
  return { event, ...booked, placeId }
}

// “Places without a name are due on the last school day before the date for names.”
it('places without a name are due on the last school day before the date for names, and name where to press', async () => {
  const school = await aSchool()
  // A Sunday: the Friday before is the last day on which a school is there.
  const { reference } = await unnamedPlace(school.id, '2026-04-26T22:00:00.000Z', { release: 1 })
  expect(await ofKind('names', school.id)).toEqual([
    {
      ...{ what: 'Say who comes to “Safeguarding conference”: 1 place has no name', whom: '', by: '2026-04-24', saidElsewhere: false },
      why: 'Places without a name at Sunday 26 April 2026, 11pm are given up.',
      press: { text: 'Name them', href: `/bookings/${reference}/names` },
    },
  ])
})

// “Names are left out of the letter from two weeks before their date until a week after it, when letters of their own go.”
it('names are said elsewhere from two weeks before their date until a week after it, when letters of their own go', async () => {
  const school = await aSchool()
  await unnamedPlace(school.id, '2026-05-15T12:00:00.000Z')
  const elsewhere = async (day: string) =>
    (await ofKind('names', school.id, new Date(`${day}T10:00:00.000Z`))).map((due) => due.saidElsewhere)
  expect(await elsewhere('2026-04-30')).toEqual([false])
  expect(await elsewhere('2026-05-02')).toEqual([true])
  expect(await elsewhere('2026-05-20')).toEqual([true])
  expect(await elsewhere('2026-05-25')).toEqual([false])
})

it('nothing is due of an event that has begun or is cancelled, nor of a place that is cancelled', async () => {
  const school = await aSchool()
  const begun = await unnamedPlace(school.id, null, { startsAt: '2026-02-12T08:30:00.000Z' })
  const off = await unnamedPlace(school.id, null)
  const given = await unnamedPlace(school.id, null)
  await db.batch([
    db.prepare(`UPDATE Event SET state = 'cancelled', cancelledAt = ?2 WHERE id = ?1`).bind(off.event.id, instant(tick())),
    db.prepare(`UPDATE Place SET state = 'cancelled', stateAt = ?2 WHERE id = ?1`).bind(given.placeId, instant(tick())),
  ])
  expect(begun.reference).not.toBe(off.reference)
  expect(await ofKind('names', school.id)).toEqual([])
})

// “A question that must be answered is due until it is answered.”
it('a question that must be answered is due until it is, and one that may be left is not', async () => {
  const school = await aSchool()
  const event = await anEvent()
  const { reference, bookingId, placeId } = await aDelegate(event, school.id)
  const question = (scope: string, required: number) =>
    add('EventQuestion', { eventId: event.id, position: 1, scope, kind: 'text', label: `Of a ${scope}`, required })
  const [ofBooking, ofPlace] = [await question('booking', 1), await question('place', 1)]
  await question('place', 0)
  expect(await ofKind('questions', school.id)).toEqual([
    {
      ...{ what: 'Answer 2 questions about your places at “Safeguarding conference”', whom: '', by: '2026-06-11', saidElsewhere: false },
      why: 'The organiser needs the answers before the event on 12 June 2026.',
      press: { text: 'Answer them', href: `/bookings/${reference}/answers` },
    },
  ])
  await add('Answer', { questionId: ofBooking, bookingId, placeId: null, value: '"yes"' })
  expect((await ofKind('questions', school.id)).map(({ what }) => what)).toEqual([
    'Answer 1 question about your places at “Safeguarding conference”',
  ])
  await add('Answer', { questionId: ofPlace, bookingId, placeId, value: '"yes"' })
  expect(await ofKind('questions', school.id)).toEqual([])
})

// “A session that the council offers to a school is due until it would begin.”
it('a session that the council offers is due until it would begin, and is said by its own mail', async () => {
  const school = await aSchool()
  const offered = {
    ...{ schoolId: school.id, askedById: (await anAccount()).accountId, title: 'Online safety for all staff', pence: 0 },
    ...{ startsAt: '2026-04-20T14:30:00.000Z', endsAt: '2026-04-20T16:00:00.000Z', answeredAt: '2026-02-02T09:00:00.000Z' },
  }
  const id = await add('AskedSession', { ...offered, state: 'offered' })
  await add('AskedSession', { ...offered, state: 'asked', answeredAt: null })
  const due = await ofKind('session', school.id)
  expect(due).toEqual([
    {
      ...{ what: 'Accept or decline “Online safety for all staff” at your school', whom: '', by: '2026-04-20' },
      ...{ why: 'The council can hold it on Monday 20 April 2026, 3:30pm.', until: offered.startsAt, saidElsewhere: false },
      press: { text: 'Answer the offer', href: `/school/${school.id}/sessions/${id}` },
    },
  ])
  expect(await ofKind('session', school.id, new Date(offered.startsAt))).toEqual([])
  const approver = { approver: true, mayBook: true, roleId: null }
  expect(weeklyOf(await dueOf([school.id]), approver, [approver]).filter(({ kind }) => kind === 'session')).toEqual([])
})

// “An offer of places is due until the moment at which it runs out.”
it('an offer is due while it is open, at its own hour', async () => {
  const school = await aSchool()
  const event = await anEvent()
  const { reference, bookingId } = await aDelegate(event, school.id)
  const facts = { eventId: event.id, bookingId, places: 1, state: 'open', offeredAt: '2026-03-02T09:00:00.000Z' }
  await add('Offer', { ...facts, tokenHash: newId(tick()), expiresAt: '2026-03-04T12:00:00.000Z' })
  expect(await ofKind('offer', school.id)).toEqual([
    {
      ...{ what: 'Accept or decline 1 place on offer at “Safeguarding conference”', whom: '', by: '2026-03-04', saidElsewhere: false },
      until: '2026-03-04T12:00:00.000Z',
      why: 'It is kept for you until Wednesday 4 March 2026, midday.',
      press: { text: 'Answer the offer', href: `/bookings/${reference}/offer` },
    },
  ])
  expect(await ofKind('offer', school.id, new Date('2026-03-04T12:00:00.000Z'))).toEqual([])
})

// “A delegate who says that they cannot come is due until somebody comes instead, the place is cancelled, or they say that they come after all.” “It is due, and whoever booked is asked for an answer, while cancelling is free of charge.”
it('a delegate who says that they cannot come is due until they say that they come after all or the place is cancelled', async () => {
  const school = await aSchool()
  const event = await anEvent()
  const { reference, placeId, personId } = await aDelegate(event, school.id, { name: 'Ann Price' })
  const linkId = await add('PlaceLink', { placeId, personId, tokenHash: newId(tick()) })
  const says = (statement: string) => add('DelegateStatement', { linkId, statement })
  await says('cannot_come')
  expect(await ofKind('absence', school.id)).toEqual([
    {
      ...{
        what: 'Say who comes to “Safeguarding conference” instead of Ann Price, or cancel the place',
        whom: 'Ann Price',
        by: '2026-06-11',
      },
      ...{ why: 'Ann Price says that they cannot come. It is on 12 June 2026.', saidElsewhere: false },
      press: { text: 'See the booking', href: `/bookings/${reference}` },
    },
  ])
  const letter = weeklyOf(await dueOf([school.id]), { approver: true, mayBook: true, roleId: 'dsl' }, [])
  expect(letter.filter(({ kind }) => kind === 'absence')).toEqual([])
  await run('UPDATE Booking SET termsId = ?2 WHERE reference = ?1', reference, await someTerms())
  expect((await ofKind('absence', school.id)).map(({ by, why }) => [by, why])).toEqual([
    [
      '2026-05-28',
      'Ann Price says that they cannot come. It is on 12 June 2026. Cancelling is free of charge until 23:59 on Thursday 28 May 2026.',
    ],
  ])
  await says('comes')
  expect(await ofKind('absence', school.id)).toEqual([])
  await says('cannot_come')
  await run(`UPDATE Place SET state = 'cancelled', stateAt = ?2 WHERE id = ?1`, placeId, instant(tick()))
  expect(await ofKind('absence', school.id)).toEqual([])
})

// “Approvers are asked about a person who wants to act for the school.” “What has a letter of its own, such as an offer, an invoice, a colleague who asks or a delegate who cannot come, is not in the weekly letter.”
it('a colleague who asks to act for the school is due from approvers alone', async () => {
  const school = await aSchool()
  const { accountId } = await anAccount()
  await add('Claim', { accountId, schoolId: school.id, state: 'requested', evidence: 'self_asserted' })
  const dues = await dueOf([school.id])
  const kinds = (some: readonly Due[]) => some.map(({ kind }) => kind).filter((kind) => kind === 'colleagues')
  expect(kinds(shownTo(dues, { approver: true, mayBook: true }))).toEqual(['colleagues'])
  expect(kinds(shownTo(dues, { approver: false, mayBook: true }))).toEqual([])
  // They are written to of it at once, so the weekly letter leaves it out.
  expect(kinds(weeklyOf(dues, { approver: true, mayBook: true, roleId: 'head' }, []))).toEqual([])
})

// “A line of a report is due until the last day on which the school may answer, and a letter says it a week after it was shown at the soonest.”
it('a line of a report that the school was shown is due until the day by which it may answer', async () => {
  const school = await aSchool()
  const { accountId } = await anAccount()
  await add('FrozenReport', { id: 'shown', question: '{}', sources: '{}' })
  await add('FrozenSchool', { reportId: 'shown', schoolId: school.id, urn: school.urn, name: school.name })
  const shownAt = '2026-02-27T09:00:00.000Z'
  const showing = { reportId: 'shown', kind: 'coverage', number: 1, replyDays: 10, startedById: accountId }
  await add('ReportShowing', { ...showing, knownAt: shownAt, startedAt: shownAt })
  await add('ReportReply', { reportId: 'shown', schoolId: school.id, shownAt, shownById: accountId })
  const at = async (day: string) =>
    (await ofKind('reply', school.id, new Date(`${day}T10:00:00.000Z`))).map(({ by, press, saidElsewhere }) => [
      by,
      press.href,
      saidElsewhere,
    ])
  const href = `/school/${school.id}/reports/shown`
  // Nothing is known to have reached it, so no day is known.
  expect(await at('2026-03-14')).toEqual([[undefined, href, false]])
  const told = { notice: 'line', subjectId: 'shown', schoolId: school.id, what: 'told', at: shownAt, recordedAt: shownAt }
  await add('NoticeFact', { id: 'told', ...told, means: 'letter', byId: accountId })
  await run(`UPDATE ReportReply SET replyBy = '2026-03-13' WHERE reportId = 'shown'`)
  expect([await at('2026-03-02'), await at('2026-03-13'), await at('2026-03-14')]).toEqual([
    [['2026-03-13', href, true]],
    [['2026-03-13', href, false]],
    [],
  ])
})

// “Training is said by requirement, with the next event that counts towards it.”
it('training is said by requirement with whom it concerns, and leads to the next event that counts', async () => {
  const school = await aSchool()
  const { personId } = await aDelegate(await leadTraining('2024-04-24'), school.id, { name: 'Siân Lewis', markType: 'attended' })
  const { personId: otherId } = await aDelegate(await anEvent(), school.id, { name: 'Beth Jones' })
  await aRole(personId, school)
  await aRole(otherId, school)
  const next = await leadTraining('2026-05-06')
  const lead = (await ofKind('training', school.id)).find(({ what }) => what === 'Training: Designated lead: training every two years')
  expect(lead).toMatchObject({
    ...{ whom: 'Siân Lewis and Beth Jones', by: '2026-04-24', saidElsewhere: false },
    why: 'Due by 24 April 2026: Siân Lewis. No training on our record: Beth Jones.',
    press: { text: 'Book the 2 who are due', href: `/school/${school.id}/due` },
  })
  // Without an event that counts it leads to how the school stands.
  await run(`UPDATE Event SET state = 'cancelled', cancelledAt = ?2 WHERE id = ?1`, next.id, instant(tick()))
  const without = (await ofKind('training', school.id)).find(({ what }) => what === 'Training: Designated lead: training every two years')
  expect(without?.press).toEqual({ text: 'See what your people need', href: `/school/${school.id}/requirements` })
})

const fixed = (days: readonly string[], more: Parameters<typeof anEvent>[0] = {}) =>
  leadTraining(days[0] ?? '', {
    sessions: days.map((day) => ({ startsAt: `${day}T08:30:00.000Z`, endsAt: `${day}T15:00:00.000Z` })),
    title: 'DSL foundation',
    ...more,
  })
const leadDue = async (schoolId: string, now = monday) =>
  (await ofKind('training', schoolId, now)).filter(({ what }) => what === 'Training: Designated lead: training every two years')

// “Whoever has a place at an event that counts is not asked to book; the home of the school says for which days they are booked.”
it('a lead who is booked on another date of the course is not told to book, least of all a date that is full', async () => {
  const school = await aSchool()
  const { personId } = await aDelegate(await anEvent(), school.id, { name: 'Siân Lewis' })
  await aRole(personId, school)
  const full = await fixed(['2026-04-14'], { capacity: 1 })
  await aDelegate(full, (await aSchool()).id)
  const booked = await fixed(['2026-05-05', '2026-05-12'])
  expect((await leadDue(school.id)).map(({ why, press }) => [why, press])).toEqual([
    [
      'No training on our record: Siân Lewis. No place is free for your school on 14 April 2026.',
      { text: 'Book Siân Lewis for 5 and 12 May 2026, free of charge', href: `/school/${school.id}/due` },
    ],
  ])
  const { placeId, reference } = await aDelegate(booked, school.id, { personId })
  expect(await leadDue(school.id)).toEqual([])
  const next = async () => {
    const { stands } = await readNow(db, selectDueAndStands(db, { laCodes: ['884'], rootIds: [school.id], now: monday }))
    return stands[0]?.rows.flatMap((row) =>
      row.requirementId === 'lead' && row.next ? [[sayNext(row.next), addressOf(row.next, school.id)]] : [],
    )
  }
  expect(await next()).toEqual([['Booked for 5 and 12 May 2026', `/bookings/${reference}`]])
  // On the waiting list they are told so, with a date that has room.
  const other = await fixed(['2026-06-02'])
  await run(`UPDATE Place SET state = 'held', heldUntil = stateAt, waitsFor = 'list' WHERE id = ?1`, placeId)
  expect((await leadDue(school.id)).map(({ why, press }) => [why, press.href])).toEqual([
    [
      'No training on our record: Siân Lewis. Siân Lewis: waiting for a place on 5 and 12 May 2026. No place is free for your school on 14 April 2026.',
      `/events/${other.code}/book?school=${school.id}`,
    ],
  ])
})

// “Between a course and what its register says of somebody they are not advised to book again.”
it('a lead who had a place on a course is not told to book again while its register says nothing of them, and is once it says that they were away', async () => {
  const [school, other] = [await aSchool(), await aSchool()]
  const { personId } = await aDelegate(await anEvent(), school.id, { name: 'Siân Lewis' })
  await aRole(personId, school)
  await aRole(personId, other, { source: 'council' })
  const course = await fixed(['2026-02-24', '2026-02-26'])
  const { placeId, reference } = await aDelegate(course, school.id, { personId })
  await fixed(['2026-05-19'])
  const said = async (id: string) => {
    const { stands } = await readNow(db, selectDueAndStands(db, { laCodes: ['884'], rootIds: [id], now: monday }))
    return stands[0]?.rows.flatMap((row) =>
      row.requirementId === 'lead' && row.next ? [[sayNext(row.next), addressOf(row.next, id)]] : [],
    )
  }
  const had = 'Had a place on 24 and 26 February 2026; the register is not signed off yet'
  expect([await leadDue(school.id), await said(school.id)]).toEqual([[], [[had, `/bookings/${reference}`]]])
  // The other school at which they hold the role is told the same, without the booking.
  expect([await leadDue(other.id), await said(other.id)]).toEqual([[], [[had, undefined]]])
  // One day is marked, and the register of the other says nothing yet.
  const [first, second] = course.sessions.map(({ id }) => id)
  const mark = (sessionId: string | undefined, markType: string) =>
    add('Mark', {
      ...{ sessionId: sessionId ?? '', placeId, markType, source: 'screen' },
      ...{ happenedAt: instant(monday), notedAt: instant(monday), receivedAt: instant(monday) },
    })
  await mark(first, 'absent')
  expect(await leadDue(school.id)).toEqual([])
  await mark(second, 'absent')
  expect((await leadDue(school.id)).map(({ press }) => press.href)).toEqual([`/school/${school.id}/due`])
})

// “What is asked of all staff leads whoever may state it to its form, and is shown to nobody else.”
it('what is asked of all staff leads to its form, where it is chosen already, and only whoever may state it is told', async () => {
  const school = await aSchool()
  const staff = await ofKind('statement', school.id)
  expect(staff.map(({ what, why, press }) => [what, why, press])).toEqual([
    [
      'Training: All staff: update every year',
      'No training on our record.',
      { text: 'State how many staff have done it', href: `/school/${school.id}/statements/new?about=staff_update` },
    ],
  ])
  const dues = await dueOf([school.id])
  expect(
    [shownTo(dues, { approver: true, mayBook: true }), shownTo(dues, { approver: false, mayBook: true })].map(
      (all) => all.filter(({ kind }) => kind === 'statement').length,
    ),
  ).toEqual([1, 0])
  const approver = await anAccount({ schoolIds: [school.id] })
  const page = await request(staff[0]?.press.href ?? '', { cookie: approver.cookie })
  expect([page.status, await page.text()]).toEqual([200, expect.stringMatching(/<option value="staff_update" selected/)])
})

it('what a place costs the school, what is kept for it and when booking opens are in the advice', async () => {
  await run(
    `UPDATE Event SET state = 'cancelled', cancelledAt = ?1 WHERE topicId = 'designated-lead' AND state = 'published'`,
    instant(tick()),
  )
  const [school, other] = [await aSchool({ sector: 'academy' }), await aSchool()]
  for (const { id } of [school, other]) {
    const { personId } = await aDelegate(await anEvent(), id, { name: 'Siân Lewis' })
    await aRole(personId, { id })
  }
  const day = { startsAt: '2026-04-21T08:30:00.000Z', endsAt: '2026-04-21T15:00:00.000Z' }
  const event = await aPricedEvent({ event: { ...day, capacity: 1, topicId: 'designated-lead', title: 'Kept for one' } })
  await anAgreement({ schoolId: other.id })
  const heldBackId = await add('HeldBack', {
    eventId: event.id,
    places: 1,
    releaseAt: '2026-04-20T08:30:00.000Z',
    forWhom: 'schools',
  })
  await add('HeldBackSchool', { heldBackId, schoolId: other.id })
  const later = await aPricedEvent({
    event: {
      ...day,
      ...{ startsAt: '2026-04-28T08:30:00.000Z', endsAt: '2026-04-28T15:00:00.000Z' },
      topicId: 'designated-lead',
      bookingOpensAt: '2026-03-09T09:00:00.000Z',
      title: 'Opens later',
    },
  })
  const said = async (id: string) => (await leadDue(id)).map(({ why, press }) => [why, press.text, press.href])
  expect(await said(other.id)).toEqual([
    [
      'No training on our record: Siân Lewis. A place on 21 April 2026 is free of charge.',
      ...['Book Siân Lewis for 21 April 2026, covered by your agreement', `/school/${other.id}/due`],
    ],
  ])
  const why = 'Booking for 28 April 2026 opens on Monday 9 March 2026, 9am.'
  expect(await said(school.id)).toEqual([
    [
      `No training on our record: Siân Lewis. ${why} No place is free for your school on 21 April 2026. A place on 28 April 2026 costs £120.00 with VAT.`,
      ...['See “Opens later”, 28 Apr 2026', `/events/${later.code}`],
    ],
  ])
})

// “Workshops are due while they can be chosen, until each place has one of every block.”
it('workshops are due until each place has one of every block, or they can be chosen no more', async () => {
  const school = await aSchool()
  const at = (hour: string) => ({ startsAt: `2026-06-12T${hour}:00:00.000Z`, endsAt: `2026-06-12T${hour}:45:00.000Z` })
  const event = await anEvent({ sessions: [at('09'), { ...at('11'), block: 'Morning' }, { ...at('12'), block: 'Midday' }] })
  const { reference, placeId } = await aDelegate(event, school.id)
  const off = (block: string) =>
    run('DELETE FROM PlaceSession WHERE placeId = ?1 AND sessionId = ?2', placeId, event.sessions.find((one) => one.block === block)?.id)
  expect(await ofKind('workshops', school.id)).toEqual([])
  await off('Midday')
  expect(await ofKind('workshops', school.id)).toEqual([
    {
      ...{
        what: 'Choose workshops at “Safeguarding conference” for 1 place',
        whom: '',
        by: '2026-06-11',
        until: undefined,
        saidElsewhere: false,
      },
      why: 'Workshops fill up. The event is on 12 June 2026.',
      press: { text: 'Choose workshops', href: `/bookings/${reference}/workshops` },
    },
  ])
  await run(`UPDATE Event SET choicesCloseAt = '2026-05-15T15:00:00.000Z' WHERE id = ?1`, event.id)
  expect((await ofKind('workshops', school.id)).map(({ by, why }) => [by, why])).toEqual([
    ['2026-05-15', 'Workshops fill up, and can be chosen until Friday 15 May 2026, 4pm.'],
  ])
  expect(await ofKind('workshops', school.id, new Date('2026-05-15T15:00:00.000Z'))).toEqual([])
})

it('many schools take one round trip, and each gets only its own', async () => {
  const [one, other, none] = [await aSchool(), await aSchool(), await aSchool()]
  await unnamedPlace(one.id, null)
  await unnamedPlace(other.id, null)
  const counted = counting()
  const dues = (await dueOf([one.id, other.id, none.id], monday, counted.db)).filter(({ kind }) => kind === 'names')
  expect(counted.trips()).toBe(1)
  expect(dues.map(({ schoolId }) => schoolId).toSorted()).toEqual([one.id, other.id].toSorted())
  expect(await readNow(db, selectDue(db, { laCodes: ['884'], rootIds: [], now: monday }))).toEqual([])
})

// “A return of an open round is due until its head has submitted it, by the deadline and then by the final date, and after that until everybody has signed.”
it('a return is due by its deadline, then by its final date, and after its submission until everybody has signed', async () => {
  const asked = await aReturn()
  const { accountId } = await anAccount()
  const at = async (day: string) =>
    (await ofKind('return', asked.school.id, new Date(`${day}T10:00:00.000Z`))).map(({ what, why, by, press }) => [
      what,
      why,
      by,
      press.href,
    ])
  const fill = 'Fill in and submit “Safeguarding return 2026 to 2027”'
  expect([await at('2027-01-11'), await at('2027-02-01'), await at('2027-03-01')]).toEqual([
    [[fill, 'Nobody has begun. The head submits it by Friday 29 January 2027, 11:59pm.', '2027-01-29', asked.at]],
    [[fill, 'Nobody has begun. The deadline is over; the last count is at Friday 26 February 2027, 11:59pm.', '2027-02-26', asked.at]],
    [[fill, 'Nobody has begun. The final date is over; it can still be submitted, late.', '2027-02-26', asked.at]],
  ])
  const facts = { returnId: asked.id, byId: accountId, at: '2027-01-12T09:00:00.000Z' }
  await add('ReturnSignature', facts)
  await add('ReturnSubmission', { ...facts, number: 'K7M2QX3A', came: 'by_deadline' })
  expect(await at('2027-01-13')).toEqual([
    ['Sign “Safeguarding return 2026 to 2027”', 'The head has submitted it. Still to sign: governor.', undefined, asked.at],
  ])
  await add('ReturnSignature', { ...facts, signedAs: 'governor', byId: (await anAccount()).accountId })
  expect(await at('2027-01-13')).toEqual([])
})
