// Organisers find places across events, narrow them down, and take them out as a file.

import { beforeEach, expect, it } from 'vitest'
import { toCsv } from '#base/web/csv.ts'
import { listPlaces } from '#booking/lists/list-store.ts'
import { type BookingFilter, everyPlace } from '#booking/lists/listed-place.ts'
import { placeBooking } from '#booking/placing/place-booking.ts'
import { accepted, anAccount, anAct, anEvent, aSchool, counting, db, request, rows, run, tick } from '#test/support/factories.ts'
import { add, insert, insertOnce } from '#test/support/rows.ts'
import { someNeeds } from '#test/support/school-facts.ts'
import { cellsOf } from '#test/support/workbook.ts'
import { manyPlaces } from '#test/worker/booking/placing/many-places.ts'

// Pages use the real clock: what they list lies far ahead.
const ahead = { startsAt: '2099-06-12T08:30:00.000Z', endsAt: '2099-06-12T15:00:00.000Z', placesPerSchool: null }

type Ask = { delegates?: [name: string, email: string][]; unnamed?: number; wait?: boolean; byCouncil?: boolean }

const book = async (event: { code: string }, school: { id: string }, ask: Ask) => {
  const { actor } = await anAccount(ask.byCouncil ? { roles: ['organiser'] } : { schoolIds: [school.id] })
  const placed = await placeBooking(anAct({ actor }), {
    code: event.code,
    schoolId: school.id,
    formId: crypto.randomUUID(),
    delegates: (ask.delegates ?? []).map(([name, email]) => ({ name, email, roleId: 'dsl', represents: [] })),
    unnamed: ask.unnamed ?? 0,
    ...(ask.wait ? { ifFull: 'wait' as const } : {}),
  }).then(accepted)
  return placed.reference
}

const found = async (filter: Partial<BookingFilter>, page = 1) => listPlaces(db, { ...everyPlace, ...filter }, page, tick())
const namesOf = (list: Awaited<ReturnType<typeof found>>): (string | null)[] => list.places.map((place) => place.name).sort()

let word = 0
let mine = ''
beforeEach(() => {
  word += 1
  mine = `Zzq${word}x`
})

// “A place is confirmed, without a name, overdue, on the waiting list, on offer, for approval or
// cancelled; each state says how many there are.”
it('each state has its own list, and the counts of all states stand beside one another', async () => {
  const event = await anEvent({ ...ahead, title: mine, capacity: 4 })
  const school = await aSchool()
  await book(event, school, { delegates: [['Ann', 'ann@example.sch.uk']] })
  await book(event, school, { unnamed: 2 })
  const gone = await book(event, school, { delegates: [['Gone', 'gone@example.sch.uk']] })
  await run(`UPDATE Place SET state = 'cancelled', heldUntil = NULL WHERE bookingId = (SELECT id FROM Booking WHERE reference = ?1)`, gone)
  await book(event, school, { delegates: [['Cat', 'cat@example.sch.uk']] })
  await book(event, school, { delegates: [['Wait', 'wait@example.sch.uk']], wait: true })
  await run(`UPDATE Event SET namesDueAt = '2026-01-01T00:00:00.000Z' WHERE id = ?1`, event.id)
  const at = async (state: BookingFilter['state']) => namesOf(await found({ q: mine, state }))
  expect(await at('live')).toEqual(['Ann', 'Cat', 'Wait', null, null])
  expect(await at('confirmed')).toEqual(['Ann', 'Cat', null, null])
  expect(await at('unnamed')).toEqual([null, null])
  expect(await at('overdue')).toEqual([null, null])
  expect(await at('waiting')).toEqual(['Wait'])
  expect(await at('offered')).toEqual([])
  expect(await at('cancelled')).toEqual(['Gone'])
  expect((await found({ q: mine })).counts).toEqual({
    ...{ live: 5, confirmed: 4, unnamed: 2, overdue: 2, waiting: 1, offered: 0, approval: 0, unvouched: 0, cancelled: 1, all: 6 },
  })
})

