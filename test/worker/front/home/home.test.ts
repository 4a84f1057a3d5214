// A school's first page.

import { expect, it } from 'vitest'
import { newId } from '#base/id.ts'
import { noApprover } from '#test/support/claims.ts'
import { anAccount, anEvent, aSchool, counting, db, leadsTo, request, run, tick } from '#test/support/factories.ts'
import { textOf } from '#test/support/plain.ts'
import { add, insert } from '#test/support/rows.ts'
import { aDelegate, aSuccession } from '#test/support/school-facts.ts'
import { aHolder, aReturn, inRole } from '#test/worker/returns/filling/world.ts'
import { aRole } from '../../attendance/requirements/world.ts'

const future = { startsAt: '2099-03-12T08:30:00.000Z', endsAt: '2099-03-12T15:00:00.000Z' }
const words = async (path: string, cookie: string) => await textOf(request(path, { cookie }))
const between = (text: string, from: string, to: string) => text.slice(text.indexOf(from), text.indexOf(to))
const needs = (text: string) => between(text, 'To do', 'Booked next')
const nextOf = (text: string) => between(text, 'Booked next', 'Our training')

// “Somebody who acts for one school begins at its page; somebody who acts for several chooses,
// and finds one by name, town or URN.”
it('whoever acts for one school begins at its page; whoever acts for several chooses and finds one of many', async () => {
  const one = await aSchool({ name: 'Only Primary School' })
  const { cookie } = await anAccount({ schoolIds: [one.id] })
  expect(await words('/school', cookie)).toContain('To do')
  expect(await words(`/school/${one.id}`, cookie)).toContain('Only Primary School')
  const many = await Promise.all(
    Array.from({ length: 10 }, (_, n) => aSchool({ name: `School of many ${n}`, town: n === 4 ? 'Kington' : 'Ross' })),
  )
  const several = await anAccount({ schoolIds: many.map(({ id }) => id) })
  const list = await words('/school', several.cookie)
  expect([list.includes('Booked next'), list.includes('Find one of your schools')]).toEqual([false, true])
  expect(list).toMatch(
    /My schools 10 to do 0 places booked Nothing owed Book places .*To do Owed School of many 0 Ross .*1 to do of School of many 0 Training: All staff/,
  )
  const ofFourth = `/school/${many[4]?.id}/roles"`
  const page = async () => (await request('/school', { cookie: several.cookie })).text()
  expect((await page()).includes(ofFourth)).toBe(true)
  await noApprover('schoolId = ?1', many[4]?.id ?? '')
  expect((await page()).includes(ofFourth)).toBe(false)
  const found = await words('/school?q=kington', several.cookie)
  expect([found.includes('School of many 4'), found.includes('School of many 5')]).toEqual([true, false])
  expect(await words('/school?q=nowhere', several.cookie)).toContain('None of your 10 schools matches “nowhere”')
})

it('somebody new, or whose claim waits, is told so and sees nothing of the school', async () => {
  const fresh = await anAccount()
  expect(await words('/school', fresh.cookie)).toContain('You cannot book for a school yet.')
  const school = await aSchool({ name: 'Asked For' })
  const asks = await anAccount()
  await add('Claim', { accountId: asks.accountId, schoolId: school.id, state: 'requested', evidence: 'self_asserted' })
  expect(await words('/school', asks.cookie)).toContain('Nobody has confirmed yet that you can book for it.')
  expect(await leadsTo(request('/', { cookie: asks.cookie }))).toBe('/school')
  expect((await request(`/school/${school.id}`, { cookie: asks.cookie })).status).toBe(404)
})

it('of several, a nursery is told how its own lead stands', async () => {
  const nursery = { id: newId(tick()) }
  await add('School', { id: nursery.id, rootId: nursery.id, outsideKind: 'nursery', name: 'Little Oaks' })
  const school = await aSchool({ name: 'Oak Primary' })
  const { cookie } = await anAccount({ schoolIds: [nursery.id, school.id] })
  await run(`DELETE FROM SchoolStanding WHERE rootId IN (?1, ?2)`, nursery.id, school.id)
  await add('SchoolStanding', {
    rootId: nursery.id,
    requirementId: 'setting_lead',
    state: 'in_date',
    shown: 'in_date',
    shownDay: '2099-03-03',
  })
  expect(await words('/school', cookie)).toContain('Little Oaks In date until 3 March 2099')
})

