// What officers do with what came: words taken out, disputes and plans, a sample that is checked,
// the feedback and the files.
import { expect, it } from 'vitest'
import { newId } from '#base/id.ts'
import { anAccount, aSchool, request, rows, run, tick } from '#test/support/factories.ts'
import { add, all } from '#test/support/rows.ts'
import { anOpenRound, officer, page, returnOf, send, submit, type } from '../world.ts'

const phased = (phase: string) => aSchool({ sector: 'academy', phase })

/** `n` schools of a phase that graded 2 and submitted, after one that graded as it is said. */
const submitted = async (n: number, own = '3') => {
  await run(`UPDATE School SET statusCode = '2' WHERE sector = 'academy'`)
  const all: Awaited<ReturnType<typeof aSchool>>[] = []
  for (let one = 0; one <= n; one += 1) all.push(await phased('Secondary'))
  const round = await anOpenRound({ sectors: ['academy'] })
  const ids: string[] = []
  for (const [at, school] of all.entries()) {
    const id = await returnOf(round, school)
    ids.push(id)
    await type(id, { value: at === 0 ? own : '2', evidence: 'The minutes name Jory Penhale' })
    await submit(id)
  }
  return { round, all, ids, first: ids[0] ?? '' }
}

const second = await anAccount({ roles: ['officer'], name: 'Olive Grant' })
/** These returns are signed, so a second officer agrees. */
const approved = async () => {
  const [waits] = await rows<{ id: string }>(`SELECT id FROM StaffProposal WHERE state = 'proposed'`)
  return (await request(`/organiser/proposals/${waits?.id}`, { cookie: second.cookie, form: { decision: 'approved', note: '' } })).status
}

// “An officer takes words out of a return and writes none there: a mark with the day stands in
// their place, and who did it and why is kept.”
it('words about a child are taken out, and are in no file', async () => {
  const { round, first } = await submitted(0)
  const [entry] = await rows<{ id: string }>('SELECT id FROM ReturnEntry WHERE returnId = ?1', first)
  const at = `/organiser/returns/${round}/schools/${first}`
  const wordless = await send(`${at}/redactions/${entry?.id}`, { part: 'evidence', reason: '' })
  expect([wordless.status, await wordless.text()]).toEqual([422, expect.stringContaining('Say why it is taken out')])
  const grade = await send(`${at}/redactions/${entry?.id}`, { part: 'value', reason: 'A test' })
  expect([grade.status, await grade.text()]).toEqual([422, expect.stringContaining('Choose which part')])
  // Nothing that is sent as words is written.
  const id = newId(tick())
  const form = { id, part: 'evidence', words: 'The minutes name a child', reason: 'It named a child' }
  expect((await send(`${at}/redactions/${entry?.id}`, form)).status).toBe(303)
  expect(await approved()).toBe(303)
  expect((await send(`${at}/redactions/${entry?.id}`, form)).status).toBe(409)
  const [stands] = await rows<{ value: string; evidence: string }>('SELECT value, evidence FROM ReturnEntry WHERE returnId = ?1', first)
  expect(stands).toEqual({
    value: '3',
    evidence: expect.stringMatching(/^\[Words taken out by the council, \d{1,2} [A-Z][a-z]{2} \d{4}\]$/),
  })
  const text = await page(at)
  expect([text.includes('Jory'), text.includes('Words taken out by Olive Grant')]).toEqual([false, true])
  const csv = await (await request(`/organiser/returns/${round}/answers.csv`, { cookie: officer.cookie })).text()
  expect([csv.includes('Jory'), csv.includes('Words taken out by the council'), csv.includes('3: partly in place')]).toEqual([
    false,
    true,
    true,
  ])
  const xlsx = await request(`/organiser/returns/${round}/answers.xlsx`, { cookie: officer.cookie })
  expect([xlsx.status, xlsx.headers.get('content-type')?.includes('spreadsheet')]).toEqual([200, true])
  const log = await rows<{ after: string }>(`SELECT after FROM Log WHERE act = 'return.redacted' AND subjectId = ?1`, first)
  expect(log.map(({ after }) => after.includes('child'))).toEqual([false])
})

