// Pours history into the database of the tests of the Worker.

import { historyStatements } from '#tools/history-rows.ts'
import { db } from './database.ts'
import { run } from './factories.ts'

/** Takes the triggers off while `fill` runs. */
const withoutTriggers = async (fill: () => Promise<unknown>): Promise<void> => {
  const { results } = await db.prepare(`SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'`).all<{ name: string; sql: string }>()
  await db.batch(results.map(({ name }) => db.prepare(`DROP TRIGGER "${name}"`)))
  await fill()
  await db.batch(results.map(({ sql }) => db.prepare(sql)))
}

/** @param from the first place, counted from 1 @param to the last one; what belongs to the earlier ones must be there already */
export const pourHistory = async (from: number, to: number, now: Date): Promise<void> => {
  await withoutTriggers(async () => {
    for (const statement of historyStatements(now)) await run(statement, from, to)
  })
}
