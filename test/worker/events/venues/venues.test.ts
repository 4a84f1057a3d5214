import { expect, it } from 'vitest'
import { newId } from '#base/id.ts'
import { roomsOf, roomWarnings } from '#events/venues/venue.ts'
import { anAccount, db, htmlOf, request, rows, run, tick } from '#test/support/factories.ts'

const { cookie } = await anAccount({ roles: ['organiser'], name: 'Mair Hughes' })
const year = new Date().getUTCFullYear() + 2

const facts = {
  name: 'Three Counties Hotel',
  address: 'Belmont Road\nHereford',
  postcode: 'hr2 7bp',
  rooms: 'Main hall, 120\nLibrary',
  access: 'A lift to every floor, and a hearing loop in the main hall.',
  parking: '80 free spaces',
  mapLink: 'https://www.openstreetmap.org/way/1',
}

const add = async (fields: Partial<typeof facts> = {}, id = newId(tick())) => {
  const response = await request('/organiser/venues/new', { cookie, form: { id, ...facts, ...fields } })
  return { id, response }
}

const anEventAt = async (fields: Record<string, string>) => {
  const id = newId(tick())
  const response = await request('/organiser/events/new', {
    cookie,
    form: {
      ...{ do: 'save', id, title: 'A day', topicId: 'child-on-child-abuse', purpose: 'training', hours: '5', attendanceMode: 'in_person' },
      ...{ capacity: '150', contactEmail: 'events@example.gov.uk', 'session-1-room': 'main HALL' },
      ...{ 'session-1-date': `${year}-06-12`, 'session-1-start': '09:30', 'session-1-end': '16:00' },
      ...fields,
    },
  })
  return { id, response, code: response.headers.get('location')?.split('/').at(-1) ?? '' }
}

it('a venue is added once, however often the form is sent, and picked on the form of an event', async () => {
  const name = 'Guildhall'
  const { id } = await add({ name })
  const again = await add({ name }, id)
  expect(again.response.status).toBe(303)
  expect(await rows('SELECT name, address, postcode, rooms, mapLink, version, retiredAt FROM Venue WHERE name = ?1', name)).toEqual([
    {
      ...{ name, address: 'Belmont Road\nHereford', postcode: 'HR2 7BP', rooms: 'Main hall, 120\nLibrary' },
      ...{ mapLink: 'https://www.openstreetmap.org/way/1', version: 1, retiredAt: null },
    },
  ])
  const event = await anEventAt({ venueId: id, venueName: 'typed and not used' })
  expect(event.response.status).toBe(303)
  expect(await rows('SELECT venueName, venueAddress, venuePostcode, venueId FROM Event WHERE id = ?1', event.id)).toEqual([
    { venueName: name, venueAddress: 'Belmont Road\nHereford', venuePostcode: 'HR2 7BP', venueId: id },
  ])
  await run(`UPDATE Event SET state = 'published', publishedAt = ?2 WHERE id = ?1`, event.id, tick().toISOString())
  const page = await (await request(`/events/${event.code}`)).text()
  expect(page).toContain('A lift to every floor, and a hearing loop in the main hall.')
  expect(page).toContain('Parking: 80 free spaces')
  expect(page).toContain('href="https://www.openstreetmap.org/way/1"')
  const organisers = await (await request(`/organiser/events/${event.code}`, { cookie })).text()
  expect(organisers).toContain('“Together” can have 150 people, and Main hall holds 120.')
})

it('what is changed in the list leaves the address of events as it is, and an older form is told', async () => {
  const { id } = await add({ name: 'Marlbury Centre' })
  const event = await anEventAt({ venueId: id })
  const change = (fields: object) => request(`/organiser/venues/${id}`, { cookie, form: { ...facts, name: 'Marlbury Centre', ...fields } })
  const pressed = () => change({ version: '1', address: 'Elsewhere', parking: 'None' })
  expect((await Promise.all([pressed(), pressed()])).map(({ status }) => status)).toEqual([303, 303])
  expect((await pressed()).status).toBe(303)
  expect(await rows('SELECT venueAddress FROM Event WHERE id = ?1', event.id)).toEqual([{ venueAddress: 'Belmont Road\nHereford' }])
  const page = await htmlOf(change({ version: '1', address: 'Nowhere' }), 409)
  expect(page).toContain('This venue has changed since you opened this page')
  expect(page).toContain('Nowhere</textarea>')
  expect(page).toContain('name="version" value="2"')
  // A form that was wrong as well is still the older one.
  const wrong = await (await change({ version: '1', name: '' })).text()
  expect(wrong).toContain('Enter the name of the venue')
  expect(wrong).toContain('name="version" value="1"')
  expect(await rows('SELECT address, parking, version FROM Venue WHERE id = ?1', id)).toEqual([
    { address: 'Elsewhere', parking: 'None', version: 2 },
  ])
})

