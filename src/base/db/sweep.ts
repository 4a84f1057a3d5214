// A nightly check of all work that has a next look: what triggers missed is reported and done.
import type { Act, Moment } from '#base/act.ts'
import { addDays, addMinutes, type Day, instant, londonDay, londonTime } from '#base/dates.ts'
import type { Condition } from './condition.ts'
import { planner } from './generated/planner.ts'
import type { LookKind } from './next-look.ts'

/** In London. */
const startsAt = '01:00'

/** All of a kind's work in pages, each quick however much is stored. */
export type SweptKind = { kind: LookKind; pages: (act: Act) => readonly Condition[] | Promise<readonly Condition[]> }

const nightOf = (now: Date): Day => (londonTime(now) < startsAt ? addDays(londonDay(now), -1) : londonDay(now))

/** `planner` changes with the code and triggers that decide what is due: then it runs at once. */
export const sweepDue = ({ now }: Moment): Condition[] => [
  {
    sql: `NOT EXISTS (SELECT 1 FROM Setting WHERE key = 'sweep' AND value ->> '$.night' >= ?1 AND value ->> '$.planner' = ?2)`,
    values: [nightOf(now), planner],
  },
]

/** From 1 to `last`, `size` at a time. */
export const rangesTo = (last: number, size: number): [from: number, to: number][] =>
  Array.from({ length: Math.ceil(last / size) }, (_, n) => [n * size + 1, (n + 1) * size])

const holds = async (db: SqlDatabase, { sql, values }: Condition): Promise<boolean> =>
  (await db
    .prepare(`SELECT ${sql} AS holds`)
    .bind(...values)
    .first<number>('holds')) === 1

/** Records work it finds as missed, and makes its look due. Returns false: no mail to send. */
export const sweep = async (act: Act, kinds: readonly SweptKind[]): Promise<boolean> => {
  const now = instant(act.now)
  const night = nightOf(act.now)
  for (const { kind, pages } of kinds) {
    const seen = await act.db.prepare('SELECT version FROM NextLook WHERE kind = ?1 AND at > ?2').bind(kind, now).first<number>('version')
    if (seen === null) continue
    let missed = 0
    for (const page of await pages(act)) missed += (await holds(act.db, page)) ? 1 : 0
    if (missed === 0) continue
    const [written] = await act.db.batch([
      act.db
        .prepare(
          `INSERT INTO MissedDue (kind, night, at) SELECT kind, ?3, ?4 FROM NextLook WHERE kind = ?1 AND version = ?2
           ON CONFLICT (kind, night) DO UPDATE SET at = excluded.at`,
        )
        .bind(kind, seen, night, now),
      act.db.prepare(`UPDATE NextLook SET at = '', version = version + 1 WHERE kind = ?1 AND version = ?2`).bind(kind, seen),
    ])
    if (!written?.meta.changes) continue
    console.error(JSON.stringify({ missed: kind, night, pages: missed }))
    if (act.soFar) act.soFar.wrote = true
  }
  await act.db.batch([
    act.db
      .prepare(
        `INSERT INTO Setting (key, value, changedAt) VALUES ('sweep', ?1, ?2) ON CONFLICT (key) DO UPDATE SET value = ?1, changedAt = ?2`,
      )
      .bind(JSON.stringify({ night, planner }), now),
    // A failure that is not tried any more was resolved another way.
    act.db.prepare('DELETE FROM FailedJob WHERE waits = 0 AND nextAt < ?1').bind(instant(addMinutes(act.now, -24 * 60))),
    act.db.prepare('DELETE FROM MissedDue WHERE at < ?1').bind(instant(addMinutes(act.now, -60 * 24 * 60))),
  ])
  return false
}
