// What whoever has a link, a shared mailbox, or a form sent again can do to a school's answer, and how often a site is looked at.

import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { newId, newToken, sha256 } from '#base/id.ts'
import { noApprover } from '#test/support/claims.ts'
import { anAccount, aSchool, request, rows, run, tick } from '#test/support/factories.ts'
import { add } from '#test/support/rows.ts'
import { aDocument, anAnswer, anIssue, aVersion } from '../world.ts'

const good = { answer: 'as_is', body: 'governing_body', decidedOn: '2025-10-02', minute: '7', reason: '', name: '', role: '' }
const other = { ...good, answer: 'not_adopting', reason: 'We do not', name: 'Rhys Lloyd', role: 'Clerk' }

const aWorld = async () => {
  const school = await aSchool({ name: 'Ashfield Primary School', website: 'www.ashfield.sch.example' })
  const document = await aDocument()
  const versionId = await aVersion(document)
  const issueId = await anIssue(versionId, school)
  const approver = await anAccount({ schoolIds: [school.id], name: 'Ann Lee' })
  return { school, document, versionId, issueId, approver, at: `/school/${school.id}/guidance/${issueId}/answer` }
}
let world: Awaited<ReturnType<typeof aWorld>>
beforeEach(async () => {
  world = await aWorld()
})
afterEach(() => vi.unstubAllGlobals())

const link = async (issueId: string): Promise<string> => {
  const token = newToken()
  await add('GuidanceLink', { tokenHash: await sha256(token), issueId, roleId: 'head', createdAt: '2025-09-10T08:00:00.000Z' })
  return `/read/${token}/answer`
}
const answersOf = (schoolId: string) =>
  rows<{ answer: string; how: string }>(
    `SELECT a.answer, a.how FROM GuidanceAnswer a JOIN GuidanceIssue i ON i.id = a.issueId WHERE i.schoolId = ?1 ORDER BY a.answeredAt, a.id`,
    schoolId,
  )
const signedIn = () => anAnswer({ issueId: world.issueId, versionId: world.versionId, accountId: world.approver.accountId })

it('A link that was passed on cannot change what somebody signed in answered to an earlier version that still stands.', async () => {
  await signedIn()
  const next = await anIssue(await aVersion(world.document, { number: 2, askAgain: 0, issuedOn: '2026-01-12' }), world.school)
  const sent = await request(await link(next), { form: other })
  expect([sent.status, (await sent.text()).includes('The school has answered signed in, or to an officer')]).toEqual([409, true])
  expect(await answersOf(world.school.id)).toEqual([{ answer: 'as_is', how: 'signed_in' }])
})

it('A version that asks again is answered by its link.', async () => {
  await signedIn()
  const next = await anIssue(await aVersion(world.document, { number: 2, issuedOn: '2026-01-12' }), world.school)
  expect((await request(await link(next), { form: other })).status).toBe(303)
  expect((await answersOf(world.school.id)).map(({ how }) => how)).toEqual(['signed_in', 'link'])
})

it('A link to what a school had before it turned out to be another cannot change that one’s answer.', async () => {
  const twin = await aSchool({ name: 'Ashfield Infants' })
  const issueId = await anIssue(world.versionId, twin)
  await run('UPDATE School SET rootId = ?2 WHERE id = ?1', twin.id, world.school.id)
  await signedIn()
  expect((await request(await link(issueId), { form: other })).status).toBe(409)
  expect(await answersOf(twin.id)).toEqual([])
})

for (const [what, seen] of [
  ['nothing that there is', () => Promise.resolve('no-such-answer')],
  [
    'the answer of another school',
    async () => {
      const neighbour = await aSchool()
      const issueId = await anIssue(world.versionId, neighbour)
      return anAnswer({ issueId, versionId: world.versionId, accountId: world.approver.accountId })
    },
  ],
] as const)
  it(`A form that says that it saw ${what} is told that things have changed, and nothing is kept.`, async () => {
    const sent = await request(await link(world.issueId), { form: { ...other, seen: await seen() } })
    expect([sent.status, (await sent.text()).includes('The answer now is below')]).toEqual([409, true])
    expect(await answersOf(world.school.id)).toEqual([])
  })

it('By one link thirty answers can be sent in a day, so that it does not fill the record.', async () => {
  const at = await link(world.issueId)
  const page = async () => /name="seen" value="([^"]*)"/.exec(await (await request(at)).text())?.[1] ?? ''
  for (let n = 0; n < 30; n += 1) expect((await request(at, { form: { ...other, seen: await page() } })).status).toBe(303)
  const sent = await request(at, { form: { ...other, seen: await page() } })
  expect([sent.status, (await sent.text()).includes('By this link many answers were sent today')]).toEqual([409, true])
  expect(await answersOf(world.school.id)).toHaveLength(30)
})

const asHead = (personId: string) =>
  add('RoleAtSchool', {
    ...{ personId, schoolId: world.school.id, roleId: 'head', source: 'school', learnedAt: '2026-01-01T09:00:00.000Z' },
    confirmedAt: '2026-01-01T09:00:00.000Z',
  })

