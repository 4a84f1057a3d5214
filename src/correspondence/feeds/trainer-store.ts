import { type Instant, instant } from '#base/dates.ts'
import type { Rows } from '#base/db/list-rows.ts'
import { one, type Read } from '#base/db/read.ts'
import { givenSessions } from '#events/events/engagement-store.ts'
import type { LiveFeed } from './feed.ts'

export type TrainerRow = {
  id: string
  trainer: string
  code: string
  state: string
  title: string
  startsAt: Instant
  endsAt: Instant
  venue: string
  room: string
  school: string | null
  isPast: 0 | 1
}

const named = `SELECT g.trainer FROM (${givenSessions(`s.id = substr(?1, 1, 36)`)}) g WHERE g.id = ?1`

/**
 * What trainers give, or one of them: who is named by that line of a session.
 * To come, soonest first; then past, latest first.
 */
export const trainerRows = (of: string | undefined, now: Date): Rows<TrainerRow> => ({
  sql: `SELECT *, julianday(startsAt) * IIF(isPast, -1, 1) AS turn FROM (SELECT *, endsAt < ?2 AS isPast FROM (${givenSessions()}))
    ${of ? `WHERE lower(trainer) = lower((${named}))` : 'WHERE ?1 IS NULL'}`,
  values: [of ?? null, instant(now)],
  by: ['isPast', 'turn', 'id'],
})

export const selectTrainer = (db: SqlDatabase, of: string): Read<{ name: string; feed: LiveFeed | undefined } | undefined> =>
  one<{ name: string; feed: LiveFeed | undefined }>(
    db
      .prepare(
        `SELECT n.trainer AS name, (SELECT json_object('id', f.id, 'createdAt', f.createdAt) FROM Feed f
           WHERE f.kind = 'trainer' AND f.endedAt IS NULL AND lower(f.trainer) = lower(n.trainer)) AS feed FROM (${named}) n`,
      )
      .bind(of),
    { feed: 'optional json' },
  )
