// What calendars say: titles, entries by day, reminders.
import { expect, it } from 'vitest'
import { placeBooking } from '#booking/placing/place-booking.ts'
import { copyEvent } from '#booking/series/copy-event.ts'
import { chooseWorkshops } from '#booking/workshops/choose-workshops.ts'
import { changeEvent } from '#events/editing/save-event.ts'
import type { EventDetails } from '#events/events/event.ts'
import { eventByCode } from '#events/events/store.ts'
import { calendarMails, checkedEntry } from '#test/support/calendar.ts'
import { accepted, anAccount, anAct, anEvent, aSchool, db, existing, htmlOf, request, rows } from '#test/support/factories.ts'

const read = async (code: string): Promise<EventDetails> => {
  const event = await eventByCode(db, code).then(existing)
  return event
}

const aDay = [
  { startsAt: '2026-06-12T08:30:00.000Z', endsAt: '2026-06-12T09:30:00.000Z', title: 'Opening' },
  { startsAt: '2026-06-12T10:00:00.000Z', endsAt: '2026-06-12T11:00:00.000Z', title: 'Anxiety', block: 'Morning' },
  { startsAt: '2026-06-12T10:00:00.000Z', endsAt: '2026-06-12T11:30:00.000Z', title: 'Bullying', block: 'Morning' },
  { startsAt: '2026-06-13T08:30:00.000Z', endsAt: '2026-06-13T09:30:00.000Z', title: 'Practice' },
]

const aGuest = async (facts: Parameters<typeof anEvent>[0]) => {
  const event = await anEvent({ title: 'Knife crime', ...facts })
  const school = await aSchool()
  const { actor } = await anAccount({ schoolIds: [school.id] })
  const placed = await placeBooking(anAct({ actor }), {
    ...{ code: event.code, schoolId: school.id, formId: crypto.randomUUID() },
    delegates: [{ name: 'Ann Lee', email: `ann.${school.urn}@example.sch.uk`, roleId: 'dsl', represents: [] }],
  }).then(accepted)
  const [place] = await rows<{ id: string }>('SELECT id FROM Place WHERE eventId = ?1', event.id)
  return { event, actor, placeId: place?.id ?? '', sessions: event.sessions.map(({ id }) => id), reference: placed.reference }
}

const edit = async (code: string, facts: Partial<EventDetails>) => {
  const event = await read(code)
  const after = { ...event, ...facts }
  const {
    topicId,
    description,
    purpose,
    minutes,
    level,
    provider,
    capacity,
    onlineCapacity,
    placesPerSchool,
    bookingOpensAt,
    bookingClosesAt,
  } = after
  const { title, attendanceMode, venueName, venueAddress, venuePostcode, joiningLink, contactName, contactEmail, contactTelephone } = after
  const { calendarTitle, calendarEntries, alarmMinutes } = after
  const draft = {
    facts: {
      ...{
        topicId,
        description,
        purpose,
        minutes,
        level,
        provider,
        capacity,
        onlineCapacity,
        placesPerSchool,
        bookingOpensAt,
        bookingClosesAt,
      },
      ...{ title, attendanceMode, venueName, venueAddress, venuePostcode, joiningLink, contactName, contactEmail, contactTelephone },
      ...{ venueId: null, calendarTitle, calendarEntries, alarmMinutes },
    },
    sessions: after.sessions,
    ...{ breaks: [], roleIds: [], kinds: [] },
  }
  const { actor } = await anAccount({ roles: ['organiser'] })
  expect(await changeEvent(anAct({ actor }), { event, version: event.version, draft })).toMatchObject({ ok: true })
}

const entriesFor = async (eventId: string, after = 0) => (await calendarMails('m.eventId = ?1', eventId)).slice(after)
const told = (mails: Awaited<ReturnType<typeof calendarMails>>) =>
  mails.map((mail) => {
    const { method, summary, startsAt, endsAt } = checkedEntry(mail)
    return `${method} ${mail.sequence} ${summary}, ${startsAt} to ${endsAt}`
  })

