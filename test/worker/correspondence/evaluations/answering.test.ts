// That nothing tells who answered what: not the rows, their order, days, the log or the messages.
import { expect, it } from 'vitest'
import { sha256 } from '#base/id.ts'
import { withoutSecrets } from '#base/web/secret-path.ts'
import { anAccount, db, htmlOf, leadsTo, request, rows, run } from '#test/support/factories.ts'
import { dropTriggers } from '#test/support/triggers.ts'
import { aLink, answer, asked, held, inTray, look, morning, questionsOf, results, tokens, useful } from './world.ts'

const count = async (table: string, eventId: string) =>
  (await rows<{ n: number }>(`SELECT COUNT(*) AS n FROM ${table} WHERE eventId = ?1`, eventId))[0]?.n

// “A person answers once by their link, without signing in; what is sent twice counts once.”
it('a link takes answers once, and then says so', async () => {
  const { event } = await held(1, { asks: ['after'] })
  await look(morning('06-13'))
  const [token = ''] = await tokens(event)
  const form = await (await request(`/evaluate/${token}`)).text()
  expect(form).toContain('How useful was this event for your work?')
  expect(form).toContain('Name no child, family or colleague')
  expect(await leadsTo(answer(event, token, useful))).toBe(`/evaluate/${token}`)
  expect(await (await request(`/evaluate/${token}`)).text()).toContain('You have answered')
  expect((await answer(event, token, ['1'])).status).toBe(409)
  expect((await inTray(event)).map((one) => Object.values(one))).toEqual([[...useful]])
})

it('an empty form is told of, a choice that is not offered is refused, and a link of nothing says so', async () => {
  const { event } = await held(1, { asks: ['after'] })
  await look(morning('06-13'))
  const [token = ''] = await tokens(event)
  expect(await htmlOf(answer(event, token, []), 422)).toContain('Answer at least one question')
  expect(await htmlOf(answer(event, token, ['3', '', '', '', 'x'.repeat(1001)]), 422)).toContain('to 1000 characters')
  expect((await answer(event, token, ['9'])).status).toBe(422)
  expect(await inTray(event)).toEqual([])
  expect((await request(`/evaluate/${'x'.repeat(43)}`)).status).toBe(404)
  expect((await answer(event, token, ['3', '9'])).status).toBe(422)
  expect((await answer(event, token, ['3'])).status).toBe(303)
  expect((await inTray(event)).map((one) => Object.values(one))).toEqual([['3']])
})

const twice = async () => {
  const { event } = await held(0, { asks: ['after'] })
  const token = await aLink(event)
  await Promise.all([1, 2, 3, 4].map(() => answer(event, token, useful)))
  return (await inTray(event)).length
}

it('one link sent four times at the same moment counts once', async () => {
  expect(await twice()).toBe(1)
})

// “The link notes on which day it was used; the answers are stored apart, under a random id, without a person, a place or the time.”
it('no column of what is kept ties an answer to a person, a place, a link or a moment', async () => {
  const { event } = await held(6, { asks: ['after'] })
  await look(morning('06-13'))
  for (const token of await tokens(event)) await answer(event, token, useful)
  const columns = async (table: string) =>
    (await rows<{ name: string }>(`SELECT name FROM pragma_table_info('${table}')`)).map(({ name }) => name)
  expect(await columns('EvaluationTray')).toEqual(['id', 'eventId', 'wave', 'answers'])
  expect(await columns('EvaluationAnswer')).toEqual(['id', 'questionId', 'value', 'releasedOn', 'shown', 'readAt', 'readById'])
  const ids = async (sql: string) => (await rows<{ id: string }>(sql)).map(({ id }) => id)
  const known = new Set([
    ...(await ids('SELECT tokenHash AS id FROM EvaluationAsked UNION SELECT subjectId FROM EvaluationAsked UNION SELECT id FROM Message')),
    ...(await ids('SELECT id FROM Log UNION SELECT requestId FROM Log UNION SELECT id FROM Place UNION SELECT id FROM Person')),
  ])
  const trayIds = await ids('SELECT id FROM EvaluationTray')
  await look(morning('06-14'))
  const answerIds = await ids('SELECT id FROM EvaluationAnswer')
  expect(answerIds).toHaveLength(30)
  // Random ids of version 4: one of version 7 begins with the time at which it was made.
  for (const id of [...trayIds, ...answerIds]) expect([id[14], known.has(id)]).toEqual(['4', false])
  expect(answerIds.filter((id) => trayIds.includes(id))).toEqual([])
})

it('the tables of answers keep no order in which they came', async () => {
  for (const table of ['EvaluationTray', 'EvaluationAnswer', 'EvaluationAsked'])
    await expect(db.prepare(`SELECT rowid FROM ${table}`).all()).rejects.toThrow(/no such column: rowid/)
})

