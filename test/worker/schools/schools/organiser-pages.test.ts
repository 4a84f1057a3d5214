import { beforeAll, expect, it } from 'vitest'
import { selectSlice } from '#base/db/list-rows.ts'
import { readNow, readTogether } from '#base/db/read.ts'
import { selectRoles } from '#people/people/role-store.ts'
import { selectRecord } from '#schools/schools/record-store.ts'
import { readSchoolChoices, schoolRows, selectAreaChoices } from '#schools/schools/store.ts'
import { anAccount, anEvent, aSchool, counting, db, request, rows, run } from '#test/support/factories.ts'
import { plain } from '#test/support/plain.ts'
import { add } from '#test/support/rows.ts'
import { aDelegate, aSuccession, aWalkIn } from '#test/support/school-facts.ts'

const noFilter = {
  q: '',
  sector: undefined,
  kind: undefined,
  trust: undefined,
  ward: undefined,
  state: undefined,
  outside: false,
  noRecord: false,
}
let organiser: { cookie: string; accountId: string }
let officer: { cookie: string }
beforeAll(async () => {
  organiser = await anAccount({ roles: ['organiser'] })
  officer = await anAccount({ roles: ['officer'] })
})
const page = async (path: string, cookie = organiser.cookie): Promise<string> => {
  const response = await request(path, { cookie })
  expect(response.status).toBe(200)
  return response.text()
}

it('a council that has just begun is led to the national register, and no more once a school is known', async () => {
  const led = 'href="/organiser/register-imports/new"'
  for (const path of ['/organiser', '/organiser/schools']) expect(await page(path)).toContain(led)
  expect(await page('/organiser')).toContain('Bring in the national register: no school is known yet')
  expect(await page('/organiser/schools')).toContain('No school is known yet.')
  expect(await page('/organiser/schools?q=oak')).toContain('No school matches.')
  expect(await page('/organiser/schools', officer.cookie)).not.toContain(led)
  await aSchool()
  for (const path of ['/organiser', '/organiser/schools']) expect(await page(path)).not.toContain(led)
})

it('an officer reads the schools and changes nothing', async () => {
  const school = await aSchool()
  expect(await page(`/organiser/schools/${school.id}`, officer.cookie)).not.toContain('Add a contact')
  const form = { email: 'a@b.uk', source: 'x' }
  expect((await request(`/organiser/schools/${school.id}/contacts/new`, { cookie: officer.cookie, form })).status).toBe(404)
  expect(
    (await request('/organiser/schools/outside/new', { cookie: officer.cookie, form: { name: 'X', outsideKind: 'childminder' } })).status,
  ).toBe(404)
  expect(await rows('SELECT 1 FROM SchoolContact WHERE schoolId = ?1', school.id)).toEqual([])
})

it('a search finds a school by name without its accents and apostrophes, by town, postcode and URN', async () => {
  const school = await aSchool({ name: "St. Mary's Ysgol Ŵyn-Llŷr", town: 'Peterchurch', postcode: 'HR2 0XX' })
  await aSchool({ name: 'Somewhere Else' })
  for (const q of ['saint marys wyn llyr', "ST MARY'S", 'peterchurch', 'hr2 0xx', 'HR20XX', school.urn]) {
    const html = await page(`/organiser/schools?q=${encodeURIComponent(q)}`)
    expect(html, q).toContain(`/organiser/schools/${school.id}`)
    expect(html, q).not.toContain('Somewhere Else')
  }
})

it('hostile and odd searches find nothing and break nothing', async () => {
  for (const q of ["%' OR 1=1 --", '<script>alert(1)</script>', '🎓'.repeat(3000), '%', '_', '"', 'a'.repeat(10_000)]) {
    const html = await page(`/organiser/schools?q=${encodeURIComponent(q.slice(0, 3000))}&page=-1&sector=nonsense&kind=toString&only=x`)
    expect(html).not.toContain('<script>alert')
  }
})

