// Reports of positions under their numbers. Rules: docs/rules/reports.md.

import { strFromU8, unzipSync } from 'fflate'
import { beforeEach, expect, it } from 'vitest'
import { londonDay, sayDay } from '#base/dates.ts'
import { newId, sha256 } from '#base/id.ts'
import { decodeText, readCsv } from '#base/web/csv.ts'
import { questions } from '#front/answer/line.ts'
import { makeReport } from '#front/answer/make-report.ts'
import { finalFiles } from '#front/answer/report.ts'
import { emptyDatabase } from '#test/support/database.ts'
import { databaseWith } from '#test/support/database-with.ts'
import { anAccount, anAct, anEvent, aSchool, db, request, rows, run, tick } from '#test/support/factories.ts'
import { textsOf } from '#test/support/pdf.ts'
import { plain } from '#test/support/plain.ts'
import { add } from '#test/support/rows.ts'
import { aDelegate } from '#test/support/school-facts.ts'
import { auditAll } from '#upkeep/audit/store.ts'
import { sealRecord } from '#upkeep/seal/seal-record.ts'
import { reportsByOne } from '../../attendance/coverage/world.ts'

const now = new Date()
const daysAgo = (n: number): string => new Date(now.getTime() - n * 864e5).toISOString()
const topic = 'online-safety'

type Account = Awaited<ReturnType<typeof anAccount>>
let [officer, second, reader]: Account[] = []
let acting: Account['actor']
let schools: { id: string }[] = []

beforeEach(async () => {
  await emptyDatabase()
  officer = await anAccount({ roles: ['officer'] })
  acting = officer.actor
  second = await anAccount({ roles: ['officer'] })
  reader = await anAccount({ roles: ['reader'] })
  schools = await Promise.all(['Ashfield', 'Bosbury'].map((name) => aSchool({ name })))
  await aDelegate(await anEvent({ topicId: topic, startsAt: daysAgo(10), endsAt: daysAgo(9) }), schools[0]?.id ?? '', {
    markType: 'attended',
  })
})

const come = async (): Promise<void> => {
  await aDelegate(await anEvent({ topicId: topic, startsAt: daysAgo(5), endsAt: daysAgo(4) }), schools[1]?.id ?? '', {
    markType: 'attended',
  })
}

const act = () => anAct({ now, actor: acting })
const asked = (id = newId(tick())) => ({ id, topic, guidance: '', reported: true })
const page = async (path: string, by?: Account) => {
  const answer = await request(path, by ? { cookie: by.cookie } : {})
  return { status: answer.status, text: await answer.text() }
}
const bytesAt = async (path: string, by = officer) =>
  new Uint8Array(await (await request(path, { cookie: by?.cookie ?? '' })).arrayBuffer())
/** Its lines break between words; each is read by the letters of both fonts in turn. */
const pdfText = (bytes: Uint8Array): string => {
  const { texts } = textsOf(bytes)
  return [0, 1]
    .map((font) => texts.filter((_, n) => n % 2 === font).join(' '))
    .join(' ')
    .replaceAll(/\s+/g, ' ')
}
/** All that the parts of a spreadsheet or a Word document say, without its marks. */
const sheetText = (bytes: Uint8Array): string =>
  Object.entries(unzipSync(bytes))
    .filter(([name]) => /sheet\d+\.xml$|^content\.xml$|^word\/document\.xml$/.test(name))
    .map(([, part]) => plain(strFromU8(part)))
    .join(' ')
const press = (path: string, by: Account | undefined, form: Record<string, string> = { id: newId(tick()) }) =>
  request(path, { cookie: by?.cookie ?? '', form })
const csvs = finalFiles.flatMap(({ name, path }) => (name.endsWith('.csv') ? [path] : []))
const status = async (path: string, by?: Account) => (await page(path, by)).status
const broken = async () =>
  (await auditAll(db, now)).invariants.flatMap(({ name, ok, violations }) => (!ok && name.startsWith('sealed_') ? violations : []))

/** A report made and final, by two officers. */
const aFinal = async (): Promise<void> => {
  const made = await press('/reports', officer, { id: newId(tick()), topic })
  await sealRecord(anAct({ now }))
  await press(`${made.headers.get('location')}/final`, second)
}