// “Whoever has such a role and does not act for the school finds its returns under My schools,
// as well as by the link of a message.”
it('a governor finds the return to sign under My schools', async () => {
  const { school, at } = await aReturn({}, await aSchool({ name: 'Governed School' }))
  const governor = await aHolder(school.id, 'link_governor', 'Gwen Governor')
  const html = await (await request('/school', { cookie: governor.cookie })).text()
  expect(html).toContain(`href="/school/${school.id}/returns"`)
  expect(await words(`/school/${school.id}/returns`, governor.cookie)).toContain('Safeguarding return 2026 to 2027')
  expect(await words(at, governor.cookie)).toContain('You read this as one of those who govern the school')
  const own = await aSchool()
  const both = await anAccount({ schoolIds: [own.id] })
  await inRole(both.personId, school.id, 'chair')
  expect(await words('/school', both.cookie)).toContain('Safeguarding audits of Governed School')
  const office = await anAccount({ schoolIds: [school.id] })
  expect(await words('/school', office.cookie)).not.toContain('By your role')
  await run(`UPDATE RoleAtSchool SET supersededAt = ?2 WHERE personId = ?1`, governor.personId, tick().toISOString())
  expect(await words('/school', governor.cookie)).not.toContain('Governed School')
})

// “The page shows what waits for the school with its day and one link each, soonest first.”
// “What only somebody who may vouch for colleagues can do is shown to nobody else.”
it('what waits stands first, soonest first, each with its day and a link; what only an approver can do is theirs alone', async () => {
  const school = await aSchool()
  const approver = await anAccount({ schoolIds: [school.id] })
  const office = await anAccount({ schoolIds: [school.id] })
  await noApprover('accountId = ?1', office.accountId)
  const { accountId } = await anAccount()
  await add('Claim', { accountId, schoolId: school.id, state: 'requested', evidence: 'self_asserted' })
  const [far, near] = [
    await anEvent({ ...future, title: 'Far conference' }),
    await anEvent({ title: 'Near conference', startsAt: '2098-03-12T08:30:00.000Z', endsAt: '2098-03-12T15:00:00.000Z' }),
  ]
  const references: string[] = []
  for (const event of [far, near]) {
    const { bookingId, reference } = await aDelegate(event, school.id)
    await add('Place', { bookingId, eventId: event.id, schoolId: school.id, state: 'confirmed' })
    references.push(reference)
  }
  const html = await (await request(`/school/${school.id}`, { cookie: office.cookie })).text()
  expect(html.indexOf('Say who comes to “Near conference”')).toBeLessThan(html.indexOf('Say who comes to “Far conference”'))
  for (const reference of references) expect(html).toContain(`href="/bookings/${reference}/names"`)
  expect(needs(await words(`/school/${school.id}`, office.cookie))).toContain('Due by Wednesday 11 March 2099')
  const asked = 'Say whether 1 person may book for your school'
  expect([html.includes(asked), (await words(`/school/${school.id}`, approver.cookie)).includes(asked)]).toEqual([false, true])
})

// “The next event is the next at which a place is certain; where none is, the page says that
// none is certain yet.”
it('the next event is told as its places stand: certain, offered, waiting, called off and over', async () => {
  const school = await aSchool()
  const { cookie } = await anAccount({ schoolIds: [school.id] })
  const page = async () => nextOf(await words(`/school/${school.id}`, cookie))
  expect(await page()).toContain('Your school has no places at coming events.')
  const waited = await anEvent({ title: 'Waited for', startsAt: '2097-03-12T08:30:00.000Z', endsAt: '2097-03-12T15:00:00.000Z' })
  const waiting = await aDelegate(waited, school.id, { name: 'Beth Jones' })
  await run(`UPDATE Place SET state = 'held', heldUntil = stateAt, waitsFor = 'list' WHERE id = ?1`, waiting.placeId)
  expect(await page()).toContain('None of these places is certain yet.')
  expect(await page()).toContain('1 waiting for a place: Beth Jones')
  await run(`UPDATE Place SET heldUntil = '2097-03-02T17:00:00.000Z' WHERE id = ?1`, waiting.placeId)
  expect(await page()).toContain('1 offered until Saturday 2 March 2097, 5pm: Beth Jones')
  const certain = await anEvent({ ...future, title: 'Certain one' })
  await aDelegate(certain, school.id, { name: 'Siân Lewis' })
  const both = await page()
  expect(both).toContain('Certain one')
  expect(both).toContain('1 booked: Siân Lewis')
  expect(both).toContain('One more booking of coming events')
  expect(both).not.toContain('None of these places is certain yet.')
  await run(`UPDATE Event SET state = 'cancelled', cancelledAt = ?2 WHERE id = ?1`, certain.id, tick().toISOString())
  expect(await page()).not.toContain('Certain one')
  await aDelegate(await anEvent({ title: 'Over long ago' }), school.id)
  expect(await page()).not.toContain('Over long ago')
})

it('how the school stands is a line a person, where they are furthest behind, with the next date; nothing owed is said', async () => {
  const school = await aSchool()
  const { cookie } = await anAccount({ schoolIds: [school.id] })
  const { personId } = await aDelegate(await anEvent(), school.id, { name: 'Siân Lewis' })
  await aRole(personId, school)
  const next = await anEvent({ ...future, title: 'Lead training', topicId: 'designated-lead' })
  const html = await (await request(`/school/${school.id}`, { cookie })).text()
  expect(html).toContain(`/events/${next.code}/book?school=${school.id}`)
  const text = await words(`/school/${school.id}`, cookie)
  expect(between(text, 'Our training', 'People and roles')).toContain(
    'Siân Lewis , Designated safeguarding lead No training on our record Designated lead: training every two years, and 2 more Book 12 March 2099',
  )
  expect(text.match(/Siân Lewis ,/g)).toHaveLength(1)
  const namesake = await aDelegate(await anEvent(), school.id, { name: 'Siân Lewis' })
  await aRole(namesake.personId, school)
  expect((await words(`/school/${school.id}`, cookie)).match(/Siân Lewis ,/g)).toHaveLength(2)
  expect(text).toContain('Nothing is owed for your school’s bookings.')
  expect(text).not.toMatch(/untrained|compliant/i)
})

