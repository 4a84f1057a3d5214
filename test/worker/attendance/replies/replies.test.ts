// Before anything names schools, each is shown its line and may answer; what an officer decides
// stands beside it.

import { expect, it, vi } from 'vitest'
import { answerLine, decideReply } from '#attendance/replies/answer-line.ts'
import { progressOf } from '#attendance/replies/reply.ts'
import { selectNamed, selectOwnReport } from '#attendance/replies/reply-store.ts'
import { countReplyDays, showLines, showReport } from '#attendance/replies/show-lines.ts'
import { freezeStandings } from '#attendance/reports/freeze-standings.ts'
import { addDays, addMinutes, londonDay } from '#base/dates.ts'
import { tryAgain } from '#base/db/failed-job.ts'
import { readNow } from '#base/db/read.ts'
import { newId } from '#base/id.ts'
import { recordTold } from '#people/notices/record-told.ts'
import { anAccount, anAct, aSchool, db, request, rows, run, tick } from '#test/support/factories.ts'
import { plain, textOf } from '#test/support/plain.ts'
import { add } from '#test/support/rows.ts'
import { anArea, cameTo, onDay } from '../coverage/world.ts'
import { aReport, frozenYear, replyOf, rung } from './world.ts'

it('Every school of a report that has an address is shown its line by a message, once, also when it is pressed again and two run at once.', async () => {
  const { act, report, named, known, silent } = await aReport()
  await showReport(act, report)
  await showReport(act, report)
  await Promise.all([showLines(act), showLines(act)])
  await showLines(act)
  expect(await rows('SELECT COUNT(*) AS n, COUNT(reachedAt) AS reached FROM ReportReply WHERE reportId = ?1', report.id)).toEqual([
    { n: 2, reached: 0 },
  ])
  expect(await rows(`SELECT schoolId, what FROM NoticeFact WHERE subjectId = ?1 ORDER BY what`, report.id)).toEqual([
    { schoolId: silent.id, what: 'not_sent' },
    { schoolId: known.id, what: 'queued' },
  ])
  const mails = await rows<{ text: string }>(
    `SELECT b.text FROM Message m JOIN MessageBody b ON b.messageId = m.id WHERE m.kind = 'line_shown' AND m.schoolId = ?1`,
    known.id,
  )
  expect(mails).toHaveLength(1)
  expect(mails[0]?.text).toContain('you have 10 school days from when this first reaches your school')
  expect(mails[0]?.text).toContain(`/school/${known.id}/reports/${report.id}`)
  expect(await rows('SELECT doneAt IS NOT NULL AS done FROM ReportShowing WHERE reportId = ?1', report.id)).toEqual([{ done: 1 }])
  expect(progressOf(await named(), londonDay(act.now))).toEqual({
    ...{ named: 2, shown: 2, reached: 0, open: 0, toDecide: 0, answered: 0 },
  })
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
      .toSorted()
  }
  const facts = () =>
    rows(`SELECT schoolId, what, means FROM NoticeFact WHERE notice = 'line' AND subjectId = ?1 ORDER BY rowid`, report.id)
  const written = [
    { schoolId: known.id, what: 'queued', means: null },
    { schoolId: silent.id, what: 'not_sent', means: null },
  ]
  expect(await facts()).toEqual(written)
  expect(await states()).toEqual([
    ['Aylestone', 'no'],
    ['Bosbury', 'no'],
  ])
  const at = `/reached/line/${report.id}`
  const note = { id: newId(tick()), schools: silent.id, means: 'letter', happenedOn: londonDay(new Date()), toWhom: 'The head' }
  expect((await request(at, { cookie: officer.cookie, form: note })).status).toBe(303)
  await answerLine({ ...act, actor: contact.actor }, { reportId: report.id, schoolId: known.id, answer: 'right', words: '' })
  expect(await facts()).toEqual([
    ...written,
    { schoolId: silent.id, what: 'told', means: 'letter' },
    { schoolId: known.id, what: 'confirmed', means: null },
  ])
  expect(await states()).toEqual([
    ['Aylestone', 'yes'],
    ['Bosbury', 'yes'],
  ])
  const organiser = await anAccount({ roles: ['organiser'] })
  expect((await request(at, { cookie: organiser.cookie, form: note })).status).toBe(404)
})