it('A head of whom somebody says that they are not does not answer until that is settled.', async () => {
  const head = await anAccount({ schoolIds: [world.school.id], name: 'Ben Cole' })
  await noApprover('accountId = ?1', head.accountId)
  const roleAtSchoolId = await asHead(head.personId)
  await add('RoleDispute', { roleAtSchoolId, reason: 'I left', raisedAt: '2026-02-01T09:00:00.000Z', raisedById: head.accountId })
  expect((await request(world.at, { cookie: head.cookie, form: good })).status).toBe(404)
  expect(await answersOf(world.school.id)).toEqual([])
})

it('A trust that goes back and answers otherwise is told that its first answer is kept.', async () => {
  const school = await aSchool({ sector: 'academy', trustUid: 'T9', trustName: 'Hedgerow Trust' })
  const issueId = await anIssue(world.versionId, school)
  const trust = await anAccount({})
  await add('TrustClaim', {
    ...{ accountId: trust.accountId, trustUid: 'T9', state: 'approved', evidence: 'organiser' },
    ...{ requestedAt: '2026-01-01T09:00:00.000Z', decidedAt: '2026-01-01T09:00:00.000Z' },
  })
  const send = (form: Record<string, string>) =>
    request(`/trusts/T9/guidance/${world.versionId}`, { cookie: trust.cookie, form: { ...form, schools: issueId } })
  const form = { ...good, body: 'trust_board', id: newId(tick()) }
  expect((await send(form)).status).toBe(303)
  expect((await send(form)).status).toBe(303)
  const sent = await send({ ...form, answer: 'not_adopting', reason: 'We do not' })
  expect([sent.status, (await sent.text()).includes('Open the page again to answer otherwise')]).toEqual([409, true])
  expect(await answersOf(school.id)).toEqual([{ answer: 'as_is', how: 'signed_in' }])
})

it('Of thirty people who look at a school’s page at once twenty do, and the others are told before the site is asked.', async () => {
  let asked = 0
  vi.stubGlobal('fetch', () => {
    asked += 1
    return Promise.resolve(new Response('The policy'))
  })
  const look = () =>
    request(`${world.at}/page`, { cookie: world.approver.cookie, form: { address: 'https://www.ashfield.sch.example/policy' } })
  const sent = await Promise.all(Array.from({ length: 30 }, look))
  expect([asked, sent.filter(({ status }) => status === 303).length, sent.filter(({ status }) => status === 422).length]).toEqual([
    20, 20, 10,
  ])
  expect(await rows('SELECT id FROM GuidancePublished')).toHaveLength(20)
})

it('A page is ticked at its own document alone, and what was typed instead of its number is in no log.', async () => {
  const officer = await anAccount({ roles: ['officer'] })
  const second = await aDocument({ title: 'Another' })
  await anIssue(await aVersion(second), world.school)
  const check = await add('GuidancePublished', {
    ...{ issueId: world.issueId, address: 'https://www.ashfield.sch.example/policy', checkedAt: '2026-01-12T09:00:00.000Z' },
    ...{ checkedById: officer.accountId, outcome: 'found', status: 200, hash: 'a' },
  })
  const tickAt = (documentId: string, typed: string) =>
    request(`/guidance/${documentId}/schools/${world.school.id}/tick`, { cookie: officer.cookie, form: { check: typed } })
  expect((await tickAt(second.id, check)).status).toBe(404)
  expect((await tickAt(world.document.id, 'Jane Doe of 3B')).status).toBe(404)
  expect(await rows('SELECT id FROM GuidancePublished WHERE tickedAt IS NOT NULL')).toEqual([])
  expect(await rows(`SELECT after FROM Log WHERE act = 'guidance.page_ticked'`)).toEqual([])
  expect((await tickAt(world.document.id, check)).status).toBe(303)
})

it('What somebody says by a link is in the log under nobody’s name, whoever is signed in in that browser.', async () => {
  const stranger = await anAccount({ schoolIds: [(await aSchool()).id] })
  const at = (await link(world.issueId)).replace('/answer', '')
  expect((await request(at, { cookie: stranger.cookie, form: { name: 'Rhys Lloyd', role: 'Clerk' } })).status).toBe(200)
  expect(await rows(`SELECT accountId, personId FROM Log WHERE act = 'guidance.acknowledged'`)).toEqual([
    { accountId: null, personId: null },
  ])
})

it('Only the trigger keeps a link from it, whatever the page showed.', async () => {
  const trial = async (): Promise<number> => {
    world = await aWorld()
    await signedIn()
    const next = await anIssue(await aVersion(world.document, { number: 2, askAgain: 0, issuedOn: '2026-01-12' }), world.school)
    return (await request(await link(next), { form: other })).status
  }
  expect(await trial()).toBe(409)
  await run('DROP TRIGGER GuidanceAnswer_by_link_in_place_of_link')
  expect(await trial()).toBe(303)
})
