import { rangesTo } from '#base/db/sweep.ts'

/** How many lines one statement goes through, when all are gone through. */
const linesAtOnce = 10_000

/** The numbers of all lines, from and to, in pieces. */
export const rangesOfLines = async (db: D1Database): Promise<[from: number, to: number][]> =>
  rangesTo((await db.prepare('SELECT MAX(number) AS last FROM LedgerLine').first<number>('last')) ?? 0, linesAtOnce)
