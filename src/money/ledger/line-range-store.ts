import { rangesTo } from '#base/db/sweep.ts'

const linesAtOnce = 10_000

/** The ranges of line numbers to read, from and to, both included. */
export const rangesOfLines = async (db: SqlDatabase): Promise<[from: number, to: number][]> =>
  rangesTo((await db.prepare('SELECT MAX(number) AS last FROM LedgerLine').first<number>('last')) ?? 0, linesAtOnce)
