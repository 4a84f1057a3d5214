// Controls: without its trigger, what a rule of the database keeps from happening happens.
import { expect, onTestFinished } from 'vitest'
import { rows, run } from './database.ts'

/** Drops triggers until the test is over. @returns what brings them back sooner */
export const dropTriggers = async (...names: string[]): Promise<() => Promise<void>> => {
  let dropped = await rows<{ name: string; sql: string }>(
    "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger' AND name IN (SELECT value FROM json_each(?1))",
    JSON.stringify(names),
  )
  expect(dropped.map(({ name }) => name).sort()).toEqual(names.toSorted())
  for (const name of names) await run(`DROP TRIGGER ${name}`)
  const restore = async (): Promise<void> => {
    for (const { sql } of dropped) await run(sql)
    dropped = []
  }
  onTestFinished(restore)
  return restore
}
