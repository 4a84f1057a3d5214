// Whole files, as finance systems read them.
import { expect, it } from 'vitest'
import { type Column, type FileLine, sampleLines } from '#payments/finance-files/column.ts'
import {
  dateFormats,
  type FileFormat,
  fileText,
  fileWithin,
  inAscii,
  mostBytes,
  periodFormats,
  signFormats,
  usualFormat,
} from '#payments/finance-files/file-format.ts'
import { layouts, readLayout } from '#payments/finance-files/layout.ts'

const [charge, credit] = sampleLines('journal') as [FileLine, FileLine]
const balanced: Partial<FileFormat> = { twoSided: true, balancingCostCentre: 'T900', balancingSubjective: '93100' }
const welsh = { ...charge, school: 'Ysgol Tŷ Gwyn – St Mary’s', eventTitle: 'Diogelu: “£5 Łódź” 安' }

const columns: Column[] = [
  { heading: 'Code', text: '{cost_centre}' },
  { heading: 'Day', text: '{date}' },
  { heading: 'Gross', text: '{gross}' },
]

const file = (format: Partial<FileFormat>, own: readonly Column[] = columns, lines: readonly FileLine[] = [charge, credit]): string =>
  fileText(own, lines, { ...usualFormat, ...format }, '2026-06-01')

const text = (words: string, longest?: number): Column[] => [{ heading: 'Text', text: words, ...(longest ? { longest } : {}) }]

it.each<[what: string, made: string, whole: string]>([
  ['as usual', file({}), '\uFEFFCode,Day,Gross\r\nS1234,2026-05-18,102.00\r\nS1234,2026-05-29,-102.00\r\n'],
  [
    '“A journal posts each line a second time, to the balancing codes and on the other side, when finance says so; its sums come to nothing.”',
    file({ ...balanced, trailer: 'T|{rows}|{gross}|{debits}|{credits}' }, [
      { heading: 'CC', text: '{cost_centre}' },
      { heading: 'Subj', text: '{subjective_code}' },
      { heading: 'Net', text: '{net}' },
      { heading: 'VAT', text: '{vat}' },
      { heading: 'Dr', text: '{debit}' },
      { heading: 'Cr', text: '{credit}' },
      { heading: 'Side', text: '{side}' },
      { heading: 'Key', text: '{posting_key}' },
      { heading: 'Amount', text: '{amount}' },
    ]),
    [
      '\uFEFFCC,Subj,Net,VAT,Dr,Cr,Side,Key,Amount',
      'S1234,40150,85.00,17.00,102.00,,D,40,102.00',
      'T900,93100,-85.00,-17.00,,102.00,C,50,102.00',
      'S1234,40150,-85.00,-17.00,,102.00,C,50,102.00',
      'T900,93100,85.00,17.00,102.00,,D,40,102.00',
      'T,4,0.00,204.00,204.00',
      '',
    ].join('\r\n'),
  ],
  [
    'a line without VAT has none on the other side either',
    file({ ...balanced }, [{ heading: 'VAT', text: '{vat}' }], [{ ...charge, vatPence: 0 }]),
    '\uFEFFVAT\r\n0.00\r\n0.00\r\n',
  ],
  [
    '“The separator, the headings, days, periods and signs of a file, and a row before and after its lines with their number and sums, are set by finance.”',
    file({
      separator: 'semicolon',
      headings: false,
      dates: 'dots',
      signs: 'after',
      header: 'H | {date} | {period}',
      trailer: 'T|{rows}|{net}',
    }),
    '\uFEFFH;01.06.2026;2026-05\r\nS1234;18.05.2026;102.00\r\nS1234;29.05.2026;102.00-\r\nT;2;0.00\r\n',
  ],
  ['with tabs', file({ separator: 'tab' }, columns, [charge]), '\uFEFFCode\tDay\tGross\r\nS1234\t2026-05-18\t102.00\r\n'],
  ['with bars, one of which is in a cell', file({ separator: 'bar' }, text('a|b'), [charge]), '\uFEFFText\r\n"a|b"\r\n'],
  [
    '“A text of a column may hold fields in braces, which stand for what they say of the line.”',
    file({ dates: 'slashes', signs: 'swapped' }, text('{event_code} {date} {gross} {cost_centre}'), [charge, credit]),
    '\uFEFFText\r\nH3WQ8D 18/05/2026 -102.00 S1234\r\nH3WQ8D 29/05/2026 102.00 S1234\r\n',
  ],
  [
    'a name in braces that is no field is shown as it was typed',
    file({ trailer: '{constructor}' }, text('{nonsense}'), [charge]),
    '\uFEFFText\r\n{nonsense}\r\n{constructor}\r\n',
  ],
  [
    '“In plain letters a file has no accents, quotation marks are straight, and what has no likeness is a question mark.”',
    file({ plain: true }, text('{school}: {event_title}'), [welsh]),
    'Text\r\n"Ysgol Ty Gwyn - St Mary\'s: Diogelu: ""GBP5 Lodz"" ?"\r\n',
  ],
  ['otherwise letters stay', file({}, text('{school}'), [welsh]), '\uFEFFText\r\nYsgol Tŷ Gwyn – St Mary’s\r\n'],
  [
    '“A text, a name or an address that is longer than its column may be is cut; codes, days and sums never are.”',
    file({ plain: true }, [...text('{event_title}', 12), { heading: 'School', text: '{school}', longest: 7 }], [charge]),
    'Text,School\r\nSafeguarding,Example\r\n',
  ],
  ['what plain letters make longer is cut afterwards', file({ plain: true }, text('££', 4), [charge]), 'Text\r\nGBPG\r\n'],
  ['a cell that would run is made harmless within its length', file({}, text('=SUM(A1)', 5), [charge]), "\uFEFFText\r\n'=SUM\r\n"],
  ['so is one that plain letters would make run', file({ plain: true }, text('–1+2'), [charge]), "Text\r\n'-1+2\r\n"],
])('%s', (_, made, whole) => {
  expect(made).toBe(whole)
})