it('a school whose message fails keeps no other from being shown its line, and is tried again alone', async () => {
  const { act, report, known, silent } = await aReport()
  await anAccount({ schoolIds: [silent.id] })
  await showReport(act, report)
  await run(`CREATE TRIGGER Fault BEFORE INSERT ON Message WHEN NEW.schoolId = '${known.id}' BEGIN SELECT RAISE(ABORT, 'a_fault'); END`)
  const shown = () => rows('SELECT schoolId FROM ReportReply WHERE reportId = ?1 ORDER BY shownAt, schoolId', report.id)
  const said = vi.spyOn(console, 'error').mockImplementation(() => undefined)
  for (let minute = 0; minute < 2; minute += 1) await showLines(act)
  said.mockRestore()
  expect(await shown()).toEqual([{ schoolId: silent.id }])
  expect(await rows(`SELECT subjectId, tries, waits FROM FailedJob WHERE job = 'showLines'`)).toEqual([
    { subjectId: `${report.id} ${known.id}`, tries: 1, waits: 1 },
  ])
  expect(await rows('SELECT doneAt FROM ReportShowing WHERE reportId = ?1', report.id)).toEqual([{ doneAt: null }])
  await run('DROP TRIGGER Fault')
  const later = { ...act, now: addMinutes(act.now, 2), failedBefore: true }
  await tryAgain(db, later)
  await showLines(later)
  expect(await shown()).toEqual([{ schoolId: silent.id }, { schoolId: known.id }])
  expect(await rows('SELECT doneAt IS NOT NULL AS done FROM ReportShowing WHERE reportId = ?1', report.id)).toEqual([{ done: 1 }])
  expect(await rows(`SELECT * FROM FailedJob WHERE job = 'showLines'`)).toEqual([])
})

it('A school that no message reaches is told by an officer, and its days run from then.', async () => {
  const { act, report, named, silent } = await aReport()
  const [told, later] = ['2026-11-02T10:00:00.000Z', '2026-11-05T10:00:00.000Z'].map((at) => ({ ...act, now: new Date(at) }))
  if (!told || !later) throw new Error('no days')
  await rung(told, report, silent.id)
  const days = { reachedAt: '2026-11-02T10:00:00.000Z', replyBy: '2026-11-16' }
  expect(await replyOf(await named(), 'Bosbury')).toMatchObject(days)
  await recordTold(
    later,
    { notice: 'line', subjectId: report.id },
    { id: newId(tick()), rootIds: [silent.id], means: 'letter', toWhom: 'The head', happenedOn: '2026-11-05' },
  )
  await countReplyDays(later)
  expect(await replyOf(await named(), 'Bosbury')).toMatchObject(days)
})

it('The page of answers shows fifty schools at a time, those to be decided on first, and counts all.', async () => {
  const laCode = anArea()
  const schools = []
  for (let n = 0; n < 115; n += 1) schools.push(await aSchool({ laCode, name: `School ${String(n).padStart(3, '0')}` }))
  const { report, act, officer } = await aReport(laCode)
  await rung(act, report, ...schools.slice(0, 60).map(({ id }) => id))
  await answerLine(act, { reportId: report.id, schoolId: schools[59]?.id ?? '', answer: 'wrong', words: 'It is not so.' })
  const page = async (path: string) => {
    const html = await (await request(path, { cookie: officer.cookie })).text()
    const [, answers = ''] = html.split('>Answers<')
    const [, next = ''] = html.match(/href="([^"]*)" rel="next"/) ?? []
    return { html, next, answers: [...answers.matchAll(/>(School \d{3})</g)].map(([, name]) => name) }
  }
  const first = await page(`/coverage/frozen/${report.number}/replies`)
  expect([first.answers.length, first.answers[0], first.answers[1], first.answers.at(-1)]).toEqual([
    50,
    'School 059',
    'School 000',
    'School 048',
  ])
  expect((await page(first.next)).answers).toEqual(Array.from({ length: 10 }, (_, n) => `School 0${49 + n}`))
  const summary = plain(first.html)
  expect(summary).toContain('117 schools were to see what we publish; it arrived at 60; 57 are counted, not named.')
  expect(summary).toContain('Days to answer not over 60 Answered 1 To be decided 1')
})

