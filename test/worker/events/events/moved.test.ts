import { expect, it } from 'vitest'
import { markAttendance } from '#attendance/attendance/mark-attendance.ts'
import { newId } from '#base/id.ts'
import { placeBooking } from '#booking/placing/place-booking.ts'
import { cancelEvent } from '#events/editing/cancel-event.ts'
import { changeEvent } from '#events/editing/save-event.ts'
import { eventByCode } from '#events/events/store.ts'
import { anAccount, anAct, anEvent, aSchool, db, existing, before as happening, request, rows, run, tick } from '#test/support/factories.ts'
import { plain } from '#test/support/plain.ts'
import { aBookingUnderTerms, chargesOf } from '#test/worker/booking/pricing/terms.ts'
import { editForm } from '../editing/edit-form.ts'

const organiser = await anAccount({ roles: ['organiser'] })
const { cookie } = organiser
const year = new Date().getUTCFullYear() + 2

const ahead = { startsAt: `${year}-06-12T08:30:00.000Z`, endsAt: `${year}-06-12T15:00:00.000Z` }

/** The edit form of an event as it is, moved to another day. */
const moved = async (event: { code: string; sessions: { id: string }[] }, more: Record<string, string> = {}) => ({
  ...{ do: 'save', title: 'Safeguarding conference', topicId: 'child-on-child-abuse', description: '', purpose: 'training', hours: '6' },
  ...{ level: '', provider: '', attendanceMode: 'in_person', venueName: 'Three Counties Hotel', venueAddress: 'Belmont Road, Hereford' },
  ...{
    venuePostcode: 'HR2 7BP',
    joiningLink: '',
    capacity: '50',
    placesPerSchool: '',
    contactName: '',
    contactEmail: 'events@example.gov.uk',
  },
  ...{ contactTelephone: '', 'session-1-id': event.sessions[0]?.id ?? '', 'session-1-title': '', 'session-1-date': `${year}-06-19` },
  ...{ 'session-1-start': '09:30', 'session-1-end': '16:00', version: String((await eventByCode(db, event.code))?.version ?? 0) },
  ...more,
})

const mailsOf = (eventId: string, kind: string) =>
  rows<{ text: string; toAddress: string }>(
    `SELECT b.text, b.toAddress FROM Message m JOIN MessageBody b ON b.messageId = m.id WHERE m.eventId = ?1 AND m.kind = ?2 ORDER BY m.rowid`,
    eventId,
    kind,
  )

// “When the day, its hours as a whole or the place of an event changes, those under terms may cancel free of charge until a date: by default the end of the fifth working day, never after the start.” “Everyone is told that date, with the link.”
it('when an event is moved the organiser says until when it may be cancelled free of charge, and everyone is told that date with the link', async () => {
  const { event, reference } = await aBookingUnderTerms({ event: ahead, people: 1, unnamed: 1 })
  const path = `/organiser/events/${event.code}/edit`
  const asked = await (await request(path, { cookie, form: await moved(event) })).text()
  expect(asked).toContain('May be cancelled free of charge until the end of')
  expect(asked).toMatch(/name="freeUntil" type="date" value="20\d\d-\d\d-\d\d"/)
  const wrong = await request(path, { cookie, form: await moved(event, { confirmed: 'yes', freeUntil: `${year}-06-20` }) })
  expect([wrong.status, (await wrong.text()).includes('Enter a day that is not after the event')]).toEqual([422, true])
  expect(await rows('SELECT freeUntil FROM Event WHERE id = ?1', event.id)).toEqual([{ freeUntil: null }])
  expect((await request(path, { cookie, form: await moved(event, { confirmed: 'yes', freeUntil: `${year}-06-18` }) })).status).toBe(303)
  expect(await rows('SELECT freeUntil FROM Event WHERE id = ?1', event.id)).toEqual([{ freeUntil: `${year}-06-18T22:59:59.999Z` }])
  const mails = await mailsOf(event.id, 'event_changed')
  expect(mails).toHaveLength(2)
  expect(mails[0]?.text).toContain('may cancel your place free of charge until 23:59 on')
  expect(mails[1]?.text).toContain('Because the time or the place of the event has changed, you may cancel free of charge until 23:59 on')
  expect(mails[1]?.text).toContain(`/bookings/${reference}`)
  const [log] = await rows<{ after: string }>(`SELECT after FROM Log WHERE act = 'event.changed' AND eventId = ?1`, event.id)
  expect(JSON.parse(log?.after ?? '').freeUntil).toBe(`${year}-06-18T22:59:59.999Z`)
  expect(await (await request(`/events/${event.code}`)).text()).toContain(
    'The time or the place of the event was changed, so cancelling is free of charge until 23:59 on',
  )
})

