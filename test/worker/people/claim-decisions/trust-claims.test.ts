// Somebody who acts for every school of a trust.
import { expect, it } from 'vitest'
import { councilFrom } from '#base/council.ts'
import { decideTrustClaim } from '#people/claim-decisions/decide-trust-claim.ts'
import { aClaimant, holds, stateOf } from '#test/support/claims.ts'
import { anAccount, anAct, anEvent, aSchool, request, rows, run, tripsOf } from '#test/support/factories.ts'

const council = councilFrom('884')
const inTime = { startsAt: '2099-06-12T08:30:00.000Z', endsAt: '2099-06-12T15:00:00.000Z' }
let number = 5000
const aTrust = async () => {
  number += 1
  const trust = { trustUid: String(number), trustName: `Hedgerow Trust ${number}` }
  const here = await aSchool(trust)
  const there = await aSchool({ ...trust, laCode: '885', name: `Over The Border ${number}` })
  const closed = await aSchool({ ...trust, statusCode: '2', name: `Long Closed ${number}` })
  return { ...trust, here, there, closed }
}
const ask = (cookie: string, trustUid: string) =>
  request('/school/claims/trust', { cookie, form: { trustUid, name: 'Rosalind Merryweather', roleId: 'trust_lead' } })
const claimOf = async (accountId: string) =>
  (
    await rows<{ id: string; state: string }>('SELECT id, state FROM TrustClaim WHERE accountId = ?1 ORDER BY requestedAt DESC', accountId)
  )[0]

/** Somebody whom an organiser has confirmed for a trust. */
const aTrustContact = async () => {
  const trust = await aTrust()
  const person = await anAccount({ name: 'Rosalind Merryweather' })
  await ask(person.cookie, trust.trustUid)
  const organiser = await anAccount({ roles: ['organiser'] })
  const claim = await claimOf(person.accountId)
  await request(`/organiser/claims/trust/${claim?.id}`, { cookie: organiser.cookie, form: { decision: 'approve' } })
  return { trust, person, organiser, claimId: claim?.id ?? '' }
}

it('“A trust’s contact asks once for all its schools; an organiser decides, seeing each school and what the council knows of the address.”', async () => {
  const trust = await aTrust()
  const person = await anAccount({ email: `lead@hedgerow-${number}.example`.replace('lead', 'rosalind') })
  await holds(trust.here.id, person.email)
  const form = await (await request('/school/claims/new?for=trust', { cookie: person.cookie })).text()
  expect(form).toContain(trust.trustName)
  expect((await ask(person.cookie, trust.trustUid)).status).toBe(303)
  expect((await ask(person.cookie, trust.trustUid)).status).toBe(409)
  expect((await ask(person.cookie, 'no such trust')).status).toBe(422)
  expect((await request(`/school/${trust.here.id}`, { cookie: person.cookie })).status).toBe(404)
  const organiser = await anAccount({ roles: ['organiser'] })
  expect(await (await request('/organiser/claims', { cookie: organiser.cookie })).text()).toContain(trust.trustName)
  const claim = await claimOf(person.accountId)
  const page = await (await request(`/organiser/claims/trust/${claim?.id}`, { cookie: organiser.cookie })).text()
  for (const said of [trust.here.name, trust.there.name, 'Outside your area', '1 school of this trust, 0 schools of others'])
    expect(page).toContain(said)
  expect(page).not.toContain(trust.closed.name)
})

it('“Confirmed, they act for the trust’s open schools, also those in another county, and vouch for colleagues there.”', async () => {
  const { trust, person, organiser } = await aTrustContact()
  for (const school of [trust.here, trust.there]) {
    expect((await request(`/school/${school.id}`, { cookie: person.cookie })).status).toBe(200)
    expect((await request(`/school/${school.id}/people`, { cookie: person.cookie })).status).toBe(200)
  }
  expect((await request(`/school/${trust.closed.id}`, { cookie: person.cookie })).status).toBe(404)
  const own = await (await request('/school', { cookie: person.cookie })).text()
  for (const school of [trust.here, trust.there]) expect(own).toContain(school.name)
  const record = await (await request(`/organiser/schools/${trust.there.id}`, { cookie: organiser.cookie })).text()
  expect(record).toContain('An organiser confirmed them for the whole trust')
  const event = await anEvent({ ...inTime })
  const booked = await request(`/events/${event.code}/bookings`, {
    cookie: person.cookie,
    form: {
      school: trust.there.id,
      formId: crypto.randomUUID(),
      rows: '1',
      'name-1': 'Nia Okoro',
      'email-1': `nia-${number}@example.sch.uk`,
      'role-1': 'dsl',
    },
  })
  expect(booked.status).toBe(303)
  expect(await rows('SELECT schoolId FROM Place WHERE eventId = ?1', event.id)).toEqual([{ schoolId: trust.there.id }])
  const colleague = await aClaimant(trust.here.id)
  expect((await request(`/school/${trust.here.id}/people/${colleague.claimId}/vouch`, { cookie: person.cookie, form: {} })).status).toBe(
    303,
  )
  expect(await stateOf(colleague.claimId)).toEqual({ state: 'approved', approver: 0 })
})