it('A school may change its answer until its last day; each answer is kept, and the last one counts.', async () => {
  const { act, report, silent, named } = await aReport()
  await rung(act, report, silent.id)
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
  await rung(act, report, silent.id)
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
  const at = `/school/${known.id}/reports/${report.id}`
  const page = await (await request(at, { cookie: contact.cookie })).text()
  expect(page).toContain('No attendance on record in what the report asks. No record of anybody attending any event.')
  expect(page).not.toContain('Bosbury')
  expect((await request(`/school/${silent.id}/reports/${report.id}`, { cookie: contact.cookie })).status).toBe(404)
  await run('UPDATE Claim SET approver = 1 WHERE schoolId = ?1', known.id)
  const empty = await request(at, { cookie: contact.cookie, form: { answer: 'wrong', words: '' } })
  expect([empty.status, (await empty.text()).includes('Say what is wrong, or what is to be corrected')]).toEqual([422, true])
  expect((await request(at, { cookie: contact.cookie, form: { answer: 'wrong', words: 'We named her in June.' } })).status).toBe(303)
  expect((await readNow(db, selectOwnReport(db, known.id, report.id)))?.reply.words).toBe('We named her in June.')
  const office = `/coverage/frozen/${report.number}/replies`
  expect(await (await request(office, { cookie: officer.cookie })).text()).toContain('This is wrong: to be decided')
  const shown = await (await request(`${office}/${known.id}`, { cookie: officer.cookie })).text()
  expect(shown).toContain('We named her in June.')
  const replyId = /name="replyId" value="([^"]+)"/.exec(shown)?.[1] ?? ''
  const decided = await request(`${office}/${known.id}`, {
    cookie: officer.cookie,
    form: { replyId, decision: 'stands', reason: 'No role is confirmed.' },
  })
  expect(decided.status).toBe(303)
  expect(await (await request(at, { cookie: contact.cookie })).text()).toContain('It stays as it is: No role is confirmed.')
})

it('A school that is not reached at any address is not counted as shown its line.', async () => {
  const { act, report, known, named } = await aReport()
  const [{ email } = { email: '' }] = await rows<{ email: string }>(
    `SELECT a.email FROM Account a JOIN Claim c ON c.accountId = a.id WHERE c.schoolId = ?1`,
    known.id,
  )
  await add('AddressProblem', { email })
  await showReport(act, report)
  await showLines(act)
  expect((await named()).map(({ name, reply }) => [name, reply?.reachedAt])).toEqual([
    ['Aylestone', undefined],
    ['Bosbury', undefined],
  ])
  expect(await rows(`SELECT what FROM NoticeFact WHERE subjectId = ?1`, report.id)).toEqual([{ what: 'not_sent' }, { what: 'not_sent' }])
})

