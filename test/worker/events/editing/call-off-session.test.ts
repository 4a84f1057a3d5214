// One session of an event that goes on is called off.

import { expect, it } from 'vitest'
import { addWalkIn } from '#attendance/attendance/add-walk-in.ts'
import { closeRegister } from '#attendance/attendance/close-register.ts'
import { markAttendance } from '#attendance/attendance/mark-attendance.ts'
import { newId } from '#base/id.ts'
import { chooseWorkshops } from '#booking/workshops/choose-workshops.ts'
import { callOffSession } from '#events/editing/call-off-session.ts'
import { eventById } from '#events/events/store.ts'
import {
  anAccount,
  anAct,
  anEvent,
  bindings,
  db,
  existing,
  before as happening,
  htmlOf,
  leadsTo,
  request,
  rows,
  run,
  tick,
  tripsOf,
} from '#test/support/factories.ts'
import { plain, textOf } from '#test/support/plain.ts'
import { aBooking } from '#test/worker/booking/delegates/bookings.ts'
import { aBookingUnderTerms, chargesOf } from '#test/worker/booking/pricing/terms.ts'
import { auditAll } from '#upkeep/audit/store.ts'
import { editForm } from './edit-form.ts'

const organiser = await anAccount({ roles: ['organiser'], name: 'Mair Hughes' })
const { cookie } = organiser
const year = new Date().getUTCFullYear() + 2
const at = (time: string, day = '12'): string => `${year}-06-${day}T${time}:00.000Z`

/** 9:30 Opening, 11:00 Panel, 2pm Workshops' end; all of one day, for everyone. */
const threeParts = [
  { title: 'Opening', startsAt: at('08:30'), endsAt: at('09:30') },
  { title: 'Panel', startsAt: at('10:00'), endsAt: at('11:00') },
  { title: 'Closing', startsAt: at('13:00'), endsAt: at('14:00') },
]

type Event = Awaited<ReturnType<typeof anEvent>>
/** An act of the organiser on the day of the event, when people can be marked. */
const onTheDay = () => anAct({ actor: organiser.actor, now: new Date(at('08:00')) })
const afterIt = () => anAct({ actor: organiser.actor, now: new Date(at('20:00')) })
const sessionOf = (event: Event, title: string): string => event.sessions.find((session) => session.title === title)?.id ?? ''

const path = (event: Event, title: string, step: string) => `/organiser/events/${event.code}/sessions/${sessionOf(event, title)}/${step}`

const press = async (event: Event, title: string, typed: Record<string, string> = {}) =>
  request(path(event, title, 'calling-off'), {
    cookie,
    form: { version: String((await eventById(db, event.id))?.version), why: 'The speaker is ill.', ...typed },
  })

const callOff = async (event: Event, title: string, now = tick()) => {
  const stored = await eventById(db, event.id, now).then(existing)
  return callOffSession(anAct({ actor: organiser.actor, now }), {
    event: stored,
    version: stored.version,
    sessionId: sessionOf(event, title),
    why: 'The speaker is ill.',
  })
}

const mailsSince = (eventId: string, from: number) =>
  rows<{ toAddress: string; method: string | null; subject: string; text: string; kind: string }>(
    `SELECT b.toAddress, m.method, b.subject, b.text, m.kind FROM Message m JOIN MessageBody b ON b.messageId = m.id
     WHERE m.eventId = ?1 ORDER BY m.rowid LIMIT -1 OFFSET ?2`,
    eventId,
    from,
  )
const countMails = async (eventId: string) => (await mailsSince(eventId, 0)).length

const entriesOf = (placeId: string) =>
  rows(
    `SELECT uid, sequence, state, shown ->> '$.title' AS title, shown ->> '$.startsAt' AS startsAt, shown ->> '$.endsAt' AS endsAt
     FROM Invitation WHERE placeId = ?1 ORDER BY id`,
    placeId,
  )
const broken = async () => (await auditAll(db, new Date())).invariants.filter(({ ok }) => !ok).map(({ name }) => name)

