// Asking to act for a setting that no list names, and the council's decision.
import { expect, it } from 'vitest'
import { councilFrom } from '#base/council.ts'
import { decideUnlistedClaim } from '#people/claim-decisions/decide-unlisted-claim.ts'
import { anAccount, anAct, aSchool, leadsTo, request, rows, run, tripsOf } from '#test/support/factories.ts'

const council = councilFrom('884')
const asked = { setting: 'nursery', setName: 'Acorns Nursery', postcode: 'hr99zz', name: 'Siân Pritchard', roleId: 'other' }
const ask = (cookie: string, more: Record<string, string> = {}) =>
  request('/school/claims/unlisted', { cookie, form: { ...asked, ...more } })
const waiting = async (accountId: string): Promise<string> =>
  (await rows<{ id: string }>(`SELECT id FROM UnlistedClaim WHERE accountId = ?1 AND state = 'requested'`, accountId))[0]?.id ?? ''
const decide = (cookie: string, id: string, form: Record<string, string>) =>
  request(`/organiser/claims/unlisted/${id}`, { cookie, form: { decision: 'approve', outsideKind: 'partner_agency', town: '', ...form } })
const facts = { name: 'Acorns Nursery', postcode: 'HR9 9ZZ' }

// “Somebody whose setting is in no list says what it is, where, and their role there; the council
// enters it as an outside organisation, or links them to one that is listed.”
it('takes a setting that is not listed, and the council enters it and confirms the person at once', async () => {
  const organiser = await anAccount({ roles: ['organiser'] })
  const person = await anAccount()
  const name = `Acorns ${crypto
    .randomUUID()
    .replaceAll(/[^a-f]/g, '')
    .slice(0, 8)}`
  expect(await (await request('/school/claims/new', { cookie: person.cookie })).text()).toContain('href="/school/claims/unlisted"')
  expect(await leadsTo(ask(person.cookie, { setName: `  ${name} ` }))).toBe('/school')
  expect(await rows('SELECT name, postcode, setting, state, roleId FROM UnlistedClaim WHERE accountId = ?1', person.accountId)).toEqual([
    { name, postcode: 'HR9 9ZZ', setting: 'nursery', state: 'requested', roleId: 'other' },
  ])
  expect(await (await request('/account', { cookie: person.cookie })).text()).toContain(`${name}, HR9 9ZZ`)
  expect(await (await request('/organiser/claims', { cookie: organiser.cookie })).text()).toContain(`${name}, HR9 9ZZ`)
  const id = await waiting(person.accountId)
  const page = await (await request(`/organiser/claims/unlisted/${id}`, { cookie: organiser.cookie })).text()
  expect(page).toContain('Nothing with this postcode or a name like it is listed')
  const approved = await decide(organiser.cookie, id, { school: 'new', name, town: 'Ross-on-Wye', postcode: 'HR9 9ZZ' })
  expect(approved.headers.get('location')).toBe('/organiser/claims')
  expect(
    await rows(
      `SELECT s.origin, s.outsideKind, s.name, s.town, s.postcode, c.state, c.evidence, c.approver, u.state AS asked FROM UnlistedClaim u JOIN Claim c ON c.id = u.claimId
       JOIN School s ON s.id = c.schoolId WHERE u.id = ?1`,
      id,
    ),
  ).toEqual([
    {
      origin: 'outside',
      outsideKind: 'partner_agency',
      name,
      town: 'Ross-on-Wye',
      postcode: 'HR9 9ZZ',
      state: 'approved',
      evidence: 'organiser',
      approver: 1,
      asked: 'approved',
    },
  ])
  expect(
    await rows(
      'SELECT e.kind FROM ClaimEvidence e JOIN UnlistedClaim u ON u.claimId = e.claimId WHERE u.id = ?1 ORDER BY e.at, e.rowid',
      id,
    ),
  ).toEqual([{ kind: 'self_asserted' }, { kind: 'code' }, { kind: 'organiser' }])
  const [, mail] = await rows<{ subject: string }>(
    'SELECT subject FROM LocalMail WHERE toAddress LIKE ?1 ORDER BY rowid',
    `%${person.email}%`,
  )
  expect(mail?.subject).toBe(`You can now book for ${name}, Ross-on-Wye`)
  // The log names no setting: a childminder's is a person's name.
  expect(JSON.stringify(await rows(`SELECT * FROM Log WHERE act LIKE 'unlisted_claim.%'`))).not.toContain(name)
})

