// A report names schools once each has seen what it says and had its days. Rules:
// docs/rules/reports.md.

import { beforeEach, expect, it } from 'vitest'
import { answerLine, decideReply } from '#attendance/replies/answer-line.ts'
import { insertShown, selectNamed } from '#attendance/replies/reply-store.ts'
import { countReplyDays, showLines, startToShow } from '#attendance/replies/show-lines.ts'
import { readNow } from '#base/db/read.ts'
import { newId } from '#base/id.ts'
import { endReport, readGround } from '#front/answer/end-report.ts'
import { makeReport } from '#front/answer/make-report.ts'
import type { Finishing } from '#front/answer/report.ts'
import { reportLine } from '#front/answer/report-line.ts'
import { recordTold, withdrawTold } from '#people/notices/record-told.ts'
import { emptyDatabase } from '#test/support/database.ts'
import { databaseWith } from '#test/support/database-with.ts'
import { accepted, anAccount, anAct, anEvent, aSchool, db, existing, request, rows, run, tick } from '#test/support/factories.ts'
import { textsOf } from '#test/support/pdf.ts'
import { textOf } from '#test/support/plain.ts'
import { add } from '#test/support/rows.ts'
import { aDelegate } from '#test/support/school-facts.ts'
import { sealRecord } from '#upkeep/seal/seal-record.ts'
import { reportsByOne } from '../../attendance/coverage/world.ts'

const topic = 'online-safety'
const giver = { council: 'Wyeshire', colour: '#00504e', checkAt: 'http://localhost:8787/r/1' }
const made = new Date('2026-09-07T09:00:00.000Z')
const over = new Date('2026-09-22T09:00:00.000Z')

beforeEach(async () => {
  await emptyDatabase()
  await reportsByOne()
})

/** A draft that counts three schools, of which one sent somebody. */
const aDraft = async () => {
  const officer = await anAccount({ roles: ['officer'], name: 'Olive Grant' })
  const act = anAct({ now: made, actor: officer.actor })
  const schools = await Promise.all(['Aylestone', 'Bosbury', 'Colwall'].map((name) => aSchool({ name, trustName: 'Wye Trust' })))
  const [came, missed, silent] = schools.map(({ id }) => id)
  if (!came || !missed || !silent) throw new Error('no schools')
  const held = { startsAt: '2026-06-12T08:30:00.000Z', endsAt: '2026-06-12T14:30:00.000Z' }
  await aDelegate(await anEvent({ topicId: topic, ...held }), came, { markType: 'attended' })
  const id = newId(tick())
  await makeReport(act, { id, topic, guidance: '', reported: true }).then(accepted)
  await sealRecord(act)
  const of = { notice: 'line', subjectId: id } as const
  const begin = async () => {
    const ground = await readGround(act, 1).then(existing)
    const { report, content } = ground
    await startToShow(
      act,
      { id, kind: 'report', number: 1, knownAt: made.toISOString(), replyDays: report.replyDays },
      content.rows.map((row) => reportLine(content.about, row)),
    )
  }
  const show = (...ids: readonly string[]) =>
    db.batch(ids.map((schoolId) => insertShown(act, { reportId: id, schoolId, startedById: officer.accountId })))
  const showTo = async (...reached: readonly string[]) => {
    await begin()
    await show(came, missed, silent)
    await recordTold(act, of, { id: newId(tick()), rootIds: reached, means: 'letter', toWhom: 'The head', happenedOn: '2026-09-07' })
    await countReplyDays(act)
  }
  const answer = (schoolId: string, said: 'right' | 'wrong', words = '', now = made) =>
    answerLine({ ...act, now }, { reportId: id, schoolId, answer: said, words })
  const decide = async (schoolId: string) => {
    const [school] = await readNow(db, selectNamed(db, id, schoolId))
    const decided = { decision: 'stands' as const, reason: 'One name is on the register.' }
    return decideReply(act, { reportId: id, schoolId, replyId: school?.reply?.replyId ?? '', ...decided })
  }
  const end = async (more: Partial<Finishing> = {}, now = over, by = db) => {
    const answers = (await readGround(act, 1))?.answers ?? 0
    const finishing: Finishing = { form: 'named', ask: '', exemption: '', interest: '', answers, ...more }
    const ended = await endReport({ ...act, db: by, now }, 1, finishing, giver, async () => undefined)
    return ended.ok || ended.reason
  }
  const page = (path: string, cookie = officer.cookie) => textOf(request(path, { cookie }))
  return { officer, act, id, of, came, missed, silent, begin, show, showTo, answer, decide, end, page }
}