// “A date of free cancelling is said only where it gives more than the terms that the booking accepted; else the date is that of the terms, also where the organiser promises none.”
it.each([
  ['promises less than the terms give', (proposed: string) => proposed],
  ['promises nothing', () => ''],
])('a move that %s says the last day of the terms, to whoever booked and to whoever comes', async (_, typed) => {
  const { event } = await aBookingUnderTerms({ event: ahead, people: 1, unnamed: 1 })
  const path = `/organiser/events/${event.code}/edit`
  const asked = await (await request(path, { cookie, form: await moved(event) })).text()
  // The day that the page proposes is months before the last day of the terms.
  const [, proposed = ''] = /name="freeUntil" type="date" value="([^"]+)"/.exec(asked) ?? []
  expect((await request(path, { cookie, form: await moved(event, { confirmed: 'yes', freeUntil: typed(proposed) }) })).status).toBe(303)
  const terms =
    /Cancelling is free of charge (until 23:59 on \w+ \d+ \w+ \d{4})/.exec(
      plain(await (await request(`/events/${event.code}`)).text(), ''),
    )?.[1] ?? 'nothing'
  const mails = await mailsOf(event.id, 'event_changed')
  expect(mails[0]?.text).toContain(`may cancel your place free of charge ${terms}.`)
  expect(mails[1]?.text).toContain(`By the terms that you accepted, you may cancel free of charge ${terms}, on the page of your booking.`)
  for (const { text } of mails) expect(text.match(/free of charge until/g)).toHaveLength(1)
})

const at = (time: string): string => `${year}-06-12T${time}:00.000Z`
const asksUntilWhen = (page: string): boolean => page.includes('May be cancelled free of charge until the end of')

// “Another programme within the same hours, another title or another link is no such change.”
it('what changes within the hours of a day is saved and told without a proposal to cancel free of charge', async () => {
  const sessions = [
    { title: 'Opening', startsAt: at('08:30'), endsAt: at('09:30') },
    { title: 'Panel', startsAt: at('10:00'), endsAt: at('11:00') },
    { title: 'Closing', startsAt: at('13:00'), endsAt: at('14:00') },
  ]
  const { event } = await aBookingUnderTerms({ event: { sessions }, people: 1 })
  const ask = async (typed: Record<string, string>) =>
    (await request(`/organiser/events/${event.code}/edit`, { cookie, form: await editForm(event.code, typed) })).text()
  const within = await ask({ 'session-2-start': '11:15', 'session-2-end': '12:15' })
  expect([within.includes('This changes: the programme.'), asksUntilWhen(within)]).toEqual([true, false])
  expect(asksUntilWhen(await ask({ title: 'Safeguarding day' }))).toBe(false)
  const sooner = await ask({ 'session-1-start': '09:00' })
  expect([sooner.includes('This changes: the time at which it takes place and the programme.'), asksUntilWhen(sooner)]).toEqual([
    true,
    true,
  ])
  const until = { confirmed: 'yes', freeUntil: `${year}-06-01` }
  const saved = await request(`/organiser/events/${event.code}/edit`, {
    cookie,
    form: await editForm(event.code, { 'session-2-start': '11:15', 'session-2-end': '12:15', ...until }),
  })
  expect(saved.status).toBe(303)
  expect(await rows('SELECT freeUntil FROM Event WHERE id = ?1', event.id)).toEqual([{ freeUntil: null }])
  expect((await mailsOf(event.id, 'event_changed')).some(({ text }) => text.includes('free of charge'))).toBe(false)
})

