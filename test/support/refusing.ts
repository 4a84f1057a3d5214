// Makes the triggers refuse, each by itself: on tables of which no other trigger watches and no check or foreign key stands, so that a scenario
// says only the rows that its rule is about, and the word that comes back is of that trigger.
import { DatabaseSync } from 'node:sqlite'
import { schema } from './schema.ts'

type Value = string | number | null
export type Step = (db: DatabaseSync) => void

/**
 * One rule: with `given` in the tables `doing` is refused with the word of the trigger. With the one fact otherwise it is not: either the same is
 * done after `unless`, or it is the act itself that is otherwise, which is `allowed`.
 */
export type Refusal = { trigger: string; word: string; rule: string; given: Step[]; doing: Step } & ({ unless: Step[] } | { allowed: Step })

export type Trigger = { name: string; table: string; sql: string; words: string[] }

/** A time of one day in March. */
export const on = (time: string): string => `2026-03-02T${time}:00.000Z`

type Column = { name: string; type: string; notnull: number; dflt_value: string | null; pk: number; hidden: number }

const columnsOf = (db: DatabaseSync, table: string): Column[] =>
  (db.prepare('SELECT * FROM pragma_table_xinfo(?)').all(table) as unknown as Column[]).filter(({ hidden }) => hidden === 0)

let filled = 0
const anything = ({ name, type }: Column): Value => {
  filled += 1
  if (type !== 'TEXT') return name === 'position' ? filled : 1
  return /(At|From|To|Until|Due|On|After)$|^at$/.test(name) ? on('09:00') : `${name}-${filled}`
}

/** A row with these values and anything else that it must have; `full` gives it everything that it can have. */
export const row =
  (table: string, values: Record<string, Value> = {}, full = false): Step =>
  (db) => {
    const columns = columnsOf(db, table).filter(
      (column) =>
        full || column.name in values || (column.notnull === 1 && column.dflt_value === null) || (column.pk > 0 && column.type === 'TEXT'),
    )
    db.prepare(`INSERT INTO ${table} (${columns.map(({ name }) => name)}) VALUES (${columns.map(() => '?')})`).run(
      ...columns.map((column) => (column.name in values ? (values[column.name] ?? null) : anything(column))),
    )
  }

/** Changes every row of a table, or the one with this id. */
export const change =
  (table: string, values: Record<string, Value>, id?: string): Step =>
  (db) => {
    const names = Object.keys(values)
    db.prepare(`UPDATE ${table} SET ${names.map((name) => `${name} = ?`)}${id === undefined ? '' : ` WHERE id = '${id}'`}`).run(
      ...Object.values(values),
    )
  }

export const drop =
  (table: string): Step =>
  (db) =>
    db.exec(`DELETE FROM ${table}`)

export const several = (times: number, step: Step): Step[] => Array.from({ length: times }, () => step)

const wholeDatabase = new DatabaseSync(':memory:')
wholeDatabase.exec(schema)

/** Every trigger that refuses something, in the order in which the migrations make them. */
export const triggers: Trigger[] = wholeDatabase
  .prepare(`SELECT name, tbl_name, sql FROM sqlite_schema WHERE type = 'trigger' ORDER BY rowid`)
  .all()
  .map(({ name, tbl_name, sql }) => ({
    name: String(name),
    table: String(tbl_name),
    sql: String(sql),
    words: [...new Set([...String(sql).matchAll(/RAISE\(ABORT, '(\w+)'\)/g)].map(([, word = '']) => word))],
  }))
  .filter(({ words }) => words.length > 0)

// What stands in for a row that does not fit a view acts only when a trigger asks, so it is always there.
const isOfView = (sql: string): boolean => sql.includes(' INSTEAD OF ')

const tables = new DatabaseSync(':memory:')
tables.exec('PRAGMA foreign_keys = OFF; PRAGMA ignore_check_constraints = ON;')
for (const { sql, type } of wholeDatabase
  .prepare(
    `SELECT type, sql FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY type = 'trigger', type = 'view', rowid`,
  )
  .all())
  if (type !== 'trigger' || isOfView(String(sql))) tables.exec(String(sql))

// What triggers ask of a word stands in its vocabulary.
for (const table of ['Reason', 'MessageKind', 'StaffRoleKind', 'EvidenceKind', 'PaymentRoute', 'PriceBasis', 'LedgerLineKind', 'DayBudget'])
  for (const held of wholeDatabase.prepare(`SELECT * FROM ${table}`).all())
    tables.prepare(`INSERT INTO ${table} VALUES (${Object.keys(held).map(() => '?')})`).run(...Object.values(held))

const answerOf = (doing: Step): string | undefined => {
  try {
    doing(tables)
    return undefined
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}

const forgotten = <T>(attempt: () => T): T => {
  tables.exec('SAVEPOINT attempt')
  try {
    return attempt()
  } finally {
    tables.exec('ROLLBACK TO attempt; RELEASE attempt')
  }
}

/** Does the steps with one trigger watching the last, and forgets them again; what the last was refused with. */
export const answerTo = (trigger: Trigger, given: readonly Step[], doing: Step): string | undefined =>
  forgotten(() => {
    for (const step of given) step(tables)
    if (!isOfView(trigger.sql)) tables.exec(trigger.sql)
    return answerOf(doing)
  })

/** The words that a trigger has for a row that is there already: every column of it is changed and it is deleted, full and as bare as it may be. */
export const wordsForAnyRow = (trigger: Trigger): Set<string> => {
  const raised = new Set<string>()
  if (/ INSERT ON /.test(trigger.sql)) return raised
  const { table } = trigger
  const attempts: Step[] = / DELETE ON /.test(trigger.sql)
    ? [drop(table)]
    : columnsOf(tables, table).flatMap(({ name }) => ['zzz', null, 99].map((value) => change(table, { [name]: value })))
  tables.exec(trigger.sql)
  for (const full of [false, true])
    for (const attempt of attempts) {
      if (raised.size === trigger.words.length) break
      const answer = forgotten(() => {
        row(table, {}, full)(tables)
        return answerOf(attempt)
      })
      if (answer !== undefined && trigger.words.includes(answer)) raised.add(answer)
    }
  tables.exec(`DROP TRIGGER ${trigger.name}`)
  return raised
}
