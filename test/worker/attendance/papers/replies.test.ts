// Before a paper names schools, each is shown its line and may answer; what an officer decides stands beside it.
import { expect, it, vi } from 'vitest'
import { answerLine, decideReply } from '#attendance/papers/answer-line.ts'
import { progressOf } from '#attendance/papers/reply.ts'
import { selectNamed, selectOwnReport } from '#attendance/papers/reply-store.ts'
import { noteShown, showLines, showReport } from '#attendance/papers/show-lines.ts'
import { freezeReport } from '#attendance/reports/freeze-report.ts'
import { freezeStandings } from '#attendance/reports/freeze-standings.ts'
import { selectFrozen } from '#attendance/reports/store.ts'
import { addDays, addMinutes, londonDay } from '#base/dates.ts'
import { tryAgain } from '#base/db/failed-job.ts'
import { readNow } from '#base/db/read.ts'
import { newId } from '#base/id.ts'
import { anAccount, anAct, aSchool, db, request, rows, tick } from '#test/support/factories.ts'
import { anArea, cameTo, onDay } from '../coverage/world.ts'

const officerOf = async () => anAccount({ roles: ['officer'], name: 'Olive Grant' })

/** A report that names two schools: one with somebody who acts for it, one of which nobody has an address. */
const aReport = async (laCode = anArea()) => {
  const [known, silent] = [await aSchool({ laCode, name: 'Aylestone' }), await aSchool({ laCode, name: 'Bosbury' })]
  const contact = await anAccount({ schoolIds: [known.id] })
  const officer = await officerOf()
  const act = anAct({ now: new Date(), laCodes: [laCode], actor: officer.actor })
  const done = await freezeStandings(act, { id: newId(tick()), requirementId: 'lead' })
  if (!done.ok) throw new Error(done.reason)
  const report = await readNow(db, selectFrozen(db, done.value))
  if (!report) throw new Error('no report')
  return { known, silent, contact, officer, act, report, named: () => readNow(db, selectNamed(db, report.number)) }
}

const replyOf = async (named: Awaited<ReturnType<Awaited<ReturnType<typeof aReport>>['named']>>, name: string) =>
  named.find((one) => one.name === name)?.reply

it('Every school that a report names and that has an address is shown its line by a message, once, also when it is pressed again and two run at once.', async () => {
  const { act, report, named, known } = await aReport()
  await showReport(act, report)
  await showReport(act, report)
  await Promise.all([showLines(act), showLines(act)])
  await showLines(act)
  expect(await rows('SELECT schoolId, how FROM ReportReply WHERE reportId = ?1', report.id)).toEqual([
    { schoolId: known.id, how: 'message' },
  ])
  const mails = await rows<{ text: string }>(
    `SELECT b.text FROM Message m JOIN MessageBody b ON b.messageId = m.id WHERE m.kind = 'line_shown' AND m.schoolId = ?1`,
    known.id,
  )
  expect(mails.length).toBeGreaterThan(0)
  expect(mails[0]?.text).toContain(`/school/${known.id}/reports/${report.number}`)
  expect(await rows('SELECT doneAt IS NOT NULL AS done FROM ReportShowing WHERE reportId = ?1', report.id)).toEqual([{ done: 1 }])
  expect(progressOf(await named(), londonDay(act.now))).toEqual({ named: 2, shown: 1, open: 1, toDecide: 0, answered: 0 })
})

it('What we publish about a school: a mail that was written reaches nobody, a noted call or an answer does.', async () => {
  const { act, report, known, silent, contact, officer } = await aReport()
  await showReport(act, report)
  await showLines(act)
  const states = async () => {
    const file = await (await request(`/reached/line/${report.id}/schools.csv`, { cookie: officer.cookie })).text()
    return file
      .split('\r\n')
      .slice(1, -1)
      .map((line) => [line.includes('Aylestone') ? 'Aylestone' : 'Bosbury', /,(yes|no),/.exec(line)?.[1]])
  }
  const facts = () =>
    rows(`SELECT schoolId, what, means FROM NoticeFact WHERE notice = 'line' AND subjectId = ?1 ORDER BY rowid`, report.id)
  expect(await facts()).toEqual([{ schoolId: known.id, what: 'queued', means: null }])
  expect(await states()).toEqual([['Aylestone', 'no']])
  const at = `/coverage/frozen/${report.number}/replies`
  expect((await request(`${at}/${silent.id}/shown`, { cookie: officer.cookie, form: { means: 'letter' } })).status).toBe(303)
  await answerLine({ ...act, actor: contact.actor }, { reportId: report.id, schoolId: known.id, answer: 'right', words: '' })
  expect(await facts()).toEqual([
    { schoolId: known.id, what: 'queued', means: null },
    { schoolId: silent.id, what: 'told', means: 'letter' },
    { schoolId: known.id, what: 'confirmed', means: null },
  ])
  expect((await states()).toSorted()).toEqual([
    ['Aylestone', 'yes'],
    ['Bosbury', 'yes'],
  ])
  expect(await (await request(at, { cookie: officer.cookie })).text()).toContain(`href="/reached/line/${report.id}"`)
  expect((await request(`/reached/line/${report.id}`, { cookie: officer.cookie, form: { schools: silent.id } })).status).toBe(404)
})