const without = async <T>(trigger: string, doing: () => Promise<T>): Promise<T> => {
  const [found] = await rows<{ sql: string }>('SELECT sql FROM sqlite_master WHERE name = ?1', trigger)
  await run(`DROP TRIGGER ${trigger}`)
  const done = await doing()
  await db.prepare(found?.sql ?? '').run()
  return done
}

it('One press makes a draft of the position under the next number; the same form makes one, also when it is sent twice at once.', async () => {
  const answer = (await page(`/answer?topic=${topic}`, officer)).text
  const id = /name="id" value="([^"]+)"/.exec(answer)?.[1] ?? ''
  const both = await Promise.all([press('/reports', officer, { id, topic }), press('/reports', officer, { id, topic })])
  expect(both.map(({ status: said, headers }) => [said, headers.get('location')])).toEqual([
    [303, '/reports/1'],
    [303, '/reports/1'],
  ])
  const [report] = await rows<{ content: string }>('SELECT content FROM Report')
  expect(await rows('SELECT number, id, topicId, onDay, contentHash, madeById FROM Report')).toEqual([
    {
      number: 1,
      id,
      topicId: topic,
      onDay: now.toISOString().slice(0, 10),
      contentHash: await sha256(report?.content ?? ''),
      madeById: officer?.accountId,
    },
  ])
  expect(await rows(`SELECT accountId, subjectId FROM Log WHERE act = 'report.made'`)).toEqual([
    { accountId: officer?.accountId, subjectId: id },
  ])
  expect((await press('/reports', officer, { id, topic: 'prevent' })).headers.get('location')).toBe('/answer?topic=prevent')
  expect((await press('/reports', officer, { id: newId(tick()), topic: 'none' })).status).toBe(404)
  expect(await rows('SELECT number FROM Report')).toHaveLength(1)
})

// “Numbers have no gap, whoever makes reports in the same moment.”
it('Ten reports made at once have the numbers 1 to 10; control: without the rule whoever read a number before leaves a gap', async () => {
  const made = await Promise.all(Array.from({ length: 10 }, () => makeReport(act(), asked())))
  expect(made.map((one) => one.ok && one.value).toSorted((a, b) => Number(a) - Number(b))).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10])
  const late = () =>
    run(
      `INSERT INTO Report SELECT 14, 'late', topicId, onDay, knownAt, content, contentHash, replyDays, madeById FROM Report WHERE number = 1`,
    )
  await expect(late()).rejects.toThrow('report_out_of_turn')
  await without('Report_comes_next', late)
  expect((await rows<{ number: number }>('SELECT number FROM Report ORDER BY number')).map(({ number }) => number).slice(-2)).toEqual([
    10, 14,
  ])
})

// “What is recorded while a position is read is read again.”
it('A school that comes while a position is read is in it; control: without the guard it is not', async () => {
  const reached = async (guarded: boolean) => {
    let [raced, writes] = [false, false]
    const racing = databaseWith(db, {
      prepare: (sql: string) => {
        writes ||= sql.includes('INSERT INTO Report')
        return db.prepare(sql)
      },
      batch: async (statements: SqlStatement[]) => {
        if (raced || !writes) return db.batch(statements)
        raced = true
        await come()
        await add('Log', { act: 'mark.made' })
        return db.batch(guarded ? statements : statements.slice(1))
      },
    })
    const made = await makeReport({ ...act(), db: racing }, asked())
    const [report] = await rows<{ n: number }>(
      `SELECT l.value ->> '$.parts[0].count' AS n FROM Report, json_each(content, '$.lines') l WHERE number = ?1 AND l.value ->> '$.key' = 'came'`,
      made.ok ? made.value : 0,
    )
    return [raced, report?.n]
  }
  expect(await reached(true)).toEqual([true, 2])
  await emptyDatabase()
  acting = (await anAccount({ roles: ['officer'] })).actor
  schools = await Promise.all(['Ashfield', 'Bosbury'].map((name) => aSchool({ name })))
  expect(await reached(false)).toEqual([true, 0])
})

