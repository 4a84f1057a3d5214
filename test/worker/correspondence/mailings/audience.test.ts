// To whom a mailing goes: people of an event, and schools by the coverage report's own definition.
import { expect, it } from 'vitest'
import { readReport } from '#attendance/coverage/store.ts'
import { newId } from '#base/id.ts'
import type { Who } from '#correspondence/mailings/audience.ts'
import { readSet } from '#correspondence/mailings/audience-store.ts'
import { chosenPeople } from '#correspondence/mailings/people.ts'
import { prepareMailing } from '#correspondence/mailings/start-mailing.ts'
import { anAccount, anAct, anEvent, aSchool, db, run, tick, tripsOf } from '#test/support/factories.ts'
import { insertLike } from '#test/support/rows.ts'
import { aMark, anArea, anEarlierRecord, aPlace, aWalkIn, cameTo, firstSession, onDay } from '#test/worker/attendance/coverage/world.ts'
import { aContact, aDraft, hasSaid, hasTrouble, toSchools } from './world.ts'

const statutory = { nature: 'statutory' as const, topicId: undefined }

const emailsOf = async (act: ReturnType<typeof anAct>, audience: Parameters<typeof readSet>[1]) => {
  const set = await readSet(act, audience)
  return chosenPeople(set.units, statutory, set.every).recipients.map((one) => one.email)
}

it('“Schools that came or never did are those of the coverage report, counted the same way.”', async () => {
  const area = anArea()
  const act = anAct({ laCodes: [area] })
  const event = await onDay('2026-06-12')
  const other = await anEvent({ topicId: 'prevent', startsAt: '2026-05-12T08:30:00.000Z', endsAt: '2026-05-12T15:00:00.000Z' })
  const kinds = ['primary', 'secondary', 'special'] as const
  const schools = await Promise.all(Array.from({ length: 18 }, (_, at) => aSchool({ laCode: area, kind: kinds[at % 3] ?? 'primary' })))
  for (const [at, school] of schools.entries()) {
    await aContact(school, { email: `dsl.${school.urn}@example.sch.uk` })
    if (at % 4 === 0) await cameTo(event, school)
    if (at % 4 === 1) await cameTo(other, school)
    if (at === 2) await anEarlierRecord(school, '2020-03-03')
  }
  // Closed, and of another area: neither counted nor written to.
  await aSchool({ laCode: area, statusCode: '2', closesOn: '2020-01-01' })
  await aSchool({ laCode: anArea() })
  const question = {
    laCodes: [area],
    on: '2026-12-31',
    from: '2025-01-01',
    to: '2026-12-31',
    topic: { id: 'child-on-child-abuse', label: '' },
    event: undefined,
  }
  const { whole, tables } = await readReport(db, question, ['kind'])
  const topic = 'child-on-child-abuse'
  const count = async (more: Parameters<typeof toSchools>[0]) => (await readSet(act, toSchools({ topic, ...more }))).units.length
  expect([await count({ answer: 'all' }), await count({ answer: 'took-part' })]).toEqual([whole.open, whole.tookPart])
  expect(await count({ answer: 'did-not' })).toBe(whole.open - whole.tookPart)
  expect(await count({ answer: 'never' })).toBe(whole.never)
  expect([whole.open, whole.tookPart, whole.never]).toEqual([18, 5, 7])
  for (const { key, open, tookPart } of tables[0]?.categories ?? [])
    expect(await count({ answer: 'did-not', kind: key })).toBe(open - tookPart)
})

it('filters combine, are said in words, and leave out schools with places at another event', async () => {
  const area = anArea()
  const act = anAct({ laCodes: [area] })
  const [a, b, c] = [
    await aSchool({ laCode: area, kind: 'primary', trustUid: 'T1', trustName: 'Wye Trust' }),
    await aSchool({ laCode: area, kind: 'primary', trustUid: 'T1', trustName: 'Wye Trust' }),
    await aSchool({ laCode: area, kind: 'primary' }),
  ]
  await aSchool({ laCode: area, kind: 'secondary', trustUid: 'T1', trustName: 'Wye Trust' })
  const ahead = await anEvent({ title: 'Online safety', startsAt: '2099-01-10T09:00:00.000Z', endsAt: '2099-01-10T12:00:00.000Z' })
  await aPlace(ahead, b)
  const set = await readSet(act, toSchools({ answer: 'did-not', kind: 'primary', trust: 'T1', notBooked: ahead.code }))
  expect(set.units.map((unit) => unit.schoolId)).toEqual([a.id])
  expect(set.units.map((unit) => unit.schoolId)).not.toContain(c.id)
  expect(set.words).toBe(
    'Schools open in the area on 31 December 2026 that did not take part in any event from 1 January 2025 to 31 December 2026; only kind: Primary, trust: Wye Trust; without places at Online safety; to the safeguarding lead, else the head, else any address that works',
  )
})