it('a school whose message fails keeps no other from being shown its line, and is tried again alone', async () => {
  const { act, report, known, silent } = await aReport()
  await anAccount({ schoolIds: [silent.id] })
  await showReport(act, report)
  await db
    .prepare(`CREATE TRIGGER Fault BEFORE INSERT ON Message WHEN NEW.schoolId = '${known.id}' BEGIN SELECT RAISE(ABORT, 'a_fault'); END`)
    .run()
  const shown = () => rows('SELECT schoolId FROM ReportReply WHERE reportId = ?1 ORDER BY shownAt, schoolId', report.id)
  const said = vi.spyOn(console, 'error').mockImplementation(() => undefined)
  for (let minute = 0; minute < 2; minute += 1) await showLines(act)
  said.mockRestore()
  expect(await shown()).toEqual([{ schoolId: silent.id }])
  expect(await rows(`SELECT subjectId, tries, waits FROM FailedJob WHERE job = 'showLines'`)).toEqual([
    { subjectId: `${report.id} ${known.id}`, tries: 1, waits: 1 },
  ])
  expect(await rows('SELECT doneAt FROM ReportShowing WHERE reportId = ?1', report.id)).toEqual([{ doneAt: null }])
  await db.prepare('DROP TRIGGER Fault').run()
  const later = { ...act, now: addMinutes(act.now, 2), failedBefore: true }
  await tryAgain(db, later)
  await showLines(later)
  expect(await shown()).toEqual([{ schoolId: silent.id }, { schoolId: known.id }])
  expect(await rows('SELECT doneAt IS NOT NULL AS done FROM ReportShowing WHERE reportId = ?1', report.id)).toEqual([{ done: 1 }])
  expect(await rows(`SELECT * FROM FailedJob WHERE job = 'showLines'`)).toEqual([])
})

it('A school that no message reaches is told by an officer, and its days run from then.', async () => {
  const { act, report, named, silent } = await aReport()
  expect(await noteShown(act, { reportId: report.id, schoolId: silent.id })).toMatchObject({ ok: true })
  expect(await noteShown(act, { reportId: report.id, schoolId: silent.id })).toEqual({ ok: false, reason: 'shown_already' })
  expect(await replyOf(await named(), 'Bosbury')).toMatchObject({ how: 'officer' })
})

it('The page of answers shows fifty schools at a time, those to be decided on first, and counts all.', async () => {
  const laCode = anArea()
  const schools = []
  for (let n = 0; n < 115; n += 1) schools.push(await aSchool({ laCode, name: `School ${String(n).padStart(3, '0')}` }))
  const { report, act, officer } = await aReport(laCode)
  for (const { id } of schools.slice(0, 60)) await noteShown(act, { reportId: report.id, schoolId: id })
  await answerLine(act, { reportId: report.id, schoolId: schools[59]?.id ?? '', answer: 'wrong', words: 'It is not so.' })
  const page = async (n: number) => {
    const html = await (await request(`/coverage/frozen/${report.number}/replies?page=${n}`, { cookie: officer.cookie })).text()
    const [listed = '', answers = ''] = html.split('>Answers<')
    const named = (text: string) => [...text.matchAll(/>(School \d{3})</g)].map(([, name]) => name)
    return { html, answers: named(answers), rung: (listed.match(/value="letter"/g) ?? []).length }
  }
  const first = await page(1)
  expect([first.answers.length, first.answers[0], first.answers[1], first.answers.at(-1)]).toEqual([
    50,
    'School 059',
    'School 000',
    'School 048',
  ])
  expect((await page(2)).answers).toEqual(Array.from({ length: 10 }, (_, n) => `School 0${49 + n}`))
  // 55 of them and Bosbury have no address: fifty are to be rung first.
  expect([first.rung, first.html.includes('6 more stand here once these are noted.')]).toEqual([50, true])
  const summary = first.html.replaceAll(/<[^>]+>/g, ' ').replaceAll(/\s+/g, ' ')
  expect(summary).toContain('Schools that a paper names 117 Written to or told 60 May still answer 60 Answered 1 To be decided 1')
})

