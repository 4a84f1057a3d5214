// Whoever names somebody is asked whom they mean, by the same question wherever that is. Rules: docs/rules/people.md.

import { expect, it } from 'vitest'
import { instant } from '#base/dates.ts'
import { newId } from '#base/id.ts'
import { placeBooking } from '#booking/placing/place-booking.ts'
import { keepApart } from '#people/people/answer-pair.ts'
import { pairOf } from '#people/people/spelling.ts'
import { anAccount, anAct, anEvent, aSchool, request, rows, tick } from '#test/support/factories.ts'
import { textOf } from '#test/support/plain.ts'
import { add } from '#test/support/rows.ts'
import { ahead, booked, check, filled, press } from '#test/worker/front/trusts/forms.ts'
import { aTrust } from '#test/worker/front/trusts/world.ts'
import { aRole } from '#test/worker/people/roles/world.ts'

/** Somebody whom a school has confirmed in a role. */
const aHolder = async (schoolId: string, name: string, email: string | null = null, roleId = 'dsl'): Promise<string> => {
  const id = newId(tick())
  await add('Person', { id, name, email })
  await aRole({ personId: id, schoolId, roleId }, (await anAccount()).accountId)
  return id
}

const called = (like: string) =>
  rows<{ id: string; name: string; email: string | null }>(
    `SELECT p.id, p.name, p.email FROM Person p WHERE p.name LIKE ?1 AND NOT EXISTS (SELECT 1 FROM PersonMerge g WHERE g.mergedId = p.id) ORDER BY p.rowid`,
    like,
  )
const count = async (table: string) => (await rows<{ n: number }>(`SELECT COUNT(*) AS n FROM ${table}`))[0]?.n

// “Whoever books, also for many schools of a trust, names people later, joins a waiting list for a school or answers for those who are proposed is asked by the same question, and so is an organiser about whoever telephones.”
it('whoever telephones is asked about like those who come: once, before anything is kept, also where they come themselves', async () => {
  const organiser = await anAccount({ roles: ['organiser'] })
  const school = await aSchool({ name: 'Tansley Fold' })
  const jonathan = await aHolder(school.id, 'Jonathan Smith', 'j.smith@tansley.example')
  const event = await anEvent({ ...ahead, placesPerSchool: 9 })
  const jon = { who: 'new', contactName: 'Jon Smith', contactEmail: 'j.smith@tansley.example' }
  const comes = { rows: '1', 'name-1': 'Jon Smith', 'email-1': 'j.smith@tansley.example', 'role-1': 'dsl' }
  const form = { school: school.id, formId: crypto.randomUUID(), ...comes, ...jon }
  const send = (path: string, more: Record<string, string>) =>
    request(`/events/${event.code}/${path}`, { cookie: organiser.cookie, form: { ...form, ...more } })
  const asks = 'Is this the Jonathan Smith who is the school’s designated safeguarding lead?'
  const seen = await textOf(send('book', { action: 'check' }))
  expect(seen.split('Is this the')).toHaveLength(2)
  expect(seen).toContain(asks)
  const kept = [await count('Person'), await count('Booking'), await count('Account')]
  expect(await textOf(send('bookings', {}), 409)).toMatch(/Choose who Jon Smith is.*Is this the Jonathan Smith/s)
  expect([await count('Person'), await count('Booking'), await count('Account')]).toEqual(kept)
  expect((await send('bookings', { 'meant-asker': jonathan })).status).toBe(303)
  expect(
    await rows(
      'SELECT b.bookerPersonId AS asker, p.personId AS comes FROM Booking b JOIN Place p ON p.bookingId = b.id WHERE b.eventId = ?1',
      event.id,
    ),
  ).toEqual([{ asker: jonathan, comes: jonathan }])
  // The answer holds from then on.
  expect(await textOf(send('book', { action: 'check' }))).not.toContain('Is this the')
})

