import { expect, it } from 'vitest'
import { instant } from '#base/dates.ts'
import { readNow } from '#base/db/read.ts'
import { ownRecord, selectOwnSchools } from '#schools/schools/record-store.ts'
import { anAccount, anEvent, aSchool, counting, request, run, tick } from '#test/support/factories.ts'
import { add } from '#test/support/rows.ts'
import { aDelegate, aSuccession } from '#test/support/school-facts.ts'

it('a contact sees the bookings and attendance of the own school, coming and past', async () => {
  const school = await aSchool({ name: 'Own School' })
  const past = await anEvent({ title: 'Past conference', startsAt: '2026-03-12T08:30:00.000Z', endsAt: '2026-03-12T15:00:00.000Z' })
  const coming = await anEvent({ title: 'Coming conference', startsAt: '2099-03-12T08:30:00.000Z', endsAt: '2099-03-12T15:00:00.000Z' })
  await aDelegate(past, school.id, { name: 'Siân Ŵyn ap Llŷr', markType: 'attended' })
  const booked = await aDelegate(coming, school.id, { name: 'Beth Coming' })
  const { cookie } = await anAccount({ schoolIds: [school.id] })
  const mine = await (await request('/school', { cookie })).text()
  expect(mine).toContain(`/school/${school.id}`)
  expect(mine).toContain('Coming conference')
  const html = await (await request(`/school/${school.id}/bookings`, { cookie })).text()
  const upcomingAt = html.indexOf('Coming up')
  const pastAt = html.indexOf('Booked and attended before')
  expect(html.indexOf('Coming conference')).toBeGreaterThan(upcomingAt)
  expect(html.indexOf('Coming conference')).toBeLessThan(pastAt)
  expect(html.indexOf('Past conference')).toBeGreaterThan(pastAt)
  for (const text of ['Siân Ŵyn ap Llŷr', 'Attended', 'Beth Coming', `/bookings/${booked.reference}`, 'href="/events"'])
    expect(html).toContain(text)
})

it('a contact of one school sees nothing of another, nor does an organiser without a claim', async () => {
  const a = await aSchool({ name: 'School A' })
  const b = await aSchool({ name: 'School B' })
  await aDelegate(await anEvent({ title: 'Secret of B' }), b.id, { name: 'Person of B', markType: 'attended', represents: [a.id] })
  const { cookie } = await anAccount({ schoolIds: [a.id] })
  for (const page of ['', '/bookings']) expect((await request(`/school/${b.id}${page}`, { cookie })).status).toBe(404)
  const html = await (await request(`/school/${a.id}/bookings`, { cookie })).text()
  expect(html).not.toContain('Person of B')
  expect(html).toContain('Represented by someone from School B')
  expect(await (await request('/school', { cookie })).text()).not.toContain('School B')
  expect((await request(`/school/${a.id}`, { cookie: (await anAccount({ roles: ['organiser'] })).cookie })).status).toBe(404)
  expect((await request(`/school/${a.id}`)).headers.get('location')).toBe(`/sign-in?next=%2Fschool%2F${a.id}`)
})

it('what a predecessor attended counts, without naming its people', async () => {
  const school = await aSchool({ name: 'Successor' })
  const before = await aSchool({ name: 'Predecessor', statusCode: '2' })
  await aSuccession(before, school, 'merger')
  await aDelegate(await anEvent({ title: 'Before the merger' }), before.id, { name: 'Person of before', markType: 'attended' })
  const { cookie } = await anAccount({ schoolIds: [school.id] })
  const html = await (await request(`/school/${school.id}/bookings`, { cookie })).text()
  expect(html).toContain('Before the merger')
  expect(html).toContain('As Predecessor')
  expect(html).not.toContain('Person of before')
})

it('a claim that waits, was refused or has ended shows nothing of the school', async () => {
  const school = await aSchool({ name: 'Waited For' })
  for (const [state, decidedAt] of [
    ['requested', null],
    ['refused', instant(tick())],
    ['ended', instant(tick())],
  ] as const) {
    const { cookie, accountId } = await anAccount()
    await add('Claim', { accountId, schoolId: school.id, state, evidence: 'self_asserted', requestedAt: instant(tick()), decidedAt })
    expect((await request(`/school/${school.id}`, { cookie })).status).toBe(404)
    const html = await (await request('/school', { cookie })).text()
    expect(html).toContain('/school/claims/new')
    expect(html.includes('Nobody has confirmed yet')).toBe(state === 'requested')
  }
})

it('the own pages take one round trip at one row and at three', async () => {
  for (const n of [1, 3]) {
    const schools = await Promise.all(Array.from({ length: n }, () => aSchool()))
    const { accountId } = await anAccount({ schoolIds: schools.map((school) => school.id) })
    const first = schools[0]?.id ?? ''
    const event = await anEvent({ placesPerSchool: null })
    for (const _ of schools) await aDelegate(event, first, { markType: 'attended' })
    const counted = counting()
    expect((await readNow(counted.db, selectOwnSchools(counted.db, accountId))).schools).toHaveLength(n)
    expect((await ownRecord(counted.db, first, accountId))?.lines).toHaveLength(n)
    expect(counted.trips()).toBe(2)
  }
})

it('a link from before the school changed its URN leads its contact, and nobody else, to the school as it is', async () => {
  const now = await aSchool()
  const before = await aSchool({ statusCode: '2' })
  const { cookie } = await anAccount({ schoolIds: [before.id] })
  await run('UPDATE School SET rootId = ?1 WHERE id = ?2', now.id, before.id)
  const led = await request(`/school/${before.id}`, { cookie })
  expect([led.status, led.headers.get('location')]).toEqual([302, `/school/${now.id}`])
  expect((await request(`/school/${now.id}`, { cookie })).status).toBe(200)
  expect((await request(`/school/${before.id}`, { cookie: (await anAccount()).cookie })).status).toBe(404)
})
