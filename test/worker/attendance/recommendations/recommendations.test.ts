// What scrutiny recommends is noted with the executive's answer and what is done about it, and each thing that was said of it stays.

import { expect, it } from 'vitest'
import { addDays, londonDay, sayDay } from '#base/dates.ts'
import { newId } from '#base/id.ts'
import { anAccount, request, rows, run, tick } from '#test/support/factories.ts'
import { textOf } from '#test/support/plain.ts'

const officer = await anAccount({ roles: ['officer'], name: 'Olive Grant' })
const organiser = await anAccount({ roles: ['organiser'] })
const reader = await anAccount({ roles: ['reader'] })
const today = londonDay(new Date())
const tomorrow = addDays(today, 1)
const at = '/coverage/recommendations'
const look = async (path: string, cookie = officer.cookie): Promise<string> => await textOf(request(path, { cookie }))
const send = (path: string, form: Record<string, string>, cookie = officer.cookie) =>
  request(path, { cookie, form: { id: newId(tick()), ...form } })
const [topic] = await rows<{ id: string }>('SELECT id FROM Topic ORDER BY position LIMIT 1')
const topicId = topic?.id ?? ''
const said = {
  ...{ source: 'scrutiny', madeBy: 'Children scrutiny committee', madeOn: '2026-03-12', receivedOn: '2026-03-13' },
  ...{ texts: 'Analyse what was recorded.\n\nTrain every DSL.', figure: 'training', topicId },
}
const kept = () => rows<{ id: string; text: string }>('SELECT id, text FROM Recommendation ORDER BY rowid')
const first = async (): Promise<string> => `${at}/${(await kept())[0]?.id}`

it('“An officer notes what scrutiny or a review recommended, with the day of receipt and the figure that shows it.”', async () => {
  const wrong = await send(at, {
    source: '',
    madeBy: '',
    madeOn: '2026-03-12',
    receivedOn: '2026-03-11',
    texts: '\n \n',
    figure: 'training',
    topicId: '',
  })
  const text = await textOf(wrong)
  expect(wrong.status).toBe(422)
  for (const one of ['Choose who made them', 'Enter the name of the committee', 'Enter what was recommended']) expect(text).toContain(one)
  const later = await textOf(send(at, { ...said, receivedOn: '2026-03-11', figure: '' }))
  expect(later).toContain('Enter a day that is not before they were made')
  expect(later).toContain('Choose a topic and a figure, or neither')
  expect(await kept()).toEqual([])
  const id = newId(tick())
  for (const form of [
    { ...said, id },
    { ...said, id },
  ])
    expect((await send(at, form)).status).toBe(303)
  for (const otherwise of [{ madeBy: 'Another committee' }, { texts: 'Analyse what was recorded.' }])
    expect((await send(at, { ...said, id, ...otherwise })).status).toBe(409)
  expect((await kept()).map((one) => one.text)).toEqual(['Analyse what was recorded.', 'Train every DSL.'])
  const page = await look(at, organiser.cookie)
  expect(page).toContain(
    'Children scrutiny committee, 12 March 2026 2 made: 0 accepted, 0 in part, 0 not accepted and 2 not answered. 0 actions.',
  )
  expect(page).toMatch(/Train every DSL\. Not answered, due by 12 May 2026(: late)? Whether their DSLs are trained: \S/)
  expect((await send(at, said, organiser.cookie)).status).toBe(404)
  expect((await request(at, { cookie: reader.cookie })).status).toBe(404)
})

it('“The executive’s answer says why unless it accepts; a later answer takes the place of the one that its author saw, and both stay.”', async () => {
  const page = await first()
  const answer = { seen: '', what: 'in_part', day: '2026-04-20', why: '' }
  const wrong = await send(`${page}/answer`, answer)
  expect([wrong.status, await textOf(wrong)]).toEqual([422, expect.stringContaining('Say why')])
  const both = await Promise.all([
    send(`${page}/answer`, { ...answer, why: 'No money.' }),
    send(`${page}/answer`, { ...answer, why: 'No people.' }),
  ])
  expect(both.map(({ status }) => status).toSorted()).toEqual([303, 409])
  const [standing] = await rows<{ id: string; why: string }>('SELECT id, why FROM RecommendationAnswer')
  const next = { id: newId(tick()), seen: standing?.id ?? '', what: 'accepted', day: '2026-04-27', why: '' }
  for (const form of [next, next]) expect((await send(`${page}/answer`, form)).status).toBe(303)
  // Back, other words, and what stands now seen or not.
  for (const seen of [next.seen, next.id]) {
    const otherwise = await send(`${page}/answer`, { ...next, seen, why: 'All of it.' })
    expect([otherwise.status, await textOf(otherwise)]).toEqual([
      409,
      expect.stringContaining('This form was saved before: what it said stands.'),
    ])
  }
  expect(await rows('SELECT what, why FROM RecommendationAnswer ORDER BY rowid')).toEqual([
    { what: 'in_part', why: standing?.why },
    { what: 'accepted', why: '' },
  ])
  const read = await look(page)
  expect(read).toContain('Answer Accepted on 27 April 2026')
  expect(read).toContain(`The answer Accepted in part, 20 April 2026: ${standing?.why} Olive Grant`)
  await expect(rows('UPDATE RecommendationAnswer SET day = ?1', today)).rejects.toThrow('recommendation_answer_stands')
})