it('points out what has the same postcode or a like name, and links to it instead of entering it twice', async () => {
  const organiser = await anAccount({ roles: ['organiser'] })
  const school = await aSchool({ name: 'Little Otters Pre-school' })
  const unlike = await aSchool({ name: 'Far Away Primary' })
  await run(`UPDATE School SET postcode = 'HR7 7QQ' WHERE id = ?1`, school.id)
  const person = await anAccount()
  await ask(person.cookie, { setName: 'The Otters', postcode: 'HR7 7qq' })
  const id = await waiting(person.accountId)
  const page = await (await request(`/organiser/claims/unlisted/${id}`, { cookie: organiser.cookie })).text()
  expect(page).toContain('Yes: Little Otters Pre-school')
  const before = await rows('SELECT id FROM School')
  const unsaid = await decide(organiser.cookie, id, { ...facts, school: '' })
  expect([unsaid.status, (await unsaid.text()).includes('Choose whether it is one of these')]).toEqual([422, true])
  expect((await decide(organiser.cookie, id, { ...facts, school: unlike.id })).status).toBe(409)
  expect((await decide(organiser.cookie, id, { ...facts, school: school.id })).status).toBe(303)
  expect(await rows('SELECT schoolId, state FROM Claim WHERE accountId = ?1', person.accountId)).toEqual([
    { schoolId: school.id, state: 'approved' },
  ])
  expect(await rows('SELECT id FROM School')).toEqual(before)
  // Whoever acts for it already is not made to twice.
  await ask(person.cookie, { setName: 'The Otters again', postcode: 'HR7 7QQ' })
  const again = await decide(organiser.cookie, await waiting(person.accountId), { ...facts, school: school.id })
  expect([again.status, (await again.text()).includes('acts for that organisation already')]).toEqual([409, true])
})

// “A refusal says why to whoever asked.”
it('tells the person why it is refused, keeps their request for nobody else, and enters nothing', async () => {
  const organiser = await anAccount({ roles: ['organiser'] })
  const person = await anAccount()
  await ask(person.cookie)
  const id = await waiting(person.accountId)
  expect((await decide(organiser.cookie, id, { decision: 'refuse', reason: ' ' })).status).toBe(422)
  expect((await decide(organiser.cookie, id, { decision: 'refuse', reason: 'It closed in March.' })).status).toBe(303)
  const [, mail] = await rows<{ subject: string; text: string }>(
    'SELECT subject, text FROM LocalMail WHERE toAddress LIKE ?1 ORDER BY rowid',
    `%${person.email}%`,
  )
  expect(mail?.subject).toBe('About booking for Acorns Nursery, HR9 9ZZ')
  expect(mail?.text).toContain('It closed in March.')
  expect(await (await request('/account', { cookie: person.cookie })).text()).toContain('Refused: It closed in March.')
  expect(await rows('SELECT id FROM Claim WHERE accountId = ?1', person.accountId)).toEqual([])
  expect((await decide(organiser.cookie, id, { ...facts, school: 'new' })).status).toBe(409)
  expect((await request(`/organiser/claims/unlisted/${id}`, { cookie: person.cookie })).status).toBe(404)
})

it('lets nobody decide about their own request, and of two decisions at once the first stand', async () => {
  const organiser = await anAccount({ roles: ['organiser'] })
  const other = await anAccount({ roles: ['organiser'] })
  await ask(organiser.cookie, { setName: 'Own club' })
  const id = await waiting(organiser.accountId)
  expect((await decide(organiser.cookie, id, { ...facts, school: 'new' })).status).toBe(409)
  const organisation = { outsideKind: 'partner_agency' as const, name: 'Own club', town: '', postcode: 'HR9 9ZZ' }
  const both = await Promise.all(
    [1, 2].map(() =>
      decideUnlistedClaim(anAct({ actor: other.actor, now: new Date() }), { claimId: id, decision: { organisation }, council }),
    ),
  )
  expect(both.filter(({ ok }) => ok)).toHaveLength(1)
  expect(await rows(`SELECT id FROM School WHERE name = 'Own club'`)).toHaveLength(1)
  await expect(run(`UPDATE UnlistedClaim SET state = 'refused' WHERE id = ?1`, id)).rejects.toThrow('claim_is_decided')
})

it('keeps what was typed when something is wrong, takes one of a double press, and counts among the ten that may wait', async () => {
  const person = await anAccount()
  const wrong = await ask(person.cookie, { postcode: 'nowhere', setting: 'castle', roleId: '' })
  const html = await wrong.text()
  expect(wrong.status).toBe(422)
  for (const field of ['postcode', 'setting', 'roleId']) expect(html).toContain(`href="#${field}"`)
  expect(html).toContain('value="Acorns Nursery"')
  const pressed = await Promise.all([ask(person.cookie), ask(person.cookie)])
  expect(pressed.map(({ status }) => status).sort()).toEqual([303, 409])
  for (let n = 1; n < 10; n += 1) expect((await ask(person.cookie, { setName: `Setting ${n}` })).status).toBe(303)
  expect((await ask(person.cookie, { setName: 'One more' })).status).toBe(409)
  expect(
    (await request('/school/claims', { cookie: person.cookie, form: { schoolId: (await aSchool()).id, name: 'X Y', roleId: 'dsl' } }))
      .status,
  ).toBe(409)
})

it('reads what a decision rests on in as many round trips, however much is like it', async () => {
  const organiser = await anAccount({ roles: ['organiser'] })
  const person = await anAccount()
  await ask(person.cookie)
  const path = `/organiser/claims/unlisted/${await waiting(person.accountId)}`
  const trips = async () => tripsOf((on) => request(path, { cookie: organiser.cookie, bindings: { DB: on } }))
  const before = await trips()
  await aSchool({ name: 'Acorns Nursery' })
  await aSchool({ name: 'Acorns Nursery School' })
  expect(await trips()).toBe(before)
})