it('“Each person with a place has a calendar entry for every session of theirs, or one for each day where the organiser chooses so.”', async () => {
  const each = await aGuest({ sessions: aDay })
  expect(told(await entriesFor(each.event.id))).toEqual([
    'REQUEST 0 Knife crime: Opening, 2026-06-12T08:30:00Z to 2026-06-12T09:30:00Z',
    'REQUEST 0 Knife crime: Practice, 2026-06-13T08:30:00Z to 2026-06-13T09:30:00Z',
  ])
  const day = await aGuest({ sessions: aDay, calendarEntries: 'day' })
  expect(told(await entriesFor(day.event.id))).toEqual([
    'REQUEST 0 Knife crime: day 1 of 2, 2026-06-12T08:30:00Z to 2026-06-12T09:30:00Z',
    'REQUEST 0 Knife crime: day 2 of 2, 2026-06-13T08:30:00Z to 2026-06-13T09:30:00Z',
  ])
})

// “Choosing another workshop updates the entry of that day, where entries are by day, and no
// other.”
it('“An entry for a day lasts from the person’s first session of that day to the end of their last, and lists what lies between with its times.”', async () => {
  const { event, actor, placeId, sessions } = await aGuest({ sessions: aDay, calendarEntries: 'day' })
  expect(await chooseWorkshops(anAct({ actor }), { placeId, sessionIds: [sessions[2] ?? ''], by: 'school' })).toEqual({
    ok: true,
    value: 1,
  })
  const first = await entriesFor(event.id, 2)
  expect(told(first)).toEqual(['REQUEST 1 Knife crime: day 1 of 2, 2026-06-12T08:30:00Z to 2026-06-12T11:30:00Z'])
  const [mail] = first
  const { description } = checkedEntry(mail as never)
  expect(description.split('\n').slice(0, 3)).toEqual(['Your day:', '9:30am to 10:30am: Opening', '11am to 12:30pm: Bullying'])
  expect(mail?.subject).toBe('Your workshops: Knife crime: day 1 of 2, Friday 12 June 2026')
  expect(mail?.text).toContain('Your day: 9:30am to 10:30am: Opening; 11am to 12:30pm: Bullying')

  await chooseWorkshops(anAct({ actor }), { placeId, sessionIds: [sessions[1] ?? ''], by: 'school' })
  expect(told(await entriesFor(event.id, 3))).toEqual(['REQUEST 2 Knife crime: day 1 of 2, 2026-06-12T08:30:00Z to 2026-06-12T11:00:00Z'])
})

it('“On a sensitive topic calendars and subjects say “Safeguarding training” unless the organiser chooses otherwise; the message itself says the real title.”', async () => {
  const { event } = await aGuest({ calendarTitle: null, topicId: 'child-on-child-abuse' })
  const [mail] = await entriesFor(event.id)
  expect(checkedEntry(mail as never).summary).toBe('Safeguarding training')
  expect(mail?.subject).toMatch(/^Your place: Safeguarding training, Friday 12 June 2026, .*, for /)
  expect(mail?.text).toContain('“Knife crime”')
  const ofBooker = () =>
    rows<{ subject: string; text: string }>(
      `SELECT b.subject, b.text FROM Message m JOIN MessageBody b ON b.messageId = m.id WHERE m.eventId = ?1 AND m.invitationId IS NULL ORDER BY m.rowid`,
      event.id,
    )
  await edit(event.code, { venueName: 'The Kindle Centre' })
  const booker = await ofBooker()
  expect(booker.map(({ subject }) => subject.replace(/\([0-9A-Z]{6}\)/, '(its reference)').replace(/, for .*/, ''))).toEqual([
    'Booked: Safeguarding training (its reference), Friday 12 June 2026, 9:30am',
    'New place: Safeguarding training (its reference), Friday 12 June 2026',
  ])
  for (const { text } of booker) expect(text).toContain('Knife crime')
  const plain = await aGuest({ calendarTitle: null, topicId: 'online-safety' })
  expect(checkedEntry((await entriesFor(plain.event.id))[0] as never).summary).toBe('Knife crime')
  const chosen = await aGuest({ calendarTitle: '', topicId: 'child-on-child-abuse' })
  expect(checkedEntry((await entriesFor(chosen.event.id))[0] as never).summary).toBe('Knife crime')
  await edit(chosen.event.code, { calendarTitle: 'Staff meeting' })
  const [, again] = await entriesFor(chosen.event.id)
  expect(checkedEntry(again as never).summary).toBe('Staff meeting')
  expect(again?.text).toContain('Name in your calendar: was “Knife crime”, now “Staff meeting”.')
  expect(again?.text).not.toContain('Title: was')
})

