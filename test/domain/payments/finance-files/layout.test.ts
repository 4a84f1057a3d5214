// How a file is written is kept as text that finance types.
import { expect, it } from 'vitest'
import { sampleLines } from '#payments/finance-files/column.ts'
import { fileText, usualFormat } from '#payments/finance-files/file-format.ts'
import { layoutFrom, layouts, readLayout } from '#payments/finance-files/layout.ts'

it('“The columns of each kind of file are set by finance: a field or a text, with its heading, in any order.”', () => {
  const text = 'Amt = {gross}\n\n# of our ledger\nCC = {cost_centre}\nIncome = T900'
  const { columns, format } = layoutFrom('journal', JSON.stringify({ text }))
  expect(fileText(columns, sampleLines('journal'), format, '2026-06-01')).toBe(
    '\uFEFFAmt,CC,Income\r\n102.00,S1234,T900\r\n-102.00,S1234,T900\r\n',
  )
})

it('each setting is read in any letters, and what is not said is as usual', () => {
  const text = `Between cells: tab
HEADINGS: no
day: 31.05.2026
month: 202602
credit: 102.00-
plain letters: yes
both sides: yes
balancing cost centre: T900
balancing subjective code: 93100
hold back without: cost centre, billing address
row before: H | {date}
row after: T|{rows}=
Text (12) = a = {school}`
  expect(readLayout('journal', text)).toEqual({
    layout: {
      columns: [{ heading: 'Text', text: 'a = {school}', longest: 12 }],
      needed: ['cost_centre', 'billing_address'],
      format: {
        ...{ separator: 'tab', headings: false, dates: 'dots', periods: 'financial_from', signs: 'after', plain: true, joined: false },
        ...{ twoSided: true, balancingCostCentre: 'T900', balancingSubjective: '93100', header: 'H | {date}', trailer: 'T|{rows}=' },
      },
    },
    refusals: [],
  })
  expect(readLayout('invoice_request', 'join requests: yes\nNet={net}').layout).toEqual({
    columns: [{ heading: 'Net', text: '{net}' }],
    needed: [],
    format: { ...usualFormat, joined: true },
  })
})

it('says of each line what is wrong with it, and reads the others', () => {
  const wrong: [line: string, problem: object][] = [
    ['nonsense', { problem: 'not_understood' }],
    ['= {net}', { problem: 'not_understood' }],
    ['join requests: yes', { problem: 'not_understood' }],
    ['__proto__: yes', { problem: 'not_understood' }],
    ['headings: maybe', { problem: 'value_unknown', values: ['yes', 'no'] }],
    ['hold back without: luck', { problem: 'value_unknown', values: ['cost centre', 'customer number', 'billing address'] }],
    [`balancing subjective code: ${'x'.repeat(41)}`, { problem: 'too_long', most: 40 }],
    [`row before: ${'y'.repeat(201)}`, { problem: 'too_long', most: 200 }],
    ['row after: {sum}', { problem: 'row_field_unknown' }],
    [`${'h'.repeat(61)} = {net}`, { problem: 'heading_long' }],
    [`Long = ${' '.repeat(7_000)}x`, { problem: 'too_long', most: 250 }],
    ['NET = {vat}', { problem: 'twice' }],
    [`Long = ${'t'.repeat(121)}`, { problem: 'too_long', most: 120 }],
    ['Event = {event}', { problem: 'field_unknown' }],
    ['Proto = {constructor}', { problem: 'field_unknown' }],
    ['None (0) = T', { problem: 'longest_wrong' }],
    ['Many (241) = T', { problem: 'longest_wrong' }],
    ['Code (5) = {cost_centre}', { problem: 'not_shortened' }],
  ]
  const { layout, refusals } = readLayout('journal', ['Net = {net}', ...wrong.map(([line]) => line)].join('\n'))
  expect(refusals).toEqual(wrong.map(([, problem], at) => ({ ...problem, line: at + 2 })))
  expect(layout.columns[0]).toEqual({ heading: 'Net', text: '{net}' })
})

it('refuses a layout without columns, with too many, without the code of its other side, and one that is too long', () => {
  const refused = (text: string) => readLayout('journal', text).refusals
  expect(refused('')).toEqual([{ problem: 'no_columns', line: 0 }])
  expect(refused(Array.from({ length: 41 }, (_, n) => `H${n} =`).join('\n'))).toEqual([{ problem: 'too_many', line: 0 }])
  expect(refused('both sides: yes\nNet = {net}')).toEqual([{ problem: 'balancing_missing', line: 0 }])
  expect(refused(`Net = {net}\n#${'x'.repeat(8_000)}`)).toEqual([{ problem: 'too_long', most: 8_000, line: 0 }])
})

it('the layouts to begin with can be read', () => {
  expect(
    [layouts.journal.usual, layouts.invoice_request.usual].map(
      (text, at) => readLayout(at === 0 ? 'journal' : 'invoice_request', text).refusals,
    ),
  ).toEqual([[], []])
  expect(layoutFrom('invoice_request', undefined).needed).toEqual(['customer_number', 'billing_address'])
})
