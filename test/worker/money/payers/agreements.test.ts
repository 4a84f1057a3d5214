import { expect, it } from 'vitest'
import { readNow } from '#base/db/read.ts'
import { selectAgreementsOf } from '#money/payers/agreement-store.ts'
import { addAgreement } from '#money/payers/change-agreement.ts'
import { selectPayerGround } from '#money/payers/store.ts'
import { anAccount, anAct, aSchool, db, request, rows, run, tripsOf } from '#test/support/factories.ts'
import { aPricedEvent, aPriceList } from '#test/support/money.ts'
import { textOf } from '#test/support/plain.ts'
import { dropTriggers } from '#test/support/triggers.ts'
import { aCoveredPlace, anAgreement, aPaidBooking, coveredPrice } from './payers.ts'

const home = '/organiser/finance/agreements'
const finance = () => anAccount({ roles: ['finance'] })

/** A school that books at a priced event, and what every covered place of it needs. */
const aBookingSchool = async (facts: Parameters<typeof aSchool>[0] = {}) => {
  const school = await aSchool(facts)
  const list = await aPriceList()
  const event = await aPricedEvent({ priceId: list.id })
  const booking = await aPaidBooking(event, school.id)
  return {
    school,
    event,
    booking,
    of: { bookingId: booking.id, eventId: event.id, schoolId: school.id, priceId: list.id, vatCodeId: list.vatCodeId },
  }
}

const linesOf = (agreementId: string) =>
  rows<{ placeId: string; places: number }>('SELECT placeId, places FROM AgreementLine WHERE agreementId = ?1 ORDER BY number', agreementId)

/** Twenty places, each asked for by itself at the same moment; how many were covered, and the refusals. */
const rush = async (agreementId: string, of: Awaited<ReturnType<typeof aBookingSchool>>['of']) => {
  const asked = await Promise.allSettled(
    Array.from({ length: 20 }, () => coveredPrice({ ...of, placeId: crypto.randomUUID() }, agreementId).run()),
  )
  const refusals = asked.flatMap((one) => (one.status === 'rejected' ? [String(one.reason)] : []))
  return { covered: 20 - refusals.length, refusals }
}

// “However many ask at once, no more places are drawn than the agreement has.”
it('twenty places ask at once for the five of an agreement: exactly five are covered; without the trigger all twenty would be', async () => {
  const { school, of } = await aBookingSchool()
  const agreement = await anAgreement({ schoolId: school.id, places: 5 })
  const first = await rush(agreement, of)
  expect(first.covered).toBe(5)
  expect(first.refusals.every((text) => text.includes('agreement_used_up'))).toBe(true)
  expect((await linesOf(agreement)).map(({ places }) => places)).toEqual([-1, -1, -1, -1, -1])

  await dropTriggers('PlacePrice_fits')
  const unguarded = await anAgreement({ schoolId: school.id, places: 5 })
  expect((await rush(unguarded, of)).covered).toBe(20)
})

// “Each place that it covers draws one down. When the place ends or is priced anew it is given back, and both stay in the list of the agreement.”
it('a place draws one down, and gives it back when it is cancelled or priced anew', async () => {
  const { school, of, booking, event } = await aBookingSchool()
  const agreement = await anAgreement({ schoolId: school.id, places: 2 })
  const cancelled = await aCoveredPlace(of, agreement)
  const anew = await aCoveredPlace(of, agreement)
  await expect(aCoveredPlace(of, agreement)).rejects.toThrow('agreement_used_up')
  await run(`UPDATE Place SET state = 'cancelled', stateAt = '2026-04-02T09:00:00.000Z' WHERE id = ?1`, cancelled)
  await run(`UPDATE PlacePrice SET supersededAt = '2026-04-02T09:01:00.000Z' WHERE placeId = ?1`, anew)
  expect(await linesOf(agreement)).toEqual([
    { placeId: cancelled, places: -1 },
    { placeId: anew, places: -1 },
    { placeId: cancelled, places: 1 },
    { placeId: anew, places: 1 },
  ])
  const after = await aCoveredPlace(of, agreement)
  expect((await linesOf(agreement)).at(-1)).toEqual({ placeId: after, places: -1 })
  expect(
    (await readNow(db, selectAgreementsOf(db, { kind: 'school', schoolId: school.id }))).map(({ places, used }) => [places, used]),
  ).toEqual([[2, 1]])
  await expect(run('UPDATE AgreementLine SET places = 1 WHERE agreementId = ?1', agreement)).rejects.toThrow('agreement_line_stands')

  const { cookie } = await finance()
  const page = await textOf(request(`${home}/${agreement}`, { cookie }))
  expect(page).toContain(
    `Drawn down ${event.title} , 12 Jun 2026 ${school.name}, ${school.town} (URN ${school.urn}) ${booking.reference} 1`,
  )
  expect(page).toContain(
    `Given back ${event.title} , 12 Jun 2026 ${school.name}, ${school.town} (URN ${school.urn}) ${booking.reference} 0`,
  )
  expect(page).toContain('Used now 1 Left 1')
})

