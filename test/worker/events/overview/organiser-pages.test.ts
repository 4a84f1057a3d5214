import { expect, it } from 'vitest'
import { newId } from '#base/id.ts'
import { anAccount, anEvent, aSchool, db, htmlOf, request, rows, run, tick } from '#test/support/factories.ts'
import { plain } from '#test/support/plain.ts'
import { add, insert } from '#test/support/rows.ts'

const organiser = await anAccount({ roles: ['organiser'], name: 'Mair Hughes' })
const { cookie } = organiser

/** Far enough ahead of the real clock, which decides for requests. */
const year = new Date().getUTCFullYear() + 2

const form = (overrides: Record<string, string | string[]> = {}): Record<string, string | string[]> => ({
  do: 'save',
  title: 'Child-on-child abuse conference',
  topicId: 'child-on-child-abuse',
  description: 'A day for leads.\n\nLunch is provided.',
  purpose: 'training',
  hours: '5.5',
  level: '3',
  provider: 'Herefordshire Safeguarding Partnership',
  attendanceMode: 'in_person',
  venueName: 'Three Counties Hotel',
  venueAddress: 'Belmont Road\nHereford',
  venuePostcode: 'hr2 7bp',
  joiningLink: '',
  capacity: '60',
  placesPerSchool: '2',
  contactName: 'Mair Hughes',
  contactEmail: 'events@example.gov.uk',
  contactTelephone: '01432 000000',
  'session-1-id': '',
  'session-1-title': '',
  'session-1-date': `${year}-06-12`,
  'session-1-start': '09:30',
  'session-1-end': '16:00',
  ...overrides,
})

const create = async (overrides: Record<string, string | string[]> = {}) => {
  const id = newId(tick())
  const response = await request('/organiser/events/new', { cookie, form: { ...form(overrides), id } })
  return { id, response, code: response.headers.get('location')?.split('/').at(-1) ?? '' }
}
const sessionsOf = (id: string) =>
  rows<{ id: string; startsAt: string; endsAt: string }>(
    'SELECT id, startsAt, endsAt FROM Session WHERE eventId = ?1 ORDER BY startsAt',
    id,
  )
const eventRow = async (id: string) => (await rows<Record<string, unknown>>('SELECT * FROM Event WHERE id = ?1', id))[0] ?? {}

/** A confirmed place of a school, put directly into the database. */
const aPlace = async (event: { id: string; sessions: { id: string }[] }, school: { id: string }, invited = true) => {
  const now = tick().toISOString()
  const [bookingId, placeId, personId] = [newId(tick()), newId(tick()), newId(tick())] as const
  await db.batch([
    insert('Person', { id: personId, name: 'Jo Price', email: `jo${personId}@example.sch.uk`, createdAt: now }),
    insert('Booking', { id: bookingId, reference: bookingId, eventId: event.id, schoolId: school.id, formId: bookingId, createdAt: now }),
    insert('Place', { id: placeId, bookingId, eventId: event.id, schoolId: school.id, personId, stateAt: now, createdAt: now }),
    ...event.sessions.flatMap((session) => [
      insert('PlaceSession', { placeId, sessionId: session.id }),
      ...(invited
        ? [
            insert('Invitation', {
              placeId,
              personId,
              sessionId: session.id,
              uid: newId(tick()),
              state: 'live',
              shown: JSON.stringify({ title: 'Old', startsAt: now, endsAt: now, where: '', joiningLink: '' }),
              createdAt: now,
              changedAt: now,
            }),
          ]
        : []),
    ]),
  ])
  return { bookingId, placeId, personId }
}

const ahead = (time = '08:30') => `${year}-06-12T${time}:00.000Z`
const aFutureEvent = (facts: Parameters<typeof anEvent>[0] = {}) => anEvent({ startsAt: ahead(), endsAt: ahead('15:00'), ...facts })
const editOf = (event: { sessions: { id: string }[] }, overrides: Record<string, string | string[]> = {}) =>
  form({
    title: 'Safeguarding conference',
    version: '1',
    capacity: '50',
    venueAddress: 'Belmont Road, Hereford',
    'session-1-id': event.sessions[0]?.id ?? '',
    ...overrides,
  })

