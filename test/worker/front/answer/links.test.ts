// Somebody without an account reads the answer by a dated link. Rules: docs/rules/reports.md.

import { beforeEach, expect, it } from 'vitest'
import { newId } from '#base/id.ts'
import { answerLinksMost } from '#base/limits/budget.ts'
import { makeAnswerLink } from '#front/answer/make-answer-link.ts'
import { forgetOwnWords } from '#messages/outbox/store.ts'
import { emptyDatabase } from '#test/support/database.ts'
import { anAccount, anAct, anEvent, aSchool, counting, db, request, rows, run, tick } from '#test/support/factories.ts'
import { textOf } from '#test/support/plain.ts'
import { add } from '#test/support/rows.ts'
import { aDelegate } from '#test/support/school-facts.ts'

const now = new Date()
const day = (n: number): string => new Date(now.getTime() + n * 864e5).toISOString().slice(0, 10)
const topic = 'online-safety'

let officer: Awaited<ReturnType<typeof anAccount>>
beforeEach(async () => {
  await emptyDatabase()
  officer = await anAccount({ roles: ['officer'], name: 'Olu Bright' })
  const school = await aSchool({ name: 'Ashfield' })
  await aDelegate(
    await anEvent({ topicId: topic, startsAt: `${day(-10)}T10:00:00.000Z`, endsAt: `${day(-10)}T12:00:00.000Z` }),
    school.id,
    {
      markType: 'attended',
    },
  )
})

const send = (more: Record<string, string> = {}) =>
  request('/answer/links', {
    cookie: officer.cookie,
    form: { id: newId(tick()), topic, email: 'Cllr.Ray@council.example', lastDay: day(14), ...more },
  })
const mailed = async (): Promise<string> => {
  const [{ text } = { text: '' }] = await rows<{ text: string }>(
    `SELECT b.text FROM Message m JOIN MessageBody b ON b.messageId = m.id WHERE m.kind = 'answer_link' ORDER BY m.id DESC LIMIT 1`,
  )
  return /\/answer-link\/[\w-]{43}/.exec(text)?.[0] ?? ''
}
const open = async (path: string) => {
  const answer = await request(path)
  return { status: answer.status, text: await textOf(answer), headers: answer.headers }
}
const list = async () => await textOf(request('/answer/links', { cookie: officer.cookie }))

// “An officer sends one person a link to the answer on a topic, which works without signing in
// until the end of a day; each opening is counted.”
it('a link that came by mail opens the answer as readers see it, and each opening is counted', async () => {
  const id = newId(tick())
  const both = await Promise.all([send({ id }), send({ id })])
  expect(both.map(({ status, headers }) => [status, headers.get('location')])).toEqual(Array(2).fill([303, '/answer/links']))
  expect(await rows('SELECT id, topicId, lastDay, endedAt, madeById FROM AnswerLink')).toEqual([
    { id, topicId: topic, lastDay: day(14), endedAt: null, madeById: officer.accountId },
  ])
  const [message] = await rows<{ toAddress: string; text: string }>(
    'SELECT b.toAddress, b.text FROM MessageBody b WHERE b.messageId = ?1',
    id,
  )
  expect([message?.toAddress, message?.text.includes('Olu Bright sends you what')]).toEqual(['cllr.ray@council.example', true])
  const path = await mailed()
  const token = path.split('/').at(-1) ?? ''
  expect(JSON.stringify(await rows('SELECT * FROM AnswerLink'))).not.toContain(token)
  // The settings of the council are read once by an isolate, here in a trip of their own.
  const watched = counting()
  const left: Promise<unknown>[] = []
  const page = await request(path, { bindings: { DB: watched.db }, left })
  const text = await textOf(page)
  expect([page.status, watched.trips(), page.headers.get('x-robots-tag'), page.headers.get('referrer-policy')]).toEqual([
    ...[200, 3],
    ...['noindex, nofollow', 'no-referrer'],
  ])
  for (const said of ['As at', '1 of 1 school came', 'It names no school and no person.', 'No figures of how DSLs stand are given yet.'])
    expect(text).toContain(said)
  expect([text.includes('Ashfield'), text.includes('Choose another topic'), text.includes('Choose another day')]).toEqual([
    ...[false, false, true],
  ])
  await Promise.all(left)
  await open(path)
  expect(await list()).toMatch(/cllr\.ray@council\.example Online safety Olu Bright 2 times, last /)
  expect(await rows(`SELECT subjectId, accountId, after FROM Log WHERE act = 'answer_link.opened'`)).toEqual(
    Array(2).fill({ subjectId: id, accountId: null, after: null }),
  )
})

