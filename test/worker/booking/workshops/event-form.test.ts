import { expect, it } from 'vitest'
import { newId } from '#base/id.ts'
import { copyEvent } from '#booking/series/copy-event.ts'
import { eventByCode } from '#events/events/store.ts'
import { anAccount, anAct, db, existing, htmlOf, request, rows, run, tick } from '#test/support/factories.ts'
import { add, addLike, all } from '#test/support/rows.ts'
import { aBooking, aConference, calendarOf, chosenBy, mailsOf } from './world.ts'

const { cookie, actor } = await anAccount({ roles: ['organiser'], name: 'Mair Hughes' })

type Row = { id?: string; title?: string; start?: string; end?: string; block?: string; places?: string }
const facts = {
  do: 'save',
  title: 'Safeguarding conference',
  topicId: 'child-on-child-abuse',
  description: '',
  purpose: 'training',
  hours: '6',
  attendanceMode: 'in_person',
  venueName: 'Three Counties Hotel',
  venueAddress: 'Belmont Road, Hereford',
  venuePostcode: 'HR2 7BP',
  capacity: '60',
  placesPerSchool: '',
  contactEmail: 'events@example.gov.uk',
}
const form = (sessions: readonly Row[], more: Record<string, string> = {}) => ({
  ...facts,
  ...Object.fromEntries(
    sessions.flatMap((row, index) =>
      Object.entries({ id: '', title: '', date: '2099-06-12', start: '10:30', end: '11:30', block: '', places: '', ...row }).map(
        ([part, value]) => [`session-${index + 1}-${part}`, value],
      ),
    ),
  ),
  ...more,
})

const create = async (sessions: readonly Row[]) => {
  const id = newId(tick())
  return { id, response: await request('/organiser/events/new', { cookie, form: form(sessions, { id }) }) }
}
const refused = async (sessions: readonly Row[]) => {
  const { id, response } = await create(sessions)
  expect(response.status).toBe(422)
  expect(await rows('SELECT id FROM Event WHERE id = ?1', id)).toEqual([])
  return response.text()
}

/** The conference's rows as its form has them, in London time (an hour ahead in June). */
const rowsOf = (world: Awaited<ReturnType<typeof aConference>>): Row[] => [
  { id: world.opening, title: 'Opening', start: '09:30', end: '11:00' },
  { id: world.anxiety, title: 'Anxiety', start: '11:30', end: '12:30', block: 'Morning workshops', places: '20' },
  { id: world.bullying, title: 'Bullying', start: '11:30', end: '12:30', block: 'Morning workshops', places: '20' },
  { id: world.consent, title: 'Consent', start: '14:00', end: '15:00', block: 'Afternoon workshops', places: '20' },
  { id: world.drugs, title: 'Drugs', start: '14:00', end: '15:00', block: 'Afternoon workshops' },
]
const edit = async (code: string, sessions: readonly Row[], more: Record<string, string> = {}) => {
  const version = (await rows<{ version: number }>('SELECT version FROM Event WHERE code = ?1', code))[0]?.version ?? 0
  const answer = await request(`/organiser/events/${code}/edit/programme`, {
    cookie,
    form: form(sessions, { version: String(version), confirmed: 'yes', ...more }),
  })
  return answer
}
const choose = async (placeId: string, sessionId: string) => add('PlaceSession', { placeId, sessionId })
const sessionsOf = (eventId: string) =>
  rows('SELECT title, block, capacity FROM Session WHERE eventId = ?1 ORDER BY startsAt, title', eventId)

it('“An organiser makes a session a workshop by naming the block that it is part of, and may limit its places.”', async () => {
  const { id, response } = await create([
    { title: 'Opening', start: '09:00', end: '10:00' },
    { title: 'Anxiety', block: 'Morning workshops', places: '12' },
    { title: 'Bullying', block: 'morning  Workshops' },
  ])
  expect(response.status).toBe(303)
  expect(await sessionsOf(id)).toEqual([
    { title: 'Opening', block: '', capacity: null },
    { title: 'Anxiety', block: 'Morning workshops', capacity: 12 },
    { title: 'Bullying', block: 'Morning workshops', capacity: null },
  ])
})

