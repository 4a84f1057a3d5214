// What a report says of each school, shown to it before anything names it. Rules: docs/rules/replies-to-reports.md.

import { expect, it } from 'vitest'
import { countReplyDays, showLines } from '#attendance/replies/show-lines.ts'
import { newId } from '#base/id.ts'
import { recordTold } from '#people/notices/record-told.ts'
import { anAccount, anAct, anEvent, aSchool, request, rows, run, tick } from '#test/support/factories.ts'
import { textOf } from '#test/support/plain.ts'
import { aDelegate } from '#test/support/school-facts.ts'

const now = new Date()
const day = (n: number): string => new Date(now.getTime() - n * 864e5).toISOString()

it('Each school that a report of the series counts is shown what it says of the school, and answers it; an officer decides.', async () => {
  const officer = await anAccount({ roles: ['officer'] })
  const act = anAct({ now, actor: officer.actor })
  const [came, missed] = [await aSchool({ name: 'Aylestone' }), await aSchool({ name: 'Bosbury' })]
  await aDelegate(await anEvent({ topicId: 'online-safety', startsAt: day(10), endsAt: day(9) }), came.id, { markType: 'attended' })
  const head = await anAccount({ schoolIds: [came.id] })
  await run('UPDATE Claim SET approver = 1 WHERE schoolId = ?1', came.id)
  const id = newId(tick())
  await request('/reports', { cookie: officer.cookie, form: { id, topic: 'online-safety' } })
  const school = `/school/${came.id}/reports/${id}`
  expect((await request(school, { cookie: head.cookie })).status).toBe(404)
  const office = '/reports/1/replies'
  expect(await textOf(request(office, { cookie: officer.cookie }))).toContain('Every school that the report counts is shown')
  expect(await textOf(request(office, { cookie: officer.cookie }))).toContain('Show 2 schools what the report says')
  expect((await request(office, { cookie: officer.cookie, form: {} })).status).toBe(303)
  while (await showLines(act));
  expect(
    await rows(
      'SELECT l.name, r.shownAt IS NOT NULL AS shown FROM ReportLine l LEFT JOIN ReportReply r USING (reportId, schoolId) ORDER BY l.name',
    ),
  ).toEqual([
    { name: 'Aylestone', shown: 1 },
    { name: 'Bosbury', shown: 1 },
  ])
  const [mail] = await rows<{ text: string }>(
    `SELECT b.text FROM Message m JOIN MessageBody b ON b.messageId = m.id WHERE m.kind = 'line_shown'`,
  )
  expect(mail?.text).toContain(school)
  expect(mail?.text).toContain('Report 1 of')
  const seen = await textOf(request(school, { cookie: head.cookie }))
  expect(seen).toContain('Sent somebody since')
  expect(seen).not.toMatch(/Bosbury|DSL or a deputy/)
  expect((await request(school, { cookie: head.cookie, form: { answer: 'wrong', words: 'Two of us came.' } })).status).toBe(303)
  await recordTold(
    act,
    { notice: 'line', subjectId: id },
    { id: newId(tick()), rootIds: [missed.id], means: 'letter', toWhom: 'The head', happenedOn: day(0).slice(0, 10) },
  )
  await countReplyDays(act)
  const [reply] = await rows<{ replyId: string }>('SELECT replyId FROM ReportReply WHERE schoolId = ?1', came.id)
  const decided = { replyId: reply?.replyId ?? '', decision: 'stands', reason: 'One name is on the register.' }
  expect((await request(`${office}/${came.id}`, { cookie: officer.cookie, form: decided })).status).toBe(303)
  expect(await rows('SELECT schoolId, answer, decision, replyBy IS NOT NULL AS counted FROM ReportReply ORDER BY answer DESC')).toEqual([
    { schoolId: came.id, answer: 'wrong', decision: 'stands', counted: 1 },
    { schoolId: missed.id, answer: null, decision: null, counted: 1 },
  ])
  const read = await textOf(request(office, { cookie: officer.cookie }))
  expect(read).toContain('2 schools were to see what we publish; it arrived at 2.')
  expect((await request(office, { cookie: head.cookie })).status).toBe(404)
})