// “Before it goes out, one page says who will be sent what, and how it reads; what saving
// would refuse is refused before that page.” “An organiser calls off one session of an event
// that goes on, saying why. It cannot be put back on: what takes place after all is a new
// session.”
it('a session is called off in two steps, with the reason and the messages in between', async () => {
  const { event, places, contact } = await aBooking(['Ann Lee', 'Bo Price'], 1, { sessions: threeParts })
  const page = await textOf(request(path(event, 'Opening', 'call-off'), { cookie }))
  expect(page).toContain('Call off Opening')
  expect(page).toContain('This cannot be undone.')
  const empty = await press(event, 'Opening', { why: ' ' })
  expect([empty.status, (await textOf(empty)).includes('Enter a reason, so that people know why')]).toEqual([422, true])
  const from = await countMails(event.id)
  const preview = await textOf(press(event, 'Opening'))
  expect(preview).toContain('Call the session off and send 3 messages?')
  expect(preview).toContain('2 people with an entry that is taken out of the calendar')
  expect(preview.match(/The speaker is ill\./g)?.length).toBe(2)
  expect(await rows('SELECT calledOffAt FROM Session WHERE id = ?1', sessionOf(event, 'Opening'))).toEqual([{ calledOffAt: null }])
  expect(await countMails(event.id)).toBe(from)
  const done = await press(event, 'Opening', { confirmed: 'yes', do: 'call-off' })
  const [sending] = await rows<{ id: string }>(`SELECT id FROM Sending WHERE eventId = ?1 AND kind = 'change'`, event.id)
  expect([done.status, done.headers.get('location')]).toEqual([303, `/organiser/sendings/${sending?.id}`])
  expect(
    await rows(
      'SELECT calledOffById, calledOffWhy, calledOffAt IS NOT NULL AS off FROM Session WHERE id = ?1',
      sessionOf(event, 'Opening'),
    ),
  ).toEqual([{ calledOffById: organiser.accountId, calledOffWhy: 'The speaker is ill.', off: 1 }])
  expect(await leadsTo(press(event, 'Opening', { confirmed: 'yes' }))).toBe(`/organiser/events/${event.code}`)
  const mails = await mailsSince(event.id, from)
  expect(mails.map(({ toAddress, method }) => [toAddress.replace(/.*<(.*)>/, '$1'), method])).toEqual([
    ['ann.lee@example.sch.uk', 'CANCEL'],
    ['bo.price@example.sch.uk', 'CANCEL'],
    [contact.email, null],
  ])
  await expect(run('UPDATE Session SET calledOffAt = NULL WHERE id = ?1', sessionOf(event, 'Opening'))).rejects.toThrow(
    'session_called_off',
  )
  expect(await rows('SELECT sessionId FROM PlaceSession WHERE placeId = ?1', places[0]?.id)).toHaveLength(2)
  expect(await broken()).toEqual([])
})

// “Each person whom it concerns is sent one message: what is called off, that the event goes
// ahead, and when to come.” “Their entry of that session is taken out of the calendar; an
// entry for a day stays the same entry, with the hours that are left.”
it('one message a person says what is called off, that the event goes ahead, and when to come', async () => {
  for (const calendarEntries of ['each', 'day']) {
    const { event, places } = await aBooking(['Ann Lee'], 0, { sessions: threeParts, calendarEntries })
    const earlier = await entriesOf(places[0]?.id ?? '')
    const from = await countMails(event.id)
    expect((await callOff(event, 'Opening')).ok).toBe(true)
    const mails = await mailsSince(event.id, from)
    const toAnn = mails.filter(({ method }) => method !== null)
    expect(toAnn).toHaveLength(1)
    const [mail] = toAnn
    expect(mail?.subject).toBe(`A part is called off: Safeguarding conference, Saturday 12 June ${year}`.replace('Saturday', weekday()))
    expect(mail?.text).toContain(
      `A part of “Safeguarding conference” is called off: Opening, ${weekday()} 12 June ${year}, 9:30am to 10:30am.`,
    )
    expect(mail?.text).toContain('Everything else of the event takes place')
    expect(mail?.text).toContain('The speaker is ill.')
    expect(mail?.text).toContain(`On ${weekday()} 12 June ${year}, come at 11am, not at 9:30am.`)
    expect(mail?.text).not.toContain('You do not need to do anything')
    const now = await entriesOf(places[0]?.id ?? '')
    if (calendarEntries === 'day') {
      expect(mail?.method).toBe('REQUEST')
      expect(mail?.text).toContain('The entry attached replaces the one in your calendar.')
      expect(now).toEqual([{ ...earlier[0], sequence: 1, startsAt: at('10:00') }])
    } else {
      expect(mail?.method).toBe('CANCEL')
      expect(now).toEqual([{ ...earlier[0], sequence: 1, state: 'cancelled' }, earlier[1], earlier[2]])
    }
  }
  expect(await broken()).toEqual([])
})

