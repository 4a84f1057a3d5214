// Officers see how far the schools of a round are, chase those that are missing, and the clock keeps the counts of both dates.

import { expect, it } from 'vitest'
import { newId } from '#base/id.ts'
import { askedSoFar } from '#base/web/measured-database.ts'
import { anAccount, aSchool, request, rows, run, tick } from '#test/support/factories.ts'
import { plain } from '#test/support/plain.ts'
import { reportsByOne } from '#test/worker/attendance/coverage/world.ts'
import { anOpenRound, aPublishedForm, count, deadlineAt, officer, page, returnOf, send, submit, type } from '../world.ts'

await reportsByOne()
const sectors = ['academy' as const]
const schools = async (n: number, facts = {}) => {
  const found: Awaited<ReturnType<typeof aSchool>>[] = []
  for (let one = 0; one < n; one += 1) found.push(await aSchool({ sector: 'academy', ...facts }))
  return found
}
/** The columns of a school that a copy has too. */
const columns = (await rows<{ name: string; hidden: number }>(`SELECT name, hidden FROM pragma_table_xinfo('School')`)).flatMap(
  ({ name, hidden }) => (hidden === 0 ? [name] : []),
)
const copied = (...own: string[]): string => columns.filter((name) => !own.includes(name)).join(', ')

/** Rounds ask every academy that is open, so those of other tests close. */
const closeAll = () => run(`UPDATE School SET statusCode = '2' WHERE sector = 'academy'`)

const rowOf = (text: string, label: string): string[] | undefined =>
  [...text.matchAll(/<tr[^>]*>(.*?)<\/tr>/gs)]
    .map(([, row = '']) => [...row.matchAll(/<t[hd][^>]*>(.*?)<\/t[hd]>/gs)].map(([, cell = '']) => plain(cell, '')))
    .find(([first]) => first === label)

const aState = async () => {
  await closeAll()
  const all = await schools(6)
  const round = await anOpenRound({ sectors, versionId: await aPublishedForm({ leadSigns: 1 }) })
  const [a = '', b = '', c = '', d = '', e = '', f = ''] = await Promise.all(all.map((school) => returnOf(round, school)))
  await submit(a)
  await submit(b, '2099-02-10T10:00:00.000Z')
  await type(c)
  await send(`/organiser/returns/${round}/schools/${d}/other-audit`, { kind: 'paper', about: 'A letter', receivedOn: '2026-01-02' })
  return { round, all, ids: { a, b, c, d, e, f } }
}

// “A return counts as in time by the head’s first submission; other signatures may follow.”
it('says who has begun, submitted, come late and lacks a signature', async () => {
  const { round, all } = await aState()
  const text = await page(`/organiser/returns/${round}?show=unsigned`)
  expect(rowOf(text, 'All')).toEqual(['All', '6', '1', '1', '1', '1', '2', '2'])
  expect(rowOf(text, all[0]?.name ?? '')?.slice(1, 4)).toEqual([
    'Submitted',
    'By the deadline, 1 February 2099 at 10am',
    'the DSL, a governor, trustee or the proprietor',
  ])
  const missing = await page(`/organiser/returns/${round}`)
  expect(all.map(({ name }) => rowOf(missing, name) !== undefined)).toEqual([false, false, true, false, true, true])
  const csv = await (await request(`/organiser/returns/${round}/schools.csv`, { cookie: officer.cookie })).text()
  expect(csv).toContain('On paper or another audit')
  const file = await request(`/organiser/returns/${round}/schools.xlsx`, { cookie: officer.cookie })
  const bytes = new Uint8Array(await file.arrayBuffer())
  expect([file.status, new TextDecoder('latin1').decode(bytes.slice(0, 2)), file.headers.get('content-disposition')]).toEqual([
    ...[200, 'PK', expect.stringMatching(/^attachment; filename="annual-return-.*\.xlsx"$/)],
  ])
})

