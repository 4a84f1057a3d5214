// The school's own mailbox is asked whether somebody works there.
import { expect, it } from 'vitest'
import { councilFrom } from '#base/council.ts'
import { sha256 } from '#base/id.ts'
import { endContact } from '#people/claim-decisions/end-contact.ts'
import { answerVouchLink } from '#people/claiming/answer-link.ts'
import { askMailboxes } from '#people/claims/ask-mailboxes.ts'
import { aClaimant, claim, evidenceOf, holds, linksTo, stateOf } from '#test/support/claims.ts'
import { anAccount, anAct, aSchool, db, htmlOf, request, rows, run, withoutGuards } from '#test/support/factories.ts'

const council = councilFrom('884')
let number = 0
const office = (): string => {
  number += 1
  return `office@school-${number}.example`
}

/**
 * A school whose office the council holds, and somebody who asks to act for it from another
 * address.
 */
const aQuestion = async () => {
  const school = await aSchool({ name: 'Ashfield Park Primary School' })
  const mailbox = office()
  const contactId = await holds(school.id, mailbox)
  const person = await aClaimant(school.id, { name: 'Siân Pritchard' })
  const [token = ''] = await linksTo(mailbox)
  return { school, mailbox, contactId, person, token }
}

it('“The school’s mailbox is sent one link about all who wait, the first at once and those of the next hour together; who asks is told only the first letter of its address and the domain.”', async () => {
  const { mailbox, person, token, school } = await aQuestion()
  expect(token.length).toBeGreaterThan(40)
  const [link] = await rows<{ tokenHash: string; createdAt: string; expiresAt: string }>(
    'SELECT * FROM VouchLink WHERE claimId = ?1',
    person.claimId,
  )
  expect(link?.tokenHash).toBe(await sha256(token))
  expect(Date.parse(link?.expiresAt ?? '') - Date.parse(link?.createdAt ?? '')).toBe(21 * 24 * 3_600_000)
  const account = await (await request('/account', { cookie: person.cookie })).text()
  expect(account).toContain('the school’s own mailbox')
  expect(account).not.toContain(mailbox)
  const secrets = JSON.stringify([
    await rows('SELECT * FROM Log WHERE schoolId = ?1', school.id),
    await rows('SELECT * FROM VouchLink WHERE claimId = ?1', person.claimId),
    await rows('SELECT b.* FROM MessageBody b JOIN Message m ON m.id = b.messageId WHERE m.schoolId = ?1', school.id),
  ])
  expect(secrets).not.toContain(token)
})

/** What the mailbox of a school is asked. */
const asked = (claimId: string) => rows('SELECT id FROM VouchLink WHERE claimId = ?1', claimId)
const askedAt = (schoolId: string) => rows('SELECT v.id FROM VouchLink v JOIN Claim c ON c.id = v.claimId WHERE c.schoolId = ?1', schoolId)

const later = (n: number, on = db) => anAct({ now: new Date(Date.now() + n * 60_000), origin: 'schedule', db: on })

it.each([
  ['one mail', db, 1],
  ['control: without guards two', withoutGuards, 2],
])('two runs of the job that asks mailboxes, at once: %s', async (_, on, mails) => {
  const { school } = await aQuestion()
  await aClaimant(school.id)
  await Promise.all([askMailboxes(later(61, on)), askMailboxes(later(61, on))])
  expect(await rows(`SELECT id FROM Message WHERE kind = 'vouch_request' AND schoolId = ?1`, school.id)).toHaveLength(1 + mails)
})

