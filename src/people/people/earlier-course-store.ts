import { all, mapped, type Read } from '#base/db/read.ts'
import { hasAgreed } from './role-store.ts'

/** SQL: whether a school's id belongs to what somebody may see. */
type Seen = (schoolId: string) => string

/** SQL: a school (a root) sees what it was itself, and all of whoever has agreed. */
export const seenBySchool =
  (root: string, person: string): Seen =>
  (schoolId) =>
    `(${schoolId} IN (SELECT cf.id FROM School cf WHERE cf.rootId = ${root}) OR ${hasAgreed(root, person)})`

const fits = (e: string): string => `${e}.topicId = cc.value AND (cc.level = '' OR lower(${e}.level) = lower(cc.level))`

const attended = (of: 'placeId' | 'walkInId'): string =>
  `CROSS JOIN CurrentMark ck ON ck.${of} = cp.id AND ck.markType = 'attended' CROSS JOIN Session cx ON cx.id = ck.sessionId AND cx.calledOffAt IS NULL
    CROSS JOIN Event ce ON ce.id = cx.eventId AND ce.state <> 'cancelled' AND ce.id <> cc.eventId AND ${fits('ce')}`

const lacking = (person: string, eventId: string, seen: Seen, needed = 'EventAudience'): string => {
  const place = `(${seen('cp.schoolId')} OR EXISTS (SELECT 1 FROM PlaceRepresents cr WHERE cr.placeId = cp.id AND ${seen('cr.schoolId')}))`
  return `FROM ${needed} cc WHERE cc.eventId = ${eventId} AND cc.dimension = 'course'
    AND NOT EXISTS (SELECT 1 FROM Place cp ${attended('placeId')} WHERE cp.personId = ${person} AND ${place})
    AND NOT EXISTS (SELECT 1 FROM WalkIn cp ${attended('walkInId')} WHERE cp.personId = ${person} AND cp.schoolId IS NOT NULL AND ${seen('cp.schoolId')})
    AND NOT EXISTS (SELECT 1 FROM EarlierRecord ca WHERE ca.personId = ${person} AND ca.markType = 'attended' AND ${fits('ca')} AND ${seen('ca.schoolId')})
    AND NOT EXISTS (SELECT 1 FROM Place cp CROSS JOIN Event ce ON ce.id = cp.eventId AND ce.state = 'published' AND ${fits('ce')}
      WHERE cp.personId = ${person} AND cp.state = 'confirmed' AND NOT EXISTS (SELECT 1 FROM CurrentMark ck WHERE ck.placeId = cp.id) AND ${place}
        AND (SELECT MAX(cx.endsAt) FROM ActiveSession cx WHERE cx.eventId = ce.id) <= (SELECT MIN(cx.startsAt) FROM ActiveSession cx WHERE cx.eventId = cc.eventId))`
}

/**
 * SQL: a person has the earlier course of an event (an id), or it needs none: they attended it, it
 * is stated of them, or they have a place at a date that ends before the event begins.
 */
export const hasCourse = (person: string, eventId: string, seen: Seen): string => `NOT EXISTS (SELECT 1 ${lacking(person, eventId, seen)})`

/** SQL: the topic of the earlier course that somebody lacks, as the council knows; NULL: none. */
export const courseLacked = (person: string, eventId: string): string =>
  `(SELECT (SELECT cl.label FROM TopicLabel cl WHERE cl.topicId = cc.value AND cl.preferred = 1 ORDER BY cl.toDate IS NOT NULL LIMIT 1)
    || IIF(cc.level = '', '', ' (' || cc.level || ')') ${lacking(person, eventId, () => 'true')} AND ${person} IS NOT NULL)`

/** Those with a place at an event who lack a course that it would need, by name. */
export const selectWithoutCourse = (db: SqlDatabase, eventId: string, course: { topicId: string; level: string }): Read<string[]> =>
  mapped(
    all<{ name: string }>(
      db
        .prepare(
          `SELECT n.name FROM Place p JOIN Person n ON n.id = p.personId WHERE p.eventId = ?1 AND p.state <> 'cancelled'
             AND EXISTS (SELECT 1 ${lacking('p.personId', '?1', () => 'true', `(SELECT ?1 AS eventId, 'course' AS dimension, ?2 AS value, ?3 AS level)`)})
           ORDER BY n.name COLLATE NOCASE, n.id`,
        )
        .bind(eventId, course.topicId, course.level),
    ),
    (rows) => rows.map(({ name }) => name),
  )