const shapes = ['Unit4', 'Oracle', 'SAP'] as const
/** A layout with the codes to which each line is also posted. */
const balancedLayout = (name: (typeof shapes)[number]) =>
  readLayout(
    'journal',
    layouts.journal[name].replace('cost centre:', 'cost centre: T900').replace('subjective code:', 'subjective code: 93100'),
  )

it('“The layouts for Unit4, Oracle and SAP are starting points that finance changes; each posts both sides in plain letters.”', () => {
  const made = shapes.map((shape) => {
    expect(readLayout('journal', layouts.journal[shape]).refusals).toEqual([{ problem: 'balancing_missing', line: 0 }])
    const { layout, refusals } = balancedLayout(shape)
    expect(refusals).toEqual([])
    return fileText(layout.columns, [welsh], layout.format, '2026-06-01')
  })
  const words = 'Diogelu: ""GBP5 Lodz"" ? Ysgol Ty Gwyn - St Mary\'s'
  expect(made).toEqual([
    [
      'Voucher type,Transaction type,Account,Dim 1,Dim 2,Tax code,Currency,Amount,Description,Transaction date,Period,Reference',
      `GL,GL,40150,S1234,H3WQ8D,S,GBP,102.00,"${words}",18/05/2026,202602,K7M2PX-1204`,
      `GL,GL,93100,T900,H3WQ8D,S,GBP,-102.00,"${words}",18/05/2026,202602,K7M2PX-1204`,
      '',
    ].join('\r\n'),
    [
      `NEW,2026/05/18,Muster,Recharge,GBP,A,S1234,40150,102.00,,May-26,K7M2PX-1204,"${words}"`,
      `NEW,2026/05/18,Muster,Recharge,GBP,A,T900,93100,,102.00,May-26,K7M2PX-1204,"${words}"`,
      '',
    ].join('\r\n'),
    [
      'Document date;Posting date;Document type;Currency;Period;Posting key;Account;Cost centre;Amount;Tax code;Assignment;Text',
      `18.05.2026;18.05.2026;SA;GBP;02;40;40150;S1234;102.00;S;K7M2PX;"${words}"`,
      `18.05.2026;18.05.2026;SA;GBP;02;50;93100;T900;102.00;S;K7M2PX;"${words}"`,
      '',
    ].join('\r\n'),
  ])
})

