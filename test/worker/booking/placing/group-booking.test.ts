import { expect, it } from 'vitest'
import { aBrowser } from '#test/support/browsing.ts'
import { anAccount, anEvent, aSchool, counting, htmlOf, request, rows, run } from '#test/support/factories.ts'
import { add } from '#test/support/rows.ts'

const inTime = { startsAt: '2099-06-12T08:30:00.000Z', endsAt: '2099-06-12T15:00:00.000Z' }

const aContact = async (facts: Parameters<typeof aSchool>[0] = {}) => {
  const school = await aSchool(facts)
  return { school, ...(await anAccount({ schoolIds: [school.id] })) }
}

type Form = Record<string, string | string[]>

const formOf = (schoolId: string, extra: Form = {}): Form => ({ school: schoolId, formId: crypto.randomUUID(), rows: '1', ...extra })
const ann = { 'name-1': 'Ann Lee', 'email-1': 'ann@example.sch.uk', 'role-1': 'dsl' }

const setRules = async (eventId: string, rules: Record<string, string | number>) => {
  for (const [column, value] of Object.entries(rules)) await run(`UPDATE Event SET ${column} = ?2 WHERE id = ?1`, eventId, value)
}

const placesOf = (eventId: string) =>
  rows(
    `SELECT pl.state, pl.waitsFor, p.name FROM Place pl LEFT JOIN Person p ON p.id = pl.personId WHERE pl.eventId = ?1 ORDER BY pl.rowid`,
    eventId,
  )

/** The hidden fields of the check page's first form, as the browser would send them. */
const carried = (html: string): [string, string][] => {
  const form = html.match(/<form method="post" action="\/events\/[A-Z0-9]+\/bookings"[\s\S]*?<\/form>/)?.[0] ?? ''
  return [...form.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)"/g)].map(([, name = '', value = '']) => [name, value])
}

// “Places are named now or later.” “A place whose person is not known stays without a
// name.”
it('a school takes places and names people later: one now, two to follow, and the check says by when', async () => {
  const event = await anEvent({ ...inTime, placesPerSchool: 3 })
  await setRules(event.id, { namesDueAt: '2099-05-01T16:00:00.000Z', namesRelease: 1 })
  const { school, cookie } = await aContact()
  const form = formOf(school.id, { ...ann, places: '3', action: 'check' })
  const check = await (await request(`/events/${event.code}/book`, { cookie, form })).text()
  expect(check).toContain('2 places have no name yet.')
  expect(check).toContain('Name them by Friday 1 May 2099, 5pm')
  expect(check).toContain('A place without a name then is released, at no cost')
  const booked = await request(`/events/${event.code}/bookings`, { cookie, form: carried(check) })
  expect(booked.status).toBe(303)
  expect(await placesOf(event.id)).toEqual([
    { state: 'confirmed', waitsFor: null, name: 'Ann Lee' },
    { state: 'confirmed', waitsFor: null, name: null },
    { state: 'confirmed', waitsFor: null, name: null },
  ])
  const page = await (await request(booked.headers.get('location') ?? '', { cookie })).text()
  expect(page).toContain('2 places have no name yet.')
  expect(page).toContain(`${booked.headers.get('location')}/names`)
})