it('“A school is written to at the first of its addresses that works: the safeguarding lead, else the head, else any; or at all of them.”', async () => {
  const area = anArea()
  const act = anAct({ laCodes: [area] })
  const [lead, head, any, claimed] = [
    await aSchool({ laCode: area }),
    await aSchool({ laCode: area }),
    await aSchool({ laCode: area }),
    await aSchool({ laCode: area }),
  ]
  await aContact(lead, { email: 'office@a.example', roleId: 'business_manager' })
  await aContact(lead, { email: 'head@a.example', roleId: 'head' })
  await aContact(lead, { email: 'lead@a.example', roleId: 'dsl' })
  await aContact(head, { email: 'office@b.example', roleId: null })
  await aContact(head, { email: 'head@b.example', roleId: 'head' })
  await aContact(head, { email: 'lead@b.example', roleId: 'dsl' })
  await hasTrouble('lead@b.example')
  await aContact(any, { email: 'office@c.example', roleId: null })
  const { email } = await anAccount({ schoolIds: [claimed.id] })
  const set = await readSet(act, toSchools())
  const best = chosenPeople(set.units, statutory, false)
  expect(best.recipients.map((one) => [one.email, one.why]).toSorted()).toEqual(
    [
      ['lead@a.example', null],
      ['lead@b.example', 'address_fails'],
      ['head@b.example', null],
      ['office@c.example', null],
      [email, null],
    ].toSorted(),
  )
  expect((await emailsOf(act, toSchools({ reach: 'every' }))).length).toBe(8)
})

it('“An address gets one mail for each school that it speaks for.”', async () => {
  const area = anArea()
  const [a, b] = [await aSchool({ laCode: area }), await aSchool({ laCode: area })]
  for (const school of [a, b]) {
    await aContact(school, { email: 'both@trust.example', roleId: 'dsl' })
    await aContact(school, { email: 'both@trust.example', roleId: 'head' })
  }
  expect(await emailsOf(anAct({ laCodes: [area] }), toSchools({ reach: 'every' }))).toEqual(['both@trust.example', 'both@trust.example'])
})

it('“Schools without any address, addresses that do not work and addresses without consent are counted apart, and everybody not reached is listed with a telephone number.”', async () => {
  const area = anArea()
  const [reached, silent, failing, unwilling] = await Promise.all(Array.from({ length: 4 }, () => aSchool({ laCode: area })))
  if (!reached || !silent || !failing || !unwilling) throw new Error('No schools')
  await db.batch([
    db.prepare('UPDATE SchoolIdentity SET supersededAt = learnedAt WHERE schoolId = ?1').bind(silent.id),
    await insertLike('SchoolIdentity', { schoolId: silent.id }, { id: newId(tick()), telephone: '01432 260000', supersededAt: null }),
  ])
  await aContact(reached, { email: `yes.${area.toLowerCase()}@example.sch.uk` })
  await hasSaid(`yes.${area.toLowerCase()}@example.sch.uk`, 1)
  await aContact(failing, { email: `fails.${area.toLowerCase()}@example.sch.uk`, telephone: '01432 260001' })
  await hasTrouble(`fails.${area.toLowerCase()}@example.sch.uk`)
  await aContact(unwilling, { email: `no.${area.toLowerCase()}@example.sch.uk`, telephone: '01432 260002' })
  const act = anAct({ laCodes: [area] })
  const { chosen } = await prepareMailing(act, await aDraft(toSchools(), { nature: 'promotion' }, act))
  expect(chosen.counts).toEqual({ schools: 4, people: 1, schoolsReached: 1, noAddress: 1, fails: 1, notKnown: 0, noConsent: 1, stopped: 0 })
  expect(chosen.ring.map((one) => [one.schoolId, one.telephone, one.why]).toSorted()).toEqual(
    [
      [silent.id, '01432 260000', 'no_address'],
      [failing.id, '01432 260001', 'address_fails'],
      [unwilling.id, '01432 260002', 'no_consent'],
    ].toSorted(),
  )
})

