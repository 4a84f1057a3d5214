import { expect, it } from 'vitest'
import { councilFrom } from '#base/council.ts'
import { decideClaim } from '#people/claim-decisions/decide-claim.ts'
import { addContact } from '#schools/schools/add-contact.ts'
import { anAccount, anAct, aSchool, db, htmlOf, leadsTo, request, rows, run, tick, tripsOf } from '#test/support/factories.ts'
import { sql } from '#test/support/row-of.ts'
import { add, all } from '#test/support/rows.ts'
import { dropTriggers } from '#test/support/triggers.ts'
import { auditAll } from '#upkeep/audit/store.ts'

const council = councilFrom('884')
const holds = async (schoolId: string, email: string) => {
  await add('SchoolContact', { schoolId, email })
}
const claim = (cookie: string, schoolId: string, name = 'Siân Pritchard', roleId = 'dsl') =>
  request('/school/claims', { cookie, form: { schoolId, name, roleId } })
const claimsOf = (accountId: string) =>
  rows<{ id: string; state: string; evidence: string; schoolId: string }>(
    'SELECT id, state, evidence, schoolId FROM Claim WHERE accountId = ?1',
    accountId,
  )

// “When the council holds the very address for that very school, the person acts for it at
// once.”
it('confirms at once whoever writes from an address that the council holds for the school', async () => {
  const school = await aSchool()
  const person = await anAccount()
  await holds(school.id, person.email)
  expect(await leadsTo(claim(person.cookie, school.id))).toBe(`/school/${school.id}`)
  expect(await claimsOf(person.accountId)).toMatchObject([{ state: 'approved', evidence: 'council_holds_address', schoolId: school.id }])
  expect(await rows('SELECT personId, roleId FROM RoleAtSchool WHERE schoolId = ?1', school.id)).toEqual([
    { personId: person.personId, roleId: 'dsl' },
  ])
  expect(await rows(`SELECT act FROM Log WHERE subjectKind = 'claim' AND schoolId = ?1`, school.id)).toEqual([{ act: 'claim.confirmed' }])
})

it('leads somebody who was sent a page of a school for which they do not act yet to asking, and shows nothing of it', async () => {
  const school = await aSchool({ name: 'Much Marcle Primary School' })
  const [person, member] = [await anAccount(), await anAccount({ schoolIds: [school.id] })]
  const pageFor = async (path: string, cookie?: string) => {
    const answer = await request(path, cookie ? { cookie } : {})
    return [answer.status, (await answer.text()).match(/href="(\/school\/claims\/new[^"]*)"/)?.[1]]
  }
  const reports = `/school/${school.id}/reports/6`
  expect(await pageFor(reports, person.cookie)).toEqual([404, `/school/claims/new?school=${school.id}`])
  expect((await (await request(reports, person)).text()).includes('Much Marcle')).toBe(false)
  expect(await pageFor(reports, member.cookie)).toEqual([404, undefined])
  expect(await pageFor('/organiser/none', person.cookie)).toEqual([404, undefined])
})

it('lets everyone else wait: another school whose address is held, an ended contact, an unknown address', async () => {
  const [school, other] = [await aSchool(), await aSchool()]
  const person = await anAccount()
  await holds(other.id, person.email)
  await holds(school.id, person.email)
  await run('UPDATE SchoolContact SET endedAt = ?2 WHERE schoolId = ?1', school.id, tick().toISOString())
  const answer = await claim(person.cookie, school.id)
  expect(answer.headers.get('location')).toBe('/account')
  expect(await claimsOf(person.accountId)).toMatchObject([{ state: 'requested', evidence: 'self_asserted' }])
  expect(await rows('SELECT id FROM RoleAtSchool WHERE schoolId = ?1', school.id)).toEqual([])
  const page = await (await request('/account', { cookie: person.cookie })).text()
  expect(page).toContain('Waiting to be confirmed')
  expect(page).not.toContain(`/school/${school.id}"`)
})