// “What came on paper and another audit count as answers, in the list of rounds as on a round’s own page.”
it('the list of rounds says of each what its page says', async () => {
  const { round, all } = await aState()
  const close = (n: number) => run(`UPDATE School SET statusCode = '2' WHERE id = ?1`, all[n]?.id)
  await close(1)
  await close(5)
  const list = (await page('/organiser/returns')).split('<tr').find((row) => row.includes(round)) ?? ''
  expect(plain(list)).toContain('3 of 5')
  expect(await page(`/organiser/returns/${round}`)).toContain('3 of 5 schools have answered')
})

// “At the deadline, and again at the final date, the clock keeps how many schools had answered, and which; these counts are never written again.”
// “What comes after a date is late and is not in its count.”
it('the clock keeps the counts of the deadline and of the final date', async () => {
  const { round } = await aState()
  expect(await count('2099-02-03T17:00:00.000Z')).toBe(false)
  expect(await count('2099-02-03T17:01:00.000Z')).toBe(true)
  while (await count('2099-02-03T17:02:00.000Z'));
  expect(await count('2099-02-03T17:03:00.000Z')).toBe(false)
  while (await count('2099-03-01T00:00:00.000Z'));
  const counts = await rows('SELECT moment, asked, submitted, otherwise, begun FROM ReturnCount WHERE roundId = ?1 ORDER BY moment', round)
  expect(counts).toEqual([
    { moment: 'deadline', asked: 6, submitted: 1, otherwise: 1, begun: 1 },
    { moment: 'final', asked: 6, submitted: 2, otherwise: 1, begun: 1 },
  ])
  expect(
    await rows(
      `SELECT moment, COUNT(*) AS asked, COUNT(*) FILTER (WHERE state = 'submitted') AS submitted FROM ReturnCounted WHERE roundId = ?1 GROUP BY moment ORDER BY moment`,
      round,
    ),
  ).toEqual([
    { moment: 'deadline', asked: 6, submitted: 1 },
    { moment: 'final', asked: 6, submitted: 2 },
  ])
  expect(await page(`/organiser/returns/${round}`)).toContain('2 of 6 by the deadline, 3 of 6 by the final date')
})

// “Readers see the exact counts of both dates, by phase, and no school’s name.”
it('readers see the counts and no school', async () => {
  const few = await aState()
  await closeAll()
  const all = await schools(12)
  const round = await anOpenRound({ sectors })
  for (const school of all.slice(0, 6)) await submit(await returnOf(round, school))
  while (await count('2099-03-01T00:00:00.000Z'));
  const reader = await anAccount({ roles: ['reader'] })
  const tables = (await page('/coverage/returns', reader.cookie)).split('<table').slice(1)
  const rowsOfAll = tables.map((table) => rowOf(table, 'All')?.join(' '))
  expect(rowsOfAll).toContain('All 6 6 12')
  const shown = tables.find((table) => rowOf(table, 'All')?.[1] === '6') ?? ''
  expect(shown).toContain('6 of 12 by the deadline, 6 of 12 by the final date')
  expect(tables.filter((table) => table.includes('2 of 6')).length).toBeGreaterThan(0)
  for (const { name } of [...all, ...few.all]) expect(tables.join('')).not.toContain(name)
  expect(tables.join('')).not.toContain('Results: report')
  await rows(`UPDATE ReturnRound SET closedAt = '2099-03-01T10:00:00.000Z' WHERE id = ?1 AND closedAt IS NULL`, round)
  const results = (await send(`/organiser/returns/${round}/results`)).headers.get('location')
  expect(await page('/coverage/returns', reader.cookie)).toContain(`href="${results}">Results: report `)
  expect((await request(`/organiser/returns/${round}`, { cookie: reader.cookie })).status).toBe(404)
})