it('“Words are looked for in the school, town, URN, people, email, event and reference; all of them must be found.”', async () => {
  const event = await anEvent({ ...ahead, title: `Safeguarding ${mine}` })
  const school = await aSchool({ name: `Ashfield ${mine}`, town: 'Ross-on-Wye' })
  const reference = await book(event, school, { delegates: [['Siân Ŵyn', `sian.${mine.toLowerCase()}@example.sch.uk`]] })
  for (const q of [
    `ashfield ${mine}`,
    `ross on wye ${mine}`,
    `ross-on-wye ${mine}`,
    `${school.urn} ${mine}`,
    `Ŵyn ${mine}`,
    `sian.${mine}`,
    reference,
    `safeguarding ${mine}`,
  ])
    expect([q, namesOf(await found({ q }))]).toEqual([q, ['Siân Ŵyn']])
  for (const q of [`ashfield ${mine} elsewhere`, `%${mine}`, `${mine}_`]) expect([q, namesOf(await found({ q }))]).toEqual([q, []])
})

// “The whole search stands in the page’s address.”
it('a list is narrowed by event, series, day, and to what the council booked for a school', async () => {
  const school = await aSchool({ name: mine })
  const june = await anEvent({ ...ahead, title: 'June' })
  const july = await anEvent({ ...ahead, startsAt: '2099-07-01T22:30:00.000Z', endsAt: '2099-07-01T22:45:00.000Z' })
  const past = await anEvent({ ...ahead, startsAt: '2026-03-20T09:00:00.000Z', endsAt: '2026-03-20T10:00:00.000Z' })
  await db.batch([
    insert('Series', { id: mine, title: 'Series', topicId: 'child-on-child-abuse', createdAt: '2026-01-01T00:00:00.000Z' }),
    db.prepare('UPDATE Event SET seriesId = ?1 WHERE id = ?2').bind(mine, june.id),
  ])
  await book(june, school, { delegates: [['Ann', 'ann@example.sch.uk']] })
  await book(july, school, { delegates: [['Ben', 'ben@example.sch.uk']], byCouncil: true })
  await book(past, school, { delegates: [['Cat', 'cat@example.sch.uk']] })
  const later = new Date('2026-11-24T09:00:00.000Z')
  const at = async (filter: Partial<BookingFilter>) => namesOf(await listPlaces(db, { ...everyPlace, q: mine, ...filter }, 1, later))
  expect(await at({})).toEqual(['Ann', 'Ben'])
  expect(await at({ when: 'past' })).toEqual(['Cat'])
  expect(await at({ when: 'any' })).toEqual(['Ann', 'Ben', 'Cat'])
  expect(await at({ event: past.code })).toEqual(['Cat'])
  expect(await at({ series: mine })).toEqual(['Ann'])
  expect(await at({ behalf: true })).toEqual(['Ben'])
  // 22:30 UTC on 1 July is half past eleven at night in London, the same day.
  expect(await at({ from: '2099-07-01', to: '2099-07-01' })).toEqual(['Ben'])
  expect(await at({ from: '2099-07-02' })).toEqual([])
  const whenever = await listPlaces(db, { ...everyPlace, q: mine, when: 'any' }, 1, later)
  expect([whenever.counts.live, whenever.bookings, whenever.schools]).toEqual([3, 3, 1])
})

it('“What people ask for whom nobody has vouched for is listed apart, with the claim to decide on: it is no place.”', async () => {
  const event = await anEvent({ ...ahead, title: mine })
  const school = await aSchool()
  const { accountId, email, cookie: theirs } = await anAccount({ name: 'Not Vouched' })
  const claimId = await add('Claim', { accountId, schoolId: school.id, evidence: 'self_asserted' })
  await add('BookingRequest', { eventId: event.id, schoolId: school.id, accountId, formId: crypto.randomUUID(), places: 2, typed: '{}' })
  const list = await found({ q: mine, state: 'unvouched' })
  expect(list.requests.map(({ places, email: of, name }) => [places, of, name])).toEqual([[2, email, 'Not Vouched']])
  expect([list.counts.unvouched, list.counts.all, list.places]).toEqual([1, 0, []])
  const { cookie } = await anAccount({ roles: ['organiser'] })
  const page = await (await request(`/organiser/bookings?q=${mine}&state=unvouched`, { cookie })).text()
  expect(page).toContain(`href="/organiser/claims/${claimId}"`)
  expect(page).toContain('Nobody has vouched yet')
  expect((await request('/organiser/bookings', { cookie: theirs })).status).toBe(404)
})

it('an address with nonsense in it shows the usual list', async () => {
  const { cookie } = await anAccount({ roles: ['organiser'] })
  for (const query of [
    'state=x&when=y&sort=z&page=-1&from=2099-13-45&event=%27%3B--&behalf=1',
    'q=%25&page=99999',
    `q=${'x'.repeat(5000)}`,
  ])
    expect((await request(`/organiser/bookings?${query}`, { cookie })).status).toBe(200)
})

