// What the council wrote itself is issued by two people, with a decision and an equality assessment before it.

import { expect, it } from 'vitest'
import { readNow } from '#base/db/read.ts'
import { newId } from '#base/id.ts'
import { kindsDue } from '#due.ts'
import { saySecond } from '#guidance/documents/document.ts'
import { selectDocument, selectVersions } from '#guidance/documents/store.ts'
import { decideGuidance, issueVersion } from '#guidance/issuing/issue-version.ts'
import { tellOverdue } from '#guidance/issuing/tell-overdue.ts'
import { kinds } from '#jobs.ts'
import { anAccount, anAct, aSchool, db, leadsTo, request, rows, run, tick } from '#test/support/factories.ts'
import { add } from '#test/support/rows.ts'
import { aDocument } from '../world.ts'

const olive = await anAccount({ roles: ['officer'], name: 'Olive Grant' })
const ben = await anAccount({ roles: ['officer'], name: 'Ben Rees' })
const school = await aSchool({ name: 'Aylestone' })
const contact = await anAccount({ schoolIds: [school.id] })
const as = ({ actor }: typeof olive) => anAct({ actor, now: tick() })

const decided = { decidedBy: 'Cabinet member', decision: 'Decision 14', decidedOn: '2026-01-10', equalityOn: '2026-01-09' }

const aDraft = async (facts: Record<string, string | null> = {}) => {
  const document = await aDocument({ title: 'Our own advice', asked: 'tell_staff' })
  const versionId = await add('GuidanceVersion', {
    ...{ documentId: document.id, number: 1, text: 'Tell the lead.', dueBy: 'day', dueOn: '2099-01-01', source: 'own', ...decided },
    ...{ changedAt: '2026-01-12T08:00:00.000Z', changedById: document.by, ...facts },
  })
  const press = async (by: typeof olive, isUrgent = false) => {
    const [of, [version]] = [await readNow(db, selectDocument(db, document.id)), await readNow(db, selectVersions(db, document.id))]
    if (!of || !version) throw new Error('no draft')
    return issueVersion(as(by), of, version, isUrgent)
  }
  const given = async () => (await rows('SELECT schoolId FROM GuidanceIssue WHERE versionId = ?1', versionId)).length
  const proposal = async () =>
    (await rows<{ id: string }>('SELECT id FROM StaffProposal WHERE subjectId = ?1 ORDER BY id DESC', versionId))[0]?.id ?? ''
  const decide = async (by: typeof olive, decision: 'approved' | 'refused' | 'withdrawn' = 'approved') =>
    decideGuidance(as(by), { id: await proposal(), decision, note: 'It says too little' })
  const page = async (path: string, cookie = ben.cookie) => (await request(path, { cookie })).text()
  return { document, versionId, press, given, proposal, decide, page, at: `/guidance/${document.id}` }
}

it('What the council wrote itself is issued by a second person, who has read it; what it passes on needs none.', async () => {
  const own = await aDraft()
  expect((await request(`${own.at}/issue`, { cookie: olive.cookie, form: { changedAt: '2026-01-12T08:00:00.000Z' } })).status).toBe(303)
  expect([await own.given(), await own.page(own.at)]).toEqual([0, expect.stringContaining('It waits for a second person, who issues it.')])
  const at = `/organiser/proposals/${await own.proposal()}`
  const asked = await own.page(at)
  for (const said of ['Guidance that the council wrote itself', `${own.at}/versions/1`, 'Cabinet member, Decision 14, 10 January 2026'])
    expect(asked).toContain(said)
  // A draft that waits stays as the second person reads it.
  const saved = { text: 'Another.', dueBy: 'day', dueOn: '2099-01-01', source: 'own', changedAt: '2026-01-12T08:00:00.000Z' }
  expect((await request(`${own.at}/draft`, { cookie: olive.cookie, form: saved })).status).toBe(409)
  const form = { decision: 'approved', note: '' }
  expect([(await request(at, { cookie: olive.cookie, form })).status, await own.given()]).toEqual([409, 0])
  expect([(await request(at, { cookie: ben.cookie, form })).status, await own.given()]).toEqual([303, 1])
  expect(await own.page(`${own.at}/versions/1`)).not.toContain('second person')
  const passed = await aDraft({ source: 'passed_on', decidedBy: '', decision: '', decidedOn: null, equalityOn: null })
  expect([await passed.press(olive), await passed.given()]).toEqual([{ ok: true, value: { schools: 1, settings: 0 } }, 1])
})