it('control: without what each answer replaces, a second first answer is refused by the index alone', async () => {
  const [one] = await kept()
  const beside = `INSERT INTO RecommendationAnswer (id, ofId, what, day, notedAt, notedById) VALUES ('beside', ?1, 'accepted', '2026-04-20', '2026-04-20T09:00:00.000Z', ?2)`
  await expect(run(beside, one?.id, officer.accountId)).rejects.toThrow('UNIQUE constraint failed: RecommendationAnswer.ofId')
})

it('“An action has a post or team and a day; that it was done, or is late with why and a new day, is appended.”', async () => {
  const page = await first()
  const empty = await textOf(send(`${page}/actions`, { text: '', owner: '', dueOn: '' }))
  for (const one of ['Enter what is to be done', 'Enter which post or team does it', 'Enter by when']) expect(empty).toContain(one)
  const id = newId(tick())
  const action = { id, text: 'Read 60 case records', owner: 'Education safeguarding team', dueOn: today }
  for (const form of [action, action]) expect((await send(`${page}/actions`, form)).status).toBe(303)
  expect((await send(`${page}/actions`, { ...action, text: 'Read 90 case records' })).status).toBe(409)
  const step = { action: id, seen: '', step: 'late', stepDay: tomorrow, stepWhy: '' }
  for (const [form, sentence] of [
    [step, 'Say why'],
    [{ ...step, stepWhy: 'Nobody was free.', stepDay: '2026-01-05' }, 'Enter when it was done, or a new day that is not over'],
    [{ ...step, step: 'done', stepDay: tomorrow }, 'Enter when it was done, or a new day that is not over'],
    [{ ...step, action: '' }, 'Choose the action'],
  ] as const) {
    const refused = await send(`${page}/steps`, form)
    expect([refused.status, await textOf(refused)]).toEqual([422, expect.stringContaining(sentence)])
  }
  const late = { ...step, id: newId(tick()), stepWhy: 'Nobody was free.' }
  for (const form of [late, late]) expect((await send(`${page}/steps`, form)).status).toBe(303)
  expect(await look(at)).toContain(`(Education safeguarding team). Late: Nobody was free. New day: ${sayDay(tomorrow)}`)
  const otherWords = await send(`${page}/steps`, { ...late, stepWhy: 'Nobody was asked.' })
  expect([otherWords.status, await textOf(otherWords)]).toEqual([
    409,
    expect.stringContaining('This form was saved before: what it said stands.'),
  ])
  // Whoever had not seen that it is late.
  const unseen = await send(`${page}/steps`, { ...step, step: 'done', stepDay: today })
  const again = await unseen.text()
  expect([unseen.status, again]).toEqual([409, expect.stringContaining(`name="seen" value="${late.id}"`)])
  expect(again).toMatch(new RegExp(`<option value="${id}" selected`))
  expect((await send(`${page}/steps`, { ...step, seen: late.id, step: 'done', stepDay: today })).status).toBe(303)
  expect(await look(page)).toContain(`Read 60 case records Late, ${sayDay(tomorrow)}: Nobody was free.`)
  expect(await look(at)).toContain('1 action: 1 done, 0 on time and 0 late.')
  expect(await rows('SELECT what, day, why FROM ActionStep ORDER BY rowid')).toEqual([
    { what: 'late', day: tomorrow, why: 'Nobody was free.' },
    { what: 'done', day: today, why: '' },
  ])
})

it('“The answer to members has these sentences and what is late, for readers too.”', async () => {
  const page = `${at}/${(await kept())[1]?.id}`
  const action = { text: 'Write to the chairs', owner: 'Head of safeguarding', dueOn: '2026-04-01' }
  expect((await send(`${page}/actions`, action)).status).toBe(303)
  for (const { cookie } of [officer, reader])
    expect(await look('/answer', cookie)).toMatch(
      /12 March 2026 ?: 2 made: 1 accepted, 0 in part, 0 not accepted and 1 not answered\. 2 actions: 1 done, 0 on time and 1 late\..* Write to the chairs \(Head of safeguarding\)\. Late: due on 1 April 2026, nobody has said why\./,
    )
  expect(await (await request(at, { cookie: officer.cookie })).text()).toContain(`href="/answer?topic=${topicId}#training"`)
})

it('the list as CSV has a row for each action, and the log says who took it', async () => {
  const file = await (await request('/coverage/recommendations.csv', { cookie: organiser.cookie })).text()
  const [heads, ...lines] = file.trim().split('\r\n')
  expect(heads).toBe('From,Kind,Made,Received,Recommendation,Answer due by,Answer,Answered,Why,Figure,Topic,Action,Owner,Due,State')
  expect(lines.map((line) => line.replace(/trained,[^,]*,/, 'trained,TOPIC,'))).toEqual([
    `Children scrutiny committee,A scrutiny committee,2026-03-12,2026-03-13,Analyse what was recorded.,2026-05-12,Accepted,2026-04-27,,Whether their DSLs are trained,TOPIC,Read 60 case records,Education safeguarding team,${today},Done on ${sayDay(today)}`,
    'Children scrutiny committee,A scrutiny committee,2026-03-12,2026-03-13,Train every DSL.,2026-05-12,,,,Whether their DSLs are trained,TOPIC,Write to the chairs,Head of safeguarding,2026-04-01,"Late: due on 1 April 2026, nobody has said why"',
  ])
  expect(await rows(`SELECT after ->> '$.recommendations' AS n FROM Log WHERE act = 'recommendations.exported'`)).toEqual([{ n: 2 }])
})