// “At most ten requests of one account wait.”
it('takes one claim of a double submit, and no eleventh that waits', async () => {
  const person = await anAccount()
  const school = await aSchool()
  const sent = await Promise.all([claim(person.cookie, school.id), claim(person.cookie, school.id)])
  expect(sent.map((answer) => answer.status).sort()).toEqual([303, 409])
  for (let n = 1; n < 10; n += 1) expect((await claim(person.cookie, (await aSchool()).id)).status).toBe(303)
  expect(await htmlOf(claim(person.cookie, (await aSchool()).id), 409)).toContain('waiting already')
  expect(await claimsOf(person.accountId)).toHaveLength(10)
})

// “At most ten requests of one account wait.”
it('of fourteen requests at the same moment, for schools and settings that are not listed, ten wait; without the triggers all do', async () => {
  const allAtOnce = async () => {
    const person = await anAccount()
    const schools = await Promise.all(Array.from({ length: 7 }, () => aSchool()))
    const typed = { postcode: 'HR6 8AB', setting: 'nursery', name: 'Siân Pritchard', roleId: 'dsl' }
    const sent = await Promise.all([
      ...schools.map(({ id }) => claim(person.cookie, id)),
      ...schools.map((_, n) => request('/school/claims/unlisted', { cookie: person.cookie, form: { ...typed, setName: `Acorns ${n}` } })),
    ])
    const wait = await rows(
      `SELECT id FROM Claim WHERE accountId = ?1 AND state = 'requested' UNION ALL SELECT id FROM UnlistedClaim WHERE accountId = ?1 AND state = 'requested'`,
      person.accountId,
    )
    return [wait.length, sent.filter(({ status }) => status === 303).length, sent.filter(({ status }) => status === 409).length]
  }
  expect(await allAtOnce()).toEqual([10, 10, 4])
  const triggers = await rows<{ name: string; sql: string }>(`SELECT name, sql FROM sqlite_master WHERE name LIKE '%Claim_at_most_ten'`)
  expect(triggers.map(({ name }) => name).sort()).toEqual([
    'Claim_at_most_ten',
    'TrustClaim_at_most_ten',
    'UnlistedClaim_at_most_ten',
    'WaitingClaim_at_most_ten',
  ])
  for (const { name } of triggers) await run(`DROP TRIGGER ${name}`)
  try {
    expect((await allAtOnce())[0]).toBeGreaterThan(10)
  } finally {
    for (const { sql } of triggers) await db.prepare(sql).run()
  }
})

it('refuses a school that cannot be chosen and keeps what was typed', async () => {
  const person = await anAccount()
  const closed = await aSchool({ statusCode: '2' })
  const elsewhere = await aSchool({ laCode: '885' })
  for (const schoolId of ['', 'nonsense', closed.id, elsewhere.id]) {
    const html = await htmlOf(claim(person.cookie, schoolId, 'Owen <b>Price</b>'), 422)
    expect(html).toContain('href="#schoolId"')
    expect(html).toContain('Owen &lt;b&gt;Price&lt;/b&gt;')
  }
  expect((await claim(person.cookie, (await aSchool()).id, 'Owen Price', 'emperor')).status).toBe(422)
  expect(await claimsOf(person.accountId)).toEqual([])
})

