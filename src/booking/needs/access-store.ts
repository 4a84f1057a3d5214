import type { Act } from '#base/act.ts'
import { type Day, type Instant, instant } from '#base/dates.ts'
import { guard } from '#base/db/atomically.ts'
import { type Condition, exists } from '#base/db/condition.ts'
import { all, mapped, one, type Read } from '#base/db/read.ts'
import { sql, update } from '#base/db/write.ts'
import type { AccessMatter } from './access.ts'
import { type AccessChoice, statedOf } from './need.ts'
import type { ToldForPlace } from './own-place.ts'

type Row = Omit<AccessMatter, 'access'> & { access: string }

// Whoever came instead of somebody else has needs of their own.
const row = `w.matter, w.access, w.answerBy, w.ownerId, COALESCE(op.name, o.email) AS owner, w.givenAt, w.answer, w.answeredAt, w.doneAt`
const from = `FROM Event e JOIN Need w ON w.eventId = e.id AND w.answerBy IS NOT NULL AND w.deleteAfter > ?2
  LEFT JOIN Account o ON o.id = w.ownerId LEFT JOIN Person op ON op.id = o.personId`
const live = `e.code = ?1 AND NOT EXISTS (SELECT 1 FROM ReplacedPlace h WHERE h.placeId = w.placeId)`

const matterOf = <R extends Row>(found: R): Omit<R, 'access'> & AccessMatter => ({ ...found, access: statedOf<AccessChoice>(found.access) })

/** Stated access at an event, without names; what waits longest first. */
export const selectMatters = (db: SqlDatabase, now: Date, code: string): Read<AccessMatter[]> =>
  mapped(
    all<Row>(
      db
        .prepare(`SELECT ${row} ${from} WHERE ${live} ORDER BY w.doneAt IS NOT NULL, w.answeredAt IS NOT NULL, w.answerBy, w.matter`)
        .bind(code.toUpperCase(), instant(now)),
    ),
    (rows) => rows.map(matterOf),
  )

/** With the address to which the answer goes. */
export type AnsweredMatter = AccessMatter & { name: string | null; email: string | null }

export const selectMatter = (db: SqlDatabase, now: Date, code: string, matter: string): Read<AnsweredMatter | undefined> =>
  mapped(
    one<Row & Pick<AnsweredMatter, 'name' | 'email'>>(
      db
        .prepare(`SELECT ${row}, n.name, n.email ${from} JOIN Person n ON n.id = w.personId WHERE ${live} AND w.matter = ?3`)
        .bind(code.toUpperCase(), instant(now), matter),
    ),
    (found) => found && matterOf(found),
  )

const moved = 'FROM Need w WHERE w.moved = 1 AND w.answerBy IS NOT NULL'

/** Whether the day of an answer is to be counted anew. */
export const movesDue = (): Condition[] => [exists(`SELECT 1 ${moved}`)]

export const mostMoved = 200

export type MovedMatter = { placeId: string; answerBy: Day; accessAt: Instant; startsAt: Instant | null }

/** `startsAt`: of the event's first session now. */
export const selectMoved = (db: SqlDatabase): Read<MovedMatter[]> =>
  all<MovedMatter>(
    db
      .prepare(
        `SELECT w.placeId, w.answerBy, w.accessAt, (SELECT MIN(x.startsAt) FROM ActiveSession x WHERE x.eventId = w.eventId) AS startsAt
         ${moved} ORDER BY w.placeId LIMIT ?1`,
      )
      .bind(mostMoved),
  )

/** Unless it was told anew or the event moved again meanwhile. */
export const saveMoved = (db: SqlDatabase, { placeId, accessAt, startsAt }: Omit<MovedMatter, 'answerBy'>, by: Day): SqlStatement =>
  db
    .prepare(
      `UPDATE Need SET answerBy = ?4, moved = 0 WHERE placeId = ?1 AND accessAt = ?2 AND moved = 1
         AND (SELECT MIN(x.startsAt) FROM ActiveSession x WHERE x.eventId = Need.eventId) IS ?3`,
    )
    .bind(placeId, accessAt, startsAt, by)

/** Guard: it is stated, answered and owned as it was seen. */
export const asSeen = (db: SqlDatabase, { matter, access, answer, ownerId, doneAt }: AccessMatter): SqlStatement =>
  guard(
    db,
    'EXISTS (SELECT 1 FROM Need WHERE matter = ?1 AND access = ?2 AND answer = ?3 AND ownerId IS ?4 AND doneAt IS ?5)',
    matter,
    JSON.stringify(access),
    answer,
    ownerId,
    doneAt,
  )

export const saveAnswer = (act: Act, matter: string, answer: string, isDone: boolean): SqlStatement =>
  update(
    act.db,
    'Need',
    { answer, answeredAt: sql('IIF(answer = ?1, answeredAt, ?2)', answer, instant(act.now)), doneAt: isDone ? instant(act.now) : null },
    { matter },
  )

export const saveOwner = (act: Act, matter: string, ownerId: string | null): SqlStatement => update(act.db, 'Need', { ownerId }, { matter })

/** Of each place that somebody has for certain. */
export const selectToldBy = (db: SqlDatabase, now: Date, personId: string): Read<ToldForPlace[]> =>
  all<ToldForPlace>(
    db
      .prepare(
        `SELECT p.id AS placeId, IIF('online' IN (e.attendanceMode, p.attendance), 'Online', e.venueName) AS venue,
           w.placeId IS NOT NULL AS isTold, w.answerBy, COALESCE(w.answer, '') AS answer, w.doneAt IS NOT NULL AS isDone
         FROM Place p JOIN Event e ON e.id = p.eventId AND e.state = 'published'
           LEFT JOIN Need w ON w.placeId = p.id AND w.personId = p.personId AND w.deleteAfter > ?2
         WHERE p.personId = ?1 AND p.state = 'confirmed'`,
      )
      .bind(personId, instant(now)),
    { isTold: 'flag', isDone: 'flag' },
  )
