// Finance says how files are written, looks at their first lines, and makes them.
import { beforeEach, expect, it } from 'vitest'
import { makeFile } from '#payments/finance-files/make-file.ts'
import { anAct, counting, db, request, rows } from '#test/support/factories.ts'
import { aDebt, finance } from './world.ts'

const page = '/organiser/finance/file-columns'

const journal = {
  ...{ file: 'journal', count: '3', 'heading-1': 'Code', 'field-1': 'cost_centre', 'heading-2': 'Sum', 'field-2': 'gross' },
  ...{ 'heading-3': 'Text', 'field-3': '', 'text-3': '{event_title}', 'longest-3': '4' },
  ...{ separator: 'semicolon', signs: 'after', plain: 'yes', twoSided: 'yes', balancingCostCentre: 'T900', trailer: 'T|{rows}|{gross}' },
}

/** What the page shows as the first lines of the file. */
const preview = (html: string): string =>
  (/<pre[^>]*>([^<]*)<\/pre>/.exec(html)?.[1] ?? '').replaceAll('&quot;', '"').replaceAll('&#39;', "'").replaceAll('&amp;', '&')

const standing = () => rows<{ key: string; value: string }>('SELECT key, value FROM MoneySetting WHERE supersededAt IS NULL')

const named = async (title: string) => {
  const debt = await aDebt()
  await db.prepare('UPDATE Event SET title = ?2, version = version + 1 WHERE id = ?1').bind(debt.event.id, title).run()
  return debt
}

beforeEach(async () => {
  await db.prepare('UPDATE MoneySetting SET supersededAt = createdAt WHERE supersededAt IS NULL').run()
})

it('“The page of columns shows the first lines of the next file as they would be written, and makes nothing.”', async () => {
  const { cookie, actor } = await finance()
  const empty = await (await request(page, { cookie, form: { ...journal, action: 'show' } })).text()
  expect(empty).toContain('Nothing may go into a file now, so these lines are made up')
  expect(preview(empty)).toBe('S1234;102.00;Safe\r\nT900;102.00-;Safe\r\nS1234;102.00-;Safe\r\nT900;102.00;Safe\r\nT;4;0.00\r\n')
  const debt = await named('Éclairs')
  const shown = await (await request(page, { cookie, form: { ...journal, action: 'show' } })).text()
  expect(shown).toContain('These lines may go now')
  expect(shown).toContain('The rows before and after them count only what is shown here')
  expect(preview(shown)).toBe('S100;120.00;Ecla\r\nT900;120.00-;Ecla\r\nT;2;0.00\r\n')
  expect([await standing(), await rows('SELECT id FROM FinanceFile')]).toEqual([[], []])
  // Braces around what is no field are shown as they were typed.
  const odd = await request(page, { cookie, form: { ...journal, 'text-3': '{nonsense}', 'longest-3': '', action: 'show' } })
  expect([odd.status, preview(await odd.text()).split('\r\n')[0]]).toEqual([200, 'S100;120.00;{nonsense}'])
  // What is looked at is what is made.
  expect((await request(page, { cookie, form: { ...journal, action: 'save' } })).status).toBe(303)
  expect(preview(await (await request(`${page}?file=journal`, { cookie })).text())).toBe(preview(shown))
  expect(await makeFile(anAct({ actor }), { kind: 'journal', numbers: debt.numbers })).toEqual({ ok: true, value: expect.any(Number) })
  expect(await rows('SELECT content FROM FinanceFile')).toEqual([{ content: preview(shown) }])
})

it('a journal is written as finance said when it was made, and stays so whatever finance says afterwards', async () => {
  const { cookie, actor } = await finance()
  expect((await request(page, { cookie, form: { ...journal, action: 'save' } })).status).toBe(303)
  expect((await standing()).map(({ key, value }) => [key, JSON.parse(value)])).toEqual([
    [
      expect.stringContaining('journal'),
      {
        columns: [
          { heading: 'Code', field: 'cost_centre' },
          { heading: 'Sum', field: 'gross' },
          { heading: 'Text', text: '{event_title}', longest: 4 },
        ],
        needs: [],
        format: {
          ...{
            separator: 'semicolon',
            headings: false,
            dates: 'iso',
            periods: 'iso',
            signs: 'after',
            plain: true,
            joined: false,
            twoSided: true,
          },
          ...{ balancingCostCentre: 'T900', balancingSubjective: '', header: '', trailer: 'T|{rows}|{gross}' },
        },
      },
    ],
  ])
  const debt = await named('Tŷ Gwyn')
  const made = await makeFile(anAct({ actor }), { kind: 'journal', numbers: debt.numbers })
  if (!made.ok) throw new Error(made.reason)
  const path = `/organiser/finance/journals/${made.value}/file.csv`
  const bytes = new Uint8Array(await (await request(path, { cookie })).arrayBuffer())
  expect(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)).toBe(
    'S100;120.00;Ty G\r\nT900;120.00-;Ty G\r\nT;2;0.00\r\n',
  )
  // The sums of the file are those of the ledger, and not of both sides.
  expect(await rows('SELECT lines, pence, vatPence FROM FinanceFile WHERE number = ?1', made.value)).toEqual([
    { lines: 1, pence: 10_000, vatPence: 2_000 },
  ])
  const other = { ...journal, separator: 'comma', headings: 'yes', plain: '', twoSided: '', trailer: '', signs: 'minus' }
  expect((await request(page, { cookie, form: { ...other, action: 'save' } })).status).toBe(303)
  expect(new Uint8Array(await (await request(path, { cookie })).arrayBuffer())).toEqual(bytes)
  const later = await named('Tŷ Gwyn')
  await makeFile(anAct({ actor }), { kind: 'journal', numbers: later.numbers })
  const [last] = await rows('SELECT content FROM FinanceFile ORDER BY number DESC LIMIT 1')
  expect(last).toEqual({ content: '\uFEFFCode,Sum,Text\r\nS100,120.00,Tŷ G\r\n' })
})

