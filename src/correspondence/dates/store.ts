import { selectComing } from '#attendance/requirements/coming-store.ts'
import { selectEditions } from '#attendance/requirements/edition-store.ts'
import type { Act, Moment } from '#base/act.ts'
import { type Instant, instant, londonDay } from '#base/dates.ts'
import { guard } from '#base/db/atomically.ts'
import { type Condition, exists } from '#base/db/condition.ts'
import { triable } from '#base/db/failed-job.ts'
import { all, type Read, together } from '#base/db/read.ts'
import { insert, update } from '#base/db/write.ts'
import { type About, type DateAsked, nextLookAt } from './date.ts'

/** SQL: what a row is about, as it is called today (?1). */
const label = `COALESCE(
    (SELECT l.label FROM TopicLabel l WHERE l.topicId = d.topicId AND l.preferred = 1 AND (l.fromDate IS NULL OR l.fromDate <= ?1)
       AND (l.toDate IS NULL OR ?1 < l.toDate) ORDER BY l.id LIMIT 1),
    (SELECT e.label FROM RequirementEdition e WHERE e.requirementId = d.requirementId AND e.supersededAt IS NULL AND e.validFrom <= ?1
       ORDER BY e.validFrom DESC LIMIT 1), '')`

/** What they wait to hear of, the latest last. */
export const selectOwnAsked = (db: SqlDatabase, accountId: string, now: Date): Read<DateAsked[]> =>
  all<DateAsked>(
    db
      .prepare(
        `SELECT d.id, d.topicId, d.requirementId, d.askedAt, ${label} AS label FROM DateAsked d WHERE d.accountId = ?2 AND d.endedAt IS NULL ORDER BY d.askedAt, d.id`,
      )
      .bind(londonDay(now), accountId),
  )

/** What decides which dates can be booked. */
export const selectDates = (db: SqlDatabase, now: Date) =>
  together({ editions: selectEditions(db), events: selectComing(db, '[]', instant(now)) })

export type NewDateAsked = About & { id: string; passedIds: readonly string[] }

export const insertAsked = (act: Act, { passedIds, ...asked }: NewDateAsked, accountId: string): SqlStatement =>
  insert(act.db, 'DateAsked', {
    ...asked,
    accountId,
    passedIds: JSON.stringify(passedIds),
    askedAt: instant(act.now),
    lookAt: nextLookAt(act.now),
    endedAt: null,
    eventId: null,
  })

/** Guard: it is one's own. */
export const endAsked = (act: Act, id: string, accountId: string): SqlStatement[] => [
  guard(act.db, 'EXISTS (SELECT 1 FROM DateAsked WHERE id = ?1 AND accountId = ?2)', id, accountId),
  update(act.db, 'DateAsked', { endedAt: instant(act.now) }, { id, endedAt: null }),
]

const due = `d.endedAt IS NULL AND d.lookAt <= ?1 AND ${triable('tellOfDates', 'd.id')}`

export const datesDue = ({ now }: Moment): Condition[] => [exists(`SELECT 1 FROM DateAsked d WHERE ${due}`, instant(now))]

export type ToTell = DateAsked & { passedIds: string[]; accountId: string; email: string; name: string | null }

/** Those to look for, in the order in which they were asked. */
export const selectToTell = (db: SqlDatabase, now: Date, most: number): Read<ToTell[]> =>
  all<ToTell>(
    db
      .prepare(
        `SELECT d.id, d.topicId, d.requirementId, d.passedIds, d.askedAt, ${label.replaceAll('?1', '?2')} AS label, a.id AS accountId, a.email, n.name
         FROM DateAsked d JOIN Account a ON a.id = d.accountId LEFT JOIN Person n ON n.id = a.personId WHERE ${due} ORDER BY d.askedAt, d.id LIMIT ?3`,
      )
      .bind(instant(now), londonDay(now), most),
    { passedIds: 'json' },
  )

/** Guard: nobody ended it meanwhile. @param eventId null: there is no date yet */
export const toldOf = (act: Act, { id }: ToTell, eventId: string | null): SqlStatement[] => {
  const at: Instant = instant(act.now)
  return eventId === null
    ? [update(act.db, 'DateAsked', { lookAt: nextLookAt(act.now) }, { id, endedAt: null })]
    : [
        guard(act.db, 'EXISTS (SELECT 1 FROM DateAsked WHERE id = ?1 AND endedAt IS NULL)', id),
        update(act.db, 'DateAsked', { endedAt: at, eventId }, { id }),
      ]
}