it('two venues on the list have different names; one off the list can come back, unless its name is taken', async () => {
  const first = await add({ name: 'Town Hall' })
  const second = await add({ name: 'TOWN hall' })
  expect(second.response.status).toBe(409)
  expect(await second.response.text()).toContain('Another venue on the list has this name')
  const listed = (id: string, yes: 'yes' | 'no') => request(`/organiser/venues/${id}/listed`, { cookie, form: { listed: yes } })
  await listed(first.id, 'no')
  await listed(first.id, 'no')
  expect((await add({ name: 'Town Hall' }, second.id)).response.status).toBe(303)
  await listed(first.id, 'yes')
  expect(await rows(`SELECT retiredAt IS NULL AS listed FROM Venue WHERE lower(name) = 'town hall' ORDER BY createdAt`)).toEqual([
    { listed: 0 },
    { listed: 1 },
  ])
  expect(await rows(`SELECT act FROM Log WHERE subjectId = ?1 ORDER BY id`, first.id)).toEqual([
    { act: 'venue.added' },
    { act: 'venue.unlisted' },
  ])
})

it('what is typed over the venue that an event has counts, and a venue off the list stays with its events', async () => {
  const { id } = await add({ name: 'Old Granary' })
  const event = await anEventAt({ venueId: id })
  const typed = {
    ...{ do: 'save', title: 'A day', topicId: 'child-on-child-abuse', purpose: 'training', hours: '5', attendanceMode: 'in_person' },
    ...{ capacity: '150', contactEmail: 'events@example.gov.uk' },
    ...{ 'session-1-date': `${year}-06-12`, 'session-1-start': '09:30', 'session-1-end': '16:00' },
    ...{ venueName: 'Old Granary', venueAddress: 'Belmont Road\nHereford', venuePostcode: 'HR2 7BP' },
  }
  const edit = (fields: Record<string, string>) =>
    request(`/organiser/events/${event.code}/edit`, { cookie, form: { ...typed, ...fields } })
  const held = () => rows('SELECT venueName, venueId FROM Event WHERE id = ?1', event.id)
  await request(`/organiser/venues/${id}/listed`, { cookie, form: { listed: 'no' } })
  expect((await edit({ version: '1', venueId: '' })).status).toBe(303)
  expect(await held()).toEqual([{ venueName: 'Old Granary', venueId: id }])
  await request(`/organiser/venues/${id}/listed`, { cookie, form: { listed: 'yes' } })
  expect((await edit({ version: '2', venueId: id, venueName: 'New Barn' })).status).toBe(303)
  expect(await held()).toEqual([{ venueName: 'New Barn', venueId: null }])
})

it('of two organisers who add a venue of one name at once, one is refused', async () => {
  const answers = await Promise.all([add({ name: 'Moot Hall' }), add({ name: 'moot hall' })])
  expect(answers.map(({ response }) => response.status).toSorted()).toEqual([303, 409])
})

it('control: without its index both are on the list', async () => {
  const [index] = await rows<{ sql: string }>(`SELECT sql FROM sqlite_master WHERE name = 'Venue_name'`)
  await run('DROP INDEX Venue_name')
  const answers = await Promise.all([add({ name: 'Corn Exchange' }), add({ name: 'corn exchange' })])
  expect(answers.map(({ response }) => response.status)).toEqual([303, 303])
  await run(`DELETE FROM Venue WHERE lower(name) = 'corn exchange'`)
  await db.prepare(index?.sql ?? '').run()
})

it('what is wrong is said by its field, keeps what was typed and adds nothing', async () => {
  const before = await rows('SELECT COUNT(*) AS n FROM Venue')
  for (const [fields, sentence] of [
    [{ name: ' ' }, 'Enter the name of the venue'],
    [{ name: 'x', mapLink: 'javascript:alert(1)' }, 'Enter the address of a map that starts with https://'],
    [{ name: 'x', mapLink: 'https://user:secret@maps.example' }, 'Enter the address of a map that starts with https://'],
    [{ name: 'x', rooms: `${'r'.repeat(101)}, 10` }, 'Enter each room on a line of 100 characters or fewer'],
    [{ name: 'x', access: 'a'.repeat(1001) }, 'Shorten what you say of access to 1,000 characters'],
  ] as const) {
    const { response } = await add(fields)
    expect(response.status).toBe(422)
    const page = await response.text()
    expect(page).toContain(sentence)
    expect(page).toContain('80 free spaces</textarea>')
  }
  expect(await rows('SELECT COUNT(*) AS n FROM Venue')).toEqual(before)
})

it('rooms are read as people write them', () => {
  expect(roomsOf('Main hall, 120\nLibrary\n\nRoom 4: 30 people\nRoom 5')).toEqual([
    { name: 'Main hall', places: 120 },
    { name: 'Library', places: undefined },
    { name: 'Room 4', places: 30 },
    { name: 'Room 5', places: undefined },
  ])
  expect(roomWarnings([{ title: 'Records', room: 'library', block: 'Morning', capacity: 30 }], 'Library', 60)).toEqual([])
})