// “Words can be taken out of a dispute too, also of one that the school wrote before about the
// same question.”
it('takes words out of a dispute, and of what was disputed before', async () => {
  const { round, first } = await submitted(0)
  const [entry] = await rows<{ questionId: string }>('SELECT questionId FROM CurrentEntry WHERE returnId = ?1', first)
  const ids = [newId(tick()), newId(tick())]
  for (const [n, id] of ids.entries())
    await add('ReturnShown', {
      id,
      returnId: first,
      questionId: entry?.questionId,
      shown: 'Ann Lee',
      heldOn: '2026-01-01',
      shownAt: `2026-01-0${n + 1}T09:00:00.000Z`,
      answer: 'disputed',
      answeredAt: `2026-01-0${n + 1}T09:00:00.000Z`,
      words: 'She left over Jory Penhale',
      ownerId: officer.accountId,
      dueOn: '2026-01-08',
    })
  const at = `/organiser/returns/${round}/schools/${first}/redactions/${ids[1]}`
  expect(await page(`/organiser/returns/${round}/disputes`)).toContain(`href="${at}?part=dispute"`)
  expect(await page(`${at}?part=dispute`)).toContain('In the dispute: She left over Jory Penhale')
  const form = { id: newId(tick()), part: 'dispute', reason: 'It named a child' }
  const grade = await send(at, { ...form, part: 'value' })
  expect([grade.status, await grade.text()]).toEqual([422, expect.stringContaining('Choose which part')])
  const long = await send(at, { ...form, reason: 'x'.repeat(501) })
  expect([long.status, await long.text()]).toEqual([422, expect.stringContaining('Shorten it to 500 characters')])
  expect([(await send(at, form)).status, await approved(), (await send(at, form)).status]).toEqual([303, 303, 409])
  const words = (await rows<{ words: string }>('SELECT words FROM ReturnShown WHERE returnId = ?1', first)).map((one) => one.words)
  expect([words.length, ...words.map((one) => one.startsWith('[Words taken out by the council, '))]).toEqual([2, true, true])
  const disputes = await page(`/organiser/returns/${round}/disputes`)
  expect([disputes.includes('Jory'), disputes.includes('Words taken out')]).toEqual([false, true])
  expect(await rows(`SELECT after FROM Log WHERE act = 'return.redacted' AND subjectId = ?1`, first)).toEqual([
    { after: expect.stringContaining(JSON.stringify({ of: ids[1], part: 'dispute' }).slice(0, -1)) },
  ])
})

it('a day that a school answered is said as a day', async () => {
  const school = await phased('Secondary')
  const round = await anOpenRound({ sectors: ['academy'] })
  const id = await returnOf(round, school)
  await type(id, { kind: 'past_date', value: '2026-02-04' })
  const text = await page(`/organiser/returns/${round}/schools/${id}`)
  expect([text.includes('4 February 2026'), text.includes('2026-02-04')]).toEqual([true, false])
})

// “A sample of submitted returns is drawn by chance from those that no sample has, and which were
// drawn is kept.”
// “The grade that an officer finds on a visit stands beside the school’s own, which stays.”
it('a sample is drawn, visited, and graded beside the school', async () => {
  const { round, ids } = await submitted(4)
  await send(`/organiser/returns/${round}/moderation`, { size: '2' })
  const drawnIds = (
    await rows<{ returnId: string }>(
      'SELECT m.returnId FROM ReturnModeration m JOIN ReturnSample p ON p.id = m.sampleId WHERE p.roundId = ?1 ORDER BY m.id',
      round,
    )
  ).map(({ returnId }) => returnId)
  expect([new Set(drawnIds).size, drawnIds.filter((one) => !ids.includes(one))]).toEqual([2, []])
  expect(await page(`/organiser/returns/${round}/moderation`)).toContain('2 of 5')
  expect(await rows('SELECT size, among FROM ReturnSample WHERE roundId = ?1', round)).toEqual([{ size: 2, among: 5 }])
  await send(`/organiser/returns/${round}/moderation`, { size: '999' })
  expect(await rows('SELECT COUNT(*) AS n, COUNT(DISTINCT returnId) AS returns FROM ReturnModeration')).toEqual([{ n: 5, returns: 5 }])
  const [moderation] = await rows<{ id: string; entryId: string }>(
    'SELECT m.id, e.id AS entryId FROM ReturnModeration m JOIN ReturnEntry e ON e.returnId = m.returnId WHERE m.returnId = ?1',
    drawnIds[0],
  )
  const at = `/organiser/returns/${round}/moderation/${moderation?.id}`
  const ahead = await send(at, { visitedOn: '2199-01-01', note: 'Too soon' })
  expect([ahead.status, await ahead.text()]).toEqual([422, expect.stringContaining('Enter a day that is not in the future')])
  expect((await send(at, { visitedOn: '2026-01-05', note: 'Spoke with the lead' })).status).toBe(303)
  const again = await send(at, { visitedOn: '2026-01-06', note: 'Again' })
  expect([again.status, await again.text()]).toEqual([409, expect.stringContaining('The visit is noted already')])
  await send(`${at}/grades`, { [`grade-${moderation?.entryId}`]: '4', [`note-${moderation?.entryId}`]: 'No record was found' })
  expect(await page(at)).toContain('Found: 4: not in place, by Odile Officer. No record was found')
  expect(await rows('SELECT value FROM ReturnEntry WHERE id = ?1', moderation?.entryId)).not.toEqual([{ value: '4' }])
})