// “A school that has closed leaves the count, unless it had answered.”
it('a school that closes leaves the count, unless it had answered', async () => {
  const { round, all } = await aState()
  for (const school of [all[0], all[4]]) await run(`UPDATE School SET statusCode = '2' WHERE id = ?1`, school?.id)
  expect(rowOf(await page(`/organiser/returns/${round}`), 'All')?.[1]).toBe('5')
  while (await count('2099-02-04T00:00:00.000Z'));
  expect(await rows(`SELECT asked FROM ReturnCount WHERE roundId = ?1`, round)).toEqual([{ asked: 5 }])
})

// “Once a round is closed, its schools stay those of its last count: one that closes later leaves it nowhere.”
it('a school that closes once the round is closed stays in its count, in the list of rounds, on its page and among those that are missing', async () => {
  const { round, all } = await aState()
  while (await count('2099-03-01T00:00:00.000Z'));
  const close = (n: number) => run(`UPDATE School SET statusCode = '2' WHERE id = ?1`, all[n]?.id)
  await close(4)
  const said = async () => [
    (await page(`/organiser/returns/${round}`)).includes('3 of 6 schools have answered'),
    plain((await page('/organiser/returns')).split('<tr').find((row) => row.includes(round)) ?? '').includes('3 of 6'),
    rowOf(await page(`/organiser/returns/${round}`), all[4]?.name ?? '') !== undefined,
  ]
  // While it is open nobody goes after a school that is not there.
  expect(await said()).toEqual([false, false, false])
  await rows(`UPDATE ReturnRound SET closedAt = '2099-03-02T10:00:00.000Z' WHERE id = ?1`, round)
  await close(5)
  expect(await said()).toEqual([true, true, true])
})

// “Schools that are missing are chased on the ladder of contacts; a chase ends when the return comes, also on paper.”
it('those that are missing are chased, and a chase ends when the return comes', async () => {
  const { round, ids } = await aState()
  await send(`/organiser/returns/${round}/chases`)
  await send(`/organiser/returns/${round}/chases`)
  const chases = () =>
    rows<{ endedWhy: string | null }>('SELECT endedWhy FROM Chase WHERE subjectId = ?1 ORDER BY id', round).then((found) =>
      found.map((one) => one.endedWhy),
    )
  expect(await chases()).toEqual([null, null, null])
  await submit(ids.c)
  await send(`/organiser/returns/${round}/schools/${ids.e}/other-audit`, {
    kind: 'other_audit',
    about: 'The audit of the diocese',
    receivedOn: '2026-01-02',
  })
  expect((await chases()).toSorted()).toEqual([null, 'settled', 'settled'].toSorted())
  const [school] = await rows<{ schoolId: string }>('SELECT schoolId FROM Chase WHERE subjectId = ?1 AND endedAt IS NULL', round)
  expect(await page(`/organiser/schools/${school?.schoolId}`)).toContain('A safeguarding audit that was not submitted')
})

it('a return is reopened with a reason, and stays in time', async () => {
  const { round, ids } = await aState()
  const at = `/organiser/returns/${round}/schools/${ids.a}`
  const wordless = await send(`${at}/reopenings`, { reason: ' ' })
  expect([wordless.status, await wordless.text()]).toEqual([422, expect.stringContaining('Say why it is reopened')])
  const [first, second] = await Promise.all([
    send(`${at}/reopenings`, { reason: 'A grade was wrong' }),
    send(`${at}/reopenings`, { reason: 'A grade was wrong' }),
  ])
  expect([first.status, second.status].toSorted()).toEqual([303, 409])
  expect(await page(at)).toContain('Reopened, not submitted again')
  await submit(ids.a, '2099-02-20T10:00:00.000Z', 1)
  expect(rowOf(await page(`/organiser/returns/${round}?show=all`), 'All')?.slice(1, 4)).toEqual(['6', '1', '1'])
  const unsent = await send(`/organiser/returns/${round}/schools/${ids.f}/reopenings`, { reason: 'Why not' })
  const told = await unsent.text()
  expect([unsent.status, told]).toEqual([409, expect.stringContaining('It is not submitted, so there is nothing to reopen')])
  // The form is not shown, so no link leads to it, and no other one is opened.
  expect([told.includes('href="#reason"'), /<details[^>]* open/.test(told)]).toEqual([false, false])
})