it('a school that changed its URN is found under the former one, and its old id leads to it', async () => {
  const now = await aSchool({ name: 'Pembridge Academy' })
  const before = await aSchool({ name: 'Pembridge CofE Primary', statusCode: '2' })
  await run('UPDATE School SET rootId = ?1 WHERE id = ?2', now.id, before.id)
  const html = await page(`/organiser/schools?q=${before.urn}`)
  expect(html).toContain(`/organiser/schools/${now.id}`)
  const old = await request(`/organiser/schools/${before.id}`, { cookie: organiser.cookie })
  expect(old.status).toBe(302)
  expect(old.headers.get('location')).toBe(`/organiser/schools/${now.id}`)
  const record = await page(`/organiser/schools/${now.id}`)
  expect(record).toContain(before.urn)
  expect((await request('/organiser/schools/00000000-0000-7000-8000-000000000000', { cookie: organiser.cookie })).status).toBe(404)
})

it('filters narrow the list: sector, kind, ward, trust, closed, outside, and no record yet', async () => {
  const trust = { trustUid: 'T1', trustName: 'Wye Valley Trust' }
  const came = await aSchool({ name: 'Filter Alpha', sector: 'academy', kind: 'secondary', wardName: 'Ledbury North', ...trust })
  const never = await aSchool({ name: 'Filter Beta', kind: 'special' })
  const closed = await aSchool({ name: 'Filter Gamma', statusCode: '2', kind: 'nursery' })
  await aDelegate(await anEvent(), came.id, { markType: 'attended' })
  await aDelegate(await anEvent(), never.id, { markType: 'absent' })
  const listed = async (search: string): Promise<string[]> => {
    const html = await page(`/organiser/schools?q=filter&${search}`)
    return [came, never, closed].filter((school) => html.includes(school.id)).map((school) => school.name)
  }
  expect(await listed('')).toEqual(['Filter Alpha', 'Filter Beta', 'Filter Gamma'])
  expect(await listed('sector=academy')).toEqual(['Filter Alpha'])
  expect(await listed('kind=special')).toEqual(['Filter Beta'])
  expect(await listed('trust=Wye+Valley+Trust')).toEqual(['Filter Alpha'])
  expect(await listed('ward=Ledbury+North')).toEqual(['Filter Alpha'])
  expect(await listed('state=closed')).toEqual(['Filter Gamma'])
  expect(await listed('state=open')).toEqual(['Filter Alpha', 'Filter Beta'])
  expect(await listed('only=no_record')).toEqual(['Filter Beta', 'Filter Gamma'])
  expect(await listed('only=no_record&only=outside')).toEqual([])
})

it('the last page of a list may have a single school', async () => {
  for (let n = 1; n <= 26; n += 1) await aSchool({ name: `Lastpage ${n}` })
  const first = await page('/organiser/schools?q=lastpage')
  const next = /href="([^"]*after=[^"]*)"/.exec(first)?.[1]?.replaceAll('&amp;', '&') ?? ''
  expect((await page(next)).match(/>Lastpage \d+/g)).toHaveLength(1)
})

it('a school that came before it merged, or was split off, has that day and is none without a record', async () => {
  const [came, merged, splitOff] = [await aSchool(), await aSchool({ name: 'Merged Alpha' }), await aSchool({ name: 'Merged Beta' })]
  await aDelegate(await anEvent({ startsAt: '2026-02-27T08:30:00.000Z', endsAt: '2026-02-27T15:00:00.000Z' }), came.id, {
    markType: 'attended',
  })
  await aSuccession(came, merged, 'merger')
  await aSuccession(merged, splitOff, 'split')
  const html = await page('/organiser/schools?q=merged')
  expect([html.includes('No record yet'), html.match(/27 Feb 2026/g)?.length]).toEqual([false, 2])
  expect(await page('/organiser/schools?q=merged&only=no_record')).not.toContain('Merged Alpha')
})