it('an organiser creates a draft, which only organisers see, and publishes it', async () => {
  const { id, response, code } = await create({ roles: ['dsl', 'head'], kinds: ['primary'] })
  expect(response.status).toBe(303)
  expect(await eventRow(id)).toMatchObject({
    state: 'draft',
    minutes: 330,
    venuePostcode: 'HR2 7BP',
    capacity: 60,
    placesPerSchool: 2,
    version: 1,
  })
  expect(await sessionsOf(id)).toMatchObject([{ startsAt: `${year}-06-12T08:30:00.000Z`, endsAt: `${year}-06-12T15:00:00.000Z` }])
  expect(await rows('SELECT dimension, value FROM EventAudience WHERE eventId = ?1 ORDER BY value', id)).toEqual([
    { dimension: 'role', value: 'dsl' },
    { dimension: 'role', value: 'head' },
    { dimension: 'kind', value: 'primary' },
  ])
  expect((await request(`/events/${code}`)).status).toBe(404)
  expect(await (await request('/events')).text()).not.toContain(code)
  expect(await (await request('/sitemap.xml')).text()).not.toContain(code)

  const published = await request(`/organiser/events/${code}/publication`, { cookie, form: { version: '1' } })
  // Nobody has said yet what it counts towards: that is asked for next.
  expect([published.status, published.headers.get('location')]).toEqual([303, `/organiser/events/${code}/requirements`])
  expect(await eventRow(id)).toMatchObject({ state: 'published', version: 2 })
  expect((await request(`/events/${code}`)).status).toBe(200)
  expect(await (await request('/sitemap.xml')).text()).toContain(`/events/${code}</loc>`)
  const log = await rows<{ act: string; after: string }>('SELECT act, after FROM Log WHERE eventId = ?1 ORDER BY id', id)
  expect(log.map((entry) => entry.act)).toEqual(['event.created', 'event.published'])
  expect(JSON.stringify(log)).not.toContain('events@example.gov.uk')
})

it('sending the form twice makes one event', async () => {
  const id = newId(tick())
  const [one, two] = await Promise.all([1, 2].map(() => request('/organiser/events/new', { cookie, form: { ...form(), id } })))
  expect(one?.headers.get('location')).toBe(two?.headers.get('location'))
  expect(await rows('SELECT id FROM Event WHERE id = ?1', id)).toHaveLength(1)
  expect(await rows('SELECT id FROM Session WHERE eventId = ?1', id)).toHaveLength(1)
})

it('half past nine is half past nine on both sides of both clock changes', async () => {
  const { id } = await create({
    ...Object.fromEntries(
      ['2026-03-27', '2026-03-30', '2026-10-23', '2026-10-26'].flatMap((day, index) => [
        [`session-${index + 1}-date`, day],
        [`session-${index + 1}-start`, '09:30'],
        [`session-${index + 1}-end`, '9.45am'],
      ]),
    ),
  })
  expect((await sessionsOf(id)).map((session) => session.startsAt)).toEqual([
    '2026-03-27T09:30:00.000Z',
    '2026-03-30T08:30:00.000Z',
    '2026-10-23T08:30:00.000Z',
    '2026-10-26T09:30:00.000Z',
  ])
})

it('a time that the clocks skip, an end before its start and a date that is none are refused, and what was typed stays', async () => {
  const refused = async (overrides: Record<string, string>) => {
    const { response, id } = await create({ provider: 'Kept provider', ...overrides })
    expect(response.status).toBe(422)
    expect(await rows('SELECT id FROM Event WHERE id = ?1', id)).toEqual([])
    const page = await response.text()
    expect(page).toContain('value="Kept provider"')
    return page
  }
  expect(await refused({ 'session-1-date': '2026-03-29', 'session-1-start': '01:30' })).toContain(
    'There is no 01:30 on 29 March 2026: the clocks go forward',
  )
  expect(await refused({ 'session-1-end': '09:00' })).toContain('The end must be after the start at 09:30')
  expect(await refused({ 'session-1-date': '2026-02-30' })).toContain('href="#session-1-date"')
  expect(await refused({ capacity: '-1' })).toContain('Enter the number of places')
  expect(await refused({ title: '' })).toContain('Enter a title')
  expect(await refused({ topicId: 'no-such-topic' })).toContain('Choose a topic')
  expect(await refused({ attendanceMode: 'online', joiningLink: 'javascript:alert(1)' })).toContain('one address that starts with https://')
})