const weekday = () => new Intl.DateTimeFormat('en-GB', { weekday: 'long', timeZone: 'Europe/London' }).format(new Date(at('08:30')))

it('the last part of a day makes it end sooner, one between changes no hours, and a day of its own goes', async () => {
  const twoDays = [...threeParts, { title: 'Practice', startsAt: at('08:30', '13'), endsAt: at('11:00', '13') }]
  const { event, places } = await aBooking(['Ann Lee'], 0, { sessions: twoDays, calendarEntries: 'day' })
  const said = async (title: string) => {
    const from = await countMails(event.id)
    expect((await callOff(event, title)).ok).toBe(true)
    const mails = (await mailsSince(event.id, from)).filter(({ method }) => method !== null)
    return mails.map(({ method, text }) => [method, text.match(/^(On .*|Your day begins.*|There is nothing.*)$/m)?.[0]])
  }
  const day = (n: string) =>
    new Intl.DateTimeFormat('en-GB', { weekday: 'long', timeZone: 'Europe/London' }).format(new Date(at('08:30', n)))
  expect(await said('Panel')).toEqual([
    ['REQUEST', `Your day begins and ends when you expect it to: ${day('12')} 12 June ${year}, 9:30am to 3pm.`],
  ])
  expect(await said('Closing')).toEqual([['REQUEST', `On ${day('12')} 12 June ${year}, your day ends at 10:30am, not at 3pm.`]])
  expect(await said('Practice')).toEqual([
    ['CANCEL', `There is nothing else for you on ${day('13')} 13 June ${year}, so you do not need to come on that day.`],
  ])
  // What is left keeps its name: nobody's other entries changed.
  expect(await entriesOf(places[0]?.id ?? '')).toMatchObject([
    { sequence: 2, state: 'live', title: 'Safeguarding conference: day 1 of 2' },
    { sequence: 1, state: 'cancelled' },
  ])
  expect(await broken()).toEqual([])
})

// “The last session that takes place cannot be called off: the event is cancelled instead. Nor
// can one whose register is closed, or to which somebody came.”
it('the last session, a closed register, and a session that somebody came to are refused before anything is shown', async () => {
  const { event, places } = await aBooking(['Ann Lee'], 0, { sessions: threeParts.slice(0, 2) })
  const placeId = places[0]?.id ?? ''
  const [opening, panel] = [sessionOf(event, 'Opening'), sessionOf(event, 'Panel')]
  const came = await markAttendance(onTheDay(), {
    ...{ id: newId(tick()), sessionId: opening, person: placeId, markType: 'attended', source: 'screen' },
  })
  expect(came.ok).toBe(true)
  for (const answer of [await request(path(event, 'Opening', 'call-off'), { cookie }), await press(event, 'Opening')]) {
    expect(answer.status).toBe(409)
    expect(await textOf(answer)).toContain('Somebody is marked as having come to this session, so it cannot be called off.')
  }
  expect(await callOff(event, 'Opening')).toEqual({ ok: false, reason: 'session_attended' })
  const figures = { attended: 1, part: 0, absent: 0, apologies: 0 }
  expect((await closeRegister(afterIt(), { sessionId: opening, seen: figures })).ok).toBe(true)
  expect(await callOff(event, 'Opening')).toEqual({ ok: false, reason: 'register_is_signed' })
  expect((await callOff(event, 'Panel')).ok).toBe(true)
  expect(await callOff(event, 'Opening')).toEqual({ ok: false, reason: 'last_session' })
  const last = await request(path(event, 'Opening', 'call-off'), { cookie })
  expect([last.status, await textOf(last)]).toEqual([409, expect.stringContaining('Cancel the event instead')])
  expect((await request(path(event, 'Panel', 'call-off'), { cookie })).status).toBe(409)
  expect((await request(`/organiser/events/${event.code}/sessions/${newId(tick())}/call-off`, { cookie })).status).toBe(404)
  const { cookie: school } = await anAccount()
  expect((await request(path(event, 'Opening', 'call-off'), { cookie: school })).status).toBe(404)
  expect(await rows('SELECT calledOffAt IS NULL AS stands FROM Session WHERE id IN (?1, ?2) ORDER BY startsAt', opening, panel)).toEqual([
    { stands: 1 },
    { stands: 0 },
  ])
})