it('days, accounting months and sums are written in every way that is offered', () => {
  const all = <T, R>(ways: Record<string, (of: T) => R>, of: T) =>
    Object.fromEntries(Object.entries(ways).map(([way, say]) => [way, say(of)]))
  expect(all(dateFormats, '2026-05-31')).toEqual({
    ...{
      iso: '2026-05-31',
      slashes: '31/05/2026',
      dots: '31.05.2026',
      year_slashes: '2026/05/31',
      digits: '20260531',
      day_digits: '31052026',
    },
  })
  expect(['2026-04', '2026-12', '2027-01', '2027-03'].map((period) => Object.values(all(periodFormats, period)))).toEqual([
    ['2026-04', '202604', 'Apr-26', '04', '01', '202601', '202701'],
    ['2026-12', '202612', 'Dec-26', '12', '09', '202609', '202709'],
    ['2027-01', '202701', 'Jan-27', '01', '10', '202610', '202710'],
    ['2027-03', '202703', 'Mar-27', '03', '12', '202612', '202712'],
  ])
  expect(['1.00', '0.00', '-1.00'].map((sum) => Object.values(all(signFormats, sum)))).toEqual([
    ['1.00', '-1.00', '1.00'],
    ['0.00', '0.00', '0.00'],
    ['-1.00', '1.00', '1.00-'],
  ])
})

it('plain letters hold nothing but ASCII', () => {
  expect(inAscii('Æsop’s Straße‑Ørsted\u00a0½ – Þórr… 🙂')).toBe("AEsop's Strasse-Orsted 1/2 - Thorr... ?")
})

// 40 columns of 120 letters, each line posted twice: 9.7 kB a line, so that 196 of the 2,000 lines that a file may hold fit.
it('a file of the longest texts is made as long as it can be kept, and one line more is never put together', () => {
  const longest = Array.from({ length: 40 }, (_, n): Column => ({ heading: `Text ${n}`, text: 'ü'.repeat(60) }))
  const whole = { ...usualFormat, ...balanced }
  const bytes = (lines: number): number =>
    new TextEncoder().encode(fileText(longest, new Array(lines).fill(charge), whole, '2026-06-01')).length
  expect([bytes(196) <= mostBytes, bytes(197) > mostBytes]).toEqual([true, true])
  const within = (lines: number) => fileWithin(mostBytes, longest, new Array(lines).fill(charge), whole, '2026-06-01')
  expect(within(196)).toBe(fileText(longest, new Array(196).fill(charge), whole, '2026-06-01'))
  expect(within(197)).toBe(undefined)
})

it('the usual columns and the layouts of finance systems fit 2,000 lines of usual names, and in journals of the longest', () => {
  const longest = {
    ...charge,
    ...{ school: 'S'.repeat(120), billingName: 'B'.repeat(120), billingAddress: 'A'.repeat(500), eventTitle: 'E'.repeat(120) },
  }
  const bytes = (line: FileLine, own: readonly Column[], format: FileFormat): number =>
    new TextEncoder().encode(fileText(own, new Array(2000).fill(line), format, '2026-06-01')).length
  const sized =
    (line: FileLine) =>
    ({ layout }: ReturnType<typeof readLayout>) =>
      bytes(line, layout.columns, layout.format)
  const journals = (line: FileLine) => [readLayout('journal', layouts.journal.usual), ...shapes.map(balancedLayout)].map(sized(line))
  for (const size of [
    sized(charge)(readLayout('invoice_request', layouts.invoice_request.usual)),
    ...journals(charge),
    ...journals(longest),
  ])
    expect(size).toBeLessThan(mostBytes)
})
