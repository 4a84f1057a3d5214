// Colleagues vouch for colleagues.

import { expect, it } from 'vitest'
import { councilFrom } from '#base/council.ts'
import { decideClaim } from '#people/claim-decisions/decide-claim.ts'
import { endContact } from '#people/claim-decisions/end-contact.ts'
import { removeColleague } from '#people/claiming/remove-colleague.ts'
import { vouchForColleague } from '#people/claiming/vouch-colleague.ts'
import { aClaimant, claim, evidenceOf, holds, stateOf } from '#test/support/claims.ts'
import { anAccount, anAct, aSchool, db, leadsTo, request, rows, run, tripsOf } from '#test/support/factories.ts'
import { add } from '#test/support/rows.ts'
import { dropTriggers } from '#test/support/triggers.ts'
import { auditAll } from '#upkeep/audit/store.ts'

const council = councilFrom('884')
const now = () => ({ now: new Date() })

/** A school with somebody who may vouch there, and somebody who asks. */
const aStaffroom = async () => {
  const school = await aSchool()
  const approver = await anAccount({ schoolIds: [school.id], name: 'Olwen Office' })
  const asks = await aClaimant(school.id, { name: 'Dafydd Davies' })
  return { school, approver, asks, home: `/school/${school.id}/people` }
}

// “The council and the colleagues who may vouch at the school are told that somebody waits, and see who when they look.”
it('“Somebody whom the held address, the mailbox or the council confirmed sees the colleagues, and vouches for one who asks.”', async () => {
  const { school, approver, asks, home } = await aStaffroom()
  const [told] = await rows<{ text: string }>(`SELECT text FROM LocalMail WHERE toAddress LIKE ?1`, `%${approver.email}%`)
  expect(told?.text).toContain(home)
  expect(told?.text).not.toContain('Dafydd')
  const page = await (await request(home, { cookie: approver.cookie })).text()
  for (const said of ['Dafydd Davies', 'Proved the address by signing in with it', 'Olwen Office (you)']) expect(page).toContain(said)
  expect(await leadsTo(request(`${home}/${asks.claimId}/vouch`, { cookie: approver.cookie, form: {} }))).toBe(home)
  expect(await evidenceOf(asks.claimId)).toEqual(['self_asserted', 'code', 'approver'])
  expect((await request(`/school/${school.id}`, { cookie: asks.cookie })).status).toBe(200)
})

it('“Somebody for whom a colleague vouched may not vouch for others, until they are made an approver.”', async () => {
  const { approver, asks, home } = await aStaffroom()
  await request(`${home}/${asks.claimId}/vouch`, { cookie: approver.cookie, form: {} })
  expect(await stateOf(asks.claimId)).toEqual({ state: 'approved', approver: 0 })
  expect((await request(home, { cookie: asks.cookie })).status).toBe(404)
  const give = { give: 'approver' }
  expect((await request(`${home}/${asks.claimId}/rights`, { cookie: asks.cookie, form: give })).status).toBe(404)
  expect((await request(`${home}/${asks.claimId}/rights`, { cookie: approver.cookie, form: give })).status).toBe(303)
  expect((await request(home, { cookie: asks.cookie })).status).toBe(200)
})

// “Nobody vouches for themselves: neither a colleague, nor an organiser, nor the person who asks by the mailbox’s link.”
it('“Nobody vouches for themselves”: not a claimant, not an approver with a second claim, and not an organiser', async () => {
  const { school, asks, home } = await aStaffroom()
  expect((await request(`${home}/${asks.claimId}/vouch`, { cookie: asks.cookie, form: {} })).status).toBe(404)
  expect(
    await vouchForColleague(anAct({ ...now(), actor: { ...asks.actor, approverSchoolIds: [school.id] } }), {
      schoolId: school.id,
      claimId: asks.claimId,
      decision: 'approve',
      council,
    }),
  ).toEqual({ ok: false, reason: 'own_claim' })
  const organiser = await anAccount({ roles: ['organiser'] })
  await claim(organiser.cookie, school.id, organiser.name)
  const [own] = await rows<{ id: string }>('SELECT id FROM Claim WHERE accountId = ?1', organiser.accountId)
  const answer = await request(`/organiser/claims/${own?.id}`, { cookie: organiser.cookie, form: { decision: 'approve' } })
  expect(answer.status).toBe(409)
  expect(await answer.text()).toContain('You cannot decide about your own request')
  expect((await stateOf(own?.id ?? ''))?.state).toBe('requested')
  await expect(
    add('ClaimEvidence', { id: 'x', claimId: own?.id, kind: 'organiser', at: '2026-03-02T09:00:00.000Z', accountId: organiser.accountId }),
  ).rejects.toThrow('own_claim')
})