// “From then on nothing is marked at it, nobody is added to it, and its register is not
// closed.” “Nobody is expected there any more: it makes no charge for not attending, and is in
// nobody's record and no report.”
it('the register of a session that is called off takes nothing more', async () => {
  const { event, places, school } = await aBooking(['Ann Lee'], 0, { sessions: threeParts })
  const placeId = places[0]?.id ?? ''
  const panel = sessionOf(event, 'Panel')
  const act = onTheDay
  const apologies = newId(tick())
  await markAttendance(anAct({ actor: organiser.actor }), {
    id: apologies,
    sessionId: panel,
    person: placeId,
    markType: 'apologies',
    source: 'screen',
  })
  expect((await callOff(event, 'Panel')).ok).toBe(true)
  const marked = await markAttendance(act(), {
    ...{
      id: newId(tick()),
      sessionId: panel,
      person: placeId,
      markType: 'attended',
      source: 'screen',
      correctsId: apologies,
      reason: 'Came',
    },
  })
  expect(marked).toEqual({ ok: false, reason: 'event_cancelled' })
  const added = await addWalkIn(act(), {
    ...{
      id: newId(tick()),
      sessionId: panel,
      name: 'Cai',
      email: '',
      schoolId: school.id,
      roleId: 'dsl',
      organisation: '',
      source: 'screen',
    },
  })
  expect(added).toEqual({ ok: false, reason: 'event_cancelled' })
  const closed = await closeRegister(act(), { sessionId: panel, seen: { attended: 0, part: 0, absent: 0, apologies: 1 } })
  expect(closed).toEqual({ ok: false, reason: 'called_off' })
  const page = await textOf(request(`/register/${panel}`, { cookie }))
  expect(page).toContain('Called off This session was called off')
  expect(page).not.toContain('Sign off the register')
  expect(page).not.toContain('Add someone who is not on the list')
  const list = await (await request('/register/list?show=coming&q=panel', { cookie })).text()
  expect(list).toContain('<s>Safeguarding conference: Panel</s>')
  expect(await textOf(request(`/register/${panel}/sheet`, { cookie }))).toContain('This session is called off.')
  expect(await rows('SELECT markType FROM Mark WHERE sessionId = ?1', panel)).toEqual([{ markType: 'apologies' }])
  expect(await broken()).toEqual([])
})

it('nobody is charged for staying away from what was called off, and a charge for the rest waits for the rest alone', async () => {
  const { event, placeIds } = await aBookingUnderTerms({ event: { sessions: threeParts.slice(0, 2) }, people: 1 })
  expect((await callOff(event, 'Panel')).ok).toBe(true)
  const opening = sessionOf(event, 'Opening')
  await markAttendance(onTheDay(), {
    ...{ id: newId(tick()), sessionId: opening, person: placeIds[0] ?? '', markType: 'absent', source: 'screen' },
  })
  expect(await chargesOf(event.id)).toEqual([])
  const seen = { attended: 0, part: 0, absent: 1, apologies: 0 }
  expect((await closeRegister(afterIt(), { sessionId: opening, seen })).ok).toBe(true)
  const charges = await chargesOf(event.id)
  expect(charges.map(({ kind, pence, rule }) => [kind, pence, JSON.parse(rule).sessions])).toEqual([['not_attending', 5000, 1]])
})

