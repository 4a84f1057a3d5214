// The plan of a file's rows; exactly the plan that was shown is saved.
import type { Act } from '#base/act.ts'
import { atomically, guardBroken } from '#base/db/atomically.ts'
import { ok, type Result, refuse } from '#base/result.ts'
import { type CsvRow, readCsv } from '#base/web/csv.ts'

export type Outcome = 'added' | 'changed' | 'unchanged' | 'skipped' | 'refused'

/** `state`: what the rows were compared with. */
export type Plan<Row> = { planned: Row[]; state: string }

export type ListRefusal = 'columns_missing' | 'no_rows' | 'too_many_rows'

/** @param isEnough asks for columns in lower case */
export const readList = (
  text: string,
  most: number,
  isEnough: (has: (column: string) => boolean, columns: readonly string[]) => boolean,
): Result<CsvRow[], ListRefusal> => {
  const { columns, rows } = readCsv(text, most)
  if (!isEnough((column) => columns.includes(column), columns)) return refuse('columns_missing')
  if (rows.length === 0) return refuse('no_rows')
  return rows.length > most ? refuse('too_many_rows') : ok(rows)
}

export const savedRows = <Row extends { outcome: Outcome }>(rows: readonly Row[]) =>
  rows.filter((row): row is Extract<Row, { outcome: 'added' | 'changed' }> => row.outcome === 'added' || row.outcome === 'changed')

export type Saved = { added: number; changed: number }

/** @param before rows the same press saved before @param state of the preview */
export const savePlan = async <Row extends { outcome: Outcome }>(
  act: Act,
  before: number | undefined,
  state: string,
  plan: () => Promise<Result<Plan<Row>, ListRefusal>>,
  statements: (due: ReturnType<typeof savedRows<Row>>, saved: Saved) => SqlStatement[],
): Promise<Result<Saved, ListRefusal | 'changed_meanwhile' | 'nothing_to_do'>> => {
  if (before !== undefined) return ok({ added: before, changed: 0 })
  const made = await plan()
  if (!made.ok) return made
  const due = savedRows(made.value.planned)
  if (due.length === 0) return refuse('nothing_to_do')
  if (made.value.state !== state) return refuse('changed_meanwhile')
  const changed = due.filter(({ outcome }) => outcome === 'changed').length
  const saved = { added: due.length - changed, changed }
  const meanwhile = { [guardBroken]: 'changed_meanwhile', SchoolContact_once: 'changed_meanwhile' } as const
  const done = await atomically(act.db, statements(due, saved), meanwhile)
  return done.ok ? ok(saved) : done
}