it('the database lets nobody vouch who is no approver there, and approves nothing without evidence', async () => {
  const { school, asks } = await aStaffroom()
  const elsewhere = await anAccount({ schoolIds: [(await aSchool()).id] })
  const done = await vouchForColleague(anAct({ ...now(), actor: { ...elsewhere.actor, approverSchoolIds: [school.id] } }), {
    schoolId: school.id,
    claimId: asks.claimId,
    decision: 'approve',
    council,
  })
  expect(done).toEqual({ ok: false, reason: 'not_approver' })
  const by = (kind: string, accountId: string) =>
    add('ClaimEvidence', { claimId: asks.claimId, kind, at: '2026-03-02T09:00:00.000Z', accountId })
  await expect(by('approver', elsewhere.accountId)).rejects.toThrow('not_approver')
  await expect(
    run(`UPDATE Claim SET state = 'approved', decidedAt = '2026-03-02T09:00:00.000Z' WHERE id = ?1`, asks.claimId),
  ).rejects.toThrow('claim_without_evidence')
  expect(await stateOf(asks.claimId)).toEqual({ state: 'requested', approver: 0 })
})

// “Of two decisions at once the first stands, and the person is told once.”
it('two approvers decide at the same moment, one yes and one no: the first decision stands and the person is told once', async () => {
  const { school, approver, asks } = await aStaffroom()
  const second = await anAccount({ schoolIds: [school.id] })
  const decide = (who: typeof approver, decision: 'approve' | 'refuse') =>
    vouchForColleague(anAct({ ...now(), actor: who.actor }), { schoolId: school.id, claimId: asks.claimId, decision, council })
  const done = await Promise.all([decide(approver, 'approve'), decide(second, 'refuse'), decide(second, 'approve')])
  expect(done.filter(({ ok }) => ok)).toHaveLength(1)
  expect(done.filter(({ ok }) => !ok)).toEqual([
    { ok: false, reason: 'already_decided' },
    { ok: false, reason: 'already_decided' },
  ])
  expect(await rows(`SELECT id FROM Message WHERE kind = 'claim_decided' AND recipient = ?1`, asks.accountId)).toHaveLength(1)
})

it('control: without its trigger the claim would be decided twice', async () => {
  const { school, approver, asks } = await aStaffroom()
  const second = await anAccount({ schoolIds: [school.id] })
  await dropTriggers('Claim_decided_once')
  await Promise.all(
    ([approver, second] as const).map((who, n) =>
      vouchForColleague(anAct({ ...now(), actor: who.actor }), {
        schoolId: school.id,
        claimId: asks.claimId,
        decision: n === 0 ? 'approve' : 'refuse',
        council,
      }),
    ),
  )
  expect(await rows(`SELECT id FROM Message WHERE kind = 'claim_decided' AND recipient = ?1`, asks.accountId)).toHaveLength(2)
})

it('“An approver removes a colleague at once, after a page that says so; what they booked stays.”', async () => {
  const { school, approver, asks, home } = await aStaffroom()
  await request(`${home}/${asks.claimId}/vouch`, { cookie: approver.cookie, form: {} })
  const page = await (await request(`${home}/${asks.claimId}/remove`, { cookie: approver.cookie })).text()
  expect(page).toContain('at once')
  expect(page).toContain('Places that were booked stay booked')
  await request(`${home}/${asks.claimId}/remove`, { cookie: approver.cookie, form: { reason: 'Left at Easter, Mr Davies' } })
  expect((await stateOf(asks.claimId))?.state).toBe('ended')
  expect((await request(`/school/${school.id}`, { cookie: asks.cookie })).status).toBe(404)
  const [mail] = await rows<{ text: string }>(
    `SELECT text FROM LocalMail WHERE toAddress LIKE ?1 ORDER BY at DESC, rowid DESC`,
    `%${asks.email}%`,
  )
  expect(mail?.text).toContain('Left at Easter')
  expect(JSON.stringify(await rows('SELECT * FROM Log WHERE schoolId = ?1', school.id))).not.toContain('Easter')
  expect(await leadsTo(request(`${home}/${asks.claimId}/remove`, { cookie: approver.cookie, form: {} }))).toBe(home)
})