it('“Under a neutral title a calendar names no session and no workshop.”', async () => {
  for (const calendarEntries of ['each', 'day'] as const) {
    const { event, actor, placeId, sessions } = await aGuest({ sessions: aDay, calendarTitle: null, calendarEntries })
    await chooseWorkshops(anAct({ actor }), { placeId, sessionIds: [sessions[1] ?? ''], by: 'school' })
    const mails = await entriesFor(event.id)
    for (const mail of mails) {
      const { summary, description } = checkedEntry(mail)
      expect(`${summary} ${description} ${mail.subject}`).not.toMatch(/Knife|Opening|Practice|Anxiety|Bullying|Morning/)
    }
    const last = mails.at(-1)
    expect(last?.text).toContain('Anxiety')
    expect(told(mails.slice(-1))).toEqual([
      calendarEntries === 'each'
        ? 'REQUEST 0 Safeguarding training: workshop, 2026-06-12T10:00:00Z to 2026-06-12T11:00:00Z'
        : 'REQUEST 1 Safeguarding training: day 1 of 2, 2026-06-12T08:30:00Z to 2026-06-12T11:00:00Z',
    ])
  }
})

// “An update is sent only when what the recipient sees has changed.” “A change of the
// reminder alone sends nothing.”
it('“A reminder is part of an entry where the organiser wants one, and never of a cancellation.”', async () => {
  const { event } = await aGuest({ alarmMinutes: 60 })
  expect(checkedEntry((await entriesFor(event.id))[0] as never).alarms).toEqual(['-PT1H'])
  await edit(event.code, { alarmMinutes: 1440, description: 'Bring a pen', contactName: 'Jo' })
  expect(await entriesFor(event.id)).toHaveLength(1)
  await edit(event.code, { venueName: 'Shire Hall' })
  const changed = await entriesFor(event.id, 1)
  expect(changed.map((mail) => checkedEntry(mail).alarms)).toEqual([['-P1D']])
  await edit(event.code, { alarmMinutes: null, venueName: 'Guildhall' })
  expect((await entriesFor(event.id, 2)).map((mail) => checkedEntry(mail).alarms)).toEqual([[]])
})

it('“When entries are put together differently, nobody is told that their place or a part of the event has ended.”', async () => {
  const { event, actor, placeId, sessions } = await aGuest({ sessions: aDay, contactEmail: 'jo@example.gov.uk' })
  await chooseWorkshops(anAct({ actor }), { placeId, sessionIds: [sessions[1] ?? ''], by: 'school' })
  await edit(event.code, { calendarEntries: 'day' })
  const mails = await entriesFor(event.id, 3)
  expect(told(mails)).toEqual([
    'CANCEL 1 Knife crime: Anxiety, 2026-06-12T10:00:00Z to 2026-06-12T11:00:00Z',
    'REQUEST 1 Knife crime: day 1 of 2, 2026-06-12T08:30:00Z to 2026-06-12T11:00:00Z',
    'REQUEST 1 Knife crime: day 2 of 2, 2026-06-13T08:30:00Z to 2026-06-13T09:30:00Z',
  ])
  expect(mails.map(({ kind }) => kind)).toEqual(['event_changed', 'event_changed', 'event_changed'])
  expect(mails[0]?.text).toContain('Nothing changes about your place at “Knife crime: Anxiety”')
  for (const { text } of mails) expect(text).not.toMatch(/will not take place|has been cancelled|was to be on/)
  // Whoever booked has nothing to do with how calendars put it together.
  expect(await rows(`SELECT id FROM Message WHERE eventId = ?1 AND kind = 'event_changed' AND method IS NULL`, event.id)).toEqual([])
  await edit(event.code, { calendarEntries: 'each' })
  expect(told(await entriesFor(event.id, 6))).toEqual([
    'REQUEST 2 Knife crime: Opening, 2026-06-12T08:30:00Z to 2026-06-12T09:30:00Z',
    'REQUEST 2 Knife crime: Practice, 2026-06-13T08:30:00Z to 2026-06-13T09:30:00Z',
    'REQUEST 0 Knife crime: Anxiety, 2026-06-12T10:00:00Z to 2026-06-12T11:00:00Z',
  ])
})

