// A report: the position of one topic on one day under a number, as it was answered then. A draft
// until somebody makes it final; its files are then kept as they are given out.
import { type Day, londonDay, sayDay } from '#base/dates.ts'
import { type Column, csvOf } from '#base/web/csv.ts'
import { fileColumns, type Line } from './line.ts'
import type { About, AnswerRow } from './population.ts'

/** What was said, as it is kept. `given`: the lines as readers get them. */
export type Content = {
  about: About
  /** The mail provider reported what became of mails. */
  reported: boolean
  lines: readonly Line[]
  given: readonly Line[]
  rows: readonly AnswerRow[]
}

export type FinalFile = 'lines' | 'given' | 'schools'
export const finalFiles: Readonly<Record<FinalFile, string>> = {
  given: 'Lines',
  lines: 'Lines, for officers',
  schools: 'Schools, for officers',
}

export type ListedReport = { number: number; topic: string; onDay: Day; knownAt: string; finalAt: string | null; newer: number | null }

/** `entry`: of its position in the protected record; `finalEntry`: of its being made final. */
export type Report = ListedReport & {
  id: string
  madeBy: string
  /** School days that a school has to answer before it is named. */
  replyDays: number
  finalBy: string | null
  entry: number | null
  finalEntry: number | null
  hashes: Readonly<Record<FinalFile, string>> | null
}

export type NotMade = 'no_subject' | 'goes_on_changing' | 'saved_otherwise' | 'too_long'
export type NotFinal = 'no_report' | 'report_has_no_entry' | 'report_needs_a_second' | 'report_is_final'

export const sayState = ({ finalAt }: Pick<ListedReport, 'finalAt'>): string =>
  finalAt === null ? 'Draft' : `Final, ${sayDay(londonDay(finalAt))}`

type Part = { line: Line; part: Line['parts'][number] | undefined }

const lineColumns: readonly Column<Part>[] = [
  { name: 'Line', value: ({ line }) => line.key },
  { name: 'Sentence', value: ({ line }) => line.sentence },
  { name: 'Part', value: ({ part }) => part?.label },
  { name: 'Count', value: ({ part }) => part?.count },
  { name: 'Of', value: ({ line, part }) => part && line.of },
]

const partsOf = (lines: readonly Line[]): Part[] =>
  lines.flatMap((line): Part[] => (line.parts.length === 0 ? [{ line, part: undefined }] : line.parts.map((part) => ({ line, part }))))

/**
 * A file of a report; each row says which report it is of.
 * @param random makes what officers alone get impossible to guess from its fingerprint
 */
export const fileOf = (
  file: FinalFile,
  { lines, given, rows }: Content,
  { number, onDay, entry }: Pick<Report, 'number' | 'onDay' | 'entry'>,
  random: string,
): string => {
  const said = [
    { name: 'Report', value: () => (random === '' ? `${number}, draft` : String(number)) },
    { name: 'Position on', value: () => onDay },
    { name: 'Entry of the record', value: () => entry },
    ...(file === 'given' ? [] : [{ name: 'Random', value: () => random }]),
  ]
  return file === 'schools'
    ? csvOf([...fileColumns, ...said], rows)
    : csvOf([...lineColumns, ...said], partsOf(file === 'given' ? given : lines))
}