// “An event that somebody has booked is not moved into the past, nor a part of it. One that nobody has booked may be entered late, and nobody is sent anything.”
it('an event that somebody has booked is not moved into the past, nor a part of it; one that nobody has booked may be entered late', async () => {
  const sessions = [
    { title: 'Opening', startsAt: at('08:30'), endsAt: at('09:30') },
    { title: 'Panel', startsAt: at('10:00'), endsAt: at('11:00') },
  ]
  const late = { 'session-1-date': '2026-03-02', 'session-2-date': '2026-03-02' }
  const { event } = await aBookingUnderTerms({ event: { sessions }, people: 1 })
  const path = `/organiser/events/${event.code}/edit/programme`
  const mails = async (eventId: string) => (await mailsOf(eventId, 'event_changed')).length
  const said = 'Enter a time that has not passed: people have or wait for a place'
  for (const [typed, field] of [
    [late, 'day'],
    [{ 'session-2-date': '2026-03-02' }, 'session-2-date'],
    [{ ...late, confirmed: 'yes', freeUntil: '' }, 'day'],
  ] as const) {
    const refused = await request(path, { cookie, form: await editForm(event.code, typed) })
    const page = await refused.text()
    expect([refused.status, page.includes(said), page.includes(`id="${field}-error"`)]).toEqual([409, true, true])
  }
  expect([await mails(event.id), (await eventByCode(db, event.code))?.sessions.map(({ startsAt }) => startsAt)]).toEqual([
    0,
    [at('08:30'), at('10:00')],
  ])
  const free = await anEvent({ sessions })
  expect((await request(`/organiser/events/${free.code}/edit`, { cookie, form: await editForm(free.code, late) })).status).toBe(303)
  expect([await mails(free.id), (await eventByCode(db, free.code))?.sessions.map(({ startsAt }) => startsAt)]).toEqual([
    0,
    ['2026-03-02T09:30:00.000Z', '2026-03-02T11:00:00.000Z'],
  ])
})

// The control of the guard: without it the booking stands at an event that is over.
it('whoever books while an event is moved into the past is booked, and the event is not moved', async () => {
  const event = await anEvent({ sessions: [{ title: 'Panel', startsAt: at('10:00'), endsAt: at('11:00') }] })
  const school = await aSchool()
  const contact = await anAccount({ schoolIds: [school.id] })
  const booking = () =>
    placeBooking(anAct({ actor: contact.actor }), {
      code: event.code,
      schoolId: school.id,
      formId: newId(tick()),
      delegates: [],
      unnamed: 1,
    })
  const stored = await eventByCode(db, event.code).then(existing)
  const past = { startsAt: '2026-03-01T10:00:00.000Z', endsAt: '2026-03-01T11:00:00.000Z' }
  const { audience, ...facts } = stored
  const moved = await changeEvent(anAct({ actor: organiser.actor, db: happening(1, booking) }), {
    event: stored,
    version: stored.version,
    draft: { facts, sessions: stored.sessions.map((session) => ({ ...session, ...past })), breaks: [], roleIds: [], kinds: audience.kinds },
  })
  expect(moved).toEqual({ ok: false, reason: 'stale' })
  expect((await eventByCode(db, event.code))?.sessions.map(({ startsAt }) => startsAt)).toEqual([at('10:00')])
})