it.each([
  [{ decidedBy: '' }, 'Say who decided'],
  [{ decision: '' }, 'Say who decided'],
  [{ decidedOn: null }, 'Say who decided'],
  [{ equalityOn: null }, 'Enter the day of the equality assessment: not after the decision'],
  [{ equalityOn: '2026-01-11' }, 'Enter the day of the equality assessment: not after the decision'],
] as [Record<string, string | null>, string][])(
  'What the council wrote itself has who decided, by which decision, the day, and an equality assessment no later than that: %o is not issued.',
  async (facts, sentence) => {
    const own = await aDraft(facts)
    expect(await own.page(own.at)).toContain(sentence)
    expect([await own.press(olive), await own.press(olive, true), await own.given()]).toEqual([
      { ok: false, reason: 'lacks' },
      { ok: false, reason: 'lacks' },
      0,
    ])
    const issue = () =>
      run(`UPDATE GuidanceVersion SET issuedAt = '2026-02-01T08:00:00.000Z', issuedById = ?2 WHERE id = ?1`, own.versionId, olive.accountId)
    await expect(issue()).rejects.toThrow('own_guidance_undecided')
  },
)

it('What is urgent goes at once; pages say that a second person is to approve it by the next working day, whether that is over, and when it was done.', async () => {
  const own = await aDraft()
  expect([await own.press(olive, true), await own.given()]).toEqual([{ ok: true, value: { schools: 1, settings: 0 } }, 1])
  const [{ dueOn = '' } = {}] = await rows<{ dueOn: string }>(
    `SELECT asked ->> '$.dueOn' AS dueOn FROM StaffProposal WHERE id = ?1`,
    await own.proposal(),
  )
  expect(dueOn).toBe('2026-03-03')
  const [issue] = await rows<{ id: string }>('SELECT id FROM GuidanceIssue WHERE versionId = ?1', own.versionId)
  const ofSchool = () => own.page(`/school/${school.id}/guidance/${issue?.id}`, contact.cookie)
  for (const page of [await own.page(own.at), await own.page(`${own.at}/versions/1`), await ofSchool()])
    expect(page).toMatch(/Issued urgently\. [^<]*by 3 March 2026\./)
  expect(await own.page('/guidance')).toContain('Not approved yet')
  // Whoever issued it neither approves nor takes back what waits.
  expect([await own.decide(olive), await own.decide(olive, 'withdrawn')]).toEqual([
    { ok: false, reason: 'own_proposal' },
    { ok: false, reason: 'urgent_waits' },
  ])
  const proposal = await own.page(`/organiser/proposals/${await own.proposal()}`, olive.cookie)
  expect(proposal).toContain('You issued this at once. Somebody else now says whether they approve it.')
  expect(proposal).not.toMatch(/Nothing changes until then|Withdraw it/)
  expect(await own.page(`/organiser/proposals/${await own.proposal()}`)).toContain('Schools have it already.')
  const [version] = await readNow(db, selectVersions(db, own.document.id))
  expect(['2026-03-03', '2026-03-04'].map((today) => version && saySecond(version, today))).toEqual([
    'Issued urgently. A second person is to approve it by 3 March 2026.',
    'Issued urgently. Overdue: a second person was to approve it by 3 March 2026.',
  ])
  expect((await own.decide(ben)).ok).toBe(true)
  expect([await own.given(), await own.page(own.at), await own.page('/guidance')]).toEqual([
    1,
    expect.stringContaining('Issued urgently, and approved by a second person on 2 March 2026.'),
    expect.not.stringContaining('Not approved yet'),
  ])
})

