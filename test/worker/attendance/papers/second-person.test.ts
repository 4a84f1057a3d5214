// A paper is issued by two people, unless the council leaves it to one.
import { expect, it } from 'vitest'
import { decidePaper, issuePaper, readProposedPaper } from '#attendance/papers/issue-paper.ts'
import type { PaperAsked } from '#attendance/papers/paper.ts'
import { readGround } from '#attendance/papers/paper-store.ts'
import { freezeStandings } from '#attendance/reports/freeze-standings.ts'
import { selectFrozen } from '#attendance/reports/store.ts'
import { readNow } from '#base/db/read.ts'
import { newId } from '#base/id.ts'
import { selectProposals } from '#people/proposals/store.ts'
import { aBrowser, look } from '#test/support/browsing.ts'
import { anAccount, anAct, aSchool, before, db, request, rows, tick } from '#test/support/factories.ts'
import { textOf } from '#test/worker/people/roles/world.ts'
import { anArea } from '../coverage/world.ts'
import { rung } from './world.ts'

const council = { name: 'Wyeshire' }
const now = new Date('2026-12-07T09:00:00.000Z')
const olive = await anAccount({ roles: ['officer'], name: 'Olive Grant' })
const mair = await anAccount({ roles: ['administrator'], name: 'Mair Pugh' })

/** A report that names one school, which has seen its line and had its days. */
const aReport = async () => {
  const laCode = anArea()
  const school = await aSchool({ laCode, name: 'Aylestone' })
  const early = anAct({ now: new Date('2026-09-07T09:00:00.000Z'), laCodes: [laCode], actor: olive.actor })
  const done = await freezeStandings(early, { id: newId(tick()), requirementId: 'lead' })
  const report = done.ok && (await readNow(db, selectFrozen(db, done.value)))
  if (!report) throw new Error('no report')
  await rung(early, report, school.id)
  const as = ({ actor }: typeof olive) => anAct({ now, laCodes: [laCode], actor })
  const ground = await readGround(as(olive), report.number, 'lead', council)
  if (!ground) throw new Error('no ground')
  const paper = { id: newId(tick()), kind: 'named' as const, ask: 'Ask for a date.', words: undefined }
  const propose = () => issuePaper(as(olive), ground, paper)
  const approve = async (who: typeof olive, on: D1Database = db) => {
    const act = { ...as(who), db: on }
    const [waits] = await readNow(db, selectProposals<PaperAsked>(as(who), 'p.id = ?2', paper.id))
    const seen = waits && (await readProposedPaper(as(who), waits, council))?.digest
    return decidePaper(act, { id: paper.id, decision: 'approved', note: '', seen: seen ?? '' }, council)
  }
  const papers = () => rows('SELECT kind, issuedById FROM Paper WHERE reportId = ?1', report.id)
  return { report, paper, ground, as, propose, approve, papers }
}

it('A paper is issued by two people: one proposes it, and another officer or administrator approves it.', async () => {
  const { propose, approve, papers, paper, report } = await aReport()
  expect(await propose()).toEqual({ ok: true, value: { proposed: paper.id } })
  // “The same form proposes it once, and one of a kind of a report waits at a time.”
  expect(await propose()).toEqual({ ok: true, value: { proposed: paper.id } })
  expect(await papers()).toEqual([])
  expect(await approve(olive)).toEqual({ ok: false, reason: 'own_proposal' })
  expect(await papers()).toEqual([])
  expect((await approve(mair)).ok).toBe(true)
  expect(await papers()).toEqual([{ kind: 'named', issuedById: mair.accountId }])
  expect(await rows('SELECT state, doneAt, decidedById FROM StaffProposal WHERE id = ?1', paper.id)).toEqual([
    { state: 'approved', doneAt: now.toISOString(), decidedById: mair.accountId },
  ])
  expect(await rows(`SELECT act FROM Log WHERE subjectId = ?1 ORDER BY act`, paper.id)).toEqual([
    { act: 'paper.issued' },
    { act: 'proposal.approved' },
    { act: 'proposal.made' },
  ])
  expect(await approve(mair)).toEqual({ ok: false, reason: 'already_decided' })
  // “What waits for a second person is one list, in which each sees what they may decide.”
  const organiser = await anAccount({ roles: ['organiser'] })
  expect((await request(`/organiser/proposals/${paper.id}`, { cookie: organiser.cookie })).status).toBe(404)
  await expect(
    db
      .prepare(`INSERT INTO Paper (id, reportId, requirementId, kind, content, issuedOn, issuedAt, issuedById)
      SELECT 'by hand', reportId, requirementId, 'unnamed', content, issuedOn, issuedAt, issuedById FROM Paper WHERE reportId = ?1`)
      .bind(report.id)
      .run(),
  ).rejects.toThrow('paper_needs_a_second')
})