it('another session is added and removed without losing what was typed', async () => {
  const event = await aFutureEvent({ state: 'draft' })
  const path = `/organiser/events/${event.code}/edit/programme`
  const added = await request(path, { cookie, form: form({ do: 'add-session', title: 'Two days', 'session-1-title': 'Kept words' }) })
  const page = await added.text()
  expect(page).toContain('value="Two days"')
  expect(page).toContain('value="Kept words"')
  expect(page).toContain('name="session-2-title"')
  const removed = await request(path, {
    cookie,
    form: form({ do: 'remove-session-1', 'session-2-date': '2027-01-05', 'session-2-start': '', 'session-2-end': '' }),
  })
  const left = await removed.text()
  expect(left).toContain('value="2027-01-05"')
  expect(left).not.toContain('name="session-2-title"')
})

it('of two organisers who edit at once one wins and the other is told, with what was typed', async () => {
  const event = await aFutureEvent({ state: 'draft' })
  const answers = await Promise.all(
    ['Title of Ann', 'Title of Ben'].map((title) =>
      request(`/organiser/events/${event.code}/edit`, { cookie, form: editOf(event, { title }) }),
    ),
  )
  expect(answers.map((answer) => answer.status).sort()).toEqual([303, 409])
  const loser = answers.findIndex((answer) => answer.status === 409)
  const page = (await answers[loser]?.text()) ?? ''
  expect(page).toContain('The event has changed since you opened this page')
  expect(page).toContain(`value="${['Title of Ann', 'Title of Ben'][loser]}"`)
  expect(await eventRow(event.id)).toMatchObject({ title: ['Title of Ann', 'Title of Ben'][1 - loser], version: 2 })
})

it('capacity and limit cannot fall below what is taken', async () => {
  const event = await aFutureEvent({ capacity: 50, placesPerSchool: null })
  const school = await aSchool()
  for (let n = 0; n < 3; n += 1) await aPlace(event, school, false)
  const capacity = await request(`/organiser/events/${event.code}/edit`, {
    cookie,
    form: editOf(event, { capacity: '2', placesPerSchool: '' }),
  })
  expect(capacity.status).toBe(409)
  expect(await capacity.text()).toContain('no lower than those taken, on offer and reserved')
  const limit = await request(`/organiser/events/${event.code}/edit`, { cookie, form: editOf(event, { placesPerSchool: '2' }) })
  expect(limit.status).toBe(409)
  expect(await limit.text()).toContain('one school has already')
  expect(await eventRow(event.id)).toMatchObject({ capacity: 50, placesPerSchool: null, version: 1 })
})

it('an event can still be changed when two schools with places turned out to be one, over its limit', async () => {
  const event = await aFutureEvent({ capacity: 50, placesPerSchool: 1 })
  const [former, present] = [await aSchool(), await aSchool()]
  await aPlace(event, former)
  await aPlace(event, present)
  await run('UPDATE School SET rootId = ?2 WHERE id = ?1', former.id, present.id)
  const changed = await request(`/organiser/events/${event.code}/edit`, {
    cookie,
    form: editOf(event, { capacity: '50', placesPerSchool: '1', description: 'Bring a pen.', confirmed: 'yes' }),
  })
  expect(changed.status).toBe(303)
  expect(await eventRow(event.id)).toMatchObject({ description: 'Bring a pen.', placesPerSchool: 1 })
})