// “Anybody who is signed in may ask to act for a school on the list.” “Domains are never
// proof.”
it('shows an organiser the evidence, and tells the person once it is approved', async () => {
  const organiser = await anAccount({ roles: ['organiser'], name: 'Olwen Organiser' })
  const school = await aSchool({ name: 'Ashfield Park Primary School', town: 'Ross-on-Wye' })
  await holds(school.id, 'head@ashfield-park.example')
  const person = await anAccount({ email: 'newcomer@ashfield-park.example', name: 'Newcomer' })
  const stranger = await anAccount({ email: 'stranger@gmail.com' })
  await claim(person.cookie, school.id, 'Newcomer')
  await claim(stranger.cookie, school.id)
  await claim(stranger.cookie, (await aSchool({ name: 'Other School' })).id)
  const html = await (await request('/organiser/claims', { cookie: organiser.cookie })).text()
  expect(html).toContain('The council holds addresses at ashfield-park.example for')
  // Its evidence names nobody but who asks, beside whom it stands.
  expect(html).toContain('<li>Asked to book for the school, ')
  expect(html).toContain('Anyone can get an address at this domain')
  expect(html).toContain('Other School, Leominster')
  expect(html).not.toContain('The council holds addresses at gmail.com')
  const [asked] = await claimsOf(person.accountId)
  const approved = await request(`/organiser/claims/${asked?.id}`, { cookie: organiser.cookie, form: { decision: 'approve' } })
  expect(approved.headers.get('location')).toBe('/organiser/claims')
  expect(await claimsOf(person.accountId)).toMatchObject([{ state: 'approved', evidence: 'organiser' }])
  const [mail] = await rows<{ subject: string; text: string }>(
    'SELECT subject, text FROM LocalMail WHERE toAddress LIKE ?1',
    '%newcomer@ashfield-park.example%',
  )
  expect(mail?.subject).toBe(`You can now book for Ashfield Park Primary School, Ross-on-Wye (URN ${school.urn})`)
  expect(mail?.text).toContain('/school')
  expect(await (await request('/account', { cookie: person.cookie })).text()).toContain(`/school/${school.id}"`)
})

// “An organiser ends any permission, with a reason that the person reads.”
it('refuses with a reason that the person is told and that the log does not repeat, and can end what was approved', async () => {
  const organiser = await anAccount({ roles: ['organiser'] })
  const school = await aSchool()
  const person = await anAccount()
  await claim(person.cookie, school.id)
  const [asked] = await claimsOf(person.accountId)
  const path = `/organiser/claims/${asked?.id}`
  const without = await request(path, { cookie: organiser.cookie, form: { decision: 'refuse', reason: '  ' } })
  expect(without.status).toBe(422)
  expect(await without.text()).toContain('href="#reason"')
  expect((await request(path, { cookie: organiser.cookie, form: { decision: 'bogus' } })).status).toBe(422)
  expect((await request(`${path}/refuse`, { cookie: organiser.cookie })).status).toBe(200)
  expect((await request(`${path}/end`, { cookie: organiser.cookie })).status).toBe(404)
  await request(path, { cookie: organiser.cookie, form: { decision: 'refuse', reason: 'Mrs Jones left in May' } })
  const [mail] = await rows<{ text: string }>('SELECT text FROM LocalMail WHERE toAddress LIKE ?1', `%${person.email}%`)
  expect(mail?.text).toContain('Mrs Jones left in May')
  expect(JSON.stringify(await rows('SELECT * FROM Log WHERE schoolId = ?1', school.id))).not.toContain('Jones')
  expect((await claim(person.cookie, school.id)).status).toBe(303)
  const second = (await claimsOf(person.accountId)).find((row) => row.state === 'requested')
  await request(`/organiser/claims/${second?.id}`, { cookie: organiser.cookie, form: { decision: 'approve' } })
  await request(`/organiser/claims/${second?.id}`, { cookie: organiser.cookie, form: { decision: 'end', reason: 'Left the school' } })
  expect((await claimsOf(person.accountId)).map((row) => row.state).toSorted((a, b) => a.localeCompare(b))).toEqual(['ended', 'refused'])
})

