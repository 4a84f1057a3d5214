import { newId } from '#base/id.ts'
import type { ChasedMatter } from '#people/ladder/contact.ts'
import { db, rows, tick } from '#test/support/factories.ts'

export const run = (sql: string, ...values: unknown[]) =>
  db
    .prepare(sql)
    .bind(...values)
    .run()

/** A chase of a school that somebody began. */
export const aChase = async (schoolId: string, ownerId: string, matter: ChasedMatter, subjectId = ''): Promise<string> => {
  const id = newId(tick())
  await run(
    `INSERT INTO Chase (id, schoolId, matter, subjectId, ownerId, openedAt, openedById) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?5)`,
    ...[id, schoolId, matter, subjectId, ownerId, tick().toISOString()],
  )
  return id
}

export const endingOf = async (chaseId: string) => (await rows('SELECT endedAt, endedWhy FROM Chase WHERE id = ?1', chaseId))[0]