it('with ten thousand places a page is one round trip, and every page holds each place once', async () => {
  await manyPlaces({ title: mine, events: 50, bookingsEach: 100, unnamedEvery: 5 })
  const filter = { ...everyPlace, q: mine, sort: 'school' as const }
  const seen = new Set<string>()
  for (const page of [1, 2, 200, 400]) {
    const counted = counting()
    const list = await listPlaces(counted.db, filter, page, tick())
    expect(counted.trips()).toBe(1)
    expect(list.counts.live).toBe(10_000)
    expect(list.counts.unnamed).toBe(1000)
    for (const place of list.places) seen.add(place.placeId)
  }
  expect(seen.size).toBe(100)
})

it('the plan of a page reads places of an event by its index, and nothing of Place by scanning it', async () => {
  const plans: string[] = []
  const spy = new Proxy(db, {
    get: (target, key) =>
      key === 'prepare'
        ? (sql: string) => target.prepare(sql.includes('chosen') ? `EXPLAIN QUERY PLAN ${sql}` : sql)
        : Reflect.get(target, key).bind(target),
  })
  const [plan] = [await listPlaces(spy, { ...everyPlace, event: 'ABC' }, 1, tick())]
  for (const row of plan.places as unknown as { detail: string }[]) plans.push(row.detail)
  expect(plans.filter((detail) => /^SCAN (pl|b|r|s|p|a)\b/.test(detail))).toEqual([])
  expect(plans.join('\n')).toMatch(/SEARCH pl USING (COVERING )?INDEX Place_event/)
})

const hostile = ['=1+1 Lee', '+Ann Lee', '-Ann Lee', '<b>&" Lee', 'Ŵyn, "Siân"', "Pat O'Brien"]

// “Beside its files, a list says what they hold, what for, and not to keep them longer than
// needed.”
it('“No cell is run as a formula.” A list leaves as a workbook and as CSV with the same cells', async () => {
  const event = await anEvent({ ...ahead, title: `=${mine}` })
  const school = await aSchool({ name: `=Ashfield ${mine}`, town: 'Ross-on-Wye' })
  await book(event, school, { delegates: hostile.map((name, n) => [name, `p${n}@example.sch.uk`]), unnamed: 1 })
  const { cookie } = await anAccount({ roles: ['organiser'] })
  const download = (format: string) => request(`/organiser/bookings/places.${format}?q=${encodeURIComponent(mine)}&sort=person`, { cookie })
  const xlsx = await download('xlsx')
  expect(xlsx.headers.get('content-disposition')).toMatch(/^attachment; filename="bookings-\d{4}-\d\d-\d\d\.xlsx"$/)
  const cells = cellsOf(new Uint8Array(await xlsx.arrayBuffer()))
  const [header, ...lines] = cells
  expect(header).toEqual([
    'School',
    'Town',
    'URN',
    'Person',
    'Email',
    'Telephone',
    'Telephone of the school',
    'Role',
    'Also represents',
    'Place',
    'Event',
    'Event date',
    'Event code',
    'Workshops',
    'Reference',
    'Booked',
    'Booked by',
    'Earlier course',
    'Comes because',
    'Comes',
    'Answers',
  ])
  expect(lines.map((line) => line[3]).sort()).toEqual([...hostile, ''].sort())
  expect(new Set(lines.map((line) => `${line[0]}|${line[1]}|${line[2]}|${line[10]}|${line[11]}`))).toEqual(
    new Set([`=Ashfield ${mine}|Ross-on-Wye|${school.urn}|=${mine}|2099-06-12`]),
  )
  const csv = await download('csv')
  const bytes = new Uint8Array(await csv.arrayBuffer())
  expect([...bytes.slice(0, 3)]).toEqual([0xef, 0xbb, 0xbf])
  const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  expect(text).toBe(
    toCsv(
      header as string[],
      lines.map((line) => line.map((cell) => (cell === '' ? null : cell))),
    ),
  )
  expect(text).toContain(`'=Ashfield ${mine}`)
})

