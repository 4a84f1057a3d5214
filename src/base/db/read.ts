// Reads by name, several in one round trip: each is answered under the name that it was asked by, so
// that no answer is taken by its place in a list. A read can be made of others and sent with them.

/** The statements of a read, and what their answers say. Nothing is sent until `readNow` or `readTogether`. */
export type Read<T> = {
  readonly statements: readonly D1PreparedStatement[]
  /** @param answers one to each statement, in their order */
  readonly from: (answers: readonly D1Result[]) => T
}

type Reads = Readonly<Record<string, Read<unknown>>>

/** What a record of reads answers, under the same names. */
export type Answers<R extends Reads> = { -readonly [Name in keyof R]: R[Name] extends Read<infer T> ? T : never }

/** All rows. `Row` names the columns that the statement selects. */
export const all = <Row>(statement: D1PreparedStatement): Read<Row[]> => ({
  statements: [statement],
  from: ([answer]) => (answer?.results ?? []) as Row[],
})

/** The first row, or undefined. */
export const one = <Row>(statement: D1PreparedStatement): Read<Row | undefined> => mapped(all<Row>(statement), ([row]) => row)

/** The row of a statement that always has one, such as a count. */
export const only = <Row>(statement: D1PreparedStatement): Read<Row> =>
  mapped(one<Row>(statement), (row) => {
    if (row === undefined) throw new Error('a statement that always has a row had none')
    return row
  })

/** An answer that needs no statement, among others that do. */
export const given = <T>(answer: T): Read<T> => ({ statements: [], from: () => answer })

/** The same read with its answer made into something else. */
export const mapped = <A, B>(read: Read<A>, made: (answer: A) => B): Read<B> => ({
  statements: read.statements,
  from: (answers) => made(read.from(answers)),
})

/** The same read for each of a list, answered in its order. */
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

/** Several reads as one. */
export const together = <R extends Reads>(reads: R): Read<Answers<R>> => {
  const names = Object.keys(reads)
  return mapped(each(Object.values(reads)), (answers) => Object.fromEntries(answers.map((answer, n) => [names[n], answer])) as Answers<R>)
}

/** Sends a read: one round trip, none if it has no statement. */
export const readNow = async <T>(db: D1Database, read: Read<T>): Promise<T> =>
  read.from(read.statements.length === 0 ? [] : await db.batch([...read.statements]))

/** Sends several reads in one round trip. */
export const readTogether = <R extends Reads>(db: D1Database, reads: R): Promise<Answers<R>> => readNow(db, together(reads))