it('who asks within the hour is in the next mail, with all who still wait, and each is answered on its page', async () => {
  const { school, mailbox, person, token } = await aQuestion()
  const [second, third] = [await aClaimant(school.id, { name: 'Huw Deputy' }), await aClaimant(school.id, { name: 'Mair Morris' })]
  expect(await linksTo(mailbox)).toEqual([token])
  expect([await askMailboxes(later(59)), await askMailboxes(later(61))]).toEqual([false, true])
  const [mail] = await rows<{ id: string; subject: string; text: string }>(
    `SELECT m.id, b.subject, b.text FROM Message m JOIN MessageBody b ON b.messageId = m.id
     WHERE m.kind = 'vouch_request' AND m.schoolId = ?1 AND m.state <> 'sent'`,
    school.id,
  )
  expect(mail?.subject).toContain('3 people ask to book for Ashfield Park Primary School')
  for (const who of [person, second, third]) expect(mail?.text).toContain(who.email)
  const next = /\/vouch\/([\w-]+)/.exec(mail?.text ?? '')?.[1] ?? ''
  const page = await (await request(`/vouch/${next}`)).text()
  for (const name of ['Siân Pritchard', 'Huw Deputy', 'Mair Morris']) expect(page).toContain(`Yes, ${name} works with us`)
  const done = await (await request(`/vouch/${next}`, { form: { claim: second.claimId, answer: 'yes' } })).text()
  expect(done).toContain('Answer about the others')
  expect((await request(`/vouch/${next}`, { form: { claim: second.claimId, answer: 'yes' } })).status).toBe(409)
  // A link answers about those whom its mail names.
  expect((await request(`/vouch/${token}`, { form: { claim: third.claimId, answer: 'yes' } })).status).toBe(404)
  expect((await request(`/vouch/${token}`, { form: { claim: person.claimId, answer: 'yes' } })).status).toBe(200)
  expect(await (await request(`/vouch/${next}`)).text()).toContain('Does Mair Morris work at')
  expect([await stateOf(person.claimId), await stateOf(second.claimId), await stateOf(third.claimId)].map((one) => one?.state)).toEqual([
    ...['approved', 'approved', 'requested'],
  ])
  await request(`/vouch/${next}`, { form: { answer: 'no', claim: third.claimId, confirmed: 'yes' } })
  expect((await request(`/vouch/${next}`)).status).toBe(409)
})

it('“Opening the link changes nothing; only pressing yes or no on its page answers.”', async () => {
  const { person, token, school } = await aQuestion()
  const before = JSON.stringify([
    await rows('SELECT * FROM Claim'),
    await rows('SELECT * FROM VouchLink'),
    await rows('SELECT id FROM Log'),
  ])
  for (const method of ['GET', 'HEAD', 'GET']) {
    const page = await request(`/vouch/${token}`, { method })
    expect([page.status, page.headers.get('referrer-policy'), page.headers.get('cache-control')]).toEqual([
      200,
      'no-referrer',
      'private, no-store',
    ])
  }
  expect(JSON.stringify([await rows('SELECT * FROM Claim'), await rows('SELECT * FROM VouchLink'), await rows('SELECT id FROM Log')])).toBe(
    before,
  )
  const html = (await (await request(`/vouch/${token}`)).text()).replaceAll('<wbr/>', '')
  for (const said of ['Siân Pritchard', person.email, `URN ${school.urn}`, 'Designated safeguarding lead']) expect(html).toContain(said)
  expect((await request(`/vouch/${token}`, { form: { answer: 'perhaps' } })).status).toBe(422)
  expect(await stateOf(person.claimId)).toEqual({ state: 'requested', approver: 0 })
})

it('“Yes confirms the person, who may then vouch for colleagues; the evidence names the mailbox.”', async () => {
  const { person, token, school, contactId, mailbox } = await aQuestion()
  const answer = await request(`/vouch/${token}`, { form: { answer: 'yes' } })
  expect(answer.status).toBe(200)
  expect(await answer.text()).toContain('can now book for Ashfield Park Primary School')
  expect(await stateOf(person.claimId)).toEqual({ state: 'approved', approver: 1 })
  expect(await evidenceOf(person.claimId)).toEqual(['self_asserted', 'code', 'mailbox_link'])
  expect(await rows(`SELECT accountId, contactId FROM ClaimEvidence WHERE claimId = ?1 AND kind = 'mailbox_link'`, person.claimId)).toEqual(
    [{ accountId: null, contactId }],
  )
  expect(await rows('SELECT personId, roleId FROM RoleAtSchool WHERE schoolId = ?1', school.id)).toEqual([
    { personId: person.personId, roleId: 'dsl' },
  ])
  const [mail] = await rows<{ text: string }>(`SELECT text FROM LocalMail WHERE toAddress LIKE ?1 ORDER BY at DESC`, `%${person.email}%`)
  expect(mail?.text).toContain('Its own mailbox has confirmed that you can book')
  expect(mail?.text).not.toContain(mailbox)
  expect((await request(`/school/${school.id}`, { cookie: person.cookie })).status).toBe(200)
  const people = await (await request(`/school/${school.id}/people`, { cookie: person.cookie })).text()
  expect(people).toContain('The school’s own mailbox answered')
  expect(people.replaceAll('<wbr/>', '')).not.toContain(mailbox)
})

