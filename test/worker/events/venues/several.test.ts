// docs/rules/workshops.md: a conference at several venues.

import { expect, it } from 'vitest'
import { newId } from '#base/id.ts'
import { placeBooking } from '#booking/placing/place-booking.ts'
import { accepted, anAccount, leadsTo, request, rows, run, tick } from '#test/support/factories.ts'
import { textOf } from '#test/support/plain.ts'
import { aGuest } from '#test/worker/booking/waiting/world.ts'

const { cookie } = await anAccount({ roles: ['organiser'], name: 'Mair Hughes' })
const [first, second] = ['2099-06-12', '2099-06-13']

const aVenue = async (name: string, address: string, more: Record<string, string> = {}) => {
  const id = newId(tick())
  const form = {
    id,
    name,
    address,
    postcode: 'HR1 2HX',
    rooms: 'Chamber, 40',
    access: `A ramp to ${name}`,
    parking: '',
    mapLink: '',
    ...more,
  }
  expect((await request('/organiser/venues/new', { cookie, form })).status).toBe(303)
  return id
}

const session = (number: number, fields: Record<string, string>) =>
  Object.fromEntries(Object.entries(fields).map(([name, value]) => [`session-${number}-${name}`, value]))

/** Two mornings and an afternoon: the second morning at the Shirehall. */
const aConference = async (name: string, more: Record<string, string> = {}) => {
  const shirehall = await aVenue(`Shirehall ${name}`, `St Peter’s Square\nHereford`)
  const id = newId(tick())
  const form = {
    ...{ id, title: `Conference ${name}`, topicId: 'child-on-child-abuse', purpose: 'training', hours: '9', attendanceMode: 'in_person' },
    ...{
      calendarEntries: 'each',
      capacity: '50',
      contactEmail: 'events@example.gov.uk',
      venueId: '',
      venueName: 'Hotel',
      venueAddress: 'Belmont Road',
      venuePostcode: 'HR2 7BP',
    },
    ...session(1, { title: 'Opening', date: first, start: '09:30', end: '12:00', room: 'Ballroom' }),
    ...session(2, { title: 'Records', date: second, start: '09:30', end: '12:00', room: 'Chamber', venue: shirehall }),
    ...session(3, { title: 'Close', date: second, start: '14:00', end: '15:00' }),
    ...more,
  }
  const code = (await leadsTo(request('/organiser/events/new', { cookie, form: { ...form, do: 'save' } }))).split('/').at(-1) ?? ''
  await run(`UPDATE Event SET state = 'published', publishedAt = ?2 WHERE id = ?1`, id, tick().toISOString())
  const stored = await rows<{ id: string }>('SELECT id FROM Session WHERE eventId = ?1 ORDER BY position', id)
  const kept = Object.assign({}, ...stored.map((one, n) => session(n + 1, { id: one.id })))
  const [{ version } = { version: 0 }] = await rows<{ version: number }>('SELECT version FROM Event WHERE id = ?1', id)
  const edit = (change: Record<string, string>) =>
    request(`/organiser/events/${code}/edit`, { cookie, form: { ...form, ...kept, version: String(version), ...change } })
  return { id, code, shirehall, form, edit, name: `Shirehall ${name}` }
}

type Conference = Awaited<ReturnType<typeof aConference>>

const book = async ({ code }: Conference) => {
  const guest = await aGuest()
  const email = `ann-${guest.school.id}@example.sch.uk`
  const placed = await placeBooking(guest.act(), {
    ...{ code, schoolId: guest.school.id, formId: crypto.randomUUID() },
    delegates: [{ name: 'Ann Lee', email, roleId: 'dsl', represents: [] }],
  }).then(accepted)
  const [mail] = await rows<{ text: string }>(
    `SELECT y.text FROM Message m JOIN MessageBody y ON y.messageId = m.id JOIN Place p ON p.id = m.placeId JOIN Booking b ON b.id = p.bookingId
     WHERE b.reference = ?1 AND m.kind = 'invitation'`,
    placed.reference,
  )
  return { guest, reference: placed.reference, link: `/place/${mail?.text.match(/\/place\/([\w-]+)/)?.[1]}`, mail: mail?.text ?? '' }
}

const entries = (eventId: string) =>
  rows(
    `SELECT i.shown ->> '$.where' AS place, i.sequence FROM Invitation i JOIN Place p ON p.id = i.placeId
     WHERE p.eventId = ?1 AND i.state = 'live' ORDER BY i.shown ->> '$.startsAt'`,
    eventId,
  )

const read = async (path: string, as = cookie) => await textOf(request(path, { cookie: as }))

// “A session can be at another venue of the list than its event: its calendar entry, the programme, the booking, the delegate's own page, the signs and the badges say where.”
it('A session at another venue says so in its calendar entry, the programme, the booking, the own page, signs and badges', async () => {
  const conference = await aConference('of spring')
  const { id, code, name } = conference
  const { guest, reference, link } = await book(conference)
  const [hotel, hall] = ['Hotel, Belmont Road, HR2 7BP', `${name}, St Peter’s Square, Hereford, HR1 2HX`]
  expect(await entries(id)).toEqual([
    { place: `Ballroom, ${hotel}`, sequence: 0 },
    { place: `Chamber, ${hall}`, sequence: 0 },
    { place: hotel, sequence: 0 },
  ])
  for (const [path, as] of [
    [`/events/${code}`, ''],
    [`/bookings/${reference}`, guest.cookie],
    [link, ''],
  ] as const) {
    const page = await read(path, as)
    expect([path, page.includes(`${hotel}; ${hall}`)]).toEqual([path, true])
    expect([path, page.includes(`Chamber, ${name}`)]).toEqual([path, true])
  }
  expect(await read(`/events/${code}`, '')).toContain(`A ramp to ${name}`)
  expect(await read(`/organiser/events/${code}`)).toContain(`“Records” can have 50 people, and Chamber holds 40.`)
  expect(await read(`/organiser/events/${code}/print/rooms`)).toContain(`Chamber, ${name}`)
  expect(await read(`/organiser/events/${code}/print/badges`)).toContain(`9:30am Records (Chamber, ${name})`)
  const [records] = await rows<{ id: string }>(`SELECT id FROM Session WHERE eventId = ?1 AND title = 'Records'`, id)
  expect(await read(`/register/${records?.id}`)).toContain(name)
  const feed = await (await request(`/events/${code}/calendar.ics`)).text()
  expect(feed.replaceAll('\r\n ', '')).toContain(`LOCATION:${name}\\, St Peter’s Square\\, Hereford\\, HR1 2HX`)
})

