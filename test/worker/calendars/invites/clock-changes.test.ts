// The clocks go back on 25 October 2026 and forward on 28 March 2027, both at 01:00 UTC.
import { expect, it } from 'vitest'
import { placeBooking } from '#booking/placing/place-booking.ts'
import { copyEvent } from '#booking/series/copy-event.ts'
import { eventByCode } from '#events/events/store.ts'
import { calendarMails, checkedEntry } from '#test/support/calendar.ts'
import { accepted, anAccount, anAct, anEvent, aSchool, db, existing, request, rows } from '#test/support/factories.ts'

const formOf = (session: Record<string, string>) => ({
  ...{ id: crypto.randomUUID(), do: 'save', title: 'All night', topicId: 'other', purpose: 'training', hours: '6' },
  ...{ attendanceMode: 'in_person', venueName: 'Shire Hall', capacity: '60', placesPerSchool: '2', contactEmail: 'jo@example.gov.uk' },
  ...Object.fromEntries(Object.entries(session).map(([part, value]) => [`session-1-${part}`, value])),
})

const typed = async (session: Record<string, string>) => {
  const { cookie } = await anAccount({ roles: ['organiser'] })
  const answer = await request('/organiser/events/new', { cookie, form: formOf(session) })
  const code = (answer.headers.get('location') ?? '').split('/').at(-1) ?? ''
  return { status: answer.status, text: await answer.text(), event: answer.status === 303 ? await eventByCode(db, code) : undefined }
}

const invited = async (facts: Parameters<typeof anEvent>[0]) => {
  const event = await anEvent(facts)
  const school = await aSchool()
  const { actor } = await anAccount({ schoolIds: [school.id] })
  await placeBooking(anAct({ actor }), {
    ...{ code: event.code, schoolId: school.id, formId: crypto.randomUUID() },
    delegates: [{ name: 'Ann Lee', email: `ann.${school.urn}@example.sch.uk`, roleId: 'dsl', represents: [] }],
  }).then(accepted)
  return (await calendarMails('m.eventId = ?1', event.id)).map((mail) => ({ mail, entry: checkedEntry(mail) }))
}

it('“Of the hour that comes twice in October the first is meant.”', async () => {
  const { event } = await typed({ date: '2026-10-25', start: '01:30', end: '05:00' })
  expect(event?.sessions[0]).toMatchObject({ startsAt: '2026-10-25T00:30:00.000Z', endsAt: '2026-10-25T05:00:00.000Z' })
  const [one] = await invited({ startsAt: '2026-10-25T00:30:00.000Z', endsAt: '2026-10-25T05:00:00.000Z' })
  expect(one?.entry).toMatchObject({ startsAt: '2026-10-25T00:30:00Z', endsAt: '2026-10-25T05:00:00Z' })
  expect(one?.mail.text).toContain('Sunday 25 October 2026, 1:30am to 5am')
})

it('“A time that the clocks skip in March is refused with a sentence that says why.”', async () => {
  const { status, text } = await typed({ date: '2027-03-28', start: '01:30', end: '05:00' })
  expect(status).toBe(422)
  expect(text).toContain('There is no 01:30 on 28 March 2027: the clocks go forward from 1am to 2am. Enter another time')
  expect((await typed({ date: '2027-03-28', start: '02:00', end: '05:00' })).event?.sessions[0]?.startsAt).toBe('2027-03-28T01:00:00.000Z')
})

it('“Dates of a series begin at the same time on the clock, before and after the clocks change.”', async () => {
  const { actor } = await anAccount({ roles: ['organiser'] })
  const first = await anEvent({ startsAt: '2026-10-16T08:30:00.000Z', endsAt: '2026-10-16T15:00:00.000Z' })
  const event = await eventByCode(db, first.code).then(existing)
  const copied = await copyEvent(anAct({ actor }), { event, id: crypto.randomUUID(), startsOn: '2026-11-13', inSeries: true }).then(
    accepted,
  )
  const later = await eventByCode(db, copied.code)
  expect(later?.sessions[0]).toMatchObject({ startsAt: '2026-11-13T09:30:00.000Z', endsAt: '2026-11-13T16:00:00.000Z' })
})

it('“Calendars get instants in UTC; people read the time of the UK, and of an event online the message says so.”', async () => {
  const two = [
    { startsAt: '2026-10-24T08:30:00.000Z', endsAt: '2026-10-24T15:00:00.000Z' },
    { startsAt: '2026-10-25T09:30:00.000Z', endsAt: '2026-10-25T16:00:00.000Z' },
  ]
  const online = { attendanceMode: 'online', joiningLink: 'https://meet.example/abc' }
  const found = await invited({ ...online, sessions: two })
  expect(found.map(({ entry }) => [entry.startsAt, entry.endsAt])).toEqual([
    ['2026-10-24T08:30:00Z', '2026-10-24T15:00:00Z'],
    ['2026-10-25T09:30:00Z', '2026-10-25T16:00:00Z'],
  ])
  expect(found[0]?.mail.text).toContain('When: Saturday 24 October 2026, 9:30am to 4pm, UK time')
  expect(found[1]?.mail.text).toContain('When: Sunday 25 October 2026, 9:30am to 4pm, UK time')
  const [there] = await invited({ sessions: two })
  expect(there?.mail.text).not.toContain('UK time')
})

it('an event that ends after midnight is one entry, and says both days', async () => {
  const night = { startsAt: '2026-06-12T19:00:00.000Z', endsAt: '2026-06-13T05:30:00.000Z' }
  for (const calendarEntries of ['each', 'day']) {
    const found = await invited({ ...night, calendarEntries })
    expect(found.map(({ entry }) => [entry.startsAt, entry.endsAt])).toEqual([['2026-06-12T19:00:00Z', '2026-06-13T05:30:00Z']])
    expect(found[0]?.mail.text).toContain('Friday 12 June 2026, 8pm to Saturday 13 June 2026, 6:30am')
  }
})

it('days are those of London: a session before 1am in summer belongs to the day on its clock, and a day of 25 hours is one day', async () => {
  const found = await invited({
    calendarEntries: 'day',
    sessions: [
      { startsAt: '2026-10-24T23:15:00.000Z', endsAt: '2026-10-25T00:45:00.000Z', title: 'Vigil' },
      { startsAt: '2026-10-25T01:15:00.000Z', endsAt: '2026-10-25T01:45:00.000Z', title: 'Walk' },
      { startsAt: '2026-10-25T23:30:00.000Z', endsAt: '2026-10-25T23:45:00.000Z', title: 'End' },
    ],
  })
  expect(found.map(({ entry }) => [entry.summary, entry.startsAt, entry.endsAt])).toEqual([
    ['Safeguarding conference', '2026-10-24T23:15:00Z', '2026-10-25T23:45:00Z'],
  ])
  expect(found[0]?.entry.description.split('\n').slice(1, 4)).toEqual([
    '12:15am to 1:45am: Vigil',
    '1:15am to 1:45am: Walk',
    '11:30pm to 11:45pm: End',
  ])
  expect(await rows('SELECT COUNT(*) AS n FROM Invitation WHERE uid = ?1', found[0]?.entry.uid)).toEqual([{ n: 1 }])
})