// “Each school gets a feedback sheet: its own answers beside those of its phase, where enough
// other schools answered, to the nearest ten per cent, and none is named.”
it('the feedback says how the phase answered, unless these are too few', async () => {
  const few = await submitted(4)
  const path = (of: { round: string; first: string }) => `/organiser/returns/${of.round}/schools/${of.first}/feedback`
  expect(await page(path(few))).toContain('Too few to say')
  const enough = await submitted(5)
  const text = await page(path(enough))
  expect(text).toContain('3: partly in place')
  expect(text).toContain('0% 1: fully in place; 100% 2: in place, with something to improve; 0% 3: partly in place; 0% 4: not in place')
  for (const school of enough.all.slice(1)) expect(text).not.toContain(school.name)
  const pdf = await request(`${path(enough)}.pdf`, { cookie: officer.cookie })
  expect(new TextDecoder().decode((await pdf.arrayBuffer()).slice(0, 5))).toBe('%PDF-')
})

// “A dispute about what our record shows has an owner and a day, delays no return, and is listed
// until it is settled.”
it('a dispute is listed until it is settled, once', async () => {
  const { round, first } = await submitted(0)
  const id = newId(tick())
  const [entry] = await all('ReturnEntry', { returnId: first })
  const on = '2026-01-01T09:00:00.000Z'
  await add('ReturnShown', {
    ...{ id, returnId: first, questionId: entry?.questionId, shown: 'Ann Lee', heldOn: '2026-01-01', shownAt: on },
    ...{ answer: 'disputed', answeredAt: on, words: 'She left in May', ownerId: officer.accountId, dueOn: '2026-01-08' },
  })
  const at = `/organiser/returns/${round}/disputes`
  const text = await page(at)
  for (const said of ['She left in May', 'Odile Officer', '8 January 2026', 'Overdue']) expect(text).toContain(said)
  expect((await send(`${at}/${id}`, { settled: '' })).status).toBe(422)
  expect((await send(`${at}/${id}`, { settled: 'Put right' })).status).toBe(303)
  const again = await send(`${at}/${id}`, { settled: 'Put right twice' })
  expect([again.status, await again.text()]).toEqual([409, expect.stringContaining('Somebody settled it already')])
})

// “What a school means to do is listed with who does it and by when, the overdue first, until it
// is noted as done.”
it('an action is planned, overdue and done', async () => {
  const { round, first } = await submitted(0)
  const add = { id: newId(tick()), what: 'Check the record each term', owner: 'The bursar', dueOn: '2026-01-02' }
  await send(`/organiser/returns/${round}/schools/${first}/actions`, add)
  await send(`/organiser/returns/${round}/schools/${first}/actions`, add)
  const at = `/organiser/returns/${round}/actions`
  const text = await page(at)
  expect([text.split('Check the record each term').length > 1, text.includes('Overdue'), text.includes('The bursar')]).toEqual([
    true,
    true,
    true,
  ])
  expect((await send(`${at}/${add.id}`, { doneOn: '2199-01-01' })).status).toBe(422)
  expect((await send(`${at}/${add.id}`, { doneOn: '2026-01-04' })).status).toBe(303)
  expect((await send(`${at}/${add.id}`, { doneOn: '2026-01-05' })).status).toBe(409)
  const said = () => rows('SELECT s.doneOn, s.words FROM ReturnActionSaid s WHERE s.actionId = ?1 ORDER BY s.rowid', add.id)
  expect(await said()).toEqual([{ doneOn: '2026-01-04', words: '' }])
  const other = { ...add, id: newId(tick()), what: 'Ask pupils' }
  await send(`/organiser/returns/${round}/schools/${first}/actions`, other)
  await send(`${at}/${other.id}`, { doneOn: '2026-01-04' })
  const wordless = await send(`${at}/${add.id}/reopening`, { words: '' })
  // Only the form that was sent is in sight.
  expect([wordless.status, (await wordless.text()).match(/<details[^>]* open/g)?.length]).toEqual([422, 1])
  expect((await send(`${at}/${add.id}/reopening`, { words: 'Two checks are missing' })).status).toBe(303)
  expect(await said()).toEqual([
    { doneOn: '2026-01-04', words: '' },
    { doneOn: null, words: 'Two checks are missing' },
  ])
  expect(await page(at)).toContain('Not done after all: Two checks are missing')
})