// “Another room is one line of it and no reason to cancel free of charge.”
it('another room is told in a line, and nobody is asked until when cancelling is free', async () => {
  const { event } = await aBookingUnderTerms({
    event: { sessions: [{ title: 'Panel', startsAt: at('10:00'), endsAt: at('11:00') }] },
    people: 1,
  })
  const path = `/organiser/events/${event.code}/edit`
  const form = await editForm(event.code, { 'session-1-room': 'Main hall' })
  const asked = await (await request(path, { cookie, form })).text()
  expect([asked.includes('This changes: the room.'), asksUntilWhen(asked)]).toEqual([true, false])
  expect((await request(path, { cookie, form: { ...form, confirmed: 'yes' } })).status).toBe(303)
  const mails = await rows<{ subject: string; text: string }>(
    `SELECT b.subject, b.text FROM Message m JOIN MessageBody b ON b.messageId = m.id WHERE m.eventId = ?1 AND m.kind = 'event_changed' ORDER BY m.rowid`,
    event.id,
  )
  expect(mails.map(({ subject, text }) => [subject.split(':')[0], text.split('\n').filter((line) => line.startsWith('* '))])).toEqual([
    ['New room', ['* Room: was not known, now Main hall.']],
    ['New room', ['* Room of “Panel”: was not known, now Main hall.']],
  ])
})

it('calling off the first part of a day without a promise says the last day of the terms, before the press and in the mails', async () => {
  const sessions = [
    { title: 'Opening', startsAt: at('08:30'), endsAt: at('09:30') },
    { title: 'Panel', startsAt: at('10:00'), endsAt: at('11:00') },
  ]
  const { event } = await aBookingUnderTerms({ event: { sessions }, people: 1, unnamed: 1 })
  const path = `/organiser/events/${event.code}/sessions/${event.sessions[0]?.id}/calling-off`
  const form = { version: String((await eventByCode(db, event.code))?.version), why: 'The speaker is ill.' }
  const terms = 'By the terms that you accepted, you may cancel free of charge until 23:59 on'
  expect(await (await request(path, { cookie, form })).text()).toContain(terms)
  expect((await request(path, { cookie, form: { ...form, confirmed: 'yes', freeUntil: '' } })).status).toBe(303)
  expect(await rows('SELECT freeUntil FROM Event WHERE id = ?1', event.id)).toEqual([{ freeUntil: null }])
  const mails = await mailsOf(event.id, 'event_changed')
  expect(mails[0]?.text).toContain('may cancel your place free of charge until 23:59 on')
  expect(mails[1]?.text).toContain(terms)
})

it('calling off the first part of a day proposes it too, and one in between does not', async () => {
  const sessions = [
    { title: 'Opening', startsAt: at('08:30'), endsAt: at('09:30') },
    { title: 'Panel', startsAt: at('10:00'), endsAt: at('11:00') },
    { title: 'Closing', startsAt: at('13:00'), endsAt: at('14:00') },
  ]
  const { event } = await aBookingUnderTerms({ event: { sessions }, people: 1, unnamed: 1 })
  const press = async (index: number, typed: Record<string, string> = {}) =>
    request(`/organiser/events/${event.code}/sessions/${event.sessions[index]?.id}/calling-off`, {
      cookie,
      form: { version: String((await eventByCode(db, event.code))?.version), why: 'The speaker is ill.', ...typed },
    })
  expect(asksUntilWhen(await (await press(1)).text())).toBe(false)
  expect(asksUntilWhen(await (await press(0)).text())).toBe(true)
  const wrong = await press(0, { confirmed: 'yes', freeUntil: `${year}-06-20` })
  expect([wrong.status, (await wrong.text()).includes('Enter a day that is not after the event')]).toEqual([422, true])
  expect((await press(0, { confirmed: 'yes', freeUntil: `${year}-06-01` })).status).toBe(303)
  expect(await rows('SELECT freeUntil FROM Event WHERE id = ?1', event.id)).toEqual([{ freeUntil: `${year}-06-01T22:59:59.999Z` }])
  const mails = await mailsOf(event.id, 'event_changed')
  expect(mails).toHaveLength(2)
  expect(mails[0]?.text).toContain('may cancel your place free of charge until 23:59 on')
  expect(mails[1]?.text).toContain('Because the times of the day change, you may cancel free of charge until 23:59 on')
})