it('of a free event that asks nothing more, people who are named and known are booked at once; anything else is checked first', async () => {
  const event = await anEvent({ ...inTime, placesPerSchool: 5 })
  const { school, cookie } = await aContact()
  const press = (extra: Form, code = event.code) =>
    request(`/events/${code}/book`, {
      cookie,
      form: formOf(school.id, { ...ann, 'email-1': `new@${school.urn}.example`, action: 'book', ...extra }),
    })
  expect(await (await request(`/events/${event.code}/book`, { cookie })).text()).toContain('Book these places')
  for (const extra of [{ places: '2' }, { pasted: 'Bo Price, bo@example.sch.uk, Head' }])
    expect(await (await press(extra)).text()).toContain('Check before you book')
  expect((await press({ 'role-1': '' })).status).toBe(422)
  expect(await placesOf(event.id)).toEqual([])
  const booked = await press({})
  expect(booked.headers.get('location')).toMatch(/^\/bookings\//)
  expect(await placesOf(event.id)).toEqual([{ state: 'confirmed', waitsFor: null, name: 'Ann Lee' }])
  const approved = await anEvent(inTime)
  await setRules(approved.id, { approval: 1 })
  expect(await (await request(`/events/${approved.code}/book`, { cookie })).text()).not.toContain('Book these places')
  expect(await (await press({}, approved.code)).text()).toContain('Check before you send the request')
  expect(await placesOf(approved.id)).toEqual([])
})

it('a place for which nobody is named is named later, some place is asked for, and not fewer than people are named', async () => {
  const event = await anEvent({ ...inTime, placesPerSchool: 5 })
  const { school, cookie } = await aContact()
  const post = async (extra: Form) => {
    const answer = await request(`/events/${event.code}/book`, { cookie, form: formOf(school.id, { ...ann, action: 'check', ...extra }) })
    return { status: answer.status, text: await answer.text() }
  }
  const follow = await post({ places: '2' })
  expect([follow.status, follow.text.includes('One place has no name yet.')]).toEqual([200, true])
  const missing = await post({ 'name-1': '', 'email-1': '', 'role-1': '' })
  expect(missing.status).toBe(422)
  expect(missing.text).toContain('<a href="#name-1">Enter the full name of the person</a>')
  const half = await post({ places: '2', rows: '2', 'name-2': 'Bo Price' })
  expect(half.status).toBe(422)
  expect(half.text).toContain('<a href="#role-2">Choose the role of person 2 at the school</a>')
  const few = await post({ places: '1', rows: '2', 'name-2': 'Bo Price', 'email-2': 'bo@example.sch.uk', 'role-2': 'head' })
  expect(few.status).toBe(422)
  expect(few.text).toContain('You have named 2 people for one place')
  for (const places of ['0', '-1', '1.5', 'x', '101']) expect((await post({ places })).text).toContain('as a number from 1 to 5')
  expect((await post({ places: '6' })).status).toBe(409)
  expect((await post({ 'name-1': 'TBC' })).text).toContain('Enter the name of the person as a person has one')
  expect(await placesOf(event.id)).toEqual([])
})

it('Those who act for a school pick from its people: those with a post there and those who have had a place of it. Nobody else sees them', async () => {
  const event = await anEvent({ ...inTime, placesPerSchool: 5 })
  const earlier = await anEvent(inTime)
  const { school, cookie } = await aContact()
  await request(`/events/${earlier.code}/bookings`, { cookie, form: formOf(school.id, ann) })
  const other = await aContact()
  await request(`/events/${earlier.code}/bookings`, {
    cookie: other.cookie,
    form: formOf(other.school.id, { 'name-1': 'Not Ours', 'email-1': 'x@example.sch.uk', 'role-1': 'head' }),
  })
  const [person] = await rows<{ id: string }>(
    `SELECT p.id FROM Person p JOIN Place x ON x.personId = p.id WHERE x.schoolId = ?1`,
    school.id,
  )
  const [stranger] = await rows<{ id: string }>(
    `SELECT p.id FROM Person p JOIN Place x ON x.personId = p.id WHERE x.schoolId = ?1`,
    other.school.id,
  )
  const page = await (await request(`/events/${event.code}/book`, { cookie })).text()
  expect(page).toContain('Ann Lee, Designated safeguarding lead')
  expect(page).not.toContain('Not Ours')
  const organiser = await anAccount({ roles: ['organiser'] })
  const theirs = await (await request(`/events/${event.code}/book?school=${school.id}`, { cookie: organiser.cookie })).text()
  expect(theirs).not.toContain('Ann Lee, Designated')
  expect(theirs).not.toContain('Pick from')
  const form = formOf(school.id, { pick: [person?.id ?? '', stranger?.id ?? ''], action: 'check' })
  const check = await (await request(`/events/${event.code}/book`, { cookie, form })).text()
  expect(check).toContain('Check before you book')
  expect(check).toContain('ann@example.sch.uk')
  expect(check).not.toContain('Not Ours')
  expect((await request(`/events/${event.code}/bookings`, { cookie, form: carried(check) })).status).toBe(303)
  expect(await rows('SELECT DISTINCT personId FROM Place WHERE schoolId = ?1', school.id)).toEqual([{ personId: person?.id }])
  expect(await (await request(`/events/${event.code}/book`, { cookie })).text()).not.toContain(`value="${person?.id}`)
})

it('When a line is wrong nobody is taken over from it, each problem is said by line and field, and what was pasted stays', async () => {
  const event = await anEvent({ ...inTime, placesPerSchool: 5 })
  const { school, cookie } = await aContact()
  const post = async (pasted: string, action: string) =>
    (await request(`/events/${event.code}/book`, { cookie, form: formOf(school.id, { pasted, action }) })).text()
  const bad = await post('Ann Lee\tann@example.sch.uk\tDSL\nBo\tnot an address\tWizard', 'paste')
  expect(bad).toContain('<a href="#pasted-1">Line 2, email address: “not an address” is not an email address</a>')
  expect(bad).toContain('Ann Lee\tann@example.sch.uk\tDSL')
  const unknown = await post('Bo Price\tbo@example.sch.uk\tWizard', 'paste')
  expect(unknown).toContain('Please check: we do not know “Wizard”')
  expect(unknown).toContain('<option value="other" selected="">Other member of staff</option>')
  const good = await post('Name\tEmail\tRole\nAnn Lee\tann@example.sch.uk\tDSL\nBo Price\tbo@example.sch.uk\t', 'paste')
  expect(good).toContain('value="Ann Lee"')
  expect(good).toContain('value="bo@example.sch.uk"')
  expect(await post('Ann Lee\tann@example.sch.uk\tDSL\nBo Price\tbo@example.sch.uk\t', 'check')).toContain('Choose the role of person 2')
  expect(await post('Ann Lee; ann@example.sch.uk; DSL\nBo Price; bo@example.sch.uk; Deputy DSL', 'check')).toContain('Book these 2 places')
})

// “More people than one form takes are said before anybody is filled in, and all that was pasted
// stays.”
it('sixty people pasted into a form of forty all stay in the box, and so do those who would come on top of people named already', async () => {
  const event = await anEvent({ ...inTime, capacity: 200, placesPerSchool: 100 })
  const { school, cookie } = await aContact()
  const lines = (from: number, to: number) =>
    Array.from({ length: to - from }, (_, n) => `Person ${from + n}\tperson${from + n}@example.sch.uk\tDSL`).join('\n')
  const named = Object.fromEntries(
    Array.from({ length: 35 }, (_, n) => [
      [`name-${n + 1}`, `Named ${n + 1}`],
      [`email-${n + 1}`, `named${n + 1}@example.sch.uk`],
      [`role-${n + 1}`, 'dsl'],
    ]).flat(),
  )
  const post = async (form: Form) =>
    (await request(`/events/${event.code}/book`, { cookie, form: { ...formOf(school.id), action: 'paste', ...form } })).text()
  const boxOf = (html: string) => html.match(/<textarea[^>]*id="pasted"[^>]*>([^<]*)</)?.[1]
  const peopleIn = (html: string) => [...html.matchAll(/id="name-\d+"[^>]*?value="([^"]+)"/g)].map((found) => found[1])

  const sixty = await post({ pasted: lines(0, 60) })
  expect(sixty).toContain('60 people were pasted, and one form takes 40.')
  expect([boxOf(sixty), peopleIn(sixty)]).toEqual([lines(0, 60), []])

  const onTop = await post({ ...named, rows: '35', pasted: lines(0, 10) })
  expect(onTop).toContain('With the 35 people named already there would be 45, and one form takes 40.')
  expect(onTop).toContain('leave 5 in it')
  expect([boxOf(onTop), peopleIn(onTop)]).toEqual([lines(0, 10), Array.from({ length: 35 }, (_, n) => `Named ${n + 1}`)])

  const fits = await post({ ...named, rows: '35', pasted: lines(0, 5) })
  expect([boxOf(fits), peopleIn(fits).length]).toEqual(['', 40])
})

// “Whoever books for their own school may leave the address of a person empty: the invitation
// then comes to whoever books.”
it('a person without an address is booked with that of whoever books for their own school; what the council books may go without', async () => {
  const event = await anEvent({ ...inTime, placesPerSchool: 5 })
  const school = await aSchool()
  const office = await anAccount({ schoolIds: [school.id], email: `office${crypto.randomUUID()}@example.sch.uk` })
  const people = { rows: '2', 'name-1': 'Ann Lee', 'role-1': 'dsl', pasted: 'Bo Price,,Deputy DSL' }
  const form = formOf(school.id, { ...people, action: 'check' })
  const page = await (await request(`/events/${event.code}/book`, { cookie: office.cookie })).text()
  expect(page).toContain(`Left empty, it goes to you, ${office.email}`)
  const check = await (await request(`/events/${event.code}/book`, { cookie: office.cookie, form })).text()
  expect(check).toContain('Book these 2 places')
  expect((await request(`/events/${event.code}/bookings`, { cookie: office.cookie, form: carried(check) })).status).toBe(303)
  expect(
    await rows(
      'SELECT p.name, p.email FROM Place pl JOIN Person p ON p.id = pl.personId WHERE pl.eventId = ?1 ORDER BY pl.rowid',
      event.id,
    ),
  ).toEqual([
    { name: 'Ann Lee', email: office.email },
    { name: 'Bo Price', email: office.email },
  ])
  const organiser = await anAccount({ roles: ['organiser'] })
  const council = await (
    await request(`/events/${event.code}/book`, {
      cookie: organiser.cookie,
      form: formOf(school.id, {
        ...people,
        pasted: '',
        places: '1',
        who: 'new',
        contactName: 'Jo',
        contactEmail: 'jo@example.sch.uk',
        action: 'check',
      }),
    })
  ).text()
  expect(council).toContain('Ann Lee has no email address and gets no invitation')
  expect(council).not.toContain('Left empty, it goes to you')
})

it('When the places are not to be had at once, the school chooses to wait for all of them or to take as many as there are', async () => {
  const event = await anEvent({ ...inTime, capacity: 3, placesPerSchool: 4 })
  const rival = await aContact()
  await request(`/events/${event.code}/bookings`, { cookie: rival.cookie, form: formOf(rival.school.id, { places: '2' }) })
  const { school, cookie } = await aContact()
  const ask = { ...ann, places: '3', action: 'check' }
  const text = await htmlOf(request(`/events/${event.code}/book`, { cookie, form: formOf(school.id, ask) }), 409)
  expect(text).toContain('There is 1 place left and you asked for 3')
  expect(text).toContain('Take as many as there are')
  const acceptsFewer = await htmlOf(request(`/events/${event.code}/book`, { cookie, form: formOf(school.id, { ...ask, wait: 'partly' }) }))
  expect(acceptsFewer).toContain('Book 1 place and wait for 2')
  const all = await (await request(`/events/${event.code}/book`, { cookie, form: formOf(school.id, { ...ask, wait: 'all' }) })).text()
  expect(all).toContain('Join the waiting list')
  expect((await request(`/events/${event.code}/bookings`, { cookie, form: carried(acceptsFewer) })).status).toBe(303)
  expect((await placesOf(event.id)).slice(2)).toEqual([
    { state: 'confirmed', waitsFor: null, name: 'Ann Lee' },
    { state: 'held', waitsFor: 'list', name: null },
    { state: 'held', waitsFor: 'list', name: null },
  ])
  const late = await aContact()
  const full = await (await request(`/events/${event.code}/book`, { cookie: late.cookie })).text()
  expect(full).toContain('You can join the waiting list')
})

it('An event that needs an approval says so before anything is typed, and nobody has a place until it is given', async () => {
  const event = await anEvent(inTime)
  await setRules(event.id, { approval: 1 })
  const { school, cookie } = await aContact()
  expect(await htmlOf(request(`/events/${event.code}/book`, { cookie }))).toContain('An organiser decides on each booking for this event')
  const check = await (await request(`/events/${event.code}/book`, { cookie, form: formOf(school.id, { ...ann, action: 'check' }) })).text()
  expect(check).toContain('Send this request')
  expect((await request(`/events/${event.code}/bookings`, { cookie, form: carried(check) })).status).toBe(303)
  expect(await placesOf(event.id)).toEqual([{ state: 'held', waitsFor: 'approval', name: 'Ann Lee' }])
})

// “When the event has another version by then, nothing is booked and they read the new one.”
// “The booker says that they have authority to spend, and accepts the version shown.”
it('terms of cancelling are accepted on the check page, and without that nothing is booked and nothing typed is lost', async () => {
  const event = await anEvent(inTime)
  const termsId = crypto.randomUUID()
  await add('CancellationTerms', {
    id: termsId,
    termsKey: termsId,
    name: 'Standard',
    fullPence: 9500,
    absentPence: 9500,
    createdAt: '2026-03-01T09:00:00.000Z',
  })
  await setRules(event.id, { termsId })
  const { school, cookie } = await aContact()
  const form = formOf(school.id, { ...ann, 'q-00000000-0000-4000-8000-000000000001': ['yes', 'two cars'], action: 'check' })
  const check = await (await request(`/events/${event.code}/book`, { cookie, form })).text()
  // Where they are accepted they stand whole.
  expect(check).toMatch(/<h2[^>]*>If someone cannot come<\/h2><ul[^>]*>.*£95/)
  const fields = carried(check)
  expect(fields.filter(([name]) => name === 'q-00000000-0000-4000-8000-000000000001')).toEqual([
    ['q-00000000-0000-4000-8000-000000000001', 'yes'],
    ['q-00000000-0000-4000-8000-000000000001', 'two cars'],
  ])
  const again = await htmlOf(request(`/events/${event.code}/bookings`, { cookie, form: fields }), 409)
  expect(again).toContain('Check before you book')
  expect(again).toContain('Ann Lee')
  expect(await placesOf(event.id)).toEqual([])
  const next = crypto.randomUUID()
  await add('CancellationTerms', {
    id: next,
    termsKey: termsId,
    version: 2,
    name: 'Standard',
    fullPence: 12000,
    absentPence: 9500,
    createdAt: '2026-03-02T09:00:00.000Z',
  })
  await setRules(event.id, { termsId: next })
  const changed = await request(`/events/${event.code}/bookings`, { cookie, form: [...fields, ['authority', 'yes']] })
  expect(changed.status).toBe(409)
  expect(await changed.text()).toContain('£120')
  expect(await placesOf(event.id)).toEqual([])
  await setRules(event.id, { termsId })
  expect((await request(`/events/${event.code}/bookings`, { cookie, form: [...fields, ['authority', 'yes']] })).status).toBe(303)
  expect(await rows('SELECT termsId FROM Booking WHERE eventId = ?1', event.id)).toEqual([{ termsId }])
})

it('An organiser who also acts for the school chooses whether the school or the council books', async () => {
  const event = await anEvent(inTime)
  const school = await aSchool()
  const { cookie } = await anAccount({ roles: ['organiser'], schoolIds: [school.id] })
  expect(await (await request(`/events/${event.code}/book?school=${school.id}`, { cookie })).text()).toContain('Who books?')
  const form = { ...ann, channel: 'organiser' }
  const jo = { who: 'new', contactName: 'Jo Price', contactTelephone: '01632 960100' }
  expect((await request(`/events/${event.code}/bookings`, { cookie, form: formOf(school.id, form) })).status).toBe(422)
  await request(`/events/${event.code}/bookings`, { cookie, form: formOf(school.id, { ...form, ...jo }) })
  await request(`/events/${event.code}/bookings`, {
    cookie,
    form: formOf(school.id, { ...ann, 'name-1': 'Bo Price', 'meant-1': 'new', ...jo }),
  })
  expect(await rows('SELECT channel, askedBy FROM Booking WHERE eventId = ?1 ORDER BY id', event.id)).toEqual([
    { channel: 'organiser', askedBy: 'by telephone' },
    { channel: 'school', askedBy: '' },
  ])
  const contact = await aContact()
  await request(`/events/${event.code}/bookings`, {
    cookie: contact.cookie,
    form: formOf(contact.school.id, { ...ann, 'name-1': 'Cai Rees', channel: 'organiser', ...jo }),
  })
  expect(await rows('SELECT channel, askedBy FROM Booking WHERE schoolId = ?1', contact.school.id)).toEqual([
    { channel: 'school', askedBy: '' },
  ])
})

it('One person cannot be booked twice for one event, by whatever school, form or spelling of the same name at the same address; the page says who it is', async () => {
  const event = await anEvent({ ...inTime, placesPerSchool: 5 })
  const one = await aContact()
  const two = await aContact()
  await request(`/events/${event.code}/bookings`, { cookie: one.cookie, form: formOf(one.school.id, ann) })
  const form = formOf(two.school.id, {
    rows: '2',
    'name-1': 'Bo Price',
    'email-1': 'bo@example.sch.uk',
    'role-1': 'head',
    'name-2': 'ANN lee',
    'email-2': 'ann@example.sch.uk',
    'role-2': 'dsl',
  })
  const text = await htmlOf(request(`/events/${event.code}/bookings`, { cookie: two.cookie, form }), 409)
  expect(text).toContain('<a href="#name-2">ANN lee already has a place at this event')
  expect(await placesOf(event.id)).toHaveLength(1)
})

it('the form takes as many round trips for a school with one person as for one with many', async () => {
  const trips: number[] = []
  for (const people of [1, 12]) {
    const earlier = await anEvent({ ...inTime, placesPerSchool: 20 })
    const event = await anEvent({ ...inTime, placesPerSchool: 20 })
    const { school, cookie } = await aContact()
    const rowsOf = Array.from({ length: people }, (_, n) => ({
      [`name-${n + 1}`]: `Ann Lee ${'abcdefghijkl'[n]}`,
      [`email-${n + 1}`]: `ann${n}@${school.urn}.example`,
      [`role-${n + 1}`]: 'dsl',
    }))
    await request(`/events/${earlier.code}/bookings`, {
      cookie,
      form: formOf(school.id, Object.assign({ rows: String(people) }, ...rowsOf)),
    })
    const counted = counting()
    const page = await (await request(`/events/${event.code}/book`, { cookie, bindings: { DB: counted.db } })).text()
    expect(page.match(/name="pick"/g)).toHaveLength(people)
    trips.push(counted.trips())
  }
  expect(trips[0]).toBe(trips[1])
})

it('forty people are pasted at once, and each job title that is no role we know is put right for all who have it by one press', async () => {
  const event = await anEvent({ ...inTime, capacity: 100, placesPerSchool: null })
  const { cookie } = await aContact()
  const titles = ['Head', 'Lunchtime supervisor', 'Caretaker', 'DSL']
  const people = Array.from(
    { length: 40 },
    (_, n) => `Person ${'abcdefghij'[n % 10]}${'klmn'[n % 4]}${'opqrs'[n % 5]}, p${n}@example.sch.uk, ${titles[n % 4]}`,
  )
  const page = aBrowser({ cookie })
  await page.goto(`/events/${event.code}/book`)
  page.unfold('Paste people from a spreadsheet')
  page.fill('A line for each person', people.join('\n'))
  await page.press('Fill in the people pasted')
  expect(page.text).toContain('Caretaker (10 people)')
  page.choose('Lunchtime supervisor (10 people)', 'Pastoral or attendance lead')
  await page.press('Use these roles')
  expect([page.text.includes('Lunchtime supervisor'), page.text.includes('Caretaker (10 people)')]).toEqual([false, true])
  await page.press('Book these places')
  expect(await rows('SELECT roleId, COUNT(*) AS n FROM Place WHERE eventId = ?1 GROUP BY roleId ORDER BY roleId', event.id)).toEqual(
    ['dsl', 'head', 'other', 'pastoral'].map((roleId) => ({ roleId, n: 10 })),
  )
})