it('“The last one who may vouch goes only after saying that they know it, and an organiser can put it right.”', async () => {
  const { school, approver, asks, home } = await aStaffroom()
  await request(`${home}/${asks.claimId}/vouch`, { cookie: approver.cookie, form: {} })
  const [own] = await rows<{ id: string }>('SELECT id FROM Claim WHERE accountId = ?1', approver.accountId)
  const without = await request(`${home}/${own?.id}/remove`, { cookie: approver.cookie, form: {} })
  expect(without.status).toBe(409)
  expect(await without.text()).toContain('Nobody else at the school approves colleagues')
  expect((await stateOf(own?.id ?? ''))?.state).toBe('approved')
  expect(await leadsTo(request(`${home}/${own?.id}/remove`, { cookie: approver.cookie, form: { sure: 'yes' } }))).toBe('/school')
  expect((await stateOf(own?.id ?? ''))?.state).toBe('ended')
  const organiser = await anAccount({ roles: ['organiser'] })
  expect((await request(`/organiser/claims/${asks.claimId}/approver`, { cookie: organiser.cookie, form: {} })).status).toBe(303)
  expect((await request(`/school/${school.id}/people`, { cookie: asks.cookie })).status).toBe(200)
})

// “Whoever ends their own permission is not mailed it; at a shared mailbox its other readers are.”
it.each([
  ['somebody with an address of their own', 0, 0],
  ['a mailbox that others read too', 1, 1],
])('%s that ended its own permission is told by mail or not', async (_, shared, mails) => {
  const school = await aSchool()
  const [own] = [await anAccount({ schoolIds: [school.id] }), await anAccount({ schoolIds: [school.id] })]
  const [row] = await rows<{ id: string }>('SELECT id FROM Claim WHERE accountId = ?1', own.accountId)
  const act = anAct({ ...now(), actor: { ...own.actor, shared: shared === 1 } })
  const ended = await removeColleague(act, { schoolId: school.id, claimId: row?.id ?? '', sure: false, council })
  expect(ended).toEqual({ ok: true, value: { self: true } })
  expect(await rows(`SELECT id FROM Message WHERE kind = 'claim_decided' AND recipient = ?1`, own.accountId)).toHaveLength(mails)
})

it('two approvers who remove themselves at the same moment do not leave the school alone unsaid', async () => {
  const school = await aSchool()
  const two = [await anAccount({ schoolIds: [school.id] }), await anAccount({ schoolIds: [school.id] })]
  const done = await Promise.all(
    two.map(async (who) => {
      const [own] = await rows<{ id: string }>('SELECT id FROM Claim WHERE accountId = ?1', who.accountId)
      return removeColleague(anAct({ ...now(), actor: who.actor }), { schoolId: school.id, claimId: own?.id ?? '', sure: false, council })
    }),
  )
  expect(done.filter(({ ok }) => ok)).toHaveLength(1)
  expect(done.find(({ ok }) => !ok)).toEqual({ ok: false, reason: 'last_approver' })
})

// “Until somebody else has confirmed them, they see nothing of the school.”
it('whoever has asked but is not confirmed sees nothing of the school or of its people', async () => {
  const { school, asks, home } = await aStaffroom()
  for (const path of [home, `/school/${school.id}`]) expect((await request(path, { cookie: asks.cookie })).status).toBe(404)
  expect(await (await request('/school', { cookie: asks.cookie })).text()).not.toContain('Olwen')
})