// “Schools whose places have no names yet, and those that wait, are told as well.”
it('a school whose places have no name yet is told of a move too, and one that only waits', async () => {
  const { event, reference, termsId } = await aBookingUnderTerms({ event: ahead, people: 0, unnamed: 1 })
  const school = await aSchool()
  const { actor } = await anAccount({ schoolIds: [school.id] })
  const waits = await placeBooking(anAct({ actor }), {
    ...{ code: event.code, schoolId: school.id, formId: crypto.randomUUID(), delegates: [], unnamed: 1, termsId },
  })
  const waiting = waits.ok ? waits.value.reference : ''
  await run(`UPDATE Place SET state = 'held', heldUntil = stateAt, waitsFor = 'list' WHERE schoolId = ?1`, school.id)
  const form = await moved(event, { confirmed: 'yes', freeUntil: '' })
  expect((await request(`/organiser/events/${event.code}/edit`, { cookie, form })).status).toBe(303)
  const texts = (await mailsOf(event.id, 'event_changed')).map(({ text }) => text)
  expect(texts).toHaveLength(2)
  expect(texts.find((text) => text.includes(reference))).toContain('Coming: Not named yet')
  expect(texts.find((text) => text.includes(waiting))).toMatch(/^New date of an event that you wait for\n[\s\S]*You still wait for a place/)
  expect(texts.find((text) => text.includes(reference))).toContain('By the terms that you accepted, you may cancel free of charge until')
  expect(texts.find((text) => text.includes(waiting))).not.toContain('free of charge')
})

it('without bookings under terms nothing is asked about cancelling free of charge', async () => {
  const { event } = await aBookingUnderTerms({ event: ahead, people: 1 })
  await run('UPDATE Booking SET termsId = NULL WHERE eventId = ?1', event.id)
  const asked = await (await request(`/organiser/events/${event.code}/edit`, { cookie, form: await moved(event) })).text()
  expect(asked).toContain('will be sent an updated invitation')
  expect(asked).not.toContain('free of charge')
})

const twoDays = [
  { startsAt: '2026-06-12T08:30:00.000Z', endsAt: '2026-06-12T15:00:00.000Z' },
  { startsAt: '2026-06-19T08:30:00.000Z', endsAt: '2026-06-19T15:00:00.000Z' },
]

// “When an event is cancelled everyone is told, all places and offers end, and nothing is charged.” “Entries of sessions that are over stay in people’s calendars.”
it('an event cancelled half way: places end without charges, only entries of sessions that are not over are withdrawn, all are told', async () => {
  const { event, placeIds } = await aBookingUnderTerms({ event: { sessions: twoDays }, people: 1 })
  const act = anAct({ actor: organiser.actor, now: new Date('2026-06-15T09:00:00.000Z') })
  await markAttendance(act, {
    id: newId(tick()),
    sessionId: event.sessions[0]?.id ?? '',
    person: placeIds[0] ?? '',
    markType: 'attended',
    source: 'paper',
  })
  const details = await eventByCode(db, event.code).then(existing)
  expect(await cancelEvent(act, { event: details, version: details.version, reason: 'The speaker is ill' })).toMatchObject({
    ok: true,
  })
  expect(await rows('SELECT state FROM Place WHERE eventId = ?1', event.id)).toEqual([{ state: 'cancelled' }])
  expect(await chargesOf(event.id)).toEqual([])
  const entries = await rows(
    'SELECT x.startsAt, i.state FROM Invitation i JOIN Session x ON x.id = i.sessionId WHERE x.eventId = ?1 ORDER BY x.startsAt',
    event.id,
  )
  expect(entries.map(({ state }) => state)).toEqual(['live', 'cancelled'])
  const mails = await mailsOf(event.id, 'event_cancelled')
  expect(mails).toHaveLength(2)
  expect(mails[1]?.text).toContain('Nothing is charged')
})