it('“The log keeps who took what out: the filter and how many places, but no name and not the words searched for.”', async () => {
  const event = await anEvent({ ...ahead, title: mine })
  await book(event, await aSchool(), { delegates: [['Secret Person', 'secret@example.sch.uk']] })
  const { cookie, accountId } = await anAccount({ roles: ['administrator'] })
  const page = await (await request(`/organiser/bookings?event=${event.code}&q=secret`, { cookie })).text()
  expect(page).toContain('1 place in 1 booking of 1 school.')
  expect(page).toContain('do not keep it longer than needed')
  expect(await rows(`SELECT * FROM Log WHERE act = 'bookings.exported' AND accountId = ?1`, accountId)).toEqual([])
  await request(`/organiser/bookings/places.csv?event=${event.code}&q=secret`, { cookie })
  const logged = await rows<{ after: string; schoolIds: string }>(
    `SELECT after, schoolIds FROM Log WHERE act = 'bookings.exported' AND accountId = ?1`,
    accountId,
  )
  expect(logged.map((row) => JSON.parse(row.after))).toEqual([{ format: 'csv', places: 1, filter: `?event=${event.code}`, searched: true }])
})

it('“What people need to eat or to take part is in no file.”', async () => {
  const event = await anEvent({ ...ahead, title: mine })
  await book(event, await aSchool(), { delegates: [['Ann', 'ann@example.sch.uk']] })
  await someNeeds({ eventId: event.id }, { dietary: '"halal"', access: '"step-free"' })
  const { cookie } = await anAccount({ roles: ['organiser'] })
  const csv = await (await request(`/organiser/bookings/places.csv?event=${event.code}`, { cookie })).text()
  expect(csv).toContain('Ann')
  for (const secret of ['halal', 'step-free']) expect(csv).not.toContain(secret)
})

// “In a file an answer of a whole booking stands beside its first place alone, so that numbers
// add up.”
it('a file for mail merge has telephone numbers, workshops and a column for each question of the event', async () => {
  const session = { startsAt: ahead.startsAt, endsAt: ahead.endsAt }
  const event = await anEvent({ placesPerSchool: null, title: mine, sessions: [{ ...session, title: 'Records', block: 'Workshops' }] })
  const school = await aSchool({ name: `Ashfield ${mine}`, telephone: '01568 555 000' })
  const reference = await book(event, school, { delegates: [['Ann Lee', `ann.${mine}@example.sch.uk`]], unnamed: 1 })
  const [place] = await rows<{ placeId: string; bookingId: string; personId: string }>(
    `SELECT p.id AS placeId, p.bookingId, p.personId FROM Place p JOIN Booking b ON b.id = p.bookingId WHERE b.reference = ?1 AND p.personId IS NOT NULL`,
    reference,
  )
  const question = (id: string, scope: string, label: string, position: number) =>
    insert('EventQuestion', { id, eventId: event.id, position, scope, kind: 'text', label })
  const answer = (questionId: string, placeId: string | null, value: string) =>
    insert('Answer', { id: `${questionId}-a`, questionId, bookingId: place?.bookingId, placeId, value })
  await db.batch([
    db.prepare(`UPDATE Person SET telephone = '07700 900 123' WHERE id = ?1`).bind(place?.personId),
    insertOnce('PlaceSession', { placeId: place?.placeId, sessionId: event.sessions[0]?.id }),
    question(`${mine}-1`, 'place', 'Hopes', 1),
    question(`${mine}-2`, 'booking', 'Parking', 2),
    answer(`${mine}-1`, place?.placeId ?? '', 'More confidence'),
    answer(`${mine}-2`, null, 'Two cars'),
  ])
  const { cookie } = await anAccount({ roles: ['organiser'] })
  const file = async (filter: Record<string, string>) => {
    const response = await request(`/organiser/bookings/places.xlsx?${new URLSearchParams({ sort: 'person', ...filter })}`, { cookie })
    const [header = [], ...lines] = cellsOf(new Uint8Array(await response.arrayBuffer()))
    const asked = ['Person', 'Telephone', 'Telephone of the school', 'Workshops', ...header.slice(header.indexOf('Comes') + 1)]
    return [asked, ...lines.map((line) => asked.map((name) => line[header.indexOf(name)] ?? ''))]
  }
  expect(await file({ event: event.code })).toEqual([
    ['Person', 'Telephone', 'Telephone of the school', 'Workshops', 'Hopes', 'Parking (once for the booking)'],
    ['Ann Lee', '07700 900 123', '01568 555 000', 'Records', 'More confidence', 'Two cars'],
    ['', '', '01568 555 000', '', '', ''],
  ])
  expect(await file({ q: mine })).toEqual([
    ['Person', 'Telephone', 'Telephone of the school', 'Workshops', 'Answers'],
    ['Ann Lee', '07700 900 123', '01568 555 000', 'Records', 'Hopes: More confidence; Parking: Two cars'],
    ['', '', '01568 555 000', '', ''],
  ])
})