it('A school may change its answer until its last day; each answer is kept, and the last one counts.', async () => {
  const { act, report, silent, named } = await aReport()
  await noteShown(act, { reportId: report.id, schoolId: silent.id })
  const at = { reportId: report.id, schoolId: silent.id }
  await answerLine(act, { ...at, answer: 'right', words: '' })
  await answerLine(act, { ...at, answer: 'wrong', words: 'She was trained in May.' })
  expect(await rows('SELECT answer FROM ReplyWord WHERE reportId = ?1 ORDER BY id', report.id)).toEqual([
    { answer: 'right' },
    { answer: 'wrong' },
  ])
  const reply = await replyOf(await named(), 'Bosbury')
  expect(reply).toMatchObject({ answer: 'wrong', words: 'She was trained in May.' })
  const over = { ...act, now: new Date(`${addDays(reply?.replyBy ?? '', 1)}T12:00:00.000Z`) }
  expect(await answerLine(over, { ...at, answer: 'right', words: '' })).toEqual({ ok: false, reason: 'reply_time_is_over' })
  const onTheLast = { ...act, now: new Date(`${reply?.replyBy}T12:00:00.000Z`) }
  expect(await answerLine(onTheLast, { ...at, answer: 'correction', words: 'Enter the course of May.' })).toMatchObject({ ok: true })
})

it('An officer decides on the last answer, and a later answer asks for another decision.', async () => {
  const { act, report, silent, named } = await aReport()
  const at = { reportId: report.id, schoolId: silent.id }
  await noteShown(act, at)
  await answerLine(act, { ...at, answer: 'wrong', words: 'She was trained in May.' })
  const first = (await replyOf(await named(), 'Bosbury'))?.replyId ?? ''
  expect(await decideReply(act, { ...at, replyId: first, decision: 'stands', reason: 'No record was shown.' })).toMatchObject({ ok: true })
  expect(await replyOf(await named(), 'Bosbury')).toMatchObject({ decision: 'stands', reason: 'No record was shown.' })
  await answerLine({ ...act, now: new Date(act.now.getTime() + 1000) }, { ...at, answer: 'wrong', words: 'Here is the certificate.' })
  expect(await replyOf(await named(), 'Bosbury')).toMatchObject({ decision: undefined, answer: 'wrong' })
  expect(await decideReply(act, { ...at, replyId: first, decision: 'stands', reason: 'As before.' })).toEqual({
    ok: false,
    reason: 'reply_has_changed',
  })
})

it('Each school sees its own line alone, its approvers answer, and the officer reads it there.', async () => {
  const { act, report, known, silent, contact, officer } = await aReport('884')
  await showReport(act, report)
  await showLines(act)
  const at = `/school/${known.id}/reports/${report.number}`
  const page = await (await request(at, { cookie: contact.cookie })).text()
  expect(page).toContain('The school has not told us who it is: nobody is confirmed in the role (guidance: KCSIE 2026).')
  expect(page).not.toContain('Bosbury')
  expect((await request(`/school/${silent.id}/reports/${report.number}`, { cookie: contact.cookie })).status).toBe(404)
  await db.prepare('UPDATE Claim SET approver = 1 WHERE schoolId = ?1').bind(known.id).run()
  const empty = await request(at, { cookie: contact.cookie, form: { answer: 'wrong', words: '' } })
  expect([empty.status, (await empty.text()).includes('Say what is wrong, or what is to be corrected')]).toEqual([422, true])
  expect((await request(at, { cookie: contact.cookie, form: { answer: 'wrong', words: 'We named her in June.' } })).status).toBe(303)
  expect((await readNow(db, selectOwnReport(db, known.id, report.number)))?.reply.words).toBe('We named her in June.')
  const office = `/coverage/frozen/${report.number}/replies`
  expect(await (await request(office, { cookie: officer.cookie })).text()).toContain('The line is wrong: to be decided')
  const shown = await (await request(`${office}/${known.id}`, { cookie: officer.cookie })).text()
  expect(shown).toContain('We named her in June.')
  const replyId = /name="replyId" value="([^"]+)"/.exec(shown)?.[1] ?? ''
  const decided = await request(`${office}/${known.id}`, {
    cookie: officer.cookie,
    form: { replyId, decision: 'stands', reason: 'No role is confirmed.' },
  })
  expect(decided.status).toBe(303)
  expect(await (await request(at, { cookie: contact.cookie })).text()).toContain('The line stands: No role is confirmed.')
})

