// A school is chosen by searching, without JavaScript too, where there are more than can be listed;
// whatever else was typed is kept.
import { beforeEach, expect, it } from 'vitest'
import { newId } from '#base/id.ts'
import { findSchools } from '#schools/schools/store.ts'
import { anAccount, anEvent, aSchool, db, request, rows, run, tick } from '#test/support/factories.ts'
import { pressed } from '#test/support/pressed.ts'
import { add } from '#test/support/rows.ts'

const inTime = { startsAt: '2099-06-12T08:30:00.000Z', endsAt: '2099-06-12T15:00:00.000Z' }

const many = async () => {
  for (let n = 0; n < 25; n += 1) await aSchool({ name: `Oak Street Primary ${n}`, town: 'Kington' })
}
beforeEach(many)

type Fields = [string, string][]
const filled = (fields: Fields, typed: Record<string, string>): Fields => [
  ...fields.filter(([name]) => !Object.hasOwn(typed, name)),
  ...Object.entries(typed),
]
const textOf = async (answer: Promise<Response>) => {
  const response = await answer
  return { status: response.status, html: await response.text(), to: response.headers.get('location') }
}

it('on the form of a booking another school is found, picked and booked for, and every other field is as it was typed', async () => {
  const event = await anEvent({ ...inTime, placesPerSchool: 5 })
  const school = await aSchool({ name: 'Market Cross' })
  const other = await aSchool({ name: 'St Ælfrid’s', town: 'Ledbury' })
  const { cookie } = await anAccount({ schoolIds: [school.id] })
  const form = await (await request(`/events/${event.code}/book`, { cookie })).text()
  expect(form).not.toContain('Oak Street')
  const typed = {
    ...{ 'name-1': 'Ann Lee', 'email-1': 'ann@example.sch.uk', 'role-1': 'dsl', 'represents-1-1-words': 'ledb' },
    ...{ 'name-2': 'Bo Price', 'email-2': 'bo@example.sch.uk', 'role-2': 'head', places: '3' },
  }
  const find = pressed(form, 'Find other school')
  const found = await textOf(request(find.to, { cookie, form: filled(find.fields, typed) }))
  expect([found.status, found.html.includes('There is a problem')]).toEqual([200, false])
  expect(found.html).toContain('St Ælfrid’s, Ledbury')
  const again = pressed(found.html, 'Continue')
  expect(Object.fromEntries(again.fields)).toMatchObject({ ...typed, 'represents-1-1': other.id })
  const check = await textOf(request(again.to, { cookie, form: again.fields }))
  expect(check.html).toContain('St Ælfrid’s, Ledbury')
  const book = pressed(check.html, 'Book these 3 places')
  expect((await request(book.to, { cookie, form: book.fields })).status).toBe(303)
  expect(
    await rows(
      'SELECT p.name, r.schoolId FROM Place l LEFT JOIN Person p ON p.id = l.personId LEFT JOIN PlaceRepresents r ON r.placeId = l.id WHERE l.schoolId = ?1 ORDER BY l.rowid',
      school.id,
    ),
  ).toEqual([
    { name: 'Ann Lee', schoolId: other.id },
    { name: 'Bo Price', schoolId: null },
    { name: null, schoolId: null },
  ])
})

it('a school is found by a word that was typed twice', async () => {
  const twin = await aSchool({ name: 'Bryn Bryn Primary', town: 'Bryn' })
  expect((await findSchools(db, [], 'bryn Bryn', false)).schools.map(({ id }) => id)).toEqual([])
  const areas = (await rows<{ laCode: string }>('SELECT laCode FROM School WHERE id = ?1', twin.id)).map(({ laCode }) => laCode)
  expect((await findSchools(db, areas, 'bryn Bryn', false)).schools.map(({ id }) => id)).toEqual([twin.id])
})

it('words that were typed and not looked for are looked for whatever button is pressed, and nothing is booked meanwhile', async () => {
  const event = await anEvent(inTime)
  const school = await aSchool({ name: 'Market Cross' })
  const { cookie } = await anAccount({ schoolIds: [school.id] })
  const go = pressed(await (await request(`/events/${event.code}/book`, { cookie })).text(), 'Continue')
  const typed = { 'name-1': 'Ann Lee', 'email-1': 'ann@example.sch.uk', 'role-1': 'dsl', 'represents-1-1-words': 'oak kington' }
  const found = await textOf(request(go.to, { cookie, form: filled(go.fields, typed) }))
  expect(found.status).toBe(422)
  expect(found.html).toContain('<a href="#represents-1-1">Choose the school that you mean from those that match</a>')
  expect(found.html).toContain('The first 20 are listed. Type more words to find others')
  const none = await textOf(request(go.to, { cookie, form: filled(go.fields, { ...typed, 'represents-1-1-words': 'xyzzy' }) }))
  expect(none.html).toContain('No school matches “xyzzy”. Type less of its name, or its town, postcode or URN')
  // Left as it is, nobody is meant.
  const on = pressed(none.html, 'Continue')
  expect((await textOf(request(on.to, { cookie, form: on.fields }))).html).toContain('Check before you book')
})