it('a return of another round, and rounds for readers, do not exist', async () => {
  const { round, ids } = await aState()
  const other = await anOpenRound({ sectors })
  expect((await request(`/organiser/returns/${other}/schools/${ids.a}`, { cookie: officer.cookie })).status).toBe(404)
  const reader = await anAccount({ roles: ['reader'] })
  expect((await request(`/organiser/returns/${round}`, { cookie: reader.cookie })).status).toBe(404)
  expect((await request(`/organiser/returns/${newId(tick())}`, { cookie: officer.cookie })).status).toBe(404)
})

it('the page of 600 schools asks ten statements and reads a few rows of each', async () => {
  await closeAll()
  const [model] = await schools(1)
  await rows(
    `WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 599)
     INSERT INTO School (${copied('id', 'rootId', 'urn', 'name')}, id, rootId, urn, name)
     SELECT ${copied('id', 'rootId', 'urn', 'name')}, printf('00000000-0000-7000-8000-%012d', i), printf('00000000-0000-7000-8000-%012d', i), 800000 + i, 'Copied ' || i
     FROM n JOIN School s ON s.id = ?1`,
    model?.id,
  )
  const round = await anOpenRound({ sectors })
  const returns = await rows<{ id: string }>('SELECT id FROM SchoolReturn WHERE roundId = ?1', round)
  for (const { id } of returns.slice(0, 100)) await type(id)
  for (const { id } of returns.slice(0, 60)) await submit(id)
  const before = { ...askedSoFar }
  const html = await page(`/organiser/returns/${round}?show=all&by=ward`)
  const asked = { statements: askedSoFar.statements - before.statements, rows: askedSoFar.rows - before.rows }
  expect([returns.length, rowOf(html, 'All')?.slice(1, 3)]).toEqual([600, ['600', '60']])
  expect(asked.statements).toBeLessThanOrEqual(10)
  // Each return with its school, and what there is of entries, submissions, signatures, chases and who was reached.
  expect(asked.rows).toBeLessThan(600 * 11)
})

// “From a week before the deadline of an open round officers read beside the next steps how many schools are missing while nobody chases them.”
it('officers read how many schools are missing from a round while nobody chases them', async () => {
  const { round, ids } = await aState()
  const said = async (due: string, closedAt: string | null = null) => {
    await rows('UPDATE ReturnRound SET title = ?2, deadlineAt = ?3, closedAt = ?4 WHERE id = ?1', round, 'Snow audit', due, closedAt)
    const text =
      (await page('/organiser/chasing'))
        .split('govuk-inset-text')
        .slice(1)
        .find((one) => one.includes('Snow audit')) ?? ''
    return plain(text.slice(text.indexOf('>') + 1))
  }
  for (const { name } of await rows<{ name: string }>(
    `SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'ReturnRound' AND sql LIKE '%BEFORE UPDATE%'`,
  ))
    await rows(`DROP TRIGGER ${name}`)
  const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString()
  expect(await said(inDays(20))).toBe('')
  expect(await said(inDays(3))).toMatch(
    /^3 schools have not submitted “Snow audit, 2098\/99”, due by \d+ \w+ \d{4}\. Nobody has begun to follow up any of them\. Follow them up/,
  )
  expect(await said(inDays(-3))).toMatch(/, which is over\. Nobody has begun to follow up any of them\./)
  expect(await page('/organiser/chasing')).toContain(`href="/organiser/chasing/lists/returns?of=${round}"`)
  await said(deadlineAt)
  await submit(ids.c)
  expect(await said(inDays(-3))).toMatch(/^2 schools have not submitted/)
  expect(await said(inDays(-3), inDays(0))).toBe('')
  await said(inDays(-3))
  await send(`/organiser/returns/${round}/chases`)
  expect(await said(inDays(-3))).toBe('')
})