/** The database without a trigger, until it is emptied. */
const drop = (trigger?: string) => trigger && run(`DROP TRIGGER ${trigger}`)

// “Whether a report names schools can be chosen only once it can.”
it('A report names no school before each was shown what it says, while one may still answer, and before each answer is decided on.', async () => {
  const { showTo, came, missed, answer, decide, end, page, officer } = await aDraft()
  expect(await end()).toBe('line_not_shown')
  const draft = await page('/reports/1')
  expect(draft).toContain('It cannot name schools yet: no school was shown what it says of the school.')
  expect(draft).not.toMatch(/Does it name schools|Exemption/)
  await showTo(came, missed)
  expect(await end({}, new Date('2026-09-21T12:00:00.000Z'))).toBe('time_to_reply_runs')
  await answer(missed, 'wrong', 'Two of us came.')
  expect(await end()).toBe('reply_not_decided')
  const form = { form: 'named', answers: '1', ask: '', exemption: '', interest: '' }
  const refused = await request('/reports/1/final', { cookie: officer.cookie, form })
  expect([refused.status, await refused.text(), await rows('SELECT 1 FROM FinalReport')]).toEqual([
    ...[409, expect.stringContaining('nobody has decided on that yet'), []],
  ])
  await decide(missed)
  expect(await end()).toBe(true)
  expect(await rows('SELECT form, finalOn FROM FinalReport')).toEqual([{ form: 'named', finalOn: '2026-09-22' }])
})

it('A final report with names says of each school that was reached what it was shown, its answer and the decision; the others are counted.', async () => {
  const { showTo, came, missed, answer, decide, end, page, silent } = await aDraft()
  await showTo(came, missed)
  await answer(came, 'right', 'Mrs Hill has been ill since May.')
  await answer(missed, 'wrong', 'Two of us came.')
  await decide(missed)
  expect(await page('/reports/1')).toContain(
    'It may name schools. 3 schools were to see what we publish; it arrived at 2; 1 is counted, not named.',
  )
  expect(await page('/reports/1')).toContain('Does it name schools?')
  expect(await end({ ask: 'To note the figures.' })).toBe(true)
  const reader = (await anAccount({ roles: ['reader'] })).cookie
  const [silentUrn] = await rows<{ urn: string }>('SELECT urn FROM ReportLine WHERE schoolId = ?1', silent)
  const csv = await (await request('/reports/1/files/named.csv', { cookie: reader })).text()
  const pdf = textsOf(new Uint8Array(await (await request('/reports/1/files/given.pdf', { cookie: reader })).arrayBuffer()))
  expect(pdf.texts.join(' ')).toMatch(/Aylestone.*Bosbury/s)
  expect(pdf.texts.join(' ')).not.toContain('Colwall')
  for (const said of [await page('/reports/1', reader), csv]) {
    for (const name of [
      'Aylestone',
      'Bosbury',
      'Sent somebody since',
      'No attendance on our record since',
      'Two of us came.',
      'One name is on the register.',
    ])
      expect(said.replaceAll(/\s+/g, ' ')).toContain(name)
    expect(said).not.toMatch(/Colwall|Hill|DSL or a deputy/)
    expect(said).not.toContain(silentUrn?.urn ?? '')
  }
  const text = await page('/reports/1', reader)
  expect(text).toContain('Anyone who compares the figures with a public list of schools may work out which.')
  expect(text).toContain('To note the figures.')
  expect(await page('/r/1')).toMatch(/Schools by name as CSV [0-9a-f]{64}/)
})