it('a session with places cannot be removed; a new one is attached to the places that are there', async () => {
  const event = await aFutureEvent()
  const { placeId } = await aPlace(event, await aSchool())
  const second = { 'session-2-date': `${year}-06-19`, 'session-2-start': '09:30', 'session-2-end': '12:00' }
  const removed = await request(`/organiser/events/${event.code}/edit`, {
    cookie,
    form: editOf(event, { 'session-1-id': '', 'session-1-date': `${year}-06-20`, confirmed: 'yes' }),
  })
  expect(removed.status).toBe(409)
  expect(await removed.text()).toContain('cannot be removed')
  const added = await request(`/organiser/events/${event.code}/edit`, { cookie, form: editOf(event, { ...second, confirmed: 'yes' }) })
  expect(added.status).toBe(303)
  expect(await rows('SELECT sessionId FROM PlaceSession WHERE placeId = ?1', placeId)).toHaveLength(2)
  expect(await rows(`SELECT id FROM Invitation WHERE placeId = ?1 AND state = 'live'`, placeId)).toHaveLength(2)
})

it('before a change that calendars show, the organiser sees how many will hear of it; then they do', async () => {
  const event = await aFutureEvent()
  const { placeId } = await aPlace(event, await aSchool())
  const asked = await request(`/organiser/events/${event.code}/edit`, { cookie, form: editOf(event, { venueName: 'Shire Hall' }) })
  expect(asked.status).toBe(200)
  const page = await asked.text()
  expect(page).toContain('1 person will be sent an updated invitation')
  expect(page).toContain('where it takes place')
  expect(page).toContain('name="venueName" value="Shire Hall"')
  expect(await eventRow(event.id)).toMatchObject({ version: 1 })

  const saved = await request(`/organiser/events/${event.code}/edit`, {
    cookie,
    form: editOf(event, { venueName: 'Shire Hall', confirmed: 'yes' }),
  })
  expect(saved.status).toBe(303)
  expect(await rows('SELECT sequence FROM Invitation WHERE placeId = ?1', placeId)).toEqual([{ sequence: 1 }])
  expect(await rows(`SELECT method, sequence FROM Message WHERE placeId = ?1`, placeId)).toEqual([{ method: 'REQUEST', sequence: 1 }])
  // what nobody's calendar shows is saved without asking
  const quiet = await request(`/organiser/events/${event.code}/edit`, {
    cookie,
    form: editOf(event, { venueName: 'Shire Hall', version: '2', description: 'Bring your policy.' }),
  })
  expect(quiet.status).toBe(303)
  expect(await rows('SELECT sequence FROM Invitation WHERE placeId = ?1', placeId)).toEqual([{ sequence: 1 }])
})

// “A draft of an event that has begun is published late: its page says that nobody can book it
// and that nobody is sent anything, and those who came are added on its register.”
it('a draft of an event that is over is published late; nobody is sent anything, nobody can book it, and those who came are added', async () => {
  const past = await anEvent({ state: 'draft', startsAt: '2025-06-12T08:30:00.000Z', endsAt: '2025-06-12T15:00:00.000Z' })
  const path = `/organiser/events/${past.code}`
  const before = (await rows('SELECT 1 FROM Message')).length
  const page = await (await request(path, { cookie })).text()
  expect(page).toContain('This event has begun, so it can only be entered late.')
  expect(page).toContain('Publish late')
  expect((await request(`${path}/publication`, { cookie, form: { version: '1' } })).status).toBe(303)
  expect(await eventRow(past.id)).toMatchObject({ state: 'published' })
  const register = `/register/${past.sessions[0]?.id}`
  const school = await aSchool()
  const walkIn = crypto.randomUUID()
  const form = { walkIn, name: 'Nerys Pugh', email: 'nerys@pugh.example', roleId: 'dsl', schoolId: school.id, organisation: '' }
  expect((await request(`${register}/walk-ins`, { cookie, form })).status).toBe(303)
  expect(
    (await request(`${register}/marks`, { cookie, form: { person: walkIn, mark: crypto.randomUUID(), markType: 'attended' } })).status,
  ).toBe(303)
  expect(await rows('SELECT how FROM SchoolReached WHERE schoolId = ?1', school.id)).toEqual([{ how: 'own' }])
  expect(await rows('SELECT 1 FROM Message')).toHaveLength(before)
  expect(await (await request(`/events/${past.code}`)).text()).not.toContain(`/events/${past.code}/book`)
})

it('an incomplete event is not published', async () => {
  const nobody = await aFutureEvent({ state: 'draft', contactEmail: '' })
  expect((await request(`/organiser/events/${nobody.code}/publication`, { cookie, form: { version: '1' } })).status).toBe(409)
  expect(await eventRow(nobody.id)).toMatchObject({ state: 'draft' })
})