it('the order of answers is not the order in which people answered', async () => {
  const { event } = await held(0, { asks: ['after'] })
  const said = Array.from({ length: 12 }, (_, n) => `Person ${n + 10}`)
  for (const text of said) await answer(event, await aLink(event), ['3', '', '', '', text])
  const order = async (sql: string) => (await rows<{ text: string }>(sql)).map(({ text }) => text)
  const mine = `IN (SELECT id FROM EvaluationQuestion WHERE eventId = '${event.id}')`
  const tray = await order(
    `SELECT json_extract(answers, '$."${(await questionsOf(event))[4]?.id}"') AS text FROM EvaluationTray WHERE eventId = '${event.id}' ORDER BY id`,
  )
  await look(morning('06-14'))
  const kept = await order(`SELECT value AS text FROM EvaluationAnswer WHERE value LIKE 'Person%' AND questionId ${mine} ORDER BY id`)
  expect([tray.toSorted(), kept.toSorted()]).toEqual([said, said])
  expect(tray).not.toEqual(said)
  expect(kept).not.toEqual(said)
  expect(kept).not.toEqual(tray)
})

// “The log says that an answer came, and neither whose nor what.”
it('the log says that an answer came to the event, under nobody’s name, also of somebody who is signed in', async () => {
  const { event } = await held(1, { asks: ['after'] })
  await look(morning('06-13'))
  const [token = ''] = await tokens(event)
  const { cookie } = await anAccount()
  await answer(event, token, useful, cookie)
  const found = await rows(
    `SELECT subjectKind, subjectId, eventId, schoolId, accountId, personId, schoolIds, before, after FROM Log WHERE act = 'evaluation.answered' AND eventId = ?1`,
    event.id,
  )
  expect(found).toEqual([
    {
      ...{ subjectKind: 'event', subjectId: event.id, eventId: event.id, schoolId: null, accountId: null, personId: null },
      ...{ schoolIds: '[]', before: null, after: '{"wave":"after"}' },
    },
  ])
  const hash = await sha256(token)
  const inLog = await rows<{ n: number }>(
    `SELECT COUNT(*) AS n FROM Log WHERE instr(COALESCE(after, '') || COALESCE(before, '') || subjectId, ?1)`,
    hash,
  )
  expect(inLog).toEqual([{ n: 0 }])
  // The link bears a day alone, which no instant of the log is equal to.
  expect((await asked(event)).map(({ answeredOn }) => answeredOn?.length)).toEqual([10])
  expect(withoutSecrets(`http://localhost:8787/evaluate/${token}`)).toBe('http://localhost:8787/evaluate/…')
})

// “Answers wait until those of five people are there, and are then put with the rest, each answer by itself.” “How many were asked and how many answered always stands beside the figures.”
it('four answers show nothing, five are shown together, and the sixth waits for four more', async () => {
  const { event } = await held(11, { asks: ['after'] })
  await look(morning('06-13'))
  const links = await tokens(event)
  const give = async (from: number, to: number, value: string) => {
    for (const token of links.slice(from, to)) await answer(event, token, [value])
  }
  const shown = async () =>
    (await results(event)).map(({ asked, answered, released, figures }) => [asked, answered, released, figures[0]?.summary?.rows])
  const figure = (...n: number[]) => ['1: not at all', '2', '3', '4', '5: very much', 'Left out'].map((text, index) => [text, n[index]])
  await give(0, 4, '4')
  await look(morning('06-14'))
  expect(await shown()).toEqual([[11, 4, 0, undefined]])
  await give(4, 5, '2')
  expect(await shown()).toEqual([[11, 5, 0, undefined]])
  await look(morning('06-15'))
  expect(await shown()).toEqual([[11, 5, 5, figure(0, 1, 0, 4, 0, 0)]])
  await give(5, 9, '1')
  await look(morning('06-16'))
  expect(await shown()).toEqual([[11, 9, 5, figure(0, 1, 0, 4, 0, 0)]])
  await give(9, 10, '1')
  await look(morning('06-17'))
  expect(await shown()).toEqual([[11, 10, 10, figure(5, 1, 0, 4, 0, 0)]])
})

// “Under five people nothing is shown to anybody; answers that are too few at the end are deleted.”
it('when the time is over three answers are gone, the link says so, and how many answered still stands', async () => {
  const { event } = await held(4, { asks: ['after'] })
  await look(morning('06-13'))
  const links = await tokens(event)
  for (const token of links.slice(0, 3)) await answer(event, token, useful)
  await look(morning('07-11'))
  expect(await count('EvaluationTray', event.id)).toBe(3)
  await look(morning('07-12'))
  expect(await count('EvaluationTray', event.id)).toBe(0)
  expect(await results(event)).toEqual([{ wave: 'after', asked: 4, answered: 3, released: 0, dropped: 3, isClosed: true, figures: [] }])
  const late = await answer(event, links[3] ?? '', useful)
  expect([late.status, await late.text()]).toEqual([409, expect.stringContaining('The time to answer is over')])
})

it('an answer that comes as its time ends is refused whole', async () => {
  const { event } = await held(0, { asks: ['after'] })
  const token = await aLink(event)
  await run(`UPDATE EvaluationWave SET closedOn = '2026-07-12' WHERE eventId = ?1`, event.id)
  await expect(run(`UPDATE EvaluationAsked SET answeredOn = '2026-07-12' WHERE tokenHash = ?1`, await sha256(token))).rejects.toThrow(
    'evaluation_closed',
  )
})

it('control: without the trigger one link counts several times', async () => {
  await dropTriggers('EvaluationAsked_answers_once')
  expect(await twice()).toBeGreaterThan(1)
})