// “A workshop has a name, and no other of its block has the same.”
it('a workshop without a name, two of one name in a block, places without a block and places that are no number are refused', async () => {
  const two: Row = { title: 'Anxiety', block: 'Morning' }
  const page = await refused([two, { block: 'Morning', places: '7' }])
  expect(page).toContain('Enter the name of the workshop in session 2, so that people can choose it')
  expect(page).toContain('value="7"')
  expect(await refused([two, { title: 'anxiety', block: 'morning' }])).toContain('“Morning” has a workshop called “anxiety” already')
  expect(await refused([two, { title: 'B', places: '7' }])).toContain('Enter the block of workshops that session 2 is part of')
  for (const places of ['0', '-1', 'ten', '10001', '1.5'])
    expect(await refused([two, { title: 'B', block: 'Morning', places }])).toContain(
      'Enter the places in the workshop of session 2 as a number',
    )
})

// “A block of one workshop, workshops that overlap and fewer places than the event has are saved;
// the organiser is told on the event’s page and before a change is sent.”
it('a block of one workshop, workshops that overlap and too few places are saved, and the organiser is told', async () => {
  const { response } = await create([
    { title: 'Opening', start: '10:00', end: '11:00' },
    { title: 'Anxiety', block: 'Morning', places: '12' },
    { title: 'Bullying', block: 'Noon', start: '11:00', end: '12:00' },
  ])
  const page = await (await request(response.headers.get('location') ?? '', { cookie })).text()
  expect(page).toContain('“Morning” has one workshop only')
  expect(page).toContain('The workshops of “Morning” have 12 places together, and the event has 60')
  expect(page).toContain('“Anxiety” and “Bullying” overlap, so nobody can choose both.')
  expect(page).toContain('“Anxiety” overlaps with “Opening”, which everyone attends.')
})

// “Anyone sees the workshops on the event’s page, with what is left of each.”
it('the public page lists the workshops by block with what is left of each', async () => {
  const world = await aConference({ anxiety: 3 })
  const { placeId } = await aBooking(world.event, ['Ann Price'])
  await choose(placeId, world.anxiety)
  const page = await (await request(`/events/${world.event.code}`)).text()
  expect(page).toContain('2 of 3 places left')
  expect(page).toContain('20 of 20 places left')
  expect(page).not.toContain('Ann Price')
  expect(page.indexOf('Morning workshops')).toBeLessThan(page.indexOf('Afternoon workshops'))
})

it('“A copy of an event has its workshops, with their blocks and places.”', async () => {
  const world = await aConference({ anxiety: 7 })
  const event = await eventByCode(db, world.event.code).then(existing)
  const copied = await copyEvent(anAct({ actor }), { event, id: newId(tick()), startsOn: '2100-06-11', inSeries: false })
  const copy = copied.ok ? await eventByCode(db, copied.value.code) : undefined
  expect(await sessionsOf(copy?.id ?? '')).toEqual(await sessionsOf(world.event.id))
})

it('“A new workshop is nobody’s until it is chosen; a new session for everyone is everybody’s.”', async () => {
  const world = await aConference()
  const { placeId } = await aBooking(world.event, ['Ann Price'])
  const added = [...rowsOf(world), { title: 'Elective', start: '15:30', end: '16:30', block: 'Late' }]
  expect((await edit(world.event.code, added)).status).toBe(303)
  expect(await calendarOf(placeId)).toEqual(['Safeguarding conference'])
  expect(await mailsOf(placeId)).toHaveLength(1)
  const elective = (await rows<{ id: string }>(`SELECT id FROM Session WHERE eventId = ?1 AND title = 'Elective'`, world.event.id))[0]?.id
  expect(
    (await edit(world.event.code, [...rowsOf(world), { id: elective ?? '', title: 'Closing', start: '15:30', end: '16:30' }])).status,
  ).toBe(303)
  expect(await calendarOf(placeId)).toEqual(['Safeguarding conference: Opening', 'Safeguarding conference: Closing'])
})