it('A report for members alone says under which exemption, is opened by officers alone, and each opening is noted.', async () => {
  const { showTo, came, missed, silent, end, page, officer } = await aDraft()
  await showTo(came, missed, silent)
  const empty = await request('/reports/1/final', {
    cookie: officer.cookie,
    form: { form: 'private', answers: '0', ask: '', exemption: '', interest: '' },
  })
  expect([empty.status, (await empty.text()).includes('Enter under which exemption the report is private')]).toEqual([422, true])
  const words = { exemption: 'Paragraph 2 of Schedule 12A', interest: 'The lines single out small schools.' }
  expect(await end({ form: 'private', ...words })).toBe(true)
  for (const role of ['reader', 'organiser'] as const) {
    const { cookie } = await anAccount({ roles: [role] })
    for (const path of ['', '/files/given.pdf', '/files/given.xlsx', '/files/named.csv', '/officers/schools.csv'])
      expect([role, path, (await request(`/reports/1${path}`, { cookie })).status]).toEqual([role, path, 404])
    expect(await page('/reports', cookie)).not.toContain('Report 1')
  }
  const text = await page('/reports/1')
  for (const said of [...Object.values(words), 'for members alone', 'Colwall', 'Not contacted yet']) expect(text).toContain(said)
  expect(await rows(`SELECT accountId, after ->> '$.file' AS file FROM Log WHERE act = 'report.exported'`)).toEqual([
    { accountId: officer.accountId, file: 'page' },
  ])
  expect(await page('/r/1')).not.toMatch(/Paragraph 2|Colwall/)
})

it('A school that answers in the moment in which its report is made final is not named undecided; without the trigger and the guard it would be.', async () => {
  const race = async (guarded: boolean, without?: string) => {
    await emptyDatabase()
    await reportsByOne()
    await drop(without)
    const { showTo, came, missed, answer, end } = await aDraft()
    await showTo(came, missed)
    const [, ended] = await Promise.all([answer(missed, 'wrong', 'Two of us came.'), end(guarded ? { answers: 0 } : {})])
    const undecided = await rows(
      `SELECT 1 FROM FinalReport f JOIN ReportReply r ON r.reportId = f.reportId WHERE r.answer = 'wrong' AND r.decision IS NULL`,
    )
    return [ended, undecided.length]
  }
  expect(await race(true)).toEqual(['answers_changed', 0])
  expect(await race(false)).toEqual(['reply_not_decided', 0])
  expect(await race(false, 'FinalReport_after_decisions')).toEqual([true, 1])
})

it('A report names no school of which the note that it was told is withdrawn as it is made final; without the trigger it would.', async () => {
  const race = async (without?: string) => {
    await emptyDatabase()
    await reportsByOne()
    await drop(without)
    const { act, of, showTo, came, missed, end } = await aDraft()
    await showTo(came, missed)
    let withdrawn = false
    // What the report says was read before, and the note is withdrawn before it is written.
    const late = databaseWith(db, {
      batch: async (statements: SqlStatement[]) => {
        if (withdrawn || !writes) return db.batch(statements)
        withdrawn = true
        await withdrawTold({ ...act, now: over }, of, { rootIds: [missed], reason: 'Another school' })
        return db.batch(statements)
      },
      prepare: (sql: string) => {
        writes ||= sql.includes('INSERT INTO FinalReport')
        return db.prepare(sql)
      },
    })
    let writes = false
    const ended = await end({}, over, late)
    const [row] = await rows<{ urn: string }>('SELECT urn FROM ReportLine WHERE schoolId = ?1', missed)
    return [withdrawn, ended, (await rows('SELECT 1 FROM FinalReport WHERE instr(beside, ?1) > 0', row?.urn)).length]
  }
  expect(await race()).toEqual([true, 'names_unreached', 0])
  expect(await race('FinalReport_names_the_reached')).toEqual([true, true, 1])
})

