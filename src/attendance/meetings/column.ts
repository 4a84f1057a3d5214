// What each column of an attendance report holds, by the headings that programs write in English.

import { plain } from '#attendance/attendance/register.ts'
import { type Steps, stepping } from '#base/steps.ts'
import type { Row } from './table.ts'

const headings = {
  name: ['name', 'full name', 'display name', 'user name', 'name original name', 'user name original name'],
  first: ['first name'],
  last: ['last name'],
  email: ['email', 'user email', 'attendee email'],
  join: ['join time', 'first join', 'time joined'],
  leave: ['leave time', 'last leave', 'time exited'],
  duration: ['duration', 'in meeting duration', 'total duration', 'time in session', 'attendance duration'],
  action: ['user action'],
  time: ['timestamp'],
  waiting: ['in waiting room'],
  attended: ['attended'],
} as const

type ColumnKind = keyof typeof headings

/** One table of a file: which cell of each row is what, and its rows without the headings. */
export type Table = {
  columns: Partial<Record<ColumnKind, number>>
  rows: Row[]
  /** A heading says that times are in UTC. */
  utc: boolean
}

const kinds = new Map(Object.entries(headings).flatMap(([kind, texts]) => texts.map((text) => [text, kind as ColumnKind] as const)))

const utcWords = / (utc|gmt)$/
const units = / (utc|gmt|minutes)$/

/** The table that a row is the heading of, if it says who was there, and when or for how long. */
const headedBy = (row: Row): Table | undefined => {
  const columns: Table['columns'] = {}
  const texts = row.cells.map(plain)
  for (const [at, text] of texts.entries()) {
    const kind = kinds.get(text.replace(units, '') as never)
    if (kind) columns[kind] ??= at
  }
  const isSomebody = columns.name !== undefined || columns.first !== undefined
  const isThere = columns.join !== undefined || columns.time !== undefined || columns.duration !== undefined
  return isSomebody && isThere ? { columns, rows: [], utc: texts.some((text) => utcWords.test(text)) } : undefined
}

/** The tables of a file in which people are. An empty line or a title ends one. */
export function* tablesOf(rows: readonly Row[]): Steps<Table[]> {
  const tables: Table[] = []
  let table: Table | undefined
  yield* stepping(rows, (row) => {
    const headed = headedBy(row)
    if (headed) tables.push(headed)
    const isEnd = row.cells.length < 3 || row.cells.every((cell) => cell === '')
    table = headed ?? (isEnd ? undefined : table)
    if (!headed) table?.rows.push(row)
  })
  return tables.filter((found) => found.rows.length > 0)
}