it('A report shows what was kept, whatever is recorded afterwards, and nobody rewrites or deletes it.', async () => {
  await aFinal()
  const [before, files] = [
    (await page('/reports/1', officer)).text,
    await Promise.all(csvs.map(async (path) => (await page(`/reports/1/${path}`, officer)).text)),
  ]
  expect(before).toContain('1 of 2 schools sent somebody')
  await come()
  await aSchool({ name: 'Colwall' })
  expect((await page(`/answer?topic=${topic}`, officer)).text).toContain('2 of 3 schools sent somebody')
  expect((await page('/reports/1', officer)).text).toBe(before)
  expect(await Promise.all(csvs.map(async (path) => (await page(`/reports/1/${path}`, officer)).text))).toEqual(files)
  for (const [sql, word] of [
    ['UPDATE Report SET number = 2', 'report_stands'],
    [`UPDATE Report SET content = '{}'`, 'report_stands'],
    ['DELETE FROM FinalReport', 'final_report_stands'],
    [`UPDATE FinalFile SET base64 = ''`, 'final_file_stands'],
    ['DELETE FROM FinalFile', 'final_file_stands'],
    [`INSERT INTO FinalFile SELECT reportId, 'more', hash, base64 FROM FinalFile LIMIT 1`, 'report_is_final'],
    ['DELETE FROM Report', 'report_stands'],
  ] as const)
    await expect(db.prepare(sql).run()).rejects.toThrow(word)
})

it('A draft is final at a second press, with a fresh proof of who presses it, once its position has an entry of the record.', async () => {
  await reportsByOne()
  await press('/reports', officer, { id: newId(tick()), topic })
  await press('/reports/1/final', officer)
  expect((await page('/reports/1', officer)).text).toContain('Report 1, draft')
  await sealRecord(anAct({ now }))
  const stale = await anAccount({ roles: ['officer'], provenAt: '2026-01-01T00:00:00.000Z' })
  expect((await press('/reports/1/final', stale)).headers.get('location')).toContain('/account/prove')
  expect(await rows('SELECT 1 FROM FinalReport')).toEqual([])
  await press('/reports/1/final', officer)
  await press('/reports/1/final', second)
  expect(await rows('SELECT r.number, f.finalById FROM FinalReport f JOIN Report r ON r.id = f.reportId')).toEqual([
    { number: 1, finalById: officer?.accountId },
  ])
  expect((await page('/reports/1', officer)).text).toContain('Report 1, final')
  expect((await press('/reports/2/final', officer)).status).toBe(404)
})

it('Where two people issue reports, the person who made the draft does not make it final, under another account either.', async () => {
  await press('/reports', officer, { id: newId(tick()), topic })
  await sealRecord(anAct({ now }))
  const refused = await press('/reports/1/final', officer)
  expect(await rows('SELECT 1 FROM FinalReport')).toEqual([])
  expect([refused.status, await refused.text()]).toEqual([409, expect.stringContaining('Somebody else makes this report final')])
  const says = 'Another officer or administrator makes it final on this page.'
  for (const [reader, isMaker] of [
    [officer, true],
    [second, false],
  ] as const) {
    const { text } = await page('/reports/1', reader)
    expect([text.includes(says), text.includes('What members are asked')]).toEqual([isMaker, !isMaker])
  }
  const own = await anAccount({ roles: ['officer'] })
  await rows(
    'UPDATE Account SET personId = (SELECT personId FROM Account WHERE id = ?1) WHERE id = ?2 RETURNING id',
    ...[officer?.accountId ?? '', own.accountId],
  )
  const again = await press('/reports/1/final', own)
  expect([again.status, await again.text()]).toEqual([409, expect.stringContaining('with this account or another of yours')])
  await press('/reports/1/final', second)
  expect(await rows('SELECT finalById FROM FinalReport')).toEqual([{ finalById: second?.accountId }])
})

it('A council that has just begun is told that there is no school, and makes no report of none', async () => {
  await emptyDatabase()
  const by = await anAccount({ roles: ['officer'] })
  const { text } = await page('/answer', by)
  expect(text).toMatch(/No school of the area was open on [^<]*\. Schools come from the national register/)
  expect(text).not.toMatch(/0 of 0|= 0 schools|Make a report/)
})