it('the list is paged by 25 and says how many there are', async () => {
  await Promise.all(Array.from({ length: 27 }, () => aSchool({ town: 'Pagetown' })))
  const first = await page('/organiser/schools?q=pagetown')
  expect(first).toContain('27 schools and organisations')
  expect(first.match(/Pagetown <span class="muster-nowrap">\(URN/g)).toHaveLength(25)
  const next = /href="([^"]*q=pagetown&amp;after=[^"]*)"/.exec(first)?.[1]?.replaceAll('&amp;', '&') ?? ''
  expect((await page(next)).match(/Pagetown <span class="muster-nowrap">\(URN/g)).toHaveLength(2)
})

it('what an undone import left of a new school is not listed', async () => {
  const id = crypto.randomUUID()
  await add('School', { id, rootId: id, origin: 'register', name: 'Never Was', town: 'Gonetown' })
  await aSchool({ name: 'Still Is', town: 'Gonetown' })
  const list = await page('/organiser/schools?q=gonetown')
  expect(list).toContain('1 school or organisation')
  expect(list).not.toContain('Never Was')
})

it('the exported list carries the filter and runs nothing in a spreadsheet', async () => {
  await aSchool({ name: '=1+1', town: 'Exporttown' })
  const response = await request('/organiser/schools/schools.csv?q=exporttown', { cookie: organiser.cookie })
  expect(response.headers.get('content-type')).toBe('text/csv; charset=utf-8')
  const bytes = new Uint8Array(await response.arrayBuffer())
  expect([...bytes.slice(0, 3)]).toEqual([0xef, 0xbb, 0xbf])
  const lines = new TextDecoder().decode(bytes).split('\r\n')
  expect(lines[1]).toMatch(/^'=1\+1,Exporttown,/)
  expect(lines).toHaveLength(3)
})

it('one school shows what it booked and attended, also under former ids, walk-ins, representation and its predecessors, marked so', async () => {
  const school = await aSchool({ name: 'Weobley High School' })
  const former = await aSchool({ name: 'Weobley Secondary' })
  await run('UPDATE School SET rootId = ?1 WHERE id = ?2', school.id, former.id)
  const merged = await aSchool({ name: 'Staunton Endowed', statusCode: '2' })
  await aSuccession(merged, school, 'merger')
  const other = await aSchool({ name: 'Lady Hawkins', town: 'Kington' })
  const two = [
    { startsAt: '2026-06-12T08:30:00.000Z', endsAt: '2026-06-12T11:00:00.000Z' },
    { startsAt: '2026-06-12T12:00:00.000Z', endsAt: '2026-06-12T15:00:00.000Z' },
  ]
  await aDelegate(await anEvent({ title: 'Summer conference', sessions: two }), school.id, { name: 'Siân Ŵyn', markType: 'attended' })
  await aDelegate(await anEvent({ title: 'Of the former URN' }), former.id, { name: 'Old Hand', markType: 'part' })
  await aDelegate(await anEvent({ title: 'Of the merged school' }), merged.id, { name: 'Merged Person', markType: 'attended' })
  await aDelegate(await anEvent({ title: 'For others too' }), other.id, {
    name: 'Kind Neighbour',
    markType: 'attended',
    represents: [school.id],
  })
  await aWalkIn(await anEvent({ title: 'Unexpected' }), school.id, '<script>Came</script>')
  const html = await page(`/organiser/schools/${school.id}`)
  for (const text of [
    'Siân Ŵyn',
    'Old Hand',
    'Attended in part',
    'Merged Person',
    'As Staunton Endowed',
    'Kind Neighbour',
    'Represented by someone from Lady Hawkins, Kington',
    'Came without a booking',
    '&lt;script&gt;Came',
    'Merged: ',
    `/organiser/schools/${merged.id}`,
  ])
    expect(html).toContain(text)
  expect(html).not.toContain('<script>Came')
  const elsewhere = await page(`/organiser/schools/${(await aSchool()).id}`)
  expect(elsewhere).not.toContain('Siân Ŵyn')
  expect(elsewhere).toContain('No record yet of anyone from this school')
})

it('what was superseded is shown apart, as we knew it', async () => {
  const school = await aSchool({ name: 'Right Name' })
  await run(`UPDATE SchoolIdentity SET supersededAt = '2026-08-01T09:00:00.000Z' WHERE schoolId = ?1`, school.id)
  expect(await page(`/organiser/schools/${school.id}`)).toContain('As we knew it before, corrected since')
})

it('the list and the page of a school take the same number of round trips at one row and at three', async () => {
  const trips = async (n: number): Promise<[number, number]> => {
    const town = `Counted${n}`
    const schools = await Promise.all(Array.from({ length: n }, () => aSchool({ town })))
    const first = schools[0]?.id ?? ''
    const event = await anEvent({ placesPerSchool: null })
    for (const school of schools) await aDelegate(event, school.id === first ? school.id : first, { markType: 'attended' })
    const counted = counting()
    const list = {
      shown: selectSlice(counted.db, schoolRows({ ...noFilter, q: town }), {}),
      choices: selectAreaChoices(counted.db, ['884']),
    }
    expect((await readTogether(counted.db, list)).shown.rows).toHaveLength(n)
    const afterList = counted.trips()
    expect((await readNow(counted.db, selectRecord(counted.db, first)))?.lines).toHaveLength(n)
    return [afterList, counted.trips() - afterList]
  }
  expect(await trips(1)).toEqual([1, 1])
  expect(await trips(3)).toEqual([1, 1])
})

it('the schools to choose from are the open roots of the area and outside organisations', async () => {
  const open = await aSchool({ name: 'Choose Me', laCode: '999' })
  const closing = await aSchool({ name: 'Closing', laCode: '999', statusCode: '3' })
  await aSchool({ name: 'Closed', laCode: '999', statusCode: '2' })
  await aSchool({ name: 'Elsewhere', laCode: '998' })
  const former = await aSchool({ name: 'Former', laCode: '999' })
  await run('UPDATE School SET rootId = ?1 WHERE id = ?2', open.id, former.id)
  const ids = (await readSchoolChoices(db, ['999'])).all?.map((school) => school.id)
  expect(ids).toContain(open.id)
  expect(ids).toContain(closing.id)
  expect(ids).toHaveLength(2 + (await rows(`SELECT 1 FROM School WHERE origin = 'outside'`)).length)
})

it('a role without a first day is held now, and the page says who said so and when', async () => {
  const school = await aSchool()
  const { personId } = await aDelegate(await anEvent(), school.id, { name: 'Gwen Parry' })
  await add('RoleAtSchool', { personId, schoolId: school.id, roleId: 'dsl', source: 'booking', learnedAt: '2025-10-09T23:30:00.000Z' })
  const html = await page(`/organiser/schools/${school.id}`)
  const row = html.slice(html.indexOf('People with a role at the school')).match(/<tr.*?<\/tr>/gs)?.[1] ?? ''
  expect([...row.matchAll(/<t[hd][^>]*>(.*?)<\/t[hd]>/gs)].map(([, cell = '']) => plain(cell, ''))).toEqual([
    'Gwen Parry',
    'Designated safeguarding lead',
    '',
    'Now. Said in a booking on 10 October 2025.',
  ])
  // Whoever was erased holds no role any more, at the school or on their own record.
  await run(`UPDATE Person SET name = NULL, email = NULL, erasedAt = '2026-03-02T10:00:00.000Z' WHERE id = ?1`, personId)
  expect(await page(`/organiser/schools/${school.id}`)).not.toContain('People with a role at the school')
  expect(await readNow(db, selectRoles(db, { whose: 'own', personId }))).toEqual([])
})

it('what an officer cannot open is no link on the page of a school', async () => {
  const school = await aSchool()
  const event = await anEvent()
  const { reference } = await aDelegate(event, school.id, { markType: 'attended' })
  const path = `/organiser/schools/${school.id}`
  const links = async (cookie: string) =>
    [...(await page(path, cookie)).matchAll(/href="([^"]*(?:\/events\/|\/bookings\/)[^"]*)"/g)].map(([, href]) => href)
  expect(await links(organiser.cookie)).toEqual([`/organiser/events/${event.code}`, `/bookings/${reference}`])
  expect(await links(officer.cookie)).toEqual([`/events/${event.code}`])
  expect(await page(path, officer.cookie)).toContain(`Booking ${reference}`)
})