it('a school that only waits is told when the event is cancelled', async () => {
  const { event, placeIds, email } = await aBookingUnderTerms({ people: 0, unnamed: 1 })
  await run(`UPDATE Place SET state = 'held', heldUntil = stateAt, waitsFor = 'approval' WHERE id = ?1`, placeIds[0])
  const details = await eventByCode(db, event.code).then(existing)
  await cancelEvent(anAct({ actor: organiser.actor }), { event: details, version: details.version, reason: '' })
  const mails = await mailsOf(event.id, 'event_cancelled')
  expect(
    mails.map(({ toAddress, text }) => [toAddress.includes(email), text.includes('An event that you waited for is cancelled')]),
  ).toEqual([[true, true]])
})

it('“An event is not moved to before its own deadlines: names due, changes of workshops, the end of the early price, the end of booking. The form says which they are.”', async () => {
  const { event } = await aBookingUnderTerms({ event: ahead, people: 1, unnamed: 1 })
  await run(
    'UPDATE Event SET namesDueAt = ?2, choicesCloseAt = ?3, version = version + 1 WHERE id = ?1',
    event.id,
    `${year}-06-09T14:00:00.000Z`,
    `${year}-06-01T14:00:00.000Z`,
  )
  const path = `/organiser/events/${event.code}/edit`
  const sooner = { 'session-1-date': `${year}-06-08`, bookingClosesDate: `${year}-06-09`, bookingClosesTime: '10:00' }
  const refused = await request(path, { cookie, form: await moved(event, sooner) })
  const said = await refused.text()
  expect(refused.status).toBe(422)
  expect(said).toMatch(
    /The event would begin \w+ 8 June \d{4}, 9:30am, before its deadlines: names are due \w+ 9 June \d{4}, 3pm; booking closes \w+ 9 June/,
  )
  expect(said).not.toContain('workshops can be changed until')
  expect(said).not.toContain('people can change between the room and online until')
  expect((await request(path, { cookie, form: await moved(event) })).status).toBe(200)
  await run(
    'UPDATE Event SET namesDueAt = NULL, choicesCloseAt = ?2, attendanceClosesAt = ?3, version = version + 1 WHERE id = ?1',
    event.id,
    `${year}-06-09T14:00:00.000Z`,
    `${year}-06-10T14:00:00.000Z`,
  )
  const again = await request(path, { cookie, form: await moved(event, { 'session-1-date': `${year}-06-08` }) })
  expect([again.status, await again.text()]).toEqual([
    422,
    expect.stringMatching(
      /before its deadlines: workshops can be changed until \w+ 9 June \d{4}, 3pm; people can change between the room and online until \w+ 10 June \d{4}, 3pm\. Change those first/,
    ),
  ])
})

it('“Booking may close at any hour of any day: no school has to do anything by then.”', async () => {
  const { event } = await aBookingUnderTerms({ event: ahead, people: 1, unnamed: 0 })
  // A Sunday, in the night.
  const week = [5, 6, 7, 8, 9, 10, 11].map((day) => `${year}-06-${String(day).padStart(2, '0')}`)
  const sunday = week.find((day) => new Date(day).getUTCDay() === 0) as string
  const typed = await editForm(event.code, { bookingClosesDate: sunday, bookingClosesTime: '21:00' })
  expect((await request(`/organiser/events/${event.code}/edit`, { cookie, form: typed })).status).toBe(303)
  expect(await rows('SELECT bookingClosesAt FROM Event WHERE id = ?1', event.id)).toEqual([{ bookingClosesAt: `${sunday}T20:00:00.000Z` }])
})