// “A school elsewhere belongs to a trust when an organiser says so.” “It holds for the schools that are the trust’s at the time.”
it('a school elsewhere that an organiser has put under the trust belongs to it, and one that leaves the trust does not', async () => {
  const { trust, person, organiser } = await aTrustContact()
  const made = await request('/organiser/schools/outside/new', {
    cookie: organiser.cookie,
    form: {
      outsideKind: 'school_elsewhere',
      name: `Reedham Drove ${number}`,
      town: 'Reedham',
      postcode: '',
      trustUid: trust.trustUid,
      sure: 'yes',
    },
  })
  const outside = made.headers.get('location')?.split('/').at(-1) ?? ''
  expect(await rows('SELECT trustUid, trustName FROM School WHERE id = ?1', outside)).toEqual([
    { trustUid: trust.trustUid, trustName: trust.trustName },
  ])
  expect((await request(`/school/${outside}`, { cookie: person.cookie })).status).toBe(200)
  const edit = await (await request(`/organiser/schools/${outside}/edit`, { cookie: organiser.cookie })).text()
  expect(edit).toContain(`<option value="${trust.trustUid}" selected`)
  await request(`/organiser/schools/${outside}/edit`, {
    cookie: organiser.cookie,
    form: { outsideKind: 'school_elsewhere', name: `Reedham Drove ${number}`, town: 'Reedham', postcode: '', trustUid: '', sure: 'yes' },
  })
  expect((await request(`/school/${outside}`, { cookie: person.cookie })).status).toBe(404)
  const childminder = await request('/organiser/schools/outside/new', {
    cookie: organiser.cookie,
    form: { outsideKind: 'childminder', name: `Bumblebees ${number}`, town: '', postcode: '', trustUid: trust.trustUid, sure: 'yes' },
  })
  expect(await rows('SELECT trustUid FROM School WHERE id = ?1', childminder.headers.get('location')?.split('/').at(-1))).toEqual([
    { trustUid: null },
  ])
})

// “The permission ends for every school at once.”
it('ends for every school at once with a reason, and the person is told', async () => {
  const { trust, person, organiser, claimId } = await aTrustContact()
  const without = await request(`/organiser/claims/trust/${claimId}`, { cookie: organiser.cookie, form: { decision: 'end', reason: '' } })
  expect(without.status).toBe(422)
  await request(`/organiser/claims/trust/${claimId}`, { cookie: organiser.cookie, form: { decision: 'end', reason: 'Left the trust' } })
  for (const school of [trust.here, trust.there])
    expect((await request(`/school/${school.id}`, { cookie: person.cookie })).status).toBe(404)
  const mails = await rows<{ text: string }>('SELECT text FROM LocalMail WHERE toAddress LIKE ?1', `%${person.email}%`)
  expect(mails.some(({ text }) => text.includes('Left the trust'))).toBe(true)
  const again = await request(`/organiser/claims/trust/${claimId}`, {
    cookie: organiser.cookie,
    form: { decision: 'end', reason: 'Twice' },
  })
  expect(again.status).toBe(409)
})

// “An organiser decides about any request but their own.”
it('of two organisers who decide at once the first stands, and nobody decides their own', async () => {
  const trust = await aTrust()
  const person = await anAccount({ roles: ['organiser'] })
  await ask(person.cookie, trust.trustUid)
  const claim = await claimOf(person.accountId)
  expect((await request(`/organiser/claims/trust/${claim?.id}`, { cookie: person.cookie, form: { decision: 'approve' } })).status).toBe(409)
  const [one, two] = [await anAccount({ roles: ['organiser'] }), await anAccount({ roles: ['administrator'] })]
  const decide = (actor: typeof one.actor, decision: 'approve' | 'refuse') =>
    decideTrustClaim(anAct({ now: new Date(), actor }), { claimId: claim?.id ?? '', decision, reason: 'No', council })
  const done = await Promise.all([decide(one.actor, 'approve'), decide(two.actor, 'refuse')])
  expect(done.filter(({ ok }) => ok)).toHaveLength(1)
  expect(done.find(({ ok }) => !ok)).toEqual({ ok: false, reason: 'already_decided' })
})

it('an actor with a trust of forty schools is read in one round trip', async () => {
  const { trust, person } = await aTrustContact()
  const count = async () => tripsOf((on) => request('/events', { cookie: person.cookie, bindings: { DB: on } }))
  const before = await count()
  for (let n = 0; n < 40; n += 1) await aSchool({ trustUid: trust.trustUid, trustName: trust.trustName })
  expect(await count()).toBe(before)
  await run('SELECT 1')
})