it('somebody who telephones from the address of a colleague is another person when that is said, and is asked about on joining a waiting list too', async () => {
  const organiser = await anAccount({ roles: ['organiser'] })
  const school = await aSchool({ name: 'Tansley Fold' })
  const dea = await aHolder(school.id, 'Siobhán O’Dea', 'dea@tansley.example')
  const event = await anEvent({ ...ahead, capacity: 1, placesPerSchool: 9 })
  await request(`/events/${event.code}/bookings`, {
    cookie: organiser.cookie,
    form: {
      school: (await aSchool()).id,
      formId: crypto.randomUUID(),
      who: 'new',
      contactName: 'Ann Lee',
      contactTelephone: '01632 960100',
      places: '1',
      naming: 'later',
    },
  })
  const form = {
    school: school.id,
    formId: crypto.randomUUID(),
    places: '1',
    who: 'new',
    contactName: 'Bo Price',
    contactEmail: 'dea@tansley.example',
  }
  const join = (more: Record<string, string> = {}) =>
    request(`/events/${event.code}/wait`, { cookie: organiser.cookie, form: { ...form, ...more } })
  const asked = await join()
  expect(asked.status).toBe(409)
  expect(await textOf(asked)).toMatch(
    /Who is this\? We know the address dea@tansley\.example as that of somebody else.*Siobhán O’Dea, designated safeguarding lead.*Bo Price, who also reads this mailbox/s,
  )
  expect(await called('Bo Price')).toEqual([])
  expect((await join({ 'meant-asker': 'new' })).status).toBe(303)
  const [bo, ...more] = await called('Bo Price')
  expect([bo?.email, more]).toEqual(['dea@tansley.example', []])
  expect(await rows('SELECT isOne FROM PersonPair WHERE oneId IN (?1, ?2) AND otherId IN (?1, ?2)', dea, bo?.id)).toEqual([{ isOne: 0 }])
})

it('a trust that books for many schools is asked of each school whom it means, before anything is kept for any of them', async () => {
  const trust = await aTrust(['Ash', 'Birch'])
  const [ash, birch] = trust.schools
  const dilys = await aHolder(ash?.id ?? '', 'Dilys Llewellyn')
  const other = await aHolder(birch?.id ?? '', 'Dilys Llewellyn', 'dilys@birch.example')
  const event = await anEvent({ ...ahead, placesPerSchool: 9 })
  const form = await filled(
    trust,
    event,
    { Ash: '2', Birch: '1' },
    { Ash: 'Dilys Llewellyn, dilys@ash.example, DSL\nCai Rees, cai@ash.example, DSL', Birch: 'Dilys Llewellyn, dilys@birch.example, DSL' },
  )
  const seen = await check(trust, event, form)
  expect(seen.page.split('Is this the')).toHaveLength(2)
  expect(seen.page).toContain('Is this the Dilys Llewellyn who is Ash’s designated safeguarding lead?')
  const unsaid = await press(trust, event, seen.form)
  expect([unsaid.status, unsaid.page.includes('Choose who Dilys Llewellyn is')]).toEqual([409, true])
  expect([await booked(event), await called('Cai Rees')]).toEqual([[], []])
  const answered = { ...seen.form, [/name="(meant-[\d-]+)"/.exec(seen.html)?.[1] ?? '']: dilys }
  expect((await press(trust, event, answered)).status).toBe(303)
  expect((await press(trust, event, answered)).status).toBe(303)
  expect(
    await rows(
      'SELECT s.name, p.personId FROM Place p JOIN School s ON s.id = p.schoolId JOIN Person n ON n.id = p.personId WHERE p.eventId = ?1 AND n.name LIKE ?2 ORDER BY s.name',
      event.id,
      'Dilys%',
    ),
  ).toEqual([
    { name: 'Ash', personId: dilys },
    { name: 'Birch', personId: other },
  ])
  expect(await called('Dilys Llewellyn')).toEqual([
    { id: dilys, name: 'Dilys Llewellyn', email: 'dilys@ash.example' },
    { id: other, name: 'Dilys Llewellyn', email: 'dilys@birch.example' },
  ])
})

