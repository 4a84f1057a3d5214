// Several named reads in one round trip; answers have the names of their reads.

import { decoded, type Stored } from './column.ts'

/** Statements, and how to make their answer. Nothing is sent until `readNow` or `readTogether`. */
export type Read<T> = {
  readonly statements: readonly SqlStatement[]
  /** @param answers one for each statement, in order */
  readonly from: (answers: readonly SqlResult[]) => T
}

type Reads = Readonly<Record<string, Read<unknown>>>

export type Answers<R extends Reads> = { -readonly [Name in keyof R]: R[Name] extends Read<infer T> ? T : never }

/** All rows as they are stored. */
export const allStored = <Row>(statement: SqlStatement): Read<Row[]> => ({
  statements: [statement],
  from: ([answer]) => (answer?.results ?? []) as Row[],
})

/** All rows. `Row` names the selected columns. */
export const all = <Row>(statement: SqlStatement, ...[columns]: Stored<Row>): Read<Row[]> =>
  mapped(allStored<Row>(statement), (rows) => (columns ? rows.map((row) => decoded<Row>(row as object, columns)) : rows))

/** The first row, or undefined. */
export const one = <Row>(statement: SqlStatement, ...columns: Stored<Row>): Read<Row | undefined> =>
  mapped(all<Row>(statement, ...columns), ([row]) => row)

/** The row of a statement that always has one, such as a count. Throws if there is none. */
export const only = <Row>(statement: SqlStatement, ...columns: Stored<Row>): Read<Row> =>
  mapped(one<Row>(statement, ...columns), (row) => {
    if (row === undefined) throw new Error('a statement that always has a row had none')
    return row
  })

/** A known answer, to be used beside reads. */
export const given = <T>(answer: T): Read<T> => ({ statements: [], from: () => answer })

/** A read whose answer is changed by `made`. */
export const mapped = <A, B>(read: Read<A>, made: (answer: A) => B): Read<B> => ({
  statements: read.statements,
  from: (answers) => made(read.from(answers)),
})

/** A list of reads as one, answered in order. */
export const each = <T>(reads: readonly Read<T>[]): Read<T[]> => ({
  statements: reads.flatMap(({ statements }) => statements),
  from: (answers) => {
    let next = 0
    return reads.map(({ statements, from }) => {
      next += statements.length
      return from(answers.slice(next - statements.length, next))
    })
  },
})

/** Several reads as one, answered by name. */
export const together = <R extends Reads>(reads: R): Read<Answers<R>> => {
  const names = Object.keys(reads)
  return mapped(each(Object.values(reads)), (answers) => Object.fromEntries(answers.map((answer, n) => [names[n], answer])) as Answers<R>)
}

/** Sends a read: one round trip, or none if it has no statements. */
export const readNow = async <T>(db: SqlDatabase, read: Read<T>): Promise<T> =>
  read.from(read.statements.length === 0 ? [] : await db.batch([...read.statements]))

/** All rows of one statement that is sent by itself. */
export const allNow = async <Row>(statement: SqlStatement, ...columns: Stored<Row>): Promise<Row[]> =>
  all<Row>(statement, ...columns).from([await statement.all()])

/** Sends several reads in one round trip. */
export const readTogether = <R extends Reads>(db: SqlDatabase, reads: R): Promise<Answers<R>> => readNow(db, together(reads))