// “Officers and administrators make reports; organisers read drafts and final ones.”
// “Readers read final reports without names of schools and without figures about single people,
// and find no draft.”
it('Readers see of final reports what the answer page gives them, and no draft', async () => {
  await aFinal()
  await press('/reports', officer, { id: newId(tick()), topic })
  const organiser = await anAccount({ roles: ['organiser'] })
  for (const [by, path, code] of [
    [reader, '/reports/1', 200],
    [reader, '/reports/2', 404],
    [reader, '/reports/2/files/given.csv', 404],
    [reader, '/reports/1/officers/schools.csv', 404],
    [reader, '/reports/1/officers/lines.pdf', 404],
    [reader, '/reports/1/files/lines.pdf', 404],
    [officer, '/reports/1/files/given.exe', 404],
    [organiser, '/reports/2', 200],
    [organiser, '/reports/2/officers/schools.csv', 200],
    [undefined, '/reports/1', 303],
  ] as const)
    expect([path, await status(path, by)]).toEqual([path, code])
  expect((await press('/reports', organiser)).status).toBe(404)
  expect((await press('/reports/2/final', reader)).status).toBe(404)
  const given = (await page('/reports/1', reader)).text
  expect(given).toContain('1 of 2 schools sent somebody')
  expect(given).not.toMatch(/Ashfield|Bosbury|their DSL or a deputy|DSL booked|schools\.csv|Draft made by/)
  expect((await page('/reports', reader)).text).not.toContain('Report 2')
  const file = (await page('/reports/1/files/given.csv', reader)).text
  expect(file).toBe((await page('/reports/1/files/given.csv', officer)).text)
  expect(file).not.toMatch(/DSL or a deputy|Ashfield/)
  const named = await request('/reports/1/officers/lines.csv', { cookie: officer?.cookie ?? '' })
  expect(named.headers.get('content-disposition')).toContain('report-1-for-officers-lines.csv')
  const own = (await page('/reports/1/officers/lines.csv', officer)).text.split('\r\n')
  expect(own[0]).toBe('Line,Sentence,Part,Count,Of,Report,Position on,Entry of the record,Random')
  expect(own[1]).toMatch(/^came,.*,Sent somebody,1,2,1,\d{4}-\d\d-\d\d,\d+,[\w-]{43}$/)
  const ofSchools = (await page('/reports/1/officers/schools.csv', officer)).text.split('\r\n')
  expect(ofSchools.map((line) => line.split(',')[1])).toEqual(['School', 'Ashfield', 'Bosbury', undefined])
  expect(await rows(`SELECT DISTINCT json_extract(after, '$.file') AS file FROM Log WHERE act = 'report.exported' ORDER BY 1`)).toEqual([
    { file: 'given.csv' },
    { file: 'lines.csv' },
    { file: 'schools.csv' },
  ])
})

// “Each number of a report leads officers to the schools that were counted then; readers see no
// school.”
it('A number of a report opens its schools as they were counted, whatever came since', async () => {
  await aFinal()
  await come()
  const opened = await page('/reports/1?open=came.yes', officer)
  expect(opened.text).toContain('Sent somebody: 1 school<')
  expect(opened.text).toContain(`<a class="govuk-link" href="/organiser/schools/${schools[0]?.id}">Ashfield`)
  expect(opened.text).not.toContain('Bosbury')
  expect(await status('/reports/1?open=none', officer)).toBe(404)
  const given = await page('/reports/1?open=came.yes', reader)
  expect(given.text).not.toMatch(/Ashfield|open=/)
})

it('A final report tells an auditor how many rows its file of schools has, their SHA-256 and what counts anew; a draft does not.', async () => {
  await aFinal()
  await press('/reports', officer, { id: newId(tick()), topic })
  const bytes = await bytesAt('/reports/1/officers/schools.csv')
  expect(readCsv(decodeText(bytes.buffer)).rows.length).toBe(2)
  const [file] = await rows<{ hash: string }>(`SELECT hash FROM FinalFile WHERE name = 'schools.csv'`)
  for (const by of [officer, reader]) {
    const said = plain((await page('/reports/1', by)).text.split('For an auditor')[1] ?? '', '')
    expect(said).toContain(
      `The file of schools has 2 rows, SHA-256 ${file?.hash}. The command npm run recount counts random records by a separate program, and fails where the service counts otherwise.`,
    )
  }
  expect(file?.hash).toBe(await sha256(bytes))
  expect((await page('/reports/2', officer)).text).not.toContain('For an auditor')
})