it('an answer for all who are proposed that names somebody else is asked about once, and keeps nothing until it is said', async () => {
  const school = await aSchool({ name: 'Tansley Fold' })
  const approver = await anAccount({ schoolIds: [school.id] })
  const officer = await anAccount({ roles: ['officer'] })
  const gwenllian = await aHolder(school.id, 'Gwenllian Maddox', null, 'governor')
  const of = async (roleId: string, name: string) => {
    const [person] = [newId(tick())]
    await add('Person', { id: person, name })
    return aRole({ personId: person, schoolId: school.id, roleId })
  }
  const [lead, chair] = [await of('dsl', 'Wyn Wrong'), await of('chair', 'Cai Wrong')]
  const page = `/school/${school.id}/roles`
  const html = await (await request(page, { cookie: approver.cookie })).text()
  const hidden = (name: string) => new RegExp(`name="${name}" value="([^"]*)"`).exec(html)?.[1] ?? ''
  const named = (id: string) => ({
    [`answer-${id}`]: 'other',
    [`name-${id}`]: 'Gwenllian Maddox',
    [`email-${id}`]: 'gwenllian@tansley.example',
  })
  const form = { id: hidden('id'), seen: hidden('seen'), ...named(lead), ...named(chair) }
  const asked = await request(page, { cookie: approver.cookie, form })
  const text = await textOf(asked)
  expect([asked.status, text.split('Is this the Gwenllian Maddox who is your governor or trustee?').length]).toEqual([422, 2])
  expect(text).toContain('Choose who Gwenllian Maddox is')
  expect(await called('Gwenllian%')).toEqual([{ id: gwenllian, name: 'Gwenllian Maddox', email: null }])
  // An officer, who is of no school, reads of the school.
  const councils = await request(`/organiser/schools/${school.id}/roles`, { cookie: officer.cookie, form })
  expect(await textOf(councils)).toContain('Is this the Gwenllian Maddox who is the school’s governor or trustee?')
  expect((await request(page, { cookie: approver.cookie, form: { ...form, [`meant-${lead}`]: gwenllian } })).status).toBe(303)
  expect(await called('Gwenllian%')).toEqual([{ id: gwenllian, name: 'Gwenllian Maddox', email: 'gwenllian@tansley.example' }])
  expect(
    await rows(
      `SELECT roleId FROM RoleAtSchool WHERE personId = ?1 AND confirmedAt IS NOT NULL AND supersededAt IS NULL ORDER BY roleId`,
      gwenllian,
    ),
  ).toEqual([{ roleId: 'chair' }, { roleId: 'dsl' }, { roleId: 'governor' }])
})

// “Where nobody can be asked, as at a door and where a request is granted, whoever is not clear gets a new record, which the lists of likely duplicates of the council and of the school show.”
it('whoever is named in a request that is granted, and may be somebody known, is new and heads the lists of likely duplicates', async () => {
  const organiser = await anAccount({ roles: ['organiser'] })
  const school = await aSchool({ name: 'Tansley Fold' })
  const approver = await anAccount({ schoolIds: [school.id] })
  const dea = await aHolder(school.id, 'Siobhán O’Dea', 'o.dea@tansley.example')
  const event = await anEvent({ ...ahead, placesPerSchool: 9 })
  const asker = await anAccount({ schoolIds: [school.id], name: 'Cai Newcomer' })
  const delegates = [{ name: 'Bethan Price', email: 'o.dea@tansley.example', roleId: 'dsl', represents: [] }]
  const granted = await placeBooking(
    anAct(),
    { code: event.code, schoolId: school.id, formId: crypto.randomUUID(), delegates },
    {
      requested: {
        accountId: asker.accountId,
        personId: undefined,
        name: 'Cai Newcomer',
        email: asker.email,
        requestedAt: instant(tick()),
      },
    },
  )
  expect(granted.ok).toBe(true)
  const [bethan] = await called('Bethan Price')
  const [one, other] = pairOf(dea, bethan?.id ?? '')
  expect(await rows('SELECT why FROM LikelyPair WHERE oneId = ?1 AND otherId = ?2', one, other)).toEqual([{ why: 'not_asked' }])
  const council = await (await request('/organiser/people', { cookie: organiser.cookie })).text()
  expect(council).toContain(`/organiser/people/compare?one=${one}&amp;other=${other}`)
  expect(council).toContain('Named where nobody could be asked')
  expect(await textOf(request(`/school/${school.id}/staff/pairs`, { cookie: approver.cookie }))).toMatch(
    /(Siobhán O’Dea and Bethan Price|Bethan Price and Siobhán O’Dea)/,
  )
  await keepApart(anAct({ actor: organiser.actor }), one, other)
  expect(await rows('SELECT why FROM LikelyPair WHERE oneId = ?1 AND otherId = ?2', one, other)).toEqual([])
})