// “The page says how many before it is done.”
it('“When the council ends a contact, people who act for the school on that address alone stop; those who were also vouched for go on.”', async () => {
  const school = await aSchool()
  const organiser = await anAccount({ roles: ['organiser'] })
  const alone = await anAccount()
  const also = await anAccount()
  const [aloneContact, alsoContact] = [await holds(school.id, alone.email), await holds(school.id, also.email)]
  for (const who of [alone, also])
    expect((await claim(who.cookie, school.id, who.name)).headers.get('location')).toBe(`/school/${school.id}`)
  const [claimAlone, claimAlso] = await Promise.all(
    [alone, also].map(async (who) => (await rows<{ id: string }>('SELECT id FROM Claim WHERE accountId = ?1', who.accountId))[0]?.id ?? ''),
  )
  expect(await evidenceOf(claimAlone ?? '')).toEqual(['self_asserted', 'code', 'council_holds_address'])
  await add('ClaimEvidence', {
    id: claimAlso,
    claimId: claimAlso,
    kind: 'organiser',
    at: '2026-03-02T09:00:00.000Z',
    accountId: organiser.accountId,
  })
  const end = (contactId: string) => `/organiser/schools/${school.id}/contacts/${contactId}/end`
  expect(await (await request(end(aloneContact), { cookie: organiser.cookie })).text()).toContain('One person can book')
  for (const contact of [aloneContact, alsoContact])
    expect((await request(end(contact), { cookie: organiser.cookie, form: {} })).status).toBe(303)
  expect((await stateOf(claimAlone ?? ''))?.state).toBe('ended')
  expect((await stateOf(claimAlso ?? ''))?.state).toBe('approved')
  const [mail] = await rows<{ text: string }>(`SELECT text FROM LocalMail WHERE toAddress LIKE ?1 ORDER BY at DESC`, `%${alone.email}%`)
  expect(mail?.text).toContain('It no longer does, so your permission has ended')
})

it('an address that the council holds in two roles is held until both have ended', async () => {
  const school = await aSchool()
  const organiser = await anAccount({ roles: ['organiser'] })
  const person = await anAccount()
  const one = await holds(school.id, person.email)
  await run(`UPDATE SchoolContact SET roleId = 'dsl' WHERE id = ?1`, one)
  const two = await holds(school.id, person.email)
  await claim(person.cookie, school.id, person.name)
  const state = async () => (await rows<{ state: string }>('SELECT state FROM Claim WHERE accountId = ?1', person.accountId))[0]?.state
  const end = (contactId: string) =>
    request(`/organiser/schools/${school.id}/contacts/${contactId}/end`, { cookie: organiser.cookie, form: {} })
  await end(one)
  expect(await state()).toBe('approved')
  await end(two)
  expect(await state()).toBe('ended')
})

// “Organisers and those who may vouch at the school see it.” “Evidence is kept, each statement with who made it and when: that they asked, that they proved the address by signing in, and who vouched.”
it('reads the people in as many round trips for one as for three, and shows the evidence to organisers too', async () => {
  const { approver, asks, home, school } = await aStaffroom()
  const count = async (): Promise<number> =>
    tripsOf(async (on) => {
      expect((await request(home, { cookie: approver.cookie, bindings: { DB: on } })).status).toBe(200)
    })
  const before = await count()
  for (const _ of [1, 2]) await aClaimant(school.id)
  expect(await count()).toBe(before)
  const organiser = await anAccount({ roles: ['organiser'], name: 'Owain Organiser' })
  await decideClaim(anAct({ ...now(), actor: organiser.actor }), { claimId: asks.claimId, decision: 'approve', reason: undefined, council })
  const page = await (await request(`/organiser/claims/${asks.claimId}`, { cookie: organiser.cookie })).text()
  for (const said of ['Asked to book for the school', 'An organiser at the council confirmed it', 'Owain Organiser'])
    expect(page).toContain(said)
})

it('a claim from a held address made while the council ends the contact is confirmed and ended, or waits: it never stands on nothing', async () => {
  for (let n = 0; n < 6; n += 1) {
    const school = await aSchool()
    const person = await anAccount()
    const contactId = await holds(school.id, person.email)
    await Promise.all([
      claim(person.cookie, school.id, person.name),
      (async () => {
        for (let wait = 0; wait < n; wait += 1) await new Promise((resolve) => setTimeout(resolve, 2))
        return endContact(anAct(now()), { rootId: school.id, contactId, council })
      })(),
    ])
    const [row] = await rows<{ state: string }>('SELECT state FROM Claim WHERE accountId = ?1', person.accountId)
    expect(['ended', 'requested']).toContain(row?.state)
  }
  const { invariants } = await auditAll(db, new Date())
  expect(invariants.find(({ name }) => name === 'claim_approved_has_evidence')).toMatchObject({ ok: true })
})