it('A school that is not reached at any address is not counted as shown its line.', async () => {
  const { act, report, known, named } = await aReport()
  const [{ email } = { email: '' }] = await rows<{ email: string }>(
    `SELECT a.email FROM Account a JOIN Claim c ON c.accountId = a.id WHERE c.schoolId = ?1`,
    known.id,
  )
  await db
    .prepare(`INSERT INTO AddressProblem (id, email, kind, at) VALUES (?1, ?2, 'bounced', ?3)`)
    .bind(newId(tick()), email, tick().toISOString())
    .run()
  await showReport(act, report)
  await showLines(act)
  expect((await named()).map(({ name, addresses, reply }) => [name, addresses, reply])).toEqual([
    ['Aylestone', 0, undefined],
    ['Bosbury', 0, undefined],
  ])
})

it('Schools that became one after the freezing see and answer both lines, and no line that was not shown.', async () => {
  const { act, report, known, silent, contact, named } = await aReport()
  await db.prepare('UPDATE School SET rootId = ?1 WHERE id = ?2').bind(known.id, silent.id).run()
  await showReport(act, report)
  await showLines(act)
  expect(await rows('SELECT DISTINCT how FROM ReportReply WHERE reportId = ?1', report.id)).toEqual([{ how: 'message' }])
  const mails = await rows<{ text: string }>(
    `SELECT b.text FROM Message m JOIN MessageBody b ON b.messageId = m.id WHERE m.kind = 'line_shown' AND m.schoolId = ?1`,
    silent.id,
  )
  expect(mails.map(({ text }) => text.includes(`/school/${known.id}/reports/${report.number}`))).toEqual([true])
  const at = `/school/${known.id}/reports/${report.number}`
  const page = await (await request(at, { cookie: contact.cookie })).text()
  for (const name of ['Aylestone: ', 'Bosbury: ']) expect(page).toContain(name)
  await db.prepare('UPDATE Claim SET approver = 1 WHERE schoolId = ?1').bind(known.id).run()
  expect((await request(at, { cookie: contact.cookie, form: { answer: 'wrong', words: 'We named her in June.' } })).status).toBe(303)
  expect((await named()).map(({ name, reply }) => [name, reply?.words])).toEqual([
    ['Aylestone', 'We named her in June.'],
    ['Bosbury', 'We named her in June.'],
  ])
})

it('A decision on the answer of one school is not made under the name of another.', async () => {
  const { act, report, known, silent, named } = await aReport()
  for (const { id } of [known, silent]) await noteShown(act, { reportId: report.id, schoolId: id })
  await answerLine(act, { reportId: report.id, schoolId: known.id, answer: 'wrong', words: 'She was trained in May.' })
  const replyId = (await replyOf(await named(), 'Aylestone'))?.replyId ?? ''
  const decided = { reportId: report.id, schoolId: silent.id, replyId, decision: 'stands' as const, reason: 'No record.' }
  expect(await decideReply(act, decided)).toEqual({ ok: false, reason: 'reply_has_changed' })
  expect(await replyOf(await named(), 'Aylestone')).toMatchObject({ decision: undefined })
})

const cameBack = (schoolId: string) =>
  db
    .prepare(`UPDATE Message SET state = 'sent', deliveryStatus = 'bounced' WHERE kind = 'line_shown' AND schoolId = ?1`)
    .bind(schoolId)
    .run()

it('A school whose every message came back counts as not reached: it is to be rung, or written to again where another address works.', async () => {
  const { act, report, known, officer, named } = await aReport()
  const other = await anAccount({ schoolIds: [known.id] })
  await showReport(act, report)
  await showLines(act)
  const ids = await rows<{ id: string }>(`SELECT id FROM Message WHERE kind = 'line_shown' AND schoolId = ?1`, known.id)
  expect(ids.length).toBeGreaterThan(1)
  await db.prepare(`UPDATE Message SET state = 'sent', deliveryStatus = 'bounced' WHERE id = ?1`).bind(ids[0]?.id).run()
  expect((await replyOf(await named(), 'Aylestone'))?.reached).toBe(true)
  await cameBack(known.id)
  expect((await replyOf(await named(), 'Aylestone'))?.reached).toBe(false)
  expect(progressOf(await named(), londonDay(act.now))).toMatchObject({ shown: 0, open: 0 })
  const office = `/coverage/frozen/${report.number}/replies`
  const page = await (await request(office, { cookie: officer.cookie })).text()
  expect(page.split('Not reached: ring them')[1]?.split('</table>')[0]).toContain('Aylestone')
  // Nothing is sent again before it is pressed again.
  await showLines(act)
  expect(await rows(`SELECT COUNT(*) AS n FROM Message WHERE kind = 'line_shown' AND schoolId = ?1`, known.id)).toEqual([{ n: ids.length }])
  const later = { ...act, now: new Date(act.now.getTime() + 60_000) }
  await showReport(later, report)
  await Promise.all([showLines(later), showLines(later)])
  expect(await rows(`SELECT COUNT(*) AS n FROM Message WHERE kind = 'line_shown' AND schoolId = ?1`, known.id)).toEqual([
    { n: 2 * ids.length },
  ])
  expect((await replyOf(await named(), 'Aylestone'))?.reached).toBe(true)
  await cameBack(known.id)
  expect((await request(`${office}/${known.id}/shown`, { cookie: officer.cookie, form: {} })).status).toBe(303)
  expect(await replyOf(await named(), 'Aylestone')).toMatchObject({ how: 'officer', reached: true })
  expect(other.accountId).not.toBe('')
})

