// A report as a document, of which its PDF and its spreadsheets are made.
import { recommendationLine } from '#attendance/recommendations/recommendation.ts'
import { lowerFirst } from '#attendance/requirements/state.ts'
import { sayDay, sayInstant } from '#base/dates.ts'
import type { Document, DocumentBlock, DocumentTable } from '#base/document.ts'
import { sayNumber } from '#base/words.ts'
import { arrivalUnknown } from '#people/notices/notice.ts'
import { type Since, saySince } from './difference.ts'
import { fileColumns, type Line, limits, questions, sayShort } from './line.ts'
import { howCounted } from './method.ts'
import { type Content, type Numbered, sayState } from './report.ts'

export type Giver = { council: string; colour: string; checkAt: string; template?: Uint8Array | undefined }

const questionBlocks = (lines: readonly Line[]): DocumentBlock[] =>
  questions.flatMap(({ key, title, lines: keys }, n): DocumentBlock[] => {
    const own = lines.filter((line) => keys.includes(line.key))
    const rows = own.flatMap(({ parts, of }) => parts.flatMap(({ label, count }) => (count === 0 ? [] : [[label, count, of] as const])))
    const sentences = own.flatMap(({ sentence }) => sentence || [])
    if (own.length === 0) return []
    return [
      { kind: 'heading', text: `${n + 1}. ${title}` },
      ...(sentences.length > 0 ? [{ kind: 'paragraph' as const, text: sentences.join(' ') }] : []),
      ...(rows.length > 0
        ? [
            {
              ...({ kind: 'table', caption: title, sheet: `${n + 1} ${key}`, rows } as const),
              columns: [
                { name: 'Part', width: 50 },
                { name: 'Number', figures: true },
                { name: 'Of', figures: true },
              ] as const,
            },
          ]
        : []),
    ]
  })

const askedBlocks = ({ about, outside }: Content): DocumentBlock[] => {
  const asked = recommendationLine(outside?.recommendations ?? [], about.on)
  return asked.length === 0
    ? []
    : [
        { kind: 'heading', text: 'What scrutiny and reviews recommended' },
        ...asked.flatMap(({ from, sentence, late }): DocumentBlock[] => [
          { kind: 'paragraph', text: `${from}: ${sentence}` },
          ...(late.length > 0 ? [{ kind: 'list' as const, items: late }] : []),
        ]),
      ]
}

const schoolsTable = ({ rows }: Content): DocumentTable => ({
  kind: 'table',
  caption: 'Schools',
  sheet: 'All schools',
  columns: fileColumns.map(({ name }) => ({ name, width: name === 'School' ? 40 : 16 })),
  rows: rows.map((row) => fileColumns.map(({ value }) => value(row) ?? '')),
})

/** What a template can say of a report in words in braces. */
export const reportFields: Readonly<Record<string, (of: { report: Numbered; giver: Giver; topic: string }) => string>> = {
  number: ({ report }) => String(report.number),
  state: ({ report }) => sayState(report),
  topic: ({ topic }) => topic,
  day: ({ report }) => sayDay(report.onDay),
  entry: ({ report }) => (report.entry === null ? '' : sayNumber(report.entry)),
  council: ({ giver }) => giver.council,
  address: ({ report, giver }) => (report.finalAt === null ? '' : giver.checkAt),
}

const sinceBlocks = (since: Since, named: boolean): DocumentBlock[] => [
  { kind: 'heading', text: `Since report ${since.number}` },
  { kind: 'paragraph', text: saySince(since) },
  ...(named && since.differ.length > 0
    ? [{ kind: 'list' as const, items: since.differ.map(({ name, what, why }) => `${name}. ${what}. ${why}`) }]
    : []),
]

/** @param as 'given': for readers; 'schools': for officers, with a table of the schools */
export const documentOf = (
  content: Content,
  report: Numbered,
  as: 'given' | 'lines' | 'schools',
  { giver: { council, colour, checkAt }, random, beside }: { giver: Giver; random: string; beside: readonly DocumentBlock[] },
): Document => {
  const { about, reported } = content
  const lines = as === 'given' ? content.given : content.lines
  const isFinal = report.finalAt !== null
  return {
    title: `${about.topic.label}: have our schools been reached?`,
    colour,
    lines: [
      council,
      ...(as === 'given' ? [] : ['For officers only: it has figures about single people']),
      `Report ${report.number}, ${lowerFirst(sayState(report))}`,
      `Position on ${sayDay(report.onDay)}, known at ${sayInstant(new Date(report.knownAt))}`,
      report.entry === null ? 'Not in the protected record yet' : `Entry ${sayNumber(report.entry)} of the protected record`,
      ...(isFinal ? [`Check it at ${checkAt}`] : []),
      ...(report.form === 'private' ? ['For members alone'] : []),
      ...(random && (as !== 'given' || report.form === 'private') ? [`Random: ${random}`] : []),
    ],
    blocks: [
      ...(isFinal ? [{ kind: 'code' as const, address: checkAt }] : []),
      { kind: 'paragraph', text: sayShort(about, lines), strong: true },
      { kind: 'paragraph', text: limits },
      ...questionBlocks(lines),
      ...(about.guidance !== null && !reported ? [{ kind: 'paragraph' as const, text: arrivalUnknown }] : []),
      ...(content.since ? sinceBlocks(content.since, as !== 'given') : []),
      ...askedBlocks(content),
      { kind: 'heading', text: 'How we count' },
      { kind: 'paragraph', text: howCounted(about, new Date(report.knownAt)) },
      ...(beside.length > 0 ? [{ kind: 'page' as const }, ...beside] : []),
      ...(as === 'schools' ? [{ kind: 'heading' as const, text: 'Schools' }, schoolsTable(content)] : []),
    ],
  }
}