it('An answer of the last second that comes in behind a report with names is late.', async () => {
  const { showTo, came, missed, answer, end } = await aDraft()
  await showTo(came, missed)
  expect(await end()).toBe(true)
  expect(await answer(missed, 'wrong', 'Two of us came.', new Date('2026-09-21T12:00:00.000Z'))).toEqual({
    ok: false,
    reason: 'reply_time_is_over',
  })
})

it('A draft says the days back from the meeting at which it is read, and keeps what was recommended and which national advice was undecided.', async () => {
  const officer = await anAccount({ roles: ['officer'] })
  await add('Recommendation', {
    ...{ id: 'train', source: 'scrutiny', madeBy: 'Children scrutiny committee', madeOn: '2026-03-12', receivedOn: '2026-03-13' },
    ...{ text: 'Train every DSL.', notedAt: '2026-03-14T09:00:00.000Z', notedById: officer.accountId },
  })
  const advice = { title: 'Sexual violence between children', address: 'https://www.gov.uk/advice', publishedOn: '2017-12-13' }
  await add('NationalAdvice', { id: 'advice', ...advice, notedAt: made.toISOString(), notedById: officer.accountId })
  const { page, end } = await aDraft()
  const draft = await page('/reports/1?meets=2027-03-18')
  expect(draft).toContain('To name schools at the meeting on 18 March 2027')
  expect(draft).toMatch(/Publish by Wednesday 10 March 2027/)
  // “A report says on which day its figures were known, and a difference from an earlier one
  // which days it is of.”
  expect(draft).toContain('As at 7 September 2026, as known on 7 September 2026')
  await db.batch([db.prepare('DROP TRIGGER Recommendation_kept'), db.prepare('DELETE FROM Recommendation')])
  expect(await end({ form: 'unnamed' })).toBe(true)
  const reader = (await anAccount({ roles: ['reader'] })).cookie
  const [own, given] = [await page('/reports/1'), await page('/reports/1', reader)]
  for (const said of [own, given]) expect(said).toContain('Children scrutiny committee, 12 March 2026: 1 made')
  expect([own.includes(advice.title), given.includes(advice.title)]).toEqual([true, false])
  expect(given).toContain('This report names no school.')
})

it('A report that is final without names asks schools nothing: those not yet shown it get no message, and the others read that they need not answer.', async () => {
  const { act, id, came, begin, show, end, page } = await aDraft()
  await begin()
  await show(came)
  const head = await anAccount({ schoolIds: [came] })
  const own = `/school/${came}/reports`
  expect(await page('/reports/1/replies')).toContain('Each school has 10 school days to answer')
  expect(await textOf(request(`${own}/${id}`, { cookie: head.cookie }))).not.toContain('names no school')
  expect(await end({ form: 'unnamed' })).toBe(true)
  expect(await showLines(act)).toBe(false)
  expect(await rows(`SELECT doneAt IS NULL AS goesOn, (SELECT COUNT(*) FROM Message) AS messages FROM ReportShowing`)).toEqual([
    { goesOn: 0, messages: 0 },
  ])
  const office = await page('/reports/1/replies')
  expect(office).toContain('Report 1 is final and names no school. Schools are not asked about it.')
  expect(office).not.toMatch(/school days to answer|were to see what we publish|Ring or write/)
  const text = await textOf(request(`${own}/${id}`, { cookie: head.cookie }))
  expect(text).toContain('Report 1 is final and names no school, so you need not answer.')
  expect(text).not.toContain('Is it right?')
  expect(await textOf(request(own, { cookie: head.cookie }))).toContain('It is final and names no school')
})