it('Whoever is asked to decide reads what the council wrote, whatever their role, and nobody else does.', async () => {
  const own = await aDraft()
  await own.press(olive)
  const asked = await Promise.all([anAccount({ roles: ['reader'] }), anAccount({ roles: ['organiser'] })])
  const other = await anAccount({ roles: ['reader'] })
  const path = `/organiser/proposals/${await own.proposal()}`
  const read = async ({ cookie }: typeof olive) => (await request(`${own.at}/versions/1`, { cookie })).status
  for (const person of asked) {
    expect(await read(person)).toBe(404)
    await request(`${path}/asking`, { cookie: olive.cookie, form: { person: person.accountId } })
    const page = await own.page(`${own.at}/versions/1`, person.cookie)
    expect([page.includes('Tell the lead.'), page.includes(`href="${path}"`)]).toEqual([true, true])
    const proposal = await own.page(path, person.cookie)
    expect([proposal.includes(`href="${own.at}/versions/1"`), proposal.includes('Approving issues it to schools.')]).toEqual([true, true])
  }
  expect([await read(other), (await request(own.at, { cookie: asked[0].cookie })).status]).toEqual([404, 404])
})

/** Somebody issues it alone, by whatever two presses at the same moment. */
const race = async () => {
  const own = await aDraft()
  await own.press(olive)
  const done = await Promise.all([own.decide(olive, 'withdrawn'), own.decide(ben)])
  const [{ state = '' } = {}] = await rows<{ state: string }>('SELECT state FROM StaffProposal WHERE subjectId = ?1', own.versionId)
  return { done: done.filter(({ ok }) => ok).length, agrees: (await own.given()) === (state === 'approved' ? 1 : 0) }
}

it('Of a proposer who withdraws and a second person who approves at the same moment one is told, and it is issued only if approved.', async () => {
  expect(await race()).toEqual({ done: 1, agrees: true })
})

it('control: without the rule that a proposal is decided once, both would be done', async () => {
  const [trigger] = await rows<{ sql: string }>(`SELECT sql FROM sqlite_master WHERE name = 'StaffProposal_decided_once'`)
  const [waits] = await rows<{ sql: string }>(`SELECT sql FROM sqlite_master WHERE name = 'StaffProposal_of_issued_waits'`)
  await db.batch([db.prepare('DROP TRIGGER StaffProposal_decided_once'), db.prepare('DROP TRIGGER StaffProposal_of_issued_waits')])
  expect((await race()).done).toBe(2)
  await db.batch([db.prepare(trigger?.sql ?? ''), db.prepare(waits?.sql ?? '')])
})

it('The form of a draft asks for a decision only where the council wrote it itself, and comes back with the fields.', async () => {
  const own = await aDraft({ source: 'passed_on', decidedBy: '', decision: '', decidedOn: null, equalityOn: null })
  expect(await own.page(`${own.at}/draft`)).not.toContain('Who decided')
  const form = {
    text: 'Tell the lead.',
    dueBy: 'day',
    dueOn: '2099-01-01',
    source: 'own',
    changedAt: '2026-01-12T08:00:00.000Z',
    id: newId(tick()),
  }
  expect(await leadsTo(request(`${own.at}/draft`, { cookie: olive.cookie, form }))).toBe(`${own.at}/draft#source`)
  expect(await own.page(`${own.at}/draft`)).toContain('Who decided')
})