it('an event goes back to a draft only while nobody has booked', async () => {
  const event = await aFutureEvent()
  await aPlace(event, await aSchool(), false)
  const refused = await request(`/organiser/events/${event.code}/unpublication`, { cookie, form: { version: '1' } })
  expect(refused.status).toBe(409)
  expect(await refused.text()).toContain('Schools have booked this event')
  expect(await eventRow(event.id)).toMatchObject({ state: 'published' })
  const free = await aFutureEvent()
  expect((await request(`/organiser/events/${free.code}/unpublication`, { cookie, form: { version: '1' } })).status).toBe(303)
  expect((await request(`/events/${free.code}`)).status).toBe(404)
})

it('booking is closed by hand and opened again', async () => {
  const event = await aFutureEvent()
  await request(`/organiser/events/${event.code}/booking-closure`, { cookie, form: { version: '1' } })
  expect(await (await request(`/events/${event.code}`)).text()).toContain('Booking is closed')
  expect((await request(`/organiser/events/${event.code}/booking-reopening`, { cookie, form: { version: '1' } })).status).toBe(409)
  await request(`/organiser/events/${event.code}/booking-reopening`, { cookie, form: { version: '2' } })
  expect(await (await request(`/events/${event.code}`)).text()).toContain('Book places')
})

it('cancelling says whom it concerns, ends every place and booking, and tells everyone once', async () => {
  const event = await aFutureEvent()
  const other = await aFutureEvent()
  const school = await aSchool()
  const one = await aPlace(event, school)
  await aPlace(event, await aSchool())
  const untouched = await aPlace(other, school)
  const asked = await (await request(`/organiser/events/${event.code}/cancel`, { cookie })).text()
  expect(asked.replaceAll(/\s+/g, ' ')).toContain('2 places of 2 people from 2 schools will be cancelled')
  expect((await request(`/organiser/events/${event.code}/cancellation`, { cookie, form: { version: '1', reason: '  ' } })).status).toBe(422)

  const ask = { version: '1', reason: 'Snow <b>' }
  const shown = await (await request(`/organiser/events/${event.code}/cancellation`, { cookie, form: ask })).text()
  expect(shown.replaceAll(/\s+/g, ' ')).toContain('Cancel the event and send 2 messages?')
  expect(await eventRow(event.id)).toMatchObject({ state: 'published' })
  const press = () => request(`/organiser/events/${event.code}/cancellation`, { cookie, form: { ...ask, confirmed: 'yes' } })
  const answers = await Promise.all([press(), press()])
  expect(answers.map((answer) => answer.status).every((status) => status === 303 || status === 409)).toBe(true)
  expect(await eventRow(event.id)).toMatchObject({ state: 'cancelled', cancelReason: 'Snow <b>' })
  expect(await rows(`SELECT state FROM Place WHERE eventId = ?1`, event.id)).toEqual([{ state: 'cancelled' }, { state: 'cancelled' }])
  expect(await rows(`SELECT id FROM Booking WHERE eventId = ?1 AND cancelledAt IS NULL`, event.id)).toEqual([])
  expect(await rows(`SELECT method FROM Message WHERE placeId = ?1`, one.placeId)).toEqual([{ method: 'CANCEL' }])
  expect(await rows(`SELECT state FROM Place WHERE id = ?1`, untouched.placeId)).toEqual([{ state: 'confirmed' }])
  expect(JSON.stringify(await rows(`SELECT before, after FROM Log WHERE eventId = ?1`, event.id))).not.toContain('Snow')
  const page = await (await request(`/events/${event.code}`)).text()
  expect(page).toContain('This event is cancelled')
  expect(page).toContain('Snow &lt;b&gt;')
  expect(page).not.toContain('Book places')
})