// “Copies of an event and dates of a series keep what was chosen for calendars.” “The
// event’s page shows the organiser what calendars will say.”
it('“A new event has a title by its topic, an entry for each day and a reminder an hour before.”', async () => {
  const { cookie, actor } = await anAccount({ roles: ['organiser'] })
  const form = {
    ...{ id: crypto.randomUUID(), do: 'save', title: 'Grooming', topicId: 'exploitation', purpose: 'training', hours: '6' },
    ...{ attendanceMode: 'in_person', venueName: 'Shire Hall', capacity: '60', placesPerSchool: '2', contactEmail: 'jo@example.gov.uk' },
    ...{ 'session-1-date': '12/6/2026', 'session-1-start': '9:30', 'session-1-end': '4pm' },
  }
  const made = await request('/organiser/events/new', { cookie, form })
  expect(made.status).toBe(303)
  const code = (made.headers.get('location') ?? '').split('/').at(-1) ?? ''
  const asked = await (await request(`/organiser/events/${code}/edit/words`, { cookie })).text()
  expect(asked).toMatch(/name="calendar" type="radio" value="topic" checked/)
  expect(asked).toMatch(/name="calendarEntries" type="radio" value="day" checked/)
  expect(asked).toMatch(/name="alarm" type="radio" value="60" checked/)
  expect(await read(code)).toMatchObject({ calendarTitle: null, calendarEntries: 'day', alarmMinutes: 60, sensitive: true })
  expect(await (await request(`/organiser/events/${code}/settings`, { cookie })).text()).toContain(
    '“Safeguarding training”, one entry for each day, reminder 1 hour before',
  )

  const choice = { ...form, version: '1', calendar: 'own', calendarTitle: '', calendarEntries: 'day', alarm: 'none' }
  const refused = await request(`/organiser/events/${code}/edit`, { cookie, form: choice })
  expect(refused.status).toBe(422)
  expect(await refused.text()).toContain('Enter the words that calendars show instead of the title')
  await request(`/organiser/events/${code}/edit`, { cookie, form: { ...choice, calendarTitle: 'Staff meeting' } })
  const event = await read(code)
  expect(event).toMatchObject({ calendarTitle: 'Staff meeting', calendarEntries: 'day', alarmMinutes: null })
  const copied = await copyEvent(anAct({ actor }), { event, id: crypto.randomUUID(), startsOn: '2026-07-03', inSeries: true }).then(
    accepted,
  )
  expect(await read(copied.code)).toMatchObject({ calendarTitle: 'Staff meeting', calendarEntries: 'day', alarmMinutes: null })
  const [log] = await rows<{ after: string }>(`SELECT after FROM Log WHERE eventId = ?1 AND act = 'event.changed'`, event.id)
  expect(JSON.parse(log?.after ?? '{}')).toMatchObject({ calendarTitle: 'Staff meeting', alarmMinutes: null })
})

it('an edit that changes no calendar is saved at once, also where the title is neutral; one that does asks first', async () => {
  const { event } = await aGuest({
    ...{ startsAt: '2099-06-12T08:30:00.000Z', endsAt: '2099-06-12T15:00:00.000Z' },
    ...{ calendarTitle: null, topicId: 'child-on-child-abuse', alarmMinutes: 60 },
  })
  const { cookie } = await anAccount({ roles: ['organiser'] })
  const [session] = (await read(event.code)).sessions
  const form = async (more: Record<string, string>) => ({
    ...{ version: String((await read(event.code)).version), do: 'save', title: 'Knife crime', topicId: 'child-on-child-abuse' },
    ...{ purpose: 'training', hours: '6', attendanceMode: 'in_person', venueName: 'Three Counties Hotel' },
    ...{ venueAddress: 'Belmont Road, Hereford', venuePostcode: 'HR2 7BP', capacity: '50', placesPerSchool: '2' },
    ...{ contactEmail: 'events@example.gov.uk', 'session-1-id': session?.id ?? '', 'session-1-date': '2099-06-12' },
    ...{
      'session-1-start': '09:30',
      'session-1-end': '16:00',
      calendar: 'topic',
      calendarTitle: '',
      calendarEntries: 'each',
      alarm: '60',
      ...more,
    },
  })
  const post = async (more: Record<string, string>) => request(`/organiser/events/${event.code}/edit`, { cookie, form: await form(more) })
  expect((await post({ description: 'Bring a pen', alarm: '15' })).status).toBe(303)
  const page = await htmlOf(post({ calendar: 'title' }), 200)
  expect(page).toContain('what calendars call it')
  expect(page).toMatch(/name="calendar" value="title"/)
  expect((await post({ calendar: 'title', confirmed: 'yes' })).status).toBe(303)
  expect(told(await entriesFor(event.id, 1))).toEqual(['REQUEST 1 Knife crime, 2099-06-12T08:30:00Z to 2099-06-12T15:00:00Z'])
})