it('people of an event: coming, their contacts, unnamed, waiting, absent and attended', async () => {
  const event = await anEvent({ placesPerSchool: null })
  const schools = await Promise.all(Array.from({ length: 6 }, () => aSchool()))
  for (const [at, school] of schools.entries()) await aContact(school, { email: `office${at}.${event.code.toLowerCase()}@example.sch.uk` })
  const at = (n: number) => schools[n] ?? { id: '' }
  const coming = await aPlace(event, at(0))
  const attended = await cameTo(event, at(1))
  const absent = await aPlace(event, at(2))
  await aMark(firstSession(event), { placeId: absent }, 'absent')
  const unnamed = await aPlace(event, at(3))
  await run('UPDATE Place SET personId = NULL, roleId = NULL, namedAt = ?2 WHERE id = ?1', unnamed, tick().toISOString())
  const waits = await aPlace(event, at(4))
  await run(
    `UPDATE Place SET state = 'held', waitsFor = 'list', heldUntil = '2026-01-01T00:00:00.000Z', stateAt = ?2 WHERE id = ?1`,
    waits,
    tick().toISOString(),
  )
  await aPlace(event, at(5), { state: 'cancelled' })
  const walkIn = await aWalkIn(event, at(5))
  await aMark(firstSession(event), { walkInId: walkIn }, 'part')
  const act = anAct()
  const placesOf = async (who: Who) => (await readSet(act, { of: 'event', event: event.code, who })).units.map((unit) => unit.placeId)
  const schoolsOf = async (who: Who) => (await readSet(act, { of: 'event', event: event.code, who })).units.map((unit) => unit.schoolId)
  expect((await placesOf('delegates')).toSorted()).toEqual([coming, attended.placeId, absent].toSorted())
  expect(await placesOf('absent')).toEqual([absent])
  expect((await placesOf('attended')).toSorted()).toEqual([attended.placeId, null].toSorted())
  expect((await schoolsOf('contacts')).toSorted()).toEqual([0, 1, 2, 3].map((n) => at(n).id).toSorted())
  expect(await schoolsOf('unnamed')).toEqual([at(3).id])
  expect(await schoolsOf('waiting')).toEqual([at(4).id])
  // What the council booked has no booker: the school's own address is written to.
  expect(await emailsOf(act, { of: 'event', event: event.code, who: 'unnamed' })).toEqual([
    `office3.${event.code.toLowerCase()}@example.sch.uk`,
  ])
})

it('a set of one school and of thirty takes the same number of round trips', async () => {
  const trips = async (n: number, audience: Parameters<typeof readSet>[1], area: string): Promise<number> => {
    for (let at = 0; at < n; at += 1)
      await aContact(await aSchool({ laCode: area }), { email: `o${at}.${area.toLowerCase()}@example.sch.uk` })
    return tripsOf((on) => readSet(anAct({ db: on, laCodes: [area] }), audience))
  }
  expect(await trips(1, toSchools({ kind: 'primary' }), anArea())).toBe(3)
  expect(await trips(30, toSchools({ kind: 'primary' }), anArea())).toBe(3)
  const event = await anEvent({ placesPerSchool: null, capacity: 100 })
  const ofEvent = async (who: Who): Promise<number> => tripsOf((on) => readSet(anAct({ db: on }), { of: 'event', event: event.code, who }))
  await aPlace(event, await aSchool())
  const one = [await ofEvent('delegates'), await ofEvent('contacts')]
  for (let n = 0; n < 12; n += 1) await aPlace(event, await aSchool())
  expect([await ofEvent('delegates'), await ofEvent('contacts')]).toEqual(one)
  expect(one).toEqual([2, 2])
})
