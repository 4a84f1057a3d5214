// Finance says how files are written, looks at their first lines, and makes them.

import { beforeEach, expect, it } from 'vitest'
import { makeFile } from '#payments/finance-files/make-file.ts'
import { accepted, anAct, request, rows, run, tripsOf } from '#test/support/factories.ts'
import { unescaped } from '#test/support/plain.ts'
import { aDebt, finance } from './world.ts'

const page = '/organiser/finance/file-columns'

const layout = `headings: no
between cells: semicolon
credit: 102.00-
plain letters: yes
both sides: yes
balancing cost centre: T900
row after: T|{rows}|{gross}

Code = {cost_centre}
Sum = {gross}
Text (4) = {event_title}`
const journal = { file: 'journal', text: layout }

/** What the page shows as the first lines of the file. */
const preview = (html: string): string => unescaped(/<pre[^>]*>([^<]*)<\/pre>/.exec(html)?.[1] ?? '')

const standing = () => rows<{ key: string; value: string }>('SELECT key, value FROM MoneySetting WHERE supersededAt IS NULL')

const named = async (title: string) => {
  const debt = await aDebt()
  await run('UPDATE Event SET title = ?2, version = version + 1 WHERE id = ?1', debt.event.id, title)
  return debt
}

beforeEach(async () => {
  await run('UPDATE MoneySetting SET supersededAt = createdAt WHERE supersededAt IS NULL')
})

it('“The page of columns shows the first lines of the next file as they would be written, and makes nothing.”', async () => {
  const { cookie, actor } = await finance()
  const empty = await (await request(page, { cookie, form: { ...journal, action: 'preview' } })).text()
  expect(empty).toContain('Nothing may go into a file now, so these lines are made up')
  expect(preview(empty)).toBe('S1234;102.00;Safe\r\nT900;102.00-;Safe\r\nS1234;102.00-;Safe\r\nT900;102.00;Safe\r\nT;4;0.00\r\n')
  const debt = await named('Éclairs')
  const shown = await (await request(page, { cookie, form: { ...journal, action: 'preview' } })).text()
  expect(shown).toContain('These lines may go now')
  expect(shown).toContain('The rows before and after them count only what is shown here')
  expect(preview(shown)).toBe('S100;120.00;Ecla\r\nT900;120.00-;Ecla\r\nT;2;0.00\r\n')
  expect([await standing(), await rows('SELECT id FROM FinanceFile')]).toEqual([[], []])
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
    [expect.stringContaining('journal'), { text: layout }],
  ])
  const debt = await named('Tŷ Gwyn')
  const made = await makeFile(anAct({ actor }), { kind: 'journal', numbers: debt.numbers }).then(accepted)
  const path = `/organiser/finance/journals/${made}/file.csv`
  const bytes = new Uint8Array(await (await request(path, { cookie })).arrayBuffer())
  expect(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)).toBe(
    'S100;120.00;Ty G\r\nT900;120.00-;Ty G\r\nT;2;0.00\r\n',
  )
  // The sums of the file are those of the ledger, and not of both sides.
  expect(await rows('SELECT lines, pence, vatPence FROM FinanceFile WHERE number = ?1', made)).toEqual([
    { lines: 1, pence: 10_000, vatPence: 2_000 },
  ])
  const other = { file: 'journal', text: 'Code = {cost_centre}\nSum = {gross}\nText (4) = {event_title}' }
  expect((await request(page, { cookie, form: { ...other, action: 'save' } })).status).toBe(303)
  expect(new Uint8Array(await (await request(path, { cookie })).arrayBuffer())).toEqual(bytes)
  const later = await named('Tŷ Gwyn')
  await makeFile(anAct({ actor }), { kind: 'journal', numbers: later.numbers })
  const [last] = await rows('SELECT content FROM FinanceFile ORDER BY number DESC LIMIT 1')
  expect(last).toEqual({ content: '\uFEFFCode,Sum,Text\r\nS100,120.00,Tŷ G\r\n' })
})

it('refuses what cannot be written, says what to do, keeps what was typed and saves nothing', async () => {
  const { cookie } = await finance()
  const cases: [typed: string, words: string][] = [
    [layout.replace('T900', ''), 'Write after “balancing cost centre:” where each line is also posted'],
    [layout.replace('{event_title}', '{title}'), 'Line 11: write in braces only names of the list, such as {event_code}'],
    [layout.replace('{rows}', '{sum}'), 'Line 7: write in braces only rows, net, vat'],
    ['<b>', 'Line 1: write a setting such as “headings: yes”, or a column such as “Net = {net}”. Add at least one column'],
  ]
  for (const [text, words] of cases) {
    const answer = await request(page, { cookie, form: { file: 'journal', text, action: 'save' } })
    const html = await answer.text()
    expect([words, answer.status, html.includes('href="#text"'), html.includes(words)]).toEqual([words, 422, true, true])
    expect(html).toContain(`${text.replaceAll('<', '&lt;').replaceAll('>', '&gt;')}</textarea>`)
  }
  expect(await standing()).toEqual([])
})

it('a layout to begin with is shown and not saved, and those of finance systems are for journals alone', async () => {
  const { cookie } = await finance()
  const begun = await (await request(`${page}?file=journal&layout=SAP`, { cookie })).text()
  for (const words of ['a starting point', 'Not saved yet', 'Posting key = {posting_key}', 'both sides: yes'])
    expect(begun).toContain(words)
  expect(
    preview(begun)
      .split('\r\n')
      .slice(1, 3)
      .map((row) => row.split(';').slice(5, 7)),
  ).toEqual([
    ['40', '40150'],
    ['50', ''],
  ])
  const none = await (await request(`${page}?file=invoice_request&layout=SAP`, { cookie })).text()
  expect([none.includes('Posting key ='), none.includes('Not saved yet')]).toEqual([false, false])
  expect(await standing()).toEqual([])
})

it('the page is read in the same number of round trips with one line and with many', async () => {
  const { cookie } = await finance()
  const trips = async () =>
    tripsOf(async (on) => {
      expect((await request(page, { cookie, bindings: { DB: on } })).status).toBe(200)
    })
  await aDebt()
  const few = await trips()
  for (let n = 0; n < 4; n += 1) await aDebt({ prices: [100, 200, 300] })
  expect(await trips()).toBe(few)
})