// “An agreement of a school or a trust covers so many places, or any number, at events on its days.”
it('an agreement without a number of places covers any number, and a trust’s covers every academy that is in it', async () => {
  const one = await aBookingSchool({ sector: 'academy', trustUid: 'A1', trustName: 'Arrow Trust' })
  const other = await aBookingSchool({ sector: 'academy', trustUid: 'A1', trustName: 'Arrow Trust' })
  const agreement = await anAgreement({ trustUid: 'A1', places: null, fromDay: '2026-04-01', toDay: '2027-04-01' })
  for (const { of } of [one, other, one]) await aCoveredPlace(of, agreement)
  const left = async (schoolId: string, day: string) => {
    const { agreements } = await readNow(db, selectPayerGround(anAct(), schoolId, day))
    return agreements.map((found) => [found.id, found.left])
  }
  expect(await left(one.school.id, '2026-06-12')).toEqual([[agreement, null]])
  expect(await left(other.school.id, '2027-03-31')).toEqual([[agreement, null]])
  expect([await left(one.school.id, '2026-03-31'), await left(one.school.id, '2027-04-01')]).toEqual([[], []])
})

// “An agreement is never changed, only ended. Places drawn from it stay covered.”
it('an ended agreement covers nothing new, keeps what was drawn, and cannot be changed', async () => {
  const { school, of } = await aBookingSchool()
  const agreement = await anAgreement({ schoolId: school.id })
  await aCoveredPlace(of, agreement)
  const { cookie, accountId } = await finance()
  expect(await textOf(request(`${home}/${agreement}/end`, { cookie }))).toContain('The one place that is drawn from it stays covered.')
  const ends = await Promise.all([1, 2].map(() => request(`${home}/${agreement}/end`, { cookie, method: 'POST', form: {} })))
  expect(ends.map(({ status }) => status)).toEqual([303, 303])
  expect(await rows('SELECT endedById FROM Agreement WHERE id = ?1', agreement)).toEqual([{ endedById: accountId }])
  expect(await rows(`SELECT act FROM Log WHERE subjectId = ?1`, agreement)).toEqual([{ act: 'agreement.ended' }])
  await expect(aCoveredPlace(of, agreement)).rejects.toThrow('agreement_used_up')
  expect(await linesOf(agreement)).toHaveLength(1)
  expect(await rows('SELECT COUNT(*) AS n FROM PlacePrice WHERE agreementId = ?1 AND supersededAt IS NULL', agreement)).toEqual([{ n: 1 }])
  await expect(run('UPDATE Agreement SET places = 9 WHERE id = ?1', agreement)).rejects.toThrow('agreement_stands')
  expect((await request(`${home}/${agreement}/end`, { cookie })).status).toBe(404)
  expect(await textOf(request(`${home}?show=ended`, { cookie }))).toContain(school.name)
})

it('finance finds a school, adds its agreement with the last day as people say it, and sending the form twice adds one', async () => {
  const school = await aSchool({ name: 'Bringsty Common Primary' })
  const { cookie, accountId } = await finance()
  const chosen = await (await request(`${home}/new?q=bringsty+common`, { cookie })).text()
  const link = `${home}/new?payer=payer-of-${school.id}`
  expect(chosen).toContain(`href="${link}"`)
  const form = {
    id: crypto.randomUUID(),
    name: ' Package  2026/27 ',
    fromDay: '2026-04-01',
    lastDay: '2027-03-31',
    places: '12',
  }
  const twice = await Promise.all([1, 2].map(() => request(link, { cookie, form })))
  expect(twice.map(({ status, headers }) => [status, headers.get('location')])).toEqual([
    [303, `${home}/${form.id}`],
    [303, `${home}/${form.id}`],
  ])
  expect(
    await rows('SELECT id, schoolId, trustUid, name, fromDay, toDay, places, createdById FROM Agreement WHERE schoolId = ?1', school.id),
  ).toEqual([
    {
      ...{
        id: form.id,
        schoolId: school.id,
        trustUid: null,
        name: 'Package 2026/27',
        fromDay: '2026-04-01',
        toDay: '2027-04-01',
        places: 12,
      },
      createdById: accountId,
    },
  ])
  expect(await rows('SELECT act, after FROM Log WHERE subjectId = ?1', form.id)).toEqual([
    { act: 'agreement.added', after: JSON.stringify({ fromDay: '2026-04-01', toDay: '2027-04-01', places: 12 }) },
  ])
  expect(await textOf(request(`${home}/${form.id}`, { cookie }))).toContain(
    'For events 1 Apr 2026 to 31 Mar 2027 Places 12 Used now 0 Left 12',
  )
})