// “It must have room for all of them.”
it('“A session for everyone that becomes a workshop stays the choice of those who have a place; those who only wait choose later.”', async () => {
  const world = await aConference({ capacity: 1 })
  const { placeId } = await aBooking(world.event, ['Ann Price'])
  const closing = [...rowsOf(world), { title: 'Closing', start: '15:30', end: '16:30' }]
  await edit(world.event.code, closing, { capacity: '1' })
  const id = (await rows<{ id: string }>(`SELECT id FROM Session WHERE eventId = ?1 AND title = 'Closing'`, world.event.id))[0]?.id ?? ''
  const [place] = await all('Place', { id: placeId })
  await addLike(
    'Place',
    { id: placeId },
    {
      id: `waiting-${placeId}`,
      state: 'held',
      heldUntil: place?.stateAt,
      waitsFor: 'list',
      ...{ personId: null, roleId: null, namedAt: null },
    },
  )
  await choose(`waiting-${placeId}`, id)
  const turnedInto = [...rowsOf(world), { id, title: 'Closing', start: '15:30', end: '16:30', block: 'Late', places: '1' }]
  const asked = await (await edit(world.event.code, turnedInto, { capacity: '1', confirmed: '' })).text()
  expect(asked).toContain('“Closing” becomes a workshop. Those who have a place now keep it in their calendar')
  expect((await edit(world.event.code, turnedInto, { capacity: '1' })).status).toBe(303)
  expect(await chosenBy(placeId)).toEqual(['Closing'])
  expect(await rows('SELECT sessionId FROM PlaceSession WHERE placeId = ?1', `waiting-${placeId}`)).toEqual([])
  expect(await calendarOf(placeId)).toEqual(['Safeguarding conference', 'Safeguarding conference: Closing'])
})

it('“A workshop that is for everyone again is everybody’s; those who had chosen it keep their entry.”', async () => {
  const world = await aConference()
  const { placeIds } = await aBooking(world.event, ['Ann Price', 'Ben Lloyd'])
  const [ann = '', ben = ''] = placeIds
  await choose(ann, world.consent)
  await choose(ben, world.drugs)
  const where = 'Three Counties Hotel, Belmont Road, Hereford, HR2 7BP'
  for (const { id: placeId, personId } of await all('Place', { eventId: world.event.id }))
    for (const { sessionId } of await all('PlaceSession', { placeId }))
      for (const { title, startsAt, endsAt, block } of await all('Session', { id: sessionId })) {
        const shown = JSON.stringify({ title: `Safeguarding conference: ${title}`, startsAt, endsAt, where, joiningLink: '' })
        if (block)
          await add('Invitation', { placeId, personId: personId ?? '', sessionId, uid: `u-${placeId}${sessionId}`, state: 'live', shown })
      }
  const back = rowsOf(world).map((row) => (row.title === 'Consent' ? { ...row, block: '', places: '' } : row))
  const asked = await (await edit(world.event.code, back, { confirmed: '' })).text()
  expect(asked).toContain('“Consent” is for everyone now. All who have a place are put into it and invited')
  expect((await edit(world.event.code, back)).status).toBe(303)
  expect(await calendarOf(ann)).toEqual(['Safeguarding conference: Opening', 'Safeguarding conference: Consent'])
  expect(await calendarOf(ben)).toEqual([
    'Safeguarding conference: Opening',
    'Safeguarding conference: Consent',
    'Safeguarding conference: Drugs',
  ])
  expect((await mailsOf(ann)).filter((mail) => mail.includes('Consent'))).toEqual([])
})