it('What nobody approves in time is said to be overdue on first pages and in the list, and those who can decide are written to once.', async () => {
  const own = await aDraft()
  await own.press(olive, true)
  const reader = await anAccount({ roles: ['reader'] })
  const at = async (moment: string) => tellOverdue(anAct({ now: new Date(moment), origin: 'schedule' }))
  const to = async () =>
    rows<{ recipient: string; subject: string }>(
      `SELECT m.recipient, b.subject FROM Message m JOIN MessageBody b ON b.messageId = m.id WHERE m.kind = 'second_person' AND b.text LIKE '%' || ?1 || '%'`,
      await own.proposal(),
    )
  // It is due by the end of 3 March.
  const due = async (moment: string) =>
    (await kindsDue(db, { now: new Date(moment), stripe: undefined }, kinds)).some(({ kind }) => kind.job === tellOverdue)
  expect(await Promise.all(['2026-03-03T23:00:00.000Z', '2026-03-04T07:00:00.000Z', '2026-03-04T09:00:00.000Z'].map(due))).toEqual([
    ...[false, false, true],
  ])
  await Promise.all([at('2026-03-04T09:00:00.000Z'), at('2026-03-04T09:00:00.000Z')])
  await at('2026-03-05T09:00:00.000Z')
  const written = await to()
  const people = await rows<{ accountId: string }>(
    `SELECT DISTINCT accountId FROM StaffRole WHERE role IN ('officer', 'administrator') AND revokedAt IS NULL`,
  )
  expect(written.map(({ recipient }) => recipient).toSorted()).toEqual(
    people.flatMap(({ accountId }) => (accountId === olive.accountId ? [] : [accountId])).toSorted(),
  )
  expect(written.some(({ recipient }) => recipient === reader.accountId)).toBe(false)
  expect(new Set(written.map(({ subject }) => subject))).toEqual(new Set(['Overdue: guidance that schools have and nobody has approved']))
  expect(await due('2026-03-04T10:00:00.000Z')).toBe(false)
  const administrator = await anAccount({ roles: ['administrator'] })
  expect(await own.page('/organiser/proposals')).toContain('Overdue: a second person was to decide by 3 March 2026.')
  expect(await own.page('/coverage')).toMatch(/for a second person, \d+ overdue/)
  expect(await own.page('/organiser', administrator.cookie)).toMatch(/for a second person, \d+ overdue/)
})

it('What went at once and is refused is withdrawn in the same act, for the reason that the second person gives, unless a newer version took its place.', async () => {
  const own = await aDraft()
  await own.press(olive, true)
  expect(await own.page(`/organiser/proposals/${await own.proposal()}`)).toContain('Refusing withdraws the document from schools')
  expect((await own.decide(ben, 'refused')).ok).toBe(true)
  const withdrawn = (id: string) =>
    rows('SELECT withdrawnAt IS NOT NULL AS gone, withdrawnWhy, withdrawnById FROM GuidanceDocument WHERE id = ?1', id)
  expect(await withdrawn(own.document.id)).toEqual([{ gone: 1, withdrawnWhy: 'It says too little', withdrawnById: ben.accountId }])
  const [issue] = await rows<{ id: string }>('SELECT id FROM GuidanceIssue WHERE versionId = ?1', own.versionId)
  expect(await own.page(`/school/${school.id}/guidance/${issue?.id}`, contact.cookie)).toContain('It says too little')
  expect(await rows(`SELECT act FROM Log WHERE subjectId = ?1 AND act = 'guidance.withdrawn'`, own.document.id)).toHaveLength(1)
  const other = await aDraft()
  await other.press(olive, true)
  await add('GuidanceVersion', {
    ...{ documentId: other.document.id, number: 2, text: 'Tell the lead at once.', dueBy: 'day', dueOn: '2099-01-01', source: 'passed_on' },
    ...{ whatChanged: 'At once.', whatToDo: 'Tell them.', changedAt: '2026-03-02T08:00:00.000Z', changedById: other.document.by },
    ...{ issuedAt: '2026-03-02T09:00:00.000Z', issuedById: other.document.by },
  })
  expect((await other.decide(ben, 'refused')).ok).toBe(true)
  expect(await withdrawn(other.document.id)).toEqual([{ gone: 0, withdrawnWhy: '', withdrawnById: null }])
  expect(await rows(`SELECT act FROM Log WHERE subjectId = ?1 AND act = 'guidance.withdrawn'`, other.document.id)).toEqual([])
  // A draft that is refused stays a draft.
  const draft = await aDraft()
  await draft.press(olive)
  expect([(await draft.decide(ben, 'refused')).ok, await withdrawn(draft.document.id)]).toEqual([
    true,
    [{ gone: 0, withdrawnWhy: '', withdrawnById: null }],
  ])
})