it('“No asks once more, and then refuses the request.” “A link works once for each person.”', async () => {
  const { person, token } = await aQuestion()
  const asked = await (await request(`/vouch/${token}`, { form: { answer: 'no' } })).text()
  expect([asked.includes('Refuse the request'), asked.includes('is told so by email')]).toEqual([true, true])
  expect(await stateOf(person.claimId)).toEqual({ state: 'requested', approver: 0 })
  expect((await request(`/vouch/${token}`, { form: { answer: 'no', confirmed: 'yes' } })).status).toBe(200)
  expect(await stateOf(person.claimId)).toEqual({ state: 'refused', approver: 0 })
  expect(await htmlOf(request(`/vouch/${token}`, { form: { answer: 'yes' } }), 409)).toContain('answered already')
  expect((await request(`/vouch/${token}`)).status).toBe(409)
  expect(await stateOf(person.claimId)).toEqual({ state: 'refused', approver: 0 })
})

it('the link answered yes and no at the same moment: the first answer stands, and the person is told once', async () => {
  const { person, token } = await aQuestion()
  const done = await Promise.all(
    (['yes', 'no', 'yes', 'no'] as const).map((answer) => answerVouchLink(anAct({ now: new Date() }), { token, answer, council })),
  )
  expect(done.filter(({ ok }) => ok)).toHaveLength(1)
  for (const refused of done.filter(({ ok }) => !ok))
    expect(['link_is_answered', 'claim_is_decided']).toContain((refused as { reason: string }).reason)
  expect(await rows(`SELECT id FROM Message WHERE kind = 'claim_decided' AND recipient = ?1`, person.accountId)).toHaveLength(1)
  expect(await rows(`SELECT id FROM Log WHERE subjectId = ?1 AND act IN ('claim.approved', 'claim.refused')`, person.claimId)).toHaveLength(
    1,
  )
})

it('control: without the triggers the same two answers both go through, so it is they that hold', async () => {
  const triggers = await rows<{ name: string; sql: string }>(
    `SELECT name, sql FROM sqlite_master WHERE name IN ('VouchLink_answered_once', 'Claim_decided_once')`,
  )
  expect(triggers).toHaveLength(2)
  const { person, token } = await aQuestion()
  for (const { name } of triggers) await run(`DROP TRIGGER ${name}`)
  try {
    await Promise.all((['yes', 'no'] as const).map((answer) => answerVouchLink(anAct({ now: new Date() }), { token, answer, council })))
    expect(await rows(`SELECT id FROM Message WHERE kind = 'claim_decided' AND recipient = ?1`, person.accountId)).toHaveLength(2)
  } finally {
    for (const { sql } of triggers) await db.prepare(sql).run()
  }
})

it('“A link ends when somebody else decides, after 21 days, and when the council gives up the mailbox.”', async () => {
  const decided = await aQuestion()
  const organiser = await anAccount({ roles: ['organiser'] })
  await request(`/organiser/claims/${decided.person.claimId}`, { cookie: organiser.cookie, form: { decision: 'approve' } })
  expect(await (await request(`/vouch/${decided.token}`)).text()).toContain('Somebody else has decided')
  expect((await request(`/vouch/${decided.token}`, { form: { answer: 'no', confirmed: 'yes' } })).status).toBe(409)
  expect((await stateOf(decided.person.claimId))?.state).toBe('approved')

  const old = await aQuestion()
  const later = new Date(Date.now() + 21 * 24 * 3_600_000 + 1000)
  expect(await answerVouchLink(anAct({ now: later }), { token: old.token, answer: 'yes', council })).toEqual({
    ok: false,
    reason: 'link_run_out',
  })

  const given = await aQuestion()
  await endContact(anAct({ now: new Date() }), { rootId: given.school.id, contactId: given.contactId, council })
  expect(await answerVouchLink(anAct({ now: new Date() }), { token: given.token, answer: 'yes', council })).toEqual({
    ok: false,
    reason: 'mailbox_given_up',
  })
  expect((await request('/vouch/not-a-token-of-ours')).status).toBe(404)
})