// “How many other schools of the phase are in date is said only of ten or more, with enough on
// either side.”
it('other schools of the phase are told of in numbers, and not at all when they are few or nearly all alike', async () => {
  const phase = 'Middle deemed primary'
  const school = await aSchool({ phase })
  const { personId } = await aDelegate(await anEvent(), school.id)
  await aRole(personId, school)
  const { cookie } = await anAccount({ schoolIds: [school.id] })
  const others = await Promise.all(Array.from({ length: 11 }, (_, n) => aSchool({ phase, name: `Other ${n}` })))
  await aSchool({ phase: 'Secondary' })
  const keep = (n: number, inDate: number) =>
    db.batch([
      db.prepare('DELETE FROM SchoolStanding'),
      ...others.slice(0, n).map(({ id }, index) =>
        insert('SchoolStanding', {
          rootId: id,
          requirementId: 'lead',
          state: index < inDate ? 'in_date' : 'no_record',
          shown: index < inDate ? 'in_date' : 'no_record',
        }),
      ),
    ])
  const told = async () =>
    /Designated lead: training every two years: in date \d+ · overdue, [^=]+ \d+ = \d+ schools/.exec(
      await words(`/school/${school.id}`, cookie),
    )?.[0]
  await keep(11, 6)
  expect(await told()).toBe(
    'Designated lead: training every two years: in date 6 · overdue, no training on our record, post vacant or not told 5 = 11 schools',
  )
  expect(await words(`/school/${school.id}`, cookie)).not.toContain('Other 0')
  await keep(9, 4)
  expect(await told()).toBeUndefined()
  await keep(11, 8)
  expect(await told()).toBeUndefined()
  await keep(11, 3)
  expect(await told()).toBeUndefined()
  await keep(11, 11)
  expect(await told()).toBeUndefined()
})

// “Whoever acts for the trust of the school too, its only one or one of many, has the trust’s
// page one link away.”
it('whoever acts for a trust of one school has its page one link away, and whoever acts for the school alone has not', async () => {
  const school = await aSchool({ trustUid: '7001', trustName: 'Single Trust' })
  const { cookie, accountId } = await anAccount()
  await add('TrustClaim', {
    id: 'single',
    accountId,
    trustUid: '7001',
    state: 'approved',
    evidence: 'organiser',
    decidedAt: tick().toISOString(),
  })
  const alone = await anAccount({ schoolIds: [school.id] })
  const home = async (of: string) => (await request('/school', { cookie: of })).text()
  expect([(await home(cookie)).includes('href="/trusts/7001"'), (await home(alone.cookie)).includes('href="/trusts/7001"')]).toEqual([
    true,
    false,
  ])
})

// “Bookings, and who came, stand on a page of their own.”
it('what stood at this address before is one link away, and an old address leads to the school as it is', async () => {
  const school = await aSchool()
  const before = await aSchool({ statusCode: '2' })
  await aSuccession(before, school, 'one_to_one')
  const { cookie } = await anAccount({ schoolIds: [school.id] })
  const html = await (await request(`/school/${school.id}`, { cookie })).text()
  for (const path of ['bookings', 'requirements', 'record', 'agreements', 'money', 'people', 'roles', 'staff'])
    expect(html).toContain(`href="/school/${school.id}/${path}"`)
  expect(html).toContain('href="/events"')
  expect((await request(`/school/${school.id}/bookings`, { cookie })).status).toBe(200)
  await run('UPDATE School SET rootId = ?1 WHERE id = ?2', school.id, before.id)
  const led = await request(`/school/${before.id}`, { cookie })
  expect([led.status, led.headers.get('location')]).toEqual([302, `/school/${school.id}`])
})

it('the page takes one trip more than finding out who asks, however much there is', async () => {
  const trips: number[] = []
  for (const n of [1, 4]) {
    const school = await aSchool()
    const { cookie } = await anAccount({ schoolIds: [school.id] })
    for (let index = 0; index < n; index += 1) await aDelegate(await anEvent({ ...future, placesPerSchool: null }), school.id)
    const counted = counting()
    await request('/account', { cookie, bindings: { DB: counted.db } })
    const before = counted.trips()
    await request(`/school/${school.id}`, { cookie, bindings: { DB: counted.db } })
    trips.push(counted.trips() - before)
  }
  expect(trips).toEqual([2, 2])
})