it('the page before a session is called off asks the database no more for many people than for one', async () => {
  const tripsFor = async (names: string[]) => {
    const { event } = await aBooking(names, 0, { sessions: threeParts })
    const form = { version: '1', why: 'The speaker is ill.' }
    return tripsOf((on) => request(path(event, 'Panel', 'calling-off'), { cookie, form, bindings: { ...bindings, DB: on } }))
  }
  const one = await tripsFor(['Ann Lee'])
  expect(await tripsFor(['Bo Price', 'Cai Rees', 'Di Vale', 'Ed Finn'])).toBe(one)
  expect(one).toBeLessThanOrEqual(9)
})

// “Of a workshop that is called off, those who had it choose again: their message says so, and
// where.”
it('those whose workshop is called off choose again, and only they are told', async () => {
  const workshop = (title: string) => ({ title, startsAt: at('12:00'), endsAt: at('12:45'), block: 'Workshops' })
  const sessions = [...threeParts, workshop('Anxiety'), workshop('Bullying')]
  const { event, places, reference, contact } = await aBooking(['Ann Lee', 'Bo Price'], 0, { sessions })
  const [ann, bo] = places
  for (const [place, title] of [
    [ann, 'Anxiety'],
    [bo, 'Bullying'],
  ] as const)
    await chooseWorkshops(anAct({ actor: contact.actor }), {
      placeId: place?.id ?? '',
      sessionIds: [sessionOf(event, title)],
      by: 'school',
    })
  const from = await countMails(event.id)
  expect((await callOff(event, 'Anxiety')).ok).toBe(true)
  const mails = await mailsSince(event.id, from)
  expect(mails.map(({ toAddress, method }) => [toAddress.replace(/.*<(.*)>/, '$1'), method])).toEqual([
    ['ann.lee@example.sch.uk', 'CANCEL'],
    [contact.email, null],
  ])
  expect(mails[0]?.text).toContain('It is the workshop that was chosen for you. Please choose another one on your page')
  expect(mails[0]?.text).toMatch(/\/place\/[\w-]{20,}/)
  expect(mails[1]?.text).toContain('Those who had chosen this workshop need another one.')
  expect(
    await rows(
      `SELECT c.sessionId FROM PlaceSession c JOIN Session s ON s.id = c.sessionId WHERE c.placeId = ?1 AND s.block <> ''`,
      ann?.id,
    ),
  ).toEqual([])
  const refused = await chooseWorkshops(anAct({ actor: contact.actor }), {
    ...{ placeId: ann?.id ?? '', sessionIds: [sessionOf(event, 'Anxiety')], by: 'school' as const },
  })
  expect(refused.ok).toBe(false)
  const other = await chooseWorkshops(anAct({ actor: contact.actor }), {
    ...{ placeId: ann?.id ?? '', sessionIds: [sessionOf(event, 'Bullying')], by: 'school' as const },
  })
  expect(other.ok).toBe(true)
  expect(await htmlOf(request(`/bookings/${reference}/history`, { cookie }))).toContain('A part of the event was called off: “Anxiety”')
  expect(await broken()).toEqual([])
})