it('“Nobody vouches for themselves”: whoever asks cannot answer the link in the browser that is signed in as them', async () => {
  const { person, token } = await aQuestion()
  const answer = await request(`/vouch/${token}`, { cookie: person.cookie, form: { answer: 'yes' } })
  expect(answer.status).toBe(409)
  expect(await answer.text()).toContain('You cannot confirm your own request')
  expect((await stateOf(person.claimId))?.state).toBe('requested')
})

it('“The person can have the mailbox asked again: at most once in five minutes and five times in a day.”', async () => {
  const { person, mailbox } = await aQuestion()
  const again = () => request(`/school/claims/${person.claimId}/mailbox`, { cookie: person.cookie, form: {} })
  expect(await htmlOf(again(), 409)).toContain('You can have it asked again in 5 minutes')
  // Each earlier link moves back in time as if five minutes had passed.
  const wait = (minutes: number) =>
    run(
      `UPDATE LimitUse SET at = strftime('%Y-%m-%dT%H:%M:%fZ', at, ?2) WHERE key = ?1`,
      `link:claim:${person.claimId}`,
      `-${minutes} minutes`,
    )
  for (let n = 2; n <= 5; n += 1) {
    await wait(6)
    expect((await again()).status).toBe(303)
  }
  await wait(6)
  expect(await htmlOf(again(), 409)).toMatch(/You can have it asked again (at|on) /)
  expect(await asked(person.claimId)).toHaveLength(5)
  expect(await linksTo(mailbox)).toHaveLength(1)
  const other = await anAccount()
  expect((await request(`/school/claims/${person.claimId}/mailbox`, { cookie: other.cookie, form: {} })).status).toBe(404)
})

it('“A mailbox is asked about ten people of other domains a day at most: further requests are kept without. They spend nothing of what people of its own domain have, who have twenty.”', async () => {
  const school = await aSchool()
  const mailbox = office()
  await holds(school.id, mailbox)
  for (let n = 0; n < 11; n += 1) await aClaimant(school.id)
  expect(await askedAt(school.id)).toHaveLength(10)
  expect(await rows(`SELECT id FROM Claim WHERE schoolId = ?1 AND state = 'requested'`, school.id)).toHaveLength(11)
  await aClaimant(school.id, { email: mailbox.replace('office', 'sian.pritchard') })
  expect(await askedAt(school.id)).toHaveLength(11)
  expect(await linksTo(mailbox)).toHaveLength(1)
})

it('eight people who ask the one mailbox at the same moment when it has had eight: it is asked about two, and all are kept', async () => {
  const school = await aSchool()
  const mailbox = office()
  await holds(school.id, mailbox)
  for (let n = 0; n < 8; n += 1) await aClaimant(school.id)
  const people = await Promise.all(Array.from({ length: 8 }, () => anAccount()))
  const answers = await Promise.all(people.map(({ cookie }) => claim(cookie, school.id)))
  expect(answers.map(({ status }) => status)).toEqual(Array(8).fill(303))
  expect(await askedAt(school.id)).toHaveLength(10)
})

// “Only the hash of a link’s secret is kept, and an organiser who reads the message does not
// see it.”
it('an organiser who reads the message does not see the secret of its link', async () => {
  const { person } = await aQuestion()
  const organiser = await anAccount({ roles: ['organiser'] })
  const [message] = await rows<{ id: string }>(
    `SELECT m.id FROM Message m JOIN VouchLink v ON v.contactId = m.recipient WHERE v.claimId = ?1`,
    person.claimId,
  )
  await run(
    `UPDATE MessageBody SET text = 'Answer: http://localhost:8787/vouch/abcdefghijklmnopqrstuvwxyz0123456789' WHERE messageId = ?1`,
    message?.id,
  )
  const page = await (await request(`/organiser/messages/${message?.id}`, { cookie: organiser.cookie })).text()
  expect(page).toContain('/vouch/…')
  expect(page).not.toContain('abcdefghijklmnopqrstuvwxyz')
})

it('a school without a mailbox sends no link, and says so to nobody', async () => {
  const school = await aSchool()
  const person = await anAccount()
  await claim(person.cookie, school.id)
  expect(await rows('SELECT v.id FROM VouchLink v JOIN Claim c ON c.id = v.claimId WHERE c.schoolId = ?1', school.id)).toEqual([])
  expect(await (await request('/account', { cookie: person.cookie })).text()).not.toContain('Ask the mailbox again')
})