it('lets the first of two organisers decide, and tells the other who did', async () => {
  const one = await anAccount({ roles: ['organiser'], name: 'Olwen Organiser' })
  const two = await anAccount({ roles: ['organiser'], name: 'Dafydd Davies' })
  const person = await anAccount()
  await claim(person.cookie, (await aSchool()).id)
  const [asked] = await claimsOf(person.accountId)
  const ask = { claimId: asked?.id ?? '', council }
  const done = await Promise.all([
    decideClaim(anAct({ actor: one.actor }), { ...ask, decision: 'approve', reason: undefined }),
    decideClaim(anAct({ actor: two.actor }), { ...ask, decision: 'refuse', reason: 'No' }),
  ])
  expect(done.filter((result) => result.ok)).toHaveLength(1)
  expect(done.find((result) => !result.ok)).toEqual({ ok: false, reason: 'already_decided' })
  const late = await request(`/organiser/claims/${asked?.id}`, { cookie: two.cookie, form: { decision: 'approve' } })
  expect(late.status).toBe(409)
  expect(await late.text()).toMatch(/This request has changed since you opened this page.*Decided<.*by (Olwen Organiser|Dafydd Davies)/s)
  expect(await rows(`SELECT act FROM Log WHERE subjectId = ?1 AND act <> 'claim.requested'`, asked?.id)).toHaveLength(1)
  expect(await rows(`SELECT id FROM Message WHERE kind = 'claim_decided' AND recipient = ?1`, person.accountId)).toHaveLength(1)
})

it('shows an account only its own claims', async () => {
  const school = await aSchool({ name: 'Secret Primary School' })
  const theirs = await anAccount()
  await claim(theirs.cookie, school.id)
  const other = await anAccount()
  expect(await (await request('/account', { cookie: other.cookie })).text()).not.toContain('Secret Primary School')
})

it('reads the queue in as many round trips for one claim as for three', async () => {
  const organiser = await anAccount({ roles: ['organiser'] })
  const count = async (): Promise<number> =>
    tripsOf(async (on) => {
      expect((await request('/organiser/claims', { cookie: organiser.cookie, bindings: { DB: on } })).status).toBe(200)
    })
  await claim((await anAccount()).cookie, (await aSchool()).id)
  const before = await count()
  for (const _ of [1, 2]) await claim((await anAccount()).cookie, (await aSchool()).id)
  expect(await count()).toBe(before)
})

type Organiser = Awaited<ReturnType<typeof anAccount>>
const tied = (sql: string, ...values: unknown[]) => run(sql, ...values)

/** Somebody enters an address for a school. */
const enters = (by: Awaited<ReturnType<typeof anAccount>>, schoolId: string, email: string) =>
  addContact(anAct({ actor: by.actor, now: tick() }), { schoolId, roleId: null, name: 'The office', email, telephone: '', source: 'typed' })

it('“What the council holds confirms nobody who entered it, nor anyone of the council”: an organiser who enters their own address for a school waits like anybody, and is not asked in their own mailbox', async () => {
  const school = await aSchool()
  const organiser = await anAccount({ roles: ['organiser'] })
  await enters(organiser, school.id, organiser.email)
  const [contact] = await rows<{ id: string; enteredById: string }>(
    'SELECT id, enteredById FROM SchoolContact WHERE schoolId = ?1',
    school.id,
  )
  expect(contact?.enteredById).toBe(organiser.accountId)
  await claim(organiser.cookie, school.id)
  expect(await claimsOf(organiser.accountId)).toMatchObject([{ state: 'requested' }])
  expect(await rows('SELECT v.id FROM VouchLink v JOIN Claim c ON c.id = v.claimId WHERE c.schoolId = ?1', school.id)).toEqual([])

  // No longer of the council, they are still whoever entered it.
  await run('UPDATE StaffRole SET revokedAt = ?2 WHERE accountId = ?1', organiser.accountId, new Date().toISOString())
  const [waiting] = await claimsOf(organiser.accountId)
  const evidence = (claimId: string | undefined) =>
    add('ClaimEvidence', { claimId, kind: 'council_holds_address', at: new Date().toISOString(), contactId: contact?.id })
  await expect(evidence(waiting?.id)).rejects.toThrow('own_contact')

  // Somebody else whom the same contact names is confirmed by it.
  const other = await anAccount()
  await enters(await anAccount({ roles: ['organiser'] }), school.id, other.email)
  await claim(other.cookie, school.id)
  expect(await claimsOf(other.accountId)).toMatchObject([{ state: 'approved' }])

  // An officer whose address a colleague entered is of the council, and waits.
  const officer = await anAccount({ roles: ['officer'] })
  await enters(await anAccount({ roles: ['organiser'] }), school.id, officer.email)
  await claim(officer.cookie, school.id)
  expect(await claimsOf(officer.accountId)).toMatchObject([{ state: 'requested' }])
})

