// Addresses of feeds to poll: of a school's contact, made as `npm run bench` makes everything, straight in its scratch database.
import { createHash } from 'node:crypto'
import type { Database } from './bench-data.ts'
import { idOf } from './bench-data.ts'

/** The address of the feed of school number `school` for its account of the same number. */
export const pourFeed = async (db: Database, school: number): Promise<string> => {
  const token = `bench-feed-${school}`.padEnd(43, '-')
  await db
    .prepare(
      `INSERT INTO Feed (id, kind, schoolId, accountId, tokenHash, createdAt) VALUES (?1, 'school', ?2, ?3, ?4, '2026-01-01T00:00:00.000Z')`,
    )
    .bind(idOf(2, school), idOf(1, school), idOf(3, school), createHash('sha256').update(token).digest('hex'))
    .run()
  return `/feeds/${token}.ics`
}
