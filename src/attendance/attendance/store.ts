// SQL that writes registers. Marks, walk-ins and sign-offs are only added; triggers enforce it.

import { type Act, stamp } from '#base/act.ts'
import { type Instant, instant } from '#base/dates.ts'
import { guard } from '#base/db/atomically.ts'
import { all, only, type Read } from '#base/db/read.ts'
import { insert, insertEach, pick } from '#base/db/write.ts'
import type { Marked } from '#base/standing.ts'
import type { Source } from './mark.ts'
import type { Figures } from './register.ts'

export type NewMark = {
  id: string
  sessionId: string
  person: { kind: 'place' | 'walk_in'; id: string }
  markType: Marked
  happenedAt: Instant
  notedAt: Instant
  source: Source
  late: boolean
  correctsId?: string | undefined
  reason?: string | undefined
}

/**
 * SQL of the place's mark at a session, a taking back that nothing corrects: what is marked next
 * corrects it.
 */
export const takenBack = (placeId: string, sessionId: string): string =>
  `(SELECT t.id FROM Mark t WHERE t.placeId = ${placeId} AND t.sessionId = ${sessionId} AND t.markType = 'none'
     AND NOT EXISTS (SELECT 1 FROM Mark c WHERE c.correctsId = t.id))`

/** Why a mark corrects a taking back, where nothing else is said. */
export const markedAgain = 'Marked again'

/** Marks of many people in one statement; fails as a whole if one was marked meanwhile. */
export const insertMarks = (act: Act, marks: readonly NewMark[]): SqlStatement =>
  act.db
    .prepare(
      `INSERT INTO Mark (id, sessionId, placeId, walkInId, markType, happenedAt, notedAt, receivedAt, accountId, source, correctsId, reason, late)
       SELECT value->>'id', value->>'sessionId', value->>'placeId', value->>'walkInId', value->>'markType', value->>'happenedAt',
         value->>'notedAt', ?2, ?3, value->>'source', COALESCE(value->>'correctsId', takenBack), COALESCE(value->>'reason', IIF(takenBack IS NULL, NULL, '${markedAgain}')),
         value->>'late'
       FROM (SELECT value, ${takenBack("value->>'placeId'", "value->>'sessionId'")} AS takenBack FROM json_each(?1))`,
    )
    .bind(
      JSON.stringify(
        marks.map(({ person, reason, late, ...mark }) => ({
          ...mark,
          placeId: person.kind === 'place' ? person.id : null,
          walkInId: person.kind === 'walk_in' ? person.id : null,
          reason: reason ?? null,
          late: late ? 1 : 0,
        })),
      ),
      instant(act.now),
      act.actor.accountId ?? null,
    )

export const insertMark = (act: Act, mark: NewMark): SqlStatement => insertMarks(act, [mark])

/** Those of one school (or of none) who came to a session without a place. */
export const insertWalkIns = (
  act: Act,
  people: readonly Pick<NewWalkIn, 'id' | 'personId' | 'roleId'>[],
  of: Pick<NewWalkIn, 'sessionId' | 'eventId' | 'schoolId' | 'organisation'>,
): SqlStatement =>
  insertEach(act.db, 'WalkIn', people, ['id', 'personId', 'roleId'], {
    ...of,
    createdAt: instant(act.now),
    addedById: act.actor.accountId ?? null,
  })

/** `personId` null: a place of the school, at no session still to come, that has no name yet. */
export type Here = { personId: string | null; placeId: string; bookingId: string; isMarked: boolean }

/** Who is on the register of a session. */
export const selectHere = (db: SqlDatabase, sessionId: string, schoolId: string): Read<Here[]> =>
  all<Here>(
    db
      .prepare(
        `SELECT p.personId, p.id AS placeId, p.bookingId, EXISTS (SELECT 1 FROM CurrentMark k WHERE k.placeId = p.id AND k.sessionId = ?1) AS isMarked
         FROM PlaceSession c JOIN Place p ON p.id = c.placeId AND p.state = 'confirmed' JOIN School s ON s.id = p.schoolId JOIN Session x ON x.id = c.sessionId
         WHERE c.sessionId = ?1 AND (p.personId IS NOT NULL OR (s.rootId = (SELECT o.rootId FROM School o WHERE o.id = ?2) AND NOT EXISTS (
           SELECT 1 FROM Mark k WHERE k.placeId = p.id) AND NOT EXISTS (
           SELECT 1 FROM PlaceSession l JOIN ActiveSession y ON y.id = l.sessionId WHERE l.placeId = p.id AND y.startsAt > x.startsAt)))
         UNION ALL SELECT w.personId, w.id, '', 1 FROM WalkIn w WHERE w.sessionId = ?1`,
      )
      .bind(sessionId, schoolId),
    { isMarked: 'flag' },
  )

export type NewWalkIn = {
  id: string
  personId: string
  sessionId: string
  eventId: string
  schoolId: string | null
  organisation: string
  roleId: string | null
  insteadOfId?: string | undefined
}

export const insertWalkIn = (act: Act, walkIn: NewWalkIn): SqlStatement =>
  insert(act.db, 'WalkIn', {
    ...pick(walkIn, ['id', 'eventId', 'sessionId', 'personId', 'schoolId', 'organisation', 'roleId']),
    createdAt: instant(act.now),
    addedById: act.actor.accountId ?? null,
    insteadOfId: walkIn.insteadOfId ?? null,
  })

/** Matches a walk-in to a school; guard: it is as the actor saw it. */
export const setWalkInSchool = (act: Act, walkInId: string, seenSchoolId: string | null, schoolId: string): SqlStatement[] => [
  guard(act.db, 'EXISTS (SELECT 1 FROM WalkIn WHERE id = ?1 AND schoolId IS ?2)', walkInId, seenSchoolId),
  insert(act.db, 'WalkInSchool', { walkInId, schoolId, ...stamp(act, '') }),
]

/** What is marked at a session now. */
export const selectFigures = (db: SqlDatabase, sessionId: string) =>
  only<Figures>(db.prepare(`SELECT attended, part, absent, apologies FROM (${figuresSql})`).bind(sessionId))

const figuresSql = `
  SELECT COUNT(*) FILTER (WHERE m.markType = 'attended') AS attended, COUNT(*) FILTER (WHERE m.markType = 'part') AS part,
    COUNT(*) FILTER (WHERE m.markType = 'absent') AS absent, COUNT(*) FILTER (WHERE m.markType = 'apologies') AS apologies,
    MAX(m.receivedAt) AS latest
  FROM CurrentMark m WHERE m.sessionId = ?1`

/**
 * Closes the register; guard: its figures are those the actor saw. Dated no earlier than the last
 * mark, so that later ones can be told apart.
 */
export const insertSignOff = (act: Act, signOffId: string, sessionId: string, seen: Figures): SqlStatement[] => [
  guard(
    act.db,
    `EXISTS (SELECT 1 FROM (${figuresSql}) WHERE attended = ?2 AND part = ?3 AND absent = ?4 AND apologies = ?5)`,
    sessionId,
    seen.attended,
    seen.part,
    seen.absent,
    seen.apologies,
  ),
  act.db
    .prepare(
      `INSERT INTO RegisterSignOff (id, sessionId, signedAt, signedById, attended, part, absent, apologies)
       SELECT ?2, ?1, MAX(?3, COALESCE(latest, '')), ?4, attended, part, absent, apologies FROM (${figuresSql})`,
    )
    .bind(sessionId, signOffId, instant(act.now), act.actor.accountId ?? null),
]