it('a copy is a draft on the same weekday and at the same hour, a year on', async () => {
  const event = await aFutureEvent({ title: 'Yearly' })
  const id = newId(tick())
  const answers = await Promise.all([1, 2].map(() => request(`/organiser/events/${event.code}/copy`, { cookie, form: { id } })))
  expect(answers[0]?.headers.get('location')).toBe(answers[1]?.headers.get('location'))
  expect(await eventRow(id)).toMatchObject({ title: 'Yearly', state: 'draft', bookingOpensAt: null })
  const [copied] = await sessionsOf(id)
  expect(new Date(copied?.startsAt ?? '').getUTCDay()).toBe(new Date(ahead()).getUTCDay())
  expect(copied?.startsAt.slice(10)).toBe('T08:30:00.000Z')
})

it('the home of organisers says what is to do', async () => {
  const soon = (hours: number) => new Date(Date.now() + 9 * 86_400_000 + hours * 3_600_000).toISOString()
  const event = await anEvent({ title: 'On the home page', startsAt: soon(0), endsAt: soon(6) })
  const past = await anEvent({ startsAt: '2026-01-12T08:30:00.000Z', endsAt: '2026-01-12T15:00:00.000Z' })
  await aPlace(event, await aSchool(), false)
  await aPlace(past, await aSchool(), false)
  const page = await (await request('/organiser', { cookie })).text()
  expect(page).toContain('On the home page')
  expect(page).toContain('1 of 50')
  expect(page).toContain('1 register to sign off')
  expect(page).not.toContain('/organiser/settings')
  expect(await htmlOf(request('/organiser', { cookie: (await anAccount({ roles: ['administrator'] })).cookie }))).toContain(
    '/organiser/settings',
  )
})

it('a message that was sent again waits for nobody', async () => {
  const { cookie } = await anAccount({ roles: ['organiser'] })
  const event = await aFutureEvent()
  const failed = await add('Message', { kind: 'invitation', recipient: 'r', state: 'failed', eventId: event.id })
  expect(await (await request('/organiser', { cookie })).text()).toContain('1 message could not be sent')
  await add('Message', { kind: 'invitation', recipient: 'r', eventId: event.id, resendOfId: failed })
  expect(await (await request('/organiser', { cookie })).text()).not.toContain('could not be sent')
})

it('what bounced counts as not delivered on the page of its event, and its address stands in the list of what waits', async () => {
  const { cookie } = await anAccount({ roles: ['organiser'] })
  const event = await aFutureEvent()
  const page = async (path: string) => plain(await (await request(path, { cookie })).text(), '')
  expect(await page(`/organiser/events/${event.code}`)).not.toContain('not delivered')
  const messageId = new Date().toISOString()
  await add('Message', {
    id: 'bounced-1',
    kind: 'invitation',
    recipient: 'r',
    deliveryStatus: 'bounced',
    eventId: event.id,
    dueAt: messageId,
    createdAt: messageId,
  })
  expect(await page(`/organiser/events/${event.code}`)).toContain('1 message not delivered')
  expect(await page(`/organiser/messages?event=${event.code}&state=troubled`)).toContain('1 bounced')
  expect(await page('/organiser')).not.toContain('could not be sent')
})

it('what is paused on its way to a group stands in the list of what waits, and on the page of its event', async () => {
  const { cookie } = await anAccount({ roles: ['organiser'] })
  const event = await aFutureEvent()
  const home = async () => (await request('/organiser', { cookie })).text()
  expect(await home()).not.toContain('paused')
  const sendingId = new Date().toISOString()
  await add('Sending', {
    id: 'g',
    kind: 'change',
    eventId: event.id,
    subject: 'It moves',
    state: 'paused',
    createdAt: sendingId,
    startedAt: sendingId,
  })
  expect(await home()).toContain('1 sending is paused')
  expect(await (await request(`/organiser/events/${event.code}`, { cookie })).text()).toContain('1 sending is paused')
  await run(`UPDATE Sending SET state = 'sending' WHERE id = 'g'`)
  expect(await home()).not.toContain('paused')
})

it('an organiser is told when no mail can be sent, and only then', async () => {
  const { cookie } = await anAccount({ roles: ['organiser'] })
  expect(await (await request('/organiser', { cookie })).text()).not.toContain('No mail is being sent')
  const home = await request('/organiser', { cookie, bindings: { LOCAL_MAIL: '' } })
  expect(await home.text()).toContain('No mail is being sent')
})