it('Reports are listed fifty to a page, newest first', async () => {
  for (let n = 1; n <= 51; n += 1)
    await add('Report', {
      number: n,
      id: String(n),
      topicId: topic,
      onDay: '2026-01-05',
      knownAt: '2026-01-05T09:00:00.000Z',
      content: '{"about":{"topic":{"label":"Online safety"}}}',
      contentHash: '0'.repeat(64),
      madeById: officer?.accountId,
    })
  const numbers = async (path: string) =>
    [...(await page(path, officer)).text.matchAll(/href="\/reports\/(\d+)"/g)].map(([, n]) => Number(n))
  expect(await numbers('/reports')).toEqual(Array.from({ length: 50 }, (_, n) => 51 - n))
  expect(await numbers('/reports?after=2')).toEqual([1])
})

// “The files of a final report stay as they are.”
it('Each file of a final report has the SHA-256 that everybody can look up.', async () => {
  await aFinal()
  const check = (await page('/r/1')).text
  for (const { path } of finalFiles.filter(({ name }) => name !== 'named.csv')) {
    const first = await bytesAt(`/reports/1/${path}`)
    expect([path, check.split(await sha256(first)).length]).toEqual([path, 2])
    expect(await bytesAt(`/reports/1/${path}`)).toEqual(first)
  }
  await sealRecord(anAct({ now }))
  expect(await broken()).toEqual([])
  const [{ id } = { id: '' }] = await rows<{ id: string }>('SELECT id FROM Report')
  expect(await rows('SELECT kind FROM SealedLeaf WHERE subjectId = ?1 ORDER BY number', id)).toEqual([
    { kind: 'position' },
    { kind: 'final' },
  ])
})

// “PDF, Word, spreadsheets and CSV of a report say the same, with its number, day and entry;
// those for officers alone name schools.”
it('Each file of a report says every line of its CSV, and which report it is', async () => {
  await aFinal()
  const cells = readCsv(decodeText((await bytesAt('/reports/1/files/given.csv')).buffer)).rows.map((row) => row.cells)
  const said = cells.flatMap(({ sentence = '', part = '', count }) => [sentence, count === '0' ? '' : part]).filter((text) => text !== '')
  expect(cells.filter(({ part }) => part === 'Called, nobody reached').map(({ count }) => count)).toEqual(['0'])
  expect(said.length).toBeGreaterThan(20)
  const entry = cells[0]?.['entry of the record'] ?? ''
  const files = {
    docx: sheetText(await bytesAt('/reports/1/files/given.docx')),
    ...{ pdf: pdfText(await bytesAt('/reports/1/files/given.pdf')), ods: sheetText(await bytesAt('/reports/1/files/given.ods')) },
    ...{ xlsx: sheetText(await bytesAt('/reports/1/files/given.xlsx')), all: sheetText(await bytesAt('/reports/1/officers/lines.xlsx')) },
  }
  for (const [name, text] of Object.entries(files)) {
    const own = name === 'all' ? [] : said
    const wanted = ['Report 1, final, ', `Entry ${entry} of the protected record`, 'Check it at http://localhost:8787/r/1', ...own]
    expect([name, wanted.filter((one) => !text.includes(one))]).toEqual([name, []])
    // A part of no school stands in the CSV alone.
    expect([name, ...['Ashfield', 'Random: ', 'For officers only', 'Called, nobody reached'].map((one) => text.includes(one))]).toEqual([
      name,
      ...[...Array(3).fill(name === 'all'), false],
    ])
  }
  const { info, tags } = textsOf(await bytesAt('/reports/1/files/given.pdf'))
  expect(info).toMatchObject({ tagged: true, language: 'en-GB', title: 'Online safety: have our schools been reached?' })
  expect(tags).toMatchObject({ H1: 1, H2: questions.length + 1, Figure: 1, Table: questions.length - 3 })
  await press('/reports', officer, { id: newId(tick()), topic })
  const draft = textsOf(await bytesAt('/reports/2/files/given.pdf'))
  expect([draft.tags['Figure'], draft.texts.includes('Report 2, draft')]).toEqual([undefined, true])
})