// “A second address of whoever entered the contact confirms no more than their first: the same
// person, an address of theirs of now or before, a provider or a browser that names both.”
it('an organiser who enters their second address for a school waits, whatever shows that it is theirs', async () => {
  const ties: [string, (organiser: Organiser, second: Organiser) => Promise<unknown>][] = [
    ['person', (organiser, second) => tied('UPDATE Account SET personId = ?1 WHERE id = ?2', organiser.personId, second.accountId)],
    ['address', (organiser, second) => tied('UPDATE Person SET email = ?1 WHERE id = ?2', second.email, organiser.personId)],
    [
      'address before',
      (organiser, second) =>
        add('EmailChange', {
          accountId: organiser.accountId,
          oldEmail: second.email,
          newEmail: 'x@x.example',
          usedAt: tick().toISOString(),
        }),
    ],
    [
      'provider',
      async (organiser, second) => {
        const of = { issuer: 'https://id.example', subject: organiser.personId }
        await add('OidcIdentity', { ...of, accountId: organiser.accountId, endedAt: tick().toISOString() })
        await add('OidcIdentity', { ...of, accountId: second.accountId })
      },
    ],
    [
      'browser',
      async (organiser, second) => {
        for (const { accountId } of [organiser, second]) await add('KnownBrowser', { tokenHash: organiser.personId, accountId })
      },
    ],
  ]
  for (const [tie, make] of ties) {
    const school = await aSchool()
    const [organiser, second] = [await anAccount({ roles: ['organiser'] }), await anAccount()]
    await enters(organiser, school.id, second.email)
    await make(organiser, second)
    await claim(second.cookie, school.id)
    expect(await claimsOf(second.accountId), tie).toMatchObject([{ state: 'requested' }])
    expect(await rows('SELECT v.id FROM VouchLink v JOIN Claim c ON c.id = v.claimId WHERE c.schoolId = ?1', school.id), tie).toEqual([])
    const [waiting] = await claimsOf(second.accountId)
    for (const kind of ['council_holds_address', 'mailbox_link'])
      await expect(
        add('ClaimEvidence', {
          claimId: waiting?.id,
          kind,
          contactId: sql('(SELECT id FROM SchoolContact WHERE schoolId = ?1)', school.id),
        }),
        tie,
      ).rejects.toThrow('own_contact')
    // A colleague of theirs at the council enters the same address: it is of the council's own
    // person all the same, except for a browser alone.
    const colleague = await anAccount({ roles: ['organiser'] })
    const [again, third] = [await aSchool(), { cookie: second.cookie, accountId: second.accountId }]
    await enters(colleague, again.id, second.email)
    await claim(third.cookie, again.id)
    expect((await claimsOf(third.accountId)).map(({ state }) => state).toSorted(), tie).toEqual(
      tie === 'browser' ? ['approved', 'requested'] : ['requested', 'requested'],
    )
  }
})

it('control: without the trigger the evidence of their own contact is taken, and the audit finds it', async () => {
  const school = await aSchool()
  const organiser = await anAccount({ roles: ['organiser'] })
  await enters(organiser, school.id, organiser.email)
  await claim(organiser.cookie, school.id)
  const [waiting] = await claimsOf(organiser.accountId)
  await dropTriggers('ClaimEvidence_of_others_contact')
  for (const { id } of await all('SchoolContact', { schoolId: school.id }))
    await add('ClaimEvidence', { claimId: waiting?.id, kind: 'council_holds_address', contactId: id })
  const { invariants } = await auditAll(db, new Date())
  const broken = invariants.find(({ name }) => name === 'own_contact_confirms_nobody')
  expect(JSON.stringify(broken)).toContain(waiting?.id)
})