it('an organiser finds the school that a booking or a place on the waiting list is for', async () => {
  const event = await anEvent(inTime)
  const school = await aSchool({ name: 'Market Cross', postcode: 'HR4 9XX' })
  const { cookie } = await anAccount({ roles: ['organiser'] })
  for (const page of ['book', 'wait']) {
    const choose = await (await request(`/events/${event.code}/${page}`, { cookie })).text()
    expect(choose).not.toContain('Oak Street')
    const find = pressed(choose, 'Find school')
    const ask = ({ to, fields }: { to: string; fields: Fields }) => textOf(request(`${to}?${new URLSearchParams(fields)}`, { cookie }))
    const found = await ask({ to: find.to, fields: filled(find.fields, { 'school-words': 'hr49xx' }) })
    expect(found.html).toContain('Market Cross')
    const go = pressed(found.html, 'Continue')
    expect(go.fields).toContainEqual(['school', school.id])
    expect((await ask(go)).html).toContain(page === 'book' ? 'How many places?' : 'Waiting list')
  }
})

it('the school of a claim, of somebody at the door and of reserved places is found, and the rest is kept', async () => {
  const school = await aSchool({ name: 'Market Cross', urn: '999123' })
  const event = await anEvent({
    startsAt: new Date(Date.now() - 3_600_000).toISOString(),
    endsAt: new Date(Date.now() + 3_600_000).toISOString(),
  })
  const { cookie } = await anAccount({ roles: ['organiser'] })
  const claimant = await anAccount({ name: 'Ann Lee' })
  const cases: [path: string, cookie: string, button: string, name: string, typed: Record<string, string>, send: string][] = [
    ['/school/claims/new', claimant.cookie, 'Find school or organisation', 'schoolId', { name: 'Ann Lee', roleId: 'dsl' }, 'Send'],
    [
      `/register/${event.sessions[0]?.id}/walk-ins/new`,
      cookie,
      'Find school or organisation',
      'schoolId',
      { name: 'Bo Price', email: 'bo@example.sch.uk', roleId: 'head' },
      'Add and mark as attended',
    ],
    [`/organiser/events/${event.code}/held-back`, cookie, 'Find school', 'school-1', { places: '2', forWhom: 'schools' }, 'Reserve'],
  ]
  for (const [path, as, button, name, typed, send] of cases) {
    const page = await (await request(path, { cookie: as })).text()
    expect(page).not.toContain('Oak Street')
    const find = pressed(page, button)
    const found = await textOf(request(find.to, { cookie: as, form: filled(find.fields, { ...typed, [`${name}-words`]: '999123' }) }))
    expect([path, found.status]).toEqual([path, 200])
    const again = pressed(found.html, send)
    expect(Object.fromEntries(again.fields)).toMatchObject({ ...typed, [name]: school.id })
  }
  expect(
    await rows(
      'SELECT (SELECT COUNT(*) FROM Claim WHERE accountId = ?1) AS claims, (SELECT COUNT(*) FROM WalkIn) AS walkIns, (SELECT COUNT(*) FROM HeldBack) AS held',
      claimant.accountId,
    ),
  ).toEqual([{ claims: 0, walkIns: 0, held: 0 }])
})

it('as one types, the same schools are found: by every word, those that begin so first, also for whoever has not signed in yet', async () => {
  await aSchool({ name: 'Ashfield Park', town: 'Ross' })
  await aSchool({ name: 'Wash Lane', town: 'Ross' })
  await run(`UPDATE School SET statusCode = '2' WHERE name = 'Oak Street Primary 3'`)
  const { cookie } = await anAccount({})
  const found = async (words: string) =>
    (await (await request(`/schools/found?words=${encodeURIComponent(words)}`, { cookie })).json()) as {
      schools: { text: string }[]
      more: boolean
    }
  expect((await found('ash ross')).schools.map(({ text }) => text.split(',')[0])).toEqual(['Ashfield Park', 'Wash Lane'])
  expect((await found('oak')).more).toBe(true)
  expect((await found('oak 3')).schools.map(({ text }) => text.split(',')[0])).not.toContain('Oak Street Primary 3')
  expect(await found('')).toEqual({ schools: [], more: false })
  const unknown = (await (await request('/schools/found?words=ash')).json()) as { schools: unknown[] }
  expect(unknown.schools).toEqual((await found('ash')).schools)
})

it('whoever has not signed in is told of no childminder, who is somebody at home, neither as one types nor by the form', async () => {
  for (const [name, outsideKind] of Object.entries({ 'Ann Example': 'childminder', 'Example Nursery': 'nursery' } as const)) {
    const id = newId(tick())
    await add('School', { id, rootId: id, outsideKind, name, town: 'Ross' })
  }
  const { cookie } = await anAccount({})
  const event = await anEvent(inTime)
  const found = async (asked: { cookie?: string }) =>
    ((await (await request('/schools/found?words=example', asked)).json()) as { schools: { text: string }[] }).schools.map(
      ({ text }) => text,
    )
  expect(await found({ cookie })).toEqual(['Ann Example, Ross', 'Example Nursery, Ross'])
  expect(await found({})).toEqual(['Example Nursery, Ross'])
  const page = await textOf(request(`/events/${event.code}/book`, { form: { action: 'find-school', 'school-words': 'example' } }))
  expect([page.html.includes('Example Nursery'), page.html.includes('Ann Example')]).toEqual([true, false])
})

it('few schools are a list to choose from', async () => {
  await run(`UPDATE School SET statusCode = '2'`)
  await aSchool({ name: 'Market Cross' })
  const { cookie } = await anAccount({ name: 'Ann Lee' })
  const page = await (await request('/school/claims/new', { cookie })).text()
  expect(page).toContain('Market Cross')
  expect(page).not.toContain('Find<')
})
