// A report: the position of one topic on one day under a number, as it was answered then. A draft
// until somebody makes it final; its files are then kept as they are given out.
import { type Day, londonDay, sayDay } from '#base/dates.ts'
import type { DocumentBlock } from '#base/document.ts'
import { type Column, csvOf, toCsv } from '#base/web/csv.ts'
import type { Since } from './difference.ts'
import { fileColumns, type Line } from './line.ts'
import type { About, AnswerRow, Outside } from './population.ts'

/** What was said, as it is kept. `given`: the lines as readers get them. */
export type Content = {
  about: About
  /** The mail provider reported what became of mails. */
  reported: boolean
  lines: readonly Line[]
  given: readonly Line[]
  rows: readonly AnswerRow[]
  since: Since | null
  /** What was asked of the council from outside. */
  outside?: Outside
}

export const forms = { unnamed: 'Names no school', named: 'Names schools', private: 'Names schools, for members alone' } as const
type Form = keyof typeof forms

/** What whoever makes a report final chooses and writes. `answers`: as many as they saw. */
export type Finishing = { form: Form; ask: string; exemption: string; interest: string; answers: number }

const endings = {
  pdf: 'PDF',
  docx: 'Word document (DOCX)',
  xlsx: 'Excel workbook (XLSX)',
  ods: 'OpenDocument spreadsheet (ODS)',
  csv: 'Lines as CSV',
} as const
export type Ending = keyof typeof endings

/** `given`: for everybody who reads reports; `lines`: for officers. */
export type FinalFile = `${'given' | 'lines'}.${Ending}` | 'schools.csv' | 'named.csv'

const allEndings = Object.keys(endings) as Ending[]

/** As pages list them. `path`: below the address of the report. */
export const finalFiles: readonly { name: FinalFile; label: string; path: string; forOfficers: boolean }[] = [
  ...allEndings.map((ending) => ({
    ...({ name: `given.${ending}`, label: endings[ending], path: `files/given.${ending}`, forOfficers: false } as const),
  })),
  ...allEndings.map((ending) => ({
    ...({
      name: `lines.${ending}`,
      label: `${endings[ending]}, for officers`,
      path: `officers/lines.${ending}`,
      forOfficers: true,
    } as const),
  })),
  { name: 'named.csv', label: 'Schools by name as CSV', path: 'files/named.csv', forOfficers: false },
  { name: 'schools.csv', label: 'Schools as CSV, for officers', path: 'officers/schools.csv', forOfficers: true },
]

export type ListedReport = {
  number: number
  topic: string
  onDay: Day
  finalAt: string | null
  form: Form | null
}

/** `entry`: of its position in the protected record; `finalEntry`: of its being made final. */
export type Report = ListedReport & {
  id: string
  knownAt: string
  newer: number | null
  madeById: string | null
  madeBy: string
  /** How many it counted: the rows of its file of schools. */
  schools: number
  /** School days that a school has to answer before it is named. */
  replyDays: number
  finalBy: string | null
  entry: number | null
  finalEntry: number | null
  hashes: Readonly<Partial<Record<FinalFile, string>>>
  exemption: string | null
  interest: string | null
}

export type NotMade = 'no_subject' | 'goes_on_changing' | 'saved_otherwise' | 'too_long'
/** Why a report may not name schools yet. */
type NotNamed = 'line_not_shown' | 'time_to_reply_runs' | 'reply_not_decided' | 'names_unreached' | 'answers_changed'
export type NotFinal = 'no_report' | 'too_long' | 'report_has_no_entry' | 'report_needs_a_second' | 'report_is_final' | NotNamed

export const sayState = ({ finalAt, form }: Pick<ListedReport, 'finalAt' | 'form'>): string =>
  finalAt === null ? 'Draft' : `Final, ${sayDay(londonDay(finalAt))}${form === 'private' ? ', for members alone' : ''}`

/** What a file says of its report. */
export type Numbered = Pick<Report, 'number' | 'onDay' | 'knownAt' | 'finalAt' | 'form' | 'entry'>

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

/** @param random makes what officers alone get impossible to guess from its fingerprint */
export const csvOfReport = (
  name: FinalFile,
  { lines, given, rows }: Content,
  { number, onDay, finalAt, form, entry }: Numbered,
  random: string,
  beside: readonly DocumentBlock[],
): string => {
  const said = [
    { name: 'Report', value: () => (finalAt === null ? `${number}, draft` : String(number)) },
    { name: 'Position on', value: () => onDay },
    { name: 'Entry of the record', value: () => entry },
    ...(name === 'given.csv' || (name === 'named.csv' && form !== 'private') ? [] : [{ name: 'Random', value: () => random }]),
  ]
  if (name === 'named.csv') {
    const tables = beside.filter((block) => block.kind === 'table')
    return toCsv(
      [...(tables[0]?.columns.map((column) => column.name) ?? []), ...said.map((column) => column.name)],
      (tables[0]?.rows ?? []).map((row) => [...row, ...said.map(({ value }) => value())]),
    )
  }
  return name === 'schools.csv'
    ? csvOf([...fileColumns, ...said], rows)
    : csvOf([...lineColumns, ...said], partsOf(name === 'given.csv' ? given : lines))
}