it('refuses what cannot be written, says what to do, keeps what was typed and saves nothing', async () => {
  const { cookie } = await finance()
  const cases: [form: Record<string, string>, field: string, words: string, kept: string][] = [
    [
      { balancingCostCentre: '' },
      'balancingCostCentre',
      'Enter the cost centre to which each line is also posted',
      'value="T|{rows}|{gross}"',
    ],
    [{ balancingSubjective: 'x'.repeat(41) }, 'balancingSubjective', 'Shorten it to 40 characters', `value="${'x'.repeat(41)}"`],
    [{ header: 'H|{sum}' }, 'header', 'Write in braces only: rows, net, vat', 'value="H|{sum}"'],
    [{ 'text-3': '{title}' }, 'text-3', 'Write in braces only names of the list below', 'value="{title}"'],
    [{ 'text-3': 'y'.repeat(121) }, 'text-3', 'Shorten the text to 120 characters', `value="${'y'.repeat(121)}"`],
    [{ 'longest-3': 'ten' }, 'longest-3', 'Enter a whole number from 1 to 240, or leave it empty', 'value="ten"'],
    [{ 'longest-1': '3' }, 'longest-1', 'Leave it empty: a code, a day or a sum that is cut would be another one', 'value="3"'],
  ]
  for (const [form, field, words, kept] of cases) {
    const answer = await request(page, { cookie, form: { ...journal, ...form, action: 'save' } })
    const html = await answer.text()
    expect([field, answer.status, html.includes(`href="#${field}"`), html.includes(words), html.includes(kept)]).toEqual([
      ...[field, 422, true, true, true],
    ])
  }
  expect(await standing()).toEqual([])
})

it('a shape is shown to begin with and not saved, keeps the balancing codes, and there is none for requests', async () => {
  const { cookie } = await finance()
  const begun = await (await request(page, { cookie, form: { ...journal, balancingSubjective: '93100', action: 'shape-sap' } })).text()
  for (const words of ['It is a starting point', 'Not saved yet', 'value="Posting key"', 'value="T900"', 'value="93100"'])
    expect(begun).toContain(words)
  expect(
    preview(begun)
      .split('\r\n')
      .slice(1, 3)
      .map((row) => row.split(';').slice(5, 9)),
  ).toEqual([
    ['40', '40150', ...[expect.stringMatching(/^S1/), expect.stringMatching(/^\d+\.00$/)]],
    ['50', '93100', 'T900', expect.stringMatching(/^\d+\.00$/)],
  ])
  const requests = { ...journal, file: 'invoice_request' }
  const none = await (await request(page, { cookie, form: { ...requests, action: 'shape-sap' } })).text()
  expect([none.includes('It is a starting point'), none.includes('Posting key"'), preview(none)]).toEqual([
    ...[false, false, 'S1234;102.00;Safe\r\nS1234;102.00-;Safe\r\nT;2;0.00\r\n'],
  ])
  expect(await standing()).toEqual([])
  // The second side is a journal's.
  expect((await request(page, { cookie, form: { ...requests, action: 'save' } })).status).toBe(303)
  expect((await standing()).map(({ value }) => JSON.parse(value).format.twoSided)).toEqual([false])
})

it('the page is read in the same number of round trips with one line and with many', async () => {
  const { cookie } = await finance()
  const trips = async () => {
    const counted = counting()
    expect((await request(page, { cookie, bindings: { DB: counted.db } })).status).toBe(200)
    return counted.trips()
  }
  await aDebt()
  const few = await trips()
  for (let n = 0; n < 4; n += 1) await aDebt({ prices: [100, 200, 300] })
  expect(await trips()).toBe(few)
})