// “A report and its being made final are an entry each: the audit names one whose kept position
// or file was changed.” (docs/rules/seal.md)
it('A report says which schools differ from the last final report on its topic, each with its cause or that there is none; readers see how many.', async () => {
  await aFinal()
  await come()
  await aSchool({ name: 'Colwall' })
  await aFinal()
  const [kept] = await rows<{ since: string }>(`SELECT content -> '$.since' AS since FROM Report WHERE number = 2`)
  const { differ, ...of } = JSON.parse(kept?.since ?? '{}') as { differ: { name: string; what: string; why: string; explained: boolean }[] }
  expect(of).toEqual({ number: 1, onDay: now.toISOString().slice(0, 10) })
  // Both are written as known before the report, so nothing on record explains them.
  expect(differ).toEqual(
    [
      {
        name: 'Bosbury, Leominster',
        what: `Then: did not take part. On ${sayDay(londonDay(now))}: own staff attended, register not yet signed off`,
      },
      { name: 'Colwall, Leominster', what: `Counted on ${sayDay(londonDay(now))}, and not then` },
    ].map((one) => ({ ...one, why: 'Nothing on record explains it.', explained: false })),
  )
  const said = '2 schools differ from report 1'
  const [all, given] = [(await page('/reports/2', officer)).text, (await page('/reports/2', reader)).text]
  expect([all.includes(said), all.includes('Colwall'), given.includes(said), given.includes('Colwall')]).toEqual([true, true, true, false])
  expect((await page('/reports/1', officer)).text).not.toContain('Since report')
})

it('The audit names a report and a final report that were changed', async () => {
  await aFinal()
  await sealRecord(anAct({ now }))
  const [{ id } = { id: '' }] = await rows<{ id: string }>('SELECT id FROM Report')
  await without('Report_stands', () => run(`UPDATE Report SET content = replace(content, 'Ashfield', 'Bosbury')`))
  expect(await broken()).toEqual([`position ${id}`])
  await without('FinalFile_stands', () => run(`UPDATE FinalFile SET base64 = 'YQ==' WHERE name = 'given.pdf'`))
  expect((await broken()).toSorted()).toEqual([`final ${id}`, `position ${id}`])
})

it('Everybody can look up the number, topic, day, entries and files of a final report and whether a later one is there; of a draft nobody finds anything.', async () => {
  await aFinal()
  expect((await page('/reports/1', officer)).text).toMatch(/aria-label="Code of http:\/\/localhost:8787\/r\/1"/)
  await press('/reports', officer, { id: newId(tick()), topic })
  const first = await page('/r/1')
  expect(first.text).toMatch(/Online safety/)
  expect(first.text).toContain('No: no later report on this topic is final')
  expect(first.text).not.toMatch(/Ashfield|Bosbury|sent somebody|of 2/)
  for (const path of ['/r/2', '/r/3', '/r/x', '/r/0'])
    expect([path, await status(path), await status(path, officer)]).toEqual([path, 404, 404])
  await sealRecord(anAct({ now }))
  await press('/reports/2/final', second)
  expect((await page('/r/1')).text).toContain('<a class="govuk-link" href="/r/2">report 2</a> on the same topic')
  expect((await page('/r/2')).text).toContain('No: no later report')
})

it('Addresses of papers, which reports took the place of, lead to the list of reports.', async () => {
  const { cookie } = await anAccount({ roles: ['officer'] })
  for (const path of ['/coverage/papers?page=2', '/coverage/papers/3', '/coverage/frozen/3/paper?requirement=lead']) {
    const answer = await request(path, { cookie })
    expect([answer.status, answer.headers.get('location')]).toEqual([301, '/reports'])
  }
})