it('Schools that became one after the report see and answer both lines, and no line that was not shown.', async () => {
  const { act, report, known, silent, contact, named } = await aReport()
  await run('UPDATE School SET rootId = ?1 WHERE id = ?2', known.id, silent.id)
  await showReport(act, report)
  await showLines(act)
  const mails = await rows<{ text: string }>(
    `SELECT b.text FROM Message m JOIN MessageBody b ON b.messageId = m.id WHERE m.kind = 'line_shown' AND m.schoolId = ?1`,
    silent.id,
  )
  expect(mails.map(({ text }) => text.includes(`/school/${known.id}/reports/${report.id}`))).toEqual([true])
  const at = `/school/${known.id}/reports/${report.id}`
  const page = await (await request(at, { cookie: contact.cookie })).text()
  for (const name of ['Aylestone: ', 'Bosbury: ']) expect(page).toContain(name)
  await run('UPDATE Claim SET approver = 1 WHERE schoolId = ?1', known.id)
  expect((await request(at, { cookie: contact.cookie, form: { answer: 'wrong', words: 'We named her in June.' } })).status).toBe(303)
  expect((await named()).map(({ name, reply }) => [name, reply?.words])).toEqual([
    ['Aylestone', 'We named her in June.'],
    ['Bosbury', 'We named her in June.'],
  ])
})

it('A decision on the answer of one school is not made under the name of another.', async () => {
  const { act, report, known, silent, named } = await aReport()
  await rung(act, report, known.id, silent.id)
  await answerLine(act, { reportId: report.id, schoolId: known.id, answer: 'wrong', words: 'She was trained in May.' })
  const replyId = (await replyOf(await named(), 'Aylestone'))?.replyId ?? ''
  const decided = { reportId: report.id, schoolId: silent.id, replyId, decision: 'stands' as const, reason: 'No record.' }
  expect(await decideReply(act, decided)).toEqual({ ok: false, reason: 'reply_has_changed' })
  expect(await replyOf(await named(), 'Aylestone')).toMatchObject({ decision: undefined })
})

it('Before a report of attendance is published, every school that it counts is shown its line, which says when it took part.', async () => {
  const laCode = anArea()
  const [came] = [await aSchool({ laCode, name: 'Aylestone' }), await aSchool({ laCode, name: 'Bosbury' })]
  await cameTo(await onDay('2025-06-12'), came)
  await cameTo(await onDay('2025-06-17'), came)
  const contact = await anAccount({ schoolIds: [came.id] })
  const officer = await anAccount({ roles: ['officer'], name: 'Olive Grant' })
  const act = anAct({ now: new Date('2025-09-10T09:00:00.000Z'), laCodes: [laCode], actor: officer.actor })
  const { id, number } = await frozenYear(act)
  const office = `/coverage/frozen/${number}/replies`
  const named = async () => (await readNow(db, selectNamed(db, id))).map(({ name }) => name)
  expect(await named()).toEqual([])
  expect(await textOf(request(office, { cookie: officer.cookie }))).toContain('Show 2 schools what the report says')
  await request(office, { cookie: officer.cookie, form: {} })
  await showLines(act)
  expect(await named()).toEqual(['Aylestone', 'Bosbury'])
  expect(await textOf(request(office, { cookie: officer.cookie }))).toContain(
    'It is published as open data once every school that it counts was shown its line.',
  )
  const at = `/school/${came.id}/reports/${id}`
  expect(await textOf(request(at, { cookie: contact.cookie }))).toContain('Took part on 12 June 2025 and 17 June 2025.')
  const mails = await rows<{ text: string }>(
    `SELECT b.text FROM Message m JOIN MessageBody b ON b.messageId = m.id WHERE m.kind = 'line_shown' AND m.schoolId = ?1`,
    came.id,
  )
  expect(mails[0]?.text).toContain('We mean to publish which schools took part.')
})

it('A school of a report that nobody shows sees nothing of it, and no report of a training rule is shown.', async () => {
  const { act, report, known, contact, officer } = await aReport()
  expect((await request(`/school/${known.id}/reports/${report.id}`, { cookie: contact.cookie })).status).toBe(404)
  const done = await freezeStandings(act, { id: newId(tick()), requirementId: 'lead' })
  const at = `/coverage/frozen/${done.ok ? done.value : ''}/replies`
  expect((await request(at, { cookie: officer.cookie })).status).toBe(404)
  expect((await request(at, { cookie: officer.cookie, form: {} })).status).toBe(404)
  expect(await rows('SELECT 1 FROM ReportShowing WHERE number = ?1', done.ok ? done.value : 0)).toEqual([])
})
