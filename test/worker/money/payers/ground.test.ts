import { beforeEach, expect, it } from 'vitest'
import { readNow } from '#base/db/read.ts'
import { decidePayer, priceGroundOn } from '#money/payers/payer.ts'
import { ensurePayer, payerIdOf, priceGrounds, priceGroundsOf, selectPayerGround } from '#money/payers/store.ts'
import { anAct, aSchool, db, rows, run } from '#test/support/factories.ts'
import { add } from '#test/support/rows.ts'
import { aCentralPayer, anAgreement, anIdentity, aRoute, supersedeIdentities } from './payers.ts'

const groundOf = async (schoolId: string, day: string) => readNow(db, selectPayerGround(anAct(), schoolId, day))

const decided = async (schoolId: string, day: string, stripe = false) => {
  const ground = await groundOf(schoolId, day)
  const { payer, route, rule } = decidePayer(ground.rootId, ground.standing, ground.rules, { stripe })
  return { payer: payerIdOf(payer), route, why: rule.why }
}

beforeEach(async () => {
  await run(`UPDATE RouteDefault SET supersededAt = '2026-01-01T00:00:00.000Z' WHERE supersededAt IS NULL`)
})

it('a school of the area of which nothing is said is read whole: its standing, no rules, no agreements, no details', async () => {
  const school = await aSchool()
  expect(await groundOf(school.id, '2026-06-12')).toEqual({
    rootId: school.id,
    urn: school.urn,
    trustName: null,
    standing: { day: '2026-06-12', status: 'maintained', area: 'inside', trustUid: null },
    rules: { central: false, override: undefined, defaults: [] },
    agreements: [],
    hasAgreement: false,
    details: undefined,
  })
  expect(await decided(school.id, '2026-06-12')).toEqual({ payer: `payer-of-${school.id}`, route: 'recharge', why: 'maintained_in_area' })
})

it('a maintained school of another authority gets the council’s own invoice', async () => {
  const school = await aSchool({ laCode: '885' })
  expect(await decided(school.id, '2026-06-12')).toEqual({ payer: `payer-of-${school.id}`, route: 'invoice', why: 'council_invoice' })
})

// “A school pays by what it legally is on the day of the event, under whichever URN that is. When it books makes no difference.”
it('a school that becomes an academy under a new URN is judged by what it is on the day of the event', async () => {
  const school = await aSchool({ closesOn: '2026-09-01' })
  const successor = await aSchool({ sector: 'academy', trustUid: 'T1', trustName: 'Marches Trust', opensOn: '2026-09-01' })
  await run('UPDATE School SET rootId = ?1 WHERE id = ?2', school.id, successor.id)
  const before = await groundOf(school.id, '2026-08-31')
  expect([before.urn, before.standing]).toEqual([school.urn, { day: '2026-08-31', status: 'maintained', area: 'inside', trustUid: null }])
  const after = await groundOf(school.id, '2026-09-01')
  expect([after.urn, after.trustName, after.standing]).toEqual([
    successor.urn,
    'Marches Trust',
    { day: '2026-09-01', status: 'academy', area: 'inside', trustUid: 'T1' },
  ])
  expect(await groundOf(successor.id, '2026-09-01')).toEqual(after)
  expect(await decided(successor.id, '2026-08-31')).toEqual({
    payer: `payer-of-${school.id}`,
    route: 'recharge',
    why: 'maintained_in_area',
  })
  expect(await decided(successor.id, '2026-09-01')).toEqual({ payer: `payer-of-${school.id}`, route: 'invoice', why: 'council_invoice' })
})

it('a conversion under the same URN is read from the dated identities, and a day that no identity holds from the nearest', async () => {
  const school = await aSchool()
  await supersedeIdentities(school.id)
  await anIdentity(school, { sector: 'maintained', validFrom: '2026-01-01', validTo: '2026-09-01' })
  await anIdentity(school, { sector: 'academy', trustUid: 'T2', validFrom: '2026-09-01' })
  const status = async (day: string) => (await groundOf(school.id, day)).standing.status
  expect([await status('2026-08-31'), await status('2026-09-01'), await status('2026-12-01')]).toEqual(['maintained', 'academy', 'academy'])
})