// “A day with sessions at two venues is one entry that says both, and of each part at which it is.”
it('One entry for a day at two venues says both, and of each part at which it is', async () => {
  const conference = await aConference('by day', { calendarEntries: 'day' })
  await book(conference)
  expect(await entries(conference.id)).toEqual([
    { place: 'Hotel, Belmont Road, HR2 7BP', sequence: 0 },
    { place: `${conference.name}, St Peter’s Square, Hereford, HR1 2HX; Hotel, Belmont Road, HR2 7BP`, sequence: 0 },
  ])
  const [day] = await rows<{ parts: string }>(
    `SELECT i.shown ->> '$.parts' AS parts FROM Invitation i JOIN Place p ON p.id = i.placeId WHERE p.eventId = ?1 ORDER BY i.shown ->> '$.startsAt' DESC LIMIT 1`,
    conference.id,
  )
  expect((JSON.parse(day?.parts ?? '[]') as { name: string; room: string }[]).map(({ name, room }) => [name, room])).toEqual([
    ['Records', `Chamber, ${conference.name}`],
    ['Close', 'Hotel'],
  ])
})

// “Moving a session to another venue tells people as a change of room does, after a preview; whoever is not in it is not written to.”
it('Moving a session to another venue is previewed as a change of place, and changes its entry alone', async () => {
  const conference = await aConference('moved')
  await book(conference)
  const [before] = await rows<{ n: number }>('SELECT COUNT(*) AS n FROM Message WHERE eventId = ?1', conference.id)
  const move = { 'session-3-venue': conference.shirehall, 'session-3-room': 'Crypt' }
  const preview = await textOf(conference.edit({ ...move, do: 'save' }))
  expect(preview).toContain('1 person will be sent an updated invitation')
  expect((await conference.edit({ ...move, do: 'save', confirmed: 'yes' })).status).toBe(303)
  expect(await entries(conference.id)).toEqual([
    { place: 'Ballroom, Hotel, Belmont Road, HR2 7BP', sequence: 0 },
    { place: `Chamber, ${conference.name}, St Peter’s Square, Hereford, HR1 2HX`, sequence: 0 },
    { place: `Crypt, ${conference.name}, St Peter’s Square, Hereford, HR1 2HX`, sequence: 1 },
  ])
  const told = await rows<{ kind: string; subject: string }>(
    'SELECT m.kind, y.subject FROM Message m JOIN MessageBody y ON y.messageId = m.id WHERE m.eventId = ?1 ORDER BY m.id DESC LIMIT ?2',
    conference.id,
    2,
  )
  expect(before?.n).toBeGreaterThan(0)
  expect(told.some(({ subject }) => subject.includes('place'))).toBe(true)
})

// “What the list says of a venue later changes no session, and one off the list stays with the sessions that are there.”
it('What the list says later changes no session; a venue off the list stays with its session and is offered to no other', async () => {
  const conference = await aConference('kept')
  const stored = () => rows('SELECT venueId, venueName, venueAddress FROM Session WHERE eventId = ?1 ORDER BY position', conference.id)
  const none = { venueId: null, venueName: '', venueAddress: '' }
  const there = { venueId: conference.shirehall, venueName: conference.name, venueAddress: 'St Peter’s Square, Hereford, HR1 2HX' }
  expect(await stored()).toEqual([none, there, none])
  await run(`UPDATE Venue SET address = 'Elsewhere', retiredAt = ?2 WHERE id = ?1`, conference.shirehall, tick().toISOString())
  const page = await (await request(`/organiser/events/${conference.code}/edit/programme`, { cookie })).text()
  expect(page.split(`${conference.name} (off the list)`)).toHaveLength(2)
  const refused = await conference.edit({ 'session-1-venue': conference.shirehall, do: 'save' })
  expect([refused.status, (await refused.text()).includes('Choose a venue from the list of session 1')]).toEqual([422, true])
  expect((await conference.edit({ 'session-3-room': 'Snug', do: 'save', confirmed: 'yes' })).status).toBe(303)
  expect(await stored()).toEqual([none, there, none])
})

it('A session that is where its event is, or of an event that goes online, has no venue of its own', async () => {
  const hotel = await aVenue('Hotel of the list', 'Belmont Road')
  const same = await aConference('same', { venueId: hotel, 'session-3-venue': hotel, 'session-2-venue': '' })
  expect(await rows('SELECT COUNT(*) AS n FROM Session WHERE eventId = ?1 AND venueId IS NOT NULL', same.id)).toEqual([{ n: 0 }])
  const conference = await aConference('online')
  await book(conference)
  const link = { attendanceMode: 'online', joiningLink: 'https://meet.example.gov.uk/j/1' }
  expect((await conference.edit({ ...link, do: 'save', confirmed: 'yes' })).status).toBe(303)
  expect((await entries(conference.id)).map(({ place }) => place)).toEqual(['Online', 'Online', 'Online'])
})