// “It stays on the event's pages, on registers and on paper, struck through and marked “called
// off”.”
it('what is called off is shown struck through on the public page, the booking and the organiser’s page, and feeds have the hours of what takes place', async () => {
  const { event, reference, contact } = await aBooking(['Ann Lee'], 0, { sessions: threeParts })
  expect((await callOff(event, 'Opening')).ok).toBe(true)
  for (const [address, who] of [
    [`/events/${event.code}`, undefined],
    [`/bookings/${reference}`, contact.cookie],
    [`/organiser/events/${event.code}/programme`, cookie],
  ] as const) {
    const page = await (await request(address, who ? { cookie: who } : {})).text()
    expect(page).toMatch(/<s>[^<]*9:30am to 10:30am: Opening<\/s> <strong>called off<\/strong>/)
    const day = `${weekday()} 12 June ${year}`
    if (who === contact.cookie) expect(plain(page)).toContain(`${day}, 11am to 3pm`)
    else for (const said of [day, '11am to 3pm']) expect(plain(page)).toContain(said)
  }
  const link = (await mailsSince(event.id, 0)).map(({ text }) => text.match(/\/place\/[\w-]{20,}/)?.[0]).find(Boolean) ?? ''
  expect(await (await request(link)).text()).toMatch(/<s>[^<]*Opening<\/s> <strong>called off<\/strong>/)
  const feed = (await (await request('/events.ics')).text()).replaceAll('\r\n ', '')
  const own = feed.split('BEGIN:VEVENT').filter((entry) => entry.includes(`/events/${event.code}`))
  expect(own.map((entry) => entry.match(/(?<=DTSTART:|DTEND:|SUMMARY:|STATUS:|DESCRIPTION:)[^\r]+/g))).toEqual([
    [
      ...[`${year}0612T100000Z`, `${year}0612T140000Z`, 'Safeguarding conference'],
      `11am to midday: Panel\\n2pm to 3pm: Closing\\nDetails: http://localhost:8787/events/${event.code}`,
      'CONFIRMED',
    ],
  ])
})

it('a school that books afterwards is invited to what takes place, and an edit leaves what is called off as it is', async () => {
  const { event } = await aBooking(['Ann Lee'], 0, { sessions: threeParts, calendarEntries: 'day' })
  expect((await callOff(event, 'Opening')).ok).toBe(true)
  const later = await aBooking(['Cai Rees'], 0, {}, event)
  expect(await entriesOf(later.places[0]?.id ?? '')).toMatchObject([{ state: 'live', startsAt: at('10:00'), endsAt: at('14:00') }])
  const moved = await request(`/organiser/events/${event.code}/edit`, {
    cookie,
    form: { ...(await editForm(event.code, { venueName: 'Shire Hall' })), confirmed: 'yes' },
  })
  expect(moved.status).toBe(303)
  expect(await rows('SELECT title FROM Session WHERE eventId = ?1 AND calledOffAt IS NOT NULL', event.id)).toEqual([{ title: 'Opening' }])
  expect(await broken()).toEqual([])
})

// “A part that was called off belongs to its day: when the day is moved it moves along, so
// that one day is never “day 2 of 2”.”
it('a day whose first part was called off is one day still when it is moved, in every message, entry and calendar', async () => {
  const { event, places, reference, contact } = await aBooking(['Ann Lee', 'Bo Rees'], 1, { sessions: threeParts, calendarEntries: 'day' })
  expect((await callOff(event, 'Opening')).ok).toBe(true)
  const before = (await mailsSince(event.id, 0)).length
  const moved = await request(`/organiser/events/${event.code}/edit`, {
    cookie,
    form: {
      ...(await editForm(event.code, { 'session-1-date': `${year}-06-13`, 'session-2-date': `${year}-06-13` })),
      ...{ confirmed: 'yes', freeUntil: '' },
    },
  })
  expect(moved.status).toBe(303)
  const next = new Date(Date.UTC(year, 5, 13))
  const long = (day: Date) => new Intl.DateTimeFormat('en-GB', { weekday: 'long', timeZone: 'UTC' }).format(day)
  const mails = await mailsSince(event.id, before)
  expect(mails.map(({ subject }) => subject)).toEqual(
    Array.from({ length: 3 }, () => `New date: Safeguarding conference, ${long(next)} 13 June ${year}`),
  )
  const line = `* Day: was ${long(new Date(Date.UTC(year, 5, 12)))} 12 June ${year}, now ${long(next)} 13 June ${year}.`
  for (const { text } of mails) expect(text.split('\n').find((one) => one.startsWith('* '))).toBe(line)
  expect(JSON.stringify(mails)).not.toContain('day 2 of 2')
  expect(await entriesOf(places[0]?.id ?? '')).toMatchObject([{ startsAt: at('10:00', '13'), endsAt: at('14:00', '13') }])
  expect(await rows(`SELECT title, startsAt, endsAt FROM Session WHERE eventId = ?1 AND calledOffAt IS NOT NULL`, event.id)).toEqual([
    { title: 'Opening', startsAt: at('08:30', '13'), endsAt: at('09:30', '13') },
  ])
  for (const [file, who] of [
    [`/events/${event.code}/calendar.ics`, undefined],
    [`/bookings/${reference}/calendar.ics`, contact.cookie],
  ] as const)
    expect((await (await request(file, who ? { cookie: who } : {})).text()).match(/(?<=DTSTART:|DTEND:|SUMMARY:)[^\r]+/g)).toEqual([
      ...[`${year}0613T100000Z`, `${year}0613T140000Z`, 'Safeguarding conference'],
    ])
  expect(await broken()).toEqual([])
})