it('“A workshop cannot have fewer places than people in it, and cannot go while somebody is in it.”', async () => {
  const world = await aConference()
  const { placeIds } = await aBooking(world.event, ['Ann Price', 'Ben Lloyd'])
  for (const id of placeIds) await choose(id, world.anxiety)
  const lowered = await edit(
    world.event.code,
    rowsOf(world).map((row) => (row.title === 'Anxiety' ? { ...row, places: '1' } : row)),
  )
  expect(lowered.status).toBe(409)
  const page = await lowered.text()
  expect(page).toContain('no lower than the people who are in it')
  expect(page).toContain('href="#session-2-places"')
  const without = rowsOf(world).filter((row) => row.title !== 'Anxiety')
  expect(await htmlOf(edit(world.event.code, without), 409)).toContain('move them to another one first')
  expect(await sessionsOf(world.event.id)).toHaveLength(5)
  // Chosen once and left again, it can go: nobody is in it.
  await run('DELETE FROM PlaceSession WHERE sessionId = ?1', world.anxiety)
  const [left] = await all('Place', { id: placeIds[0] ?? '' })
  const gone = { uid: 'gone', state: 'cancelled', sequence: 1 }
  await add('Invitation', { placeId: left?.id, personId: left?.personId ?? '', sessionId: world.anxiety, ...gone })
  expect((await edit(world.event.code, without)).status).toBe(303)
  expect(await sessionsOf(world.event.id)).toHaveLength(4)
})

// “Workshops cannot be moved onto each other while one person has both.”
it('workshops cannot be moved onto each other while one place has both, and may change places with each other', async () => {
  const world = await aConference()
  const { placeId } = await aBooking(world.event, ['Ann Price'])
  await choose(placeId, world.anxiety)
  await choose(placeId, world.consent)
  const moved = (title: string, start: string, end: string) => (row: Row) => (row.title === title ? { ...row, start, end } : row)
  const clash = await edit(world.event.code, rowsOf(world).map(moved('Consent', '11:45', '12:45')))
  expect(clash.status).toBe(409)
  expect(await clash.text()).toContain('two workshops of one block, or two at the same time')
  const swapped = rowsOf(world)
    .map(moved('Consent', '11:30', '12:30'))
    .map(moved('Anxiety', '14:00', '15:00'))
  expect((await edit(world.event.code, swapped)).status).toBe(303)
  expect(await chosenBy(placeId)).toEqual(['Consent', 'Anxiety'])
})

// “Whoever booked is sent nothing where nothing of it concerns their booking.”
// “When a workshop gets another time or name, those who chose it get a new entry and their booker
// is told; the others are not.”
it('only those who chose a workshop hear that its time moves, and whoever booked for them', async () => {
  const world = await aConference()
  const chose = await aBooking(world.event, ['Ann Price'])
  const other = await aBooking(world.event, ['Ben Lloyd'])
  await choose(chose.placeId, world.anxiety)
  const [entry] = await all('Invitation', { placeId: chose.placeId })
  const shown = JSON.stringify({ ...JSON.parse(entry?.shown ?? ''), title: 'Safeguarding conference: Anxiety' })
  await addLike('Invitation', { id: entry?.id ?? '' }, { ...{ id: 'm', uid: 'm', sessionId: world.anxiety }, shown })
  const later = rowsOf(world).map((row) => (row.title === 'Anxiety' ? { ...row, start: '11:40' } : row))
  const asked = await (await edit(world.event.code, later, { confirmed: '' })).text()
  expect(asked).toContain('1 person will be sent an updated invitation')
  expect((await edit(world.event.code, later)).status).toBe(303)
  expect(await mailsOf(chose.placeId, 1)).toEqual(['REQUEST New time: Safeguarding conference: Anxiety, Friday 12 June 2099'])
  expect(await mailsOf(other.placeId, 1)).toEqual([])
  expect(
    await rows(
      `SELECT bookingId IS NOT NULL AS booked, recipient FROM Message WHERE eventId = ?1 AND kind = 'event_changed' AND placeId IS NULL`,
      world.event.id,
    ),
  ).toEqual([{ booked: 1, recipient: chose.accountId }])
  const [mail] = await rows<{ subject: string; text: string }>(
    `SELECT b.subject, b.text FROM Message m JOIN MessageBody b ON b.messageId = m.id WHERE m.eventId = ?1 AND m.kind = 'event_changed' AND m.placeId IS NULL`,
    world.event.id,
  )
  expect(mail?.subject).toBe('New workshops: Safeguarding conference, Friday 12 June 2099')
  expect(mail?.text.split('\n').filter((line) => line.startsWith('* '))).toEqual([
    '* “Anxiety”: was 11:30am to 12:30pm, now 11:40am to 12:30pm.',
  ])
})