it('The second person sees the paper as it would be issued, and what changed since is shown before it is issued.', async () => {
  const { propose, papers, paper, report } = await aReport()
  await propose()
  const path = `/organiser/proposals/${paper.id}`
  const page = await (await request(path, { cookie: mair.cookie })).text()
  for (const said of ['Ask for a date.', 'Aylestone', 'that names schools', 'Olive Grant']) expect(page).toContain(said)
  const seen = /name="seen" value="([0-9a-f]+)"/.exec(page)?.[1] ?? ''
  await db
    .prepare(
      `INSERT INTO ReplyWord (id, reportId, schoolId, answer, words, saidOn, saidAt, saidById)
       SELECT 'late', reportId, schoolId, 'right', '', replyBy, shownAt, shownById FROM ReportReply WHERE reportId = ?1`,
    )
    .bind(report.id)
    .run()
  const form = { decision: 'approved', note: '', seen }
  const late = await request(path, { cookie: mair.cookie, form })
  expect([late.status, await late.text()]).toEqual([409, expect.stringContaining('has changed since you opened this page')])
  expect(await papers()).toEqual([])
  const again = /name="seen" value="([0-9a-f]+)"/.exec(await (await request(path, { cookie: mair.cookie })).text())?.[1] ?? ''
  expect((await request(path, { cookie: mair.cookie, form: { ...form, seen: again } })).status).toBe(303)
  expect(await papers()).toEqual([{ kind: 'named', issuedById: mair.accountId }])
  expect(await textOf(request(path, { cookie: mair.cookie }))).toContain('It was issued as paper')
})

// “What is withdrawn while a second person approves it is not issued.”
it('a paper that is withdrawn at the same moment is not issued, and without the trigger it is', async () => {
  const race = async () => {
    const { propose, approve, papers, paper, as } = await aReport()
    await propose()
    const withdraw = () => decidePaper(as(olive), { id: paper.id, decision: 'withdrawn', note: '', seen: '' }, council)
    const done = await approve(mair, before(4, withdraw))
    return [done.ok || done.reason, (await papers()).length]
  }
  expect(await race()).toEqual(['already_decided', 0])
  const [guard] = await rows<{ sql: string }>(`SELECT sql FROM sqlite_schema WHERE name = 'StaffProposal_decided_once'`)
  await db.prepare('DROP TRIGGER StaffProposal_decided_once').run()
  expect(await race()).toEqual([true, 1])
  await db.prepare(guard?.sql ?? '').run()
})

it('Where the settings leave it to one person, a paper is issued with one press; that is asked of the database, and of nothing read before.', async () => {
  const set = (by: 'one' | 'two') =>
    db
      .prepare(`INSERT INTO Setting (key, value, changedAt) VALUES ('council', ?1, ?2) ON CONFLICT (key) DO UPDATE SET value = ?1`)
      .bind(JSON.stringify({ papersBy: by }), now.toISOString())
      .run()
  await set('one')
  const alone = await aReport()
  expect(await alone.propose()).toEqual({ ok: true, value: { issued: expect.any(Number) } })
  const race = async () => {
    await set('one')
    const { as, ground, paper } = await aReport()
    const done = await issuePaper({ ...as(olive), db: before(1, () => set('two')) }, ground, paper)
    return done.ok && Object.keys(done.value)
  }
  expect(await race()).toEqual(['proposed'])
  const [guard] = await rows<{ sql: string }>(`SELECT sql FROM sqlite_schema WHERE name = 'Paper_by_two'`)
  await db.prepare('DROP TRIGGER Paper_by_two').run()
  expect(await race()).toEqual(['issued'])
  await db.prepare(guard?.sql ?? '').run()
})

it('an officer proposes a paper on the page of the draft, and an administrator finds it and approves', async () => {
  const { report } = await aReport()
  await db.prepare(`DELETE FROM Setting WHERE key = 'council'`).run()
  await db
    .prepare(`UPDATE StaffProposal SET state = 'withdrawn', decidedAt = proposedAt, decidedById = proposedById WHERE state = 'proposed'`)
    .run()
  const [ada, ben] = [aBrowser(await anAccount({ roles: ['officer'], name: 'Ada Owen' })), aBrowser(mair)]
  await ada.goto(`/coverage/frozen/${report.number}/paper?requirement=lead`)
  ada.fill('What members are asked', 'To note the figures.')
  await ada.press('Propose the paper')
  expect(ada.text).toContain('Proposed. The paper is issued once a second person approves it')
  expect(ada.text).toContain('You proposed this, so somebody else decides.')
  await ben.goto('/organiser')
  await ben.follow(/proposals? waits? for a second person/)
  expect(await look(ben, 'what waits for a second person')).toEqual([])
  await ben.goto(ada.path)
  expect(await look(ben, 'a paper that waits')).toEqual([])
  await ben.press('Approve')
  expect(ben.text).toContain('Approved. The paper is issued')
  await ben.follow(/^paper \d+$/)
  expect(ben.text).toContain('To note the figures.')
})