it('the edit form refuses to remove a session that people have a place at before it shows what would be sent, and says to call it off', async () => {
  const { event } = await aBooking(['Ann Lee'], 0, { sessions: threeParts })
  const form = await editForm(event.code)
  const removed = Object.fromEntries(Object.entries(form).filter(([name]) => !name.startsWith('session-3-')))
  const text = await textOf(request(`/organiser/events/${event.code}/edit`, { cookie, form: removed }), 409)
  expect(text).toContain('leave it here and call it off on the page of the event')
  expect(text).not.toContain('will go out')
  const tooFew = await request(`/organiser/events/${event.code}/edit`, {
    cookie,
    form: await editForm(event.code, { capacity: '1', venueName: 'Shire Hall', ...(await twoMore(event)) }),
  })
  expect([tooFew.status, await textOf(tooFew)]).toEqual([409, expect.stringContaining('Enter a number of places that is no lower')])
})

const twoMore = async (event: Event) => {
  await aBooking(['Di Vale'], 1, {}, event)
  return {}
}

it('a session of a draft is removed, not called off', async () => {
  const event = await anEvent({ sessions: threeParts, state: 'draft' })
  const answer = await request(path(event, 'Opening', 'call-off'), { cookie, bindings })
  expect([answer.status, await textOf(answer)]).toEqual([409, expect.stringContaining('The event is not published')])
})

// “Whoever marks somebody in the moment in which a session is called off is refused, or it is
// not called off.”
it('of a mark and the calling off in one moment one holds; without the trigger both would', async () => {
  const marking = async (event: Event, placeId: string) =>
    markAttendance(
      { ...onTheDay(), db: happening(2, () => callOff(event, 'Panel')) },
      {
        ...{ id: newId(tick()), sessionId: sessionOf(event, 'Panel'), person: placeId, markType: 'attended', source: 'screen' },
      },
    )
  const one = await aBooking(['Ann Lee'], 0, { sessions: threeParts })
  expect(await marking(one.event, one.places[0]?.id ?? '')).toMatchObject({ ok: false })
  expect(await rows('SELECT id FROM Mark WHERE sessionId = ?1', sessionOf(one.event, 'Panel'))).toEqual([])
  // The control; last in this file, for what it leaves behind is wrong.
  const [trigger] = await rows<{ sql: string }>(`SELECT sql FROM sqlite_schema WHERE name = 'Mark_of_standing_session'`)
  const [kept] = await rows<{ sql: string }>(`SELECT sql FROM sqlite_schema WHERE name = 'Session_called_off_has_no_places'`)
  await db.batch([db.prepare('DROP TRIGGER Mark_of_standing_session'), db.prepare('DROP TRIGGER Session_called_off_has_no_places')])
  const two = await aBooking(['Bo Price'], 0, { sessions: threeParts })
  await marking(two.event, two.places[0]?.id ?? '')
  expect(await rows('SELECT markType FROM Mark WHERE sessionId = ?1', sessionOf(two.event, 'Panel'))).toEqual([{ markType: 'attended' }])
  expect(await broken()).toEqual(expect.arrayContaining(['called_off_register_frozen', 'called_off_nobody_came']))
  await db.batch([db.prepare(trigger?.sql ?? ''), db.prepare(kept?.sql ?? '')])
})