// “A link lasts as many days as the settings allow, 30 unless they say otherwise, and can be
// ended at once.”
it('a link is refused beyond the days of the settings, and shows nothing once it is ended or its day is over', async () => {
  expect([
    (await send({ lastDay: day(31) })).status,
    (await send({ lastDay: day(-1) })).status,
    (await send({ topic: 'none' })).status,
  ]).toEqual([...[422, 422, 422]])
  expect(await rows('SELECT 1 FROM AnswerLink')).toEqual([])
  // The settings changed after the form was checked.
  const ask = { topic: { id: topic, label: 'Online safety', also: [] }, email: 'a@b.example' }
  const make = (lastDay: string) => makeAnswerLink(anAct({ now, actor: officer.actor }), { ...ask, id: newId(tick()), lastDay })
  expect(await make(day(40))).toEqual({ ok: false, reason: 'answer_link_too_long' })
  expect([(await send()).status, (await open(await mailed())).status]).toEqual([303, 200])
  const path = await mailed()
  const [{ id } = { id: '' }] = await rows<{ id: string }>('SELECT id FROM AnswerLink')
  expect((await request(`/answer/links/${id}/end`, { cookie: officer.cookie, form: {} })).status).toBe(303)
  const ended = await open(path)
  expect([ended.status, ended.text.includes('This link has ended'), ended.text.includes('came')]).toEqual([410, true, false])
  expect(await list()).toMatch(/1 time, last .* Ended /)
  await expect(run('UPDATE AnswerLink SET endedAt = NULL')).rejects.toThrow('answer_link_stands')
  await make(day(0))
  await rows(`DROP TRIGGER AnswerLink_only_ends`)
  await rows(`UPDATE AnswerLink SET madeAt = ?1, lastDay = ?2 WHERE endedAt IS NULL`, `${day(-3)}T10:00:00.000Z`, day(-1))
  expect([(await open(await mailed())).status, (await open(`/answer-link/${'a'.repeat(43)}`)).status]).toEqual([410, 404])
})

// “A link answers any day since records begin, by the rules of the answer page.”
it('whoever has a link chooses a day, and is told which days there are', async () => {
  await send()
  const path = await mailed()
  const [before, today] = [await open(`${path}?on=${day(-20)}`), await open(`${path}?on=${day(0)}`)]
  expect([before.status, before.text.includes('Enter a day from'), before.text.includes('came')]).toEqual([422, true, false])
  expect([today.status, today.text.includes('by what we know now')]).toEqual([200, false])
  const past = await open(`${path}?on=${day(-5)}`)
  expect([past.status, past.text.includes('by what we know now'), past.text.includes('1 of 1 school came')]).toEqual([200, true, true])
  for (const on of [day(3), 'tomorrow']) {
    const refused = await request(`${path}?on=${on}`)
    const html = await refused.text()
    expect([refused.status, html.includes(`value="${on}"`), html.includes(`action="${path}"`), html.includes('<select')]).toEqual([
      ...[422, true, true, false],
    ])
  }
  expect((await open(`${path}?topic=first-aid&guidance=none&open=came.yes`)).text).toContain('Online safety')
})

// “An account sends 50 links in 24 hours, and is told when there are no more.”
it('the 51st link of one officer within 24 hours is refused at its field, and another officer sends theirs', async () => {
  await add('LimitUse', {
    ...{ key: `answer_link:${officer.accountId}`, windows: `[[1440,${answerLinksMost}]]`, n: answerLinksMost - 1 },
    at: new Date(now.getTime() - 3_600_000).toISOString(),
  })
  expect((await send()).status).toBe(303)
  const refused = await send({ email: 'next@council.example' })
  expect([refused.status, (await textOf(refused)).includes('You have sent 50 links in 24 hours. Send more tomorrow')]).toEqual([422, true])
  expect(await rows(`SELECT b.toAddress FROM AnswerLink l JOIN MessageBody b ON b.messageId = l.id`)).toEqual([
    { toAddress: 'cllr.ray@council.example' },
  ])
  const other = await anAccount({ roles: ['officer'] })
  const form = { id: newId(tick()), topic, email: 'a@b.example', lastDay: day(1) }
  expect((await request('/answer/links', { cookie: other.cookie, form })).status).toBe(303)
})

it('a link comes with the words of the council', async () => {
  await add('Wording', { id: 'w', kind: 'answer_link', slot: 'what', text: 'Cllr, {who} writes.', changedAt: now.toISOString() })
  forgetOwnWords(db)
  await send()
  const [{ text } = { text: '' }] = await rows<{ text: string }>(`SELECT b.text FROM MessageBody b JOIN AnswerLink l ON l.id = b.messageId`)
  expect([text.includes('Cllr, Olu Bright writes.'), text.includes('sends you what'), text.includes('/answer-link/')]).toEqual([
    true,
    false,
    true,
  ])
  forgetOwnWords(db)
})