it('A school that was reached keeps its days, whoever shows its line again.', async () => {
  const told = async (watched: boolean) => {
    const { act, report, known, named } = await aReport()
    await showReport(act, report)
    await showLines(act)
    const [{ sql } = { sql: '' }] = await rows<{ sql: string }>(`SELECT sql FROM sqlite_master WHERE name = 'ReportReply_once'`)
    if (!watched) await db.prepare('DROP TRIGGER ReportReply_once').run()
    const later = { ...act, now: new Date(act.now.getTime() + 7 * 86_400_000) }
    const done = await Promise.all([1, 2].map(() => noteShown(later, { reportId: report.id, schoolId: known.id })))
    if (!watched) await db.prepare(sql).run()
    return [done.map((one) => (one.ok ? 'told' : one.reason)), (await replyOf(await named(), 'Aylestone'))?.how]
  }
  expect(await told(true)).toEqual([['shown_already', 'shown_already'], 'message'])
  expect(await told(false)).toEqual([['told', 'told'], 'officer'])
})

it('Before a report of attendance is published, every school that it counts is shown its line, which says when it took part; papers wait only for those that they name.', async () => {
  const laCode = anArea()
  const [came, missed] = [await aSchool({ laCode, name: 'Aylestone' }), await aSchool({ laCode, name: 'Bosbury' })]
  await cameTo(await onDay('2025-06-12'), came)
  await cameTo(await onDay('2025-06-17'), came)
  const contact = await anAccount({ schoolIds: [came.id] })
  const officer = await officerOf()
  const act = anAct({ now: new Date('2025-09-10T09:00:00.000Z'), laCodes: [laCode], actor: officer.actor })
  const question = { laCodes: [laCode], on: '2025-08-31', from: '2024-09-01', to: '2025-08-31', topic: undefined, event: undefined }
  const id = newId(tick())
  const done = await freezeReport(act, { id, question })
  if (!done.ok) throw new Error(done.reason)
  const office = `/coverage/frozen/${done.value}/replies`
  const named = async () => (await readNow(db, selectNamed(db, done.value))).map(({ name, reply }) => [name, reply?.how])
  expect(await named()).toEqual([['Bosbury', undefined]])
  await request(office, { cookie: officer.cookie, form: {} })
  expect(await named()).toEqual([['Bosbury', undefined]])
  await request(office, { cookie: officer.cookie, form: { every: 'yes' } })
  await showLines(act)
  expect(await named()).toEqual([
    ['Aylestone', 'message'],
    ['Bosbury', undefined],
  ])
  // Pressed again for those without an answer, it stays with every school.
  await request(office, { cookie: officer.cookie, form: {} })
  expect(await named()).toHaveLength(2)
  expect(await (await request(office, { cookie: officer.cookie })).text()).toContain('Schools that the report counts')
  const at = `/school/${came.id}/reports/${done.value}`
  expect(await (await request(at, { cookie: contact.cookie })).text()).toContain('Took part on 12 June 2025 and 17 June 2025.')
  const mails = await rows<{ text: string }>(
    `SELECT b.text FROM Message m JOIN MessageBody b ON b.messageId = m.id WHERE m.kind = 'line_shown' AND m.schoolId = ?1`,
    came.id,
  )
  expect(mails[0]?.text).toContain('means to publish which schools took part')
  await noteShown(act, { reportId: id, schoolId: missed.id })
  const issued = await request(`/coverage/frozen/${done.value}/paper`, {
    cookie: officer.cookie,
    form: { id: newId(tick()), kind: 'named', ask: 'Ask each school for a date.', requirement: '', exemption: '', interest: '' },
  })
  expect(issued.status).toBe(303)
})