it.each([
  [{ name: '' }, 'Enter what the agreement is called'],
  [{ fromDay: 'soon' }, 'Enter the first day as a date'],
  [{ lastDay: '2026-03-31' }, 'Enter a last day that is not before the first day'],
  [{ places: '-1' }, 'Enter the places as a number from 0 to 10,000, or leave them empty for any number'],
  [{ places: '10001' }, 'Enter the places as a number from 0 to 10,000'],
])('what is wrong with an agreement is said at the field, and nothing is saved: %j', async (wrong, sentence) => {
  const school = await aSchool()
  const { cookie } = await finance()
  const answer = await request(`${home}/new?payer=payer-of-${school.id}`, {
    cookie,
    form: { name: 'Package', fromDay: '2026-04-01', lastDay: '', places: '5', ...wrong },
  })
  const text = await answer.text()
  expect([answer.status, text.includes(sentence)]).toEqual([422, true])
  expect(await rows('SELECT id FROM Agreement WHERE schoolId = ?1', school.id)).toEqual([])
})

it('an agreement of nobody is not found', async () => {
  const { cookie } = await finance()
  for (const payer of [`payer-of-${crypto.randomUUID()}`, 'payer-of-trust-nobody', 'nobody'])
    expect((await request(`${home}/new?payer=${payer}`, { cookie })).status).toBe(404)
  expect((await request(`${home}/${crypto.randomUUID()}`, { cookie })).status).toBe(404)
})

// “A contact reads how their school pays, and how many places of its agreements are used and left. Of other schools of the trust they see only how many places all have used together.”
it('a contact reads how their school pays and what its agreements still cover, and of a sister school only the sum', async () => {
  const own = await aBookingSchool({ sector: 'academy', trustUid: 'A2', trustName: 'Frome Trust' })
  const sister = await aBookingSchool({ sector: 'academy', trustUid: 'A2', trustName: 'Frome Trust', name: 'Sister School' })
  const shared = await anAgreement({ trustUid: 'A2', name: 'Trust package', places: 9 })
  const mine = await anAgreement({ schoolId: own.school.id, name: 'Own package', places: 4, toDay: '2098-04-01' })
  await anAgreement({ schoolId: sister.school.id, name: 'Package of the sister' })
  await aCoveredPlace(own.of, shared)
  await aCoveredPlace(own.of, mine)
  await aCoveredPlace(sister.of, shared)
  await aCoveredPlace(sister.of, shared)
  const { cookie } = await anAccount({ schoolIds: [own.school.id] })
  const page = await textOf(request(`/school/${own.school.id}/agreements`, { cookie }))
  expect(page).toContain('Your school is an academy or free school; it pays for itself; the council sends an invoice.')
  expect(page).toContain('Own package For events 1 Apr 2026 to 31 Mar 2098 Places used: 1 Places left: 3 of 4')
  expect(page).toContain(
    'Trust package Of your trust, for events since 1 Apr 2026 Places used: 1 by your school, 3 by all schools of the trust Places left: 6 of 9',
  )
  expect(page).not.toContain('sister')
  expect(page).not.toContain('Sister')
  expect((await request(`/school/${sister.school.id}/agreements`, { cookie })).status).toBe(404)
  expect(await (await request(`/school/${own.school.id}`, { cookie })).text()).toContain(`/school/${own.school.id}/agreements`)
  expect((await request(`/school/${own.school.id}/agreements`)).headers.get('location')).toMatch(/^\/sign-in/)
})

it('the pages of agreements take as many round trips for one row as for many', async () => {
  const { school, of } = await aBookingSchool()
  const agreement = await anAgreement({ schoolId: school.id, places: null })
  const { cookie } = await finance()
  const contact = await anAccount({ schoolIds: [school.id] })
  const trips = async (path: string, who = cookie) =>
    tripsOf(async (on) => {
      expect((await request(path, { cookie: who, bindings: { DB: on } })).status).toBe(200)
    })
  const all = async () => [
    await trips(home),
    await trips(`${home}/${agreement}`),
    await trips(`/school/${school.id}/agreements`, contact.cookie),
  ]
  const one = await all()
  for (let n = 0; n < 60; n += 1) await coveredPrice({ ...of, placeId: crypto.randomUUID() }, agreement).run()
  const facts = { name: 'More', fromDay: '2026-04-01', toDay: null, places: null }
  for (let n = 0; n < 30; n += 1)
    await addAgreement(anAct(), { kind: 'school', schoolId: school.id }, { ...facts, id: crypto.randomUUID() })
  expect(await all()).toEqual(one)
  expect(await textOf(request(`${home}/${agreement}`, { cookie }))).toContain('Next page')
})