// “A correction of the register holds for the day it is about.”
it('a correction of the register holds for the day it is about, and what it corrected no longer does', async () => {
  const school = await aSchool({ sector: 'academy', trustUid: 'T3' })
  await supersedeIdentities(school.id)
  await anIdentity(school, { sector: 'maintained' })
  expect((await groundOf(school.id, '2026-06-12')).standing).toEqual({
    day: '2026-06-12',
    status: 'maintained',
    area: 'inside',
    trustUid: null,
  })
})

// “Between the closing of one URN and the opening of the next a school is what it was.”
it('between the closing of one URN and the opening of the next a school is what it was', async () => {
  const school = await aSchool({ closesOn: '2026-08-31' })
  const successor = await aSchool({ sector: 'academy', opensOn: '2026-09-01' })
  await run('UPDATE School SET rootId = ?1 WHERE id = ?2', school.id, successor.id)
  expect((await groundOf(school.id, '2026-08-31')).standing.status).toBe('maintained')
})

// “An organisation outside the register counts as another organisation outside the area.”
it('an organisation outside the register is “other”, outside the area, and invoiced', async () => {
  const id = crypto.randomUUID()
  await add('School', { id, rootId: id, outsideKind: 'childminder', name: 'Tŷ Bach', createdAt: '2026-01-01T00:00:00.000Z' })
  expect((await groundOf(id, '2026-06-12')).standing).toEqual({ day: '2026-06-12', status: 'other', area: 'outside', trustUid: null })
  expect(await decided(id, '2026-06-12')).toEqual({ payer: `payer-of-${id}`, route: 'invoice', why: 'council_invoice' })
})

it('a trust that pays centrally is the payer on the days for which it does, with its own route and details', async () => {
  const school = await aSchool({ sector: 'academy', trustUid: 'T4', trustName: 'Wye Trust' })
  await aCentralPayer('T4', '2026-04-01', '2026-09-01')
  await aRoute({ kind: 'trust', trustUid: 'T4' }, 'stripe_invoice', '2026-06-01')
  await aRoute({ kind: 'school', schoolId: school.id }, 'card', '2026-01-01')
  expect(await decided(school.id, '2026-05-31', true)).toEqual({ payer: 'payer-of-trust-T4', route: 'invoice', why: 'council_invoice' })
  expect(await decided(school.id, '2026-06-01', true)).toEqual({
    payer: 'payer-of-trust-T4',
    route: 'stripe_invoice',
    why: 'payer_override',
  })
  expect(await decided(school.id, '2026-06-01', false)).toEqual({ payer: 'payer-of-trust-T4', route: 'invoice', why: 'payer_override' })
  expect(await decided(school.id, '2026-09-01', true)).toEqual({ payer: `payer-of-${school.id}`, route: 'card', why: 'payer_override' })
})

it('what finance said of a school under a former id still holds when the school turned out to be another', async () => {
  const school = await aSchool()
  const former = await aSchool()
  await aRoute({ kind: 'school', schoolId: former.id }, 'invoice', '2026-01-01')
  await anAgreement({ schoolId: former.id, places: 4 })
  await run('UPDATE School SET rootId = ?1 WHERE id = ?2', school.id, former.id)
  const ground = await groundOf(school.id, '2026-06-12')
  expect([ground.rules.override, ground.agreements.map(({ left }) => left)]).toEqual(['invoice', [4]])
})

// “The school's own agreements are used before those of its trust, and those that end first before others.”
it('agreements of the school come before those of its trust, the one that ends first before others; ended ones and those of other days not at all', async () => {
  const school = await aSchool({ sector: 'academy', trustUid: 'T5' })
  const trust = await anAgreement({ trustUid: 'T5', places: null, toDay: '2026-07-01' })
  const long = await anAgreement({ schoolId: school.id, places: 2, toDay: '2027-04-01' })
  const short = await anAgreement({ schoolId: school.id, places: 3, toDay: '2026-09-01' })
  await anAgreement({ schoolId: school.id, places: 9, fromDay: '2025-04-01', toDay: '2026-06-12' })
  const ended = await anAgreement({ schoolId: school.id, places: 9 })
  await run(`UPDATE Agreement SET endedAt = '2026-05-01T00:00:00.000Z' WHERE id = ?1`, ended)
  const ground = await groundOf(school.id, '2026-06-12')
  expect(ground.agreements.map(({ id, left }) => [id, left])).toEqual([
    [short, 3],
    [long, 2],
    [trust, null],
  ])
  expect(ground.hasAgreement).toBe(true)
})

it('a payer is put there once, whoever comes first', async () => {
  const school = await aSchool()
  const payer = { kind: 'school', schoolId: school.id } as const
  await Promise.all([1, 2, 3].map(() => db.batch([ensurePayer(anAct(), payer), ensurePayer(anAct(), payer)])))
  expect(await rows('SELECT id, kind, trustUid FROM Payer WHERE schoolId = ?1', school.id)).toEqual([
    { id: `payer-of-${school.id}`, kind: 'school', trustUid: null },
  ])
})

it('what decides the prices of many schools between two days is on each day what is read for that school and day', async () => {
  const closing = await aSchool({ closesOn: '2026-09-01' })
  const successor = await aSchool({ sector: 'academy', trustUid: 'T9', trustName: 'Marches Trust', opensOn: '2026-09-01' })
  await run('UPDATE School SET rootId = ?1 WHERE id = ?2', successor.id, closing.id)
  const independent = await aSchool({ sector: 'independent', laCode: '885' })
  const converting = await aSchool()
  await supersedeIdentities(converting.id)
  await anIdentity(converting, { sector: 'maintained', validFrom: '2026-01-01', validTo: '2026-09-03' })
  await anIdentity(converting, { sector: 'academy', trustUid: 'T9', validFrom: '2026-09-03' })
  await anAgreement({ trustUid: 'T9', toDay: '2026-09-05' })
  await anAgreement({ schoolId: independent.id, fromDay: '2026-09-02', toDay: '2026-09-04' })
  await anAgreement({ schoolId: closing.id, places: 3, fromDay: '2026-09-06' })
  const outside = crypto.randomUUID()
  await add('School', { id: outside, rootId: outside, outsideKind: 'childminder', name: 'Tŷ Bach', createdAt: '2026-01-01T00:00:00.000Z' })
  const schools = [successor.id, independent.id, converting.id, outside]
  const asked = `SELECT j.value AS rootId, '2026-08-31' AS first, '2026-09-07' AS last FROM json_each(?1) j`
  const [found] = await rows<{ text: string }>(`SELECT ${priceGrounds(asked)} AS text`, JSON.stringify(schools))
  const grounds = priceGroundsOf(JSON.parse(found?.text ?? ''), ['884'])
  for (const schoolId of schools)
    for (const day of ['2026-08-31', '2026-09-01', '2026-09-02', '2026-09-03', '2026-09-04', '2026-09-05', '2026-09-06', '2026-09-07']) {
      const { agreements, hasAgreement, standing } = await groundOf(schoolId, day)
      const own = priceGroundOn(
        grounds.filter(({ rootId }) => rootId === schoolId),
        day,
      )
      expect({ ...own, standing: { ...own?.standing, day } }).toEqual({ rootId: schoolId, agreements, hasAgreement, standing })
    }
  expect(schools.map((schoolId) => grounds.filter(({ rootId }) => rootId === schoolId).map(({ standing }) => standing.day))).toEqual([
    ['2026-08-31', '2026-09-01', '2026-09-05', '2026-09-06'],
    ['2026-08-31', '2026-09-02', '2026-09-04'],
    ['2026-08-31', '2026-09-03', '2026-09-05'],
    ['2026-08-31'],
  ])
})
