import { guard } from '#base/db/atomically.ts'
import { all, mapped, type Read, together } from '#base/db/read.ts'
import { movableOf, standing } from './merge-store.ts'
import { likePairs, type PairSide, type SchoolMerge } from './pair.ts'
import { signsByRole } from './role-store.ts'

/** SQL: ids of those who hold or held a role at root ?1, or were booked or came for it. */
export const ofSchool = `
  SELECT x.personId FROM School o JOIN RoleAtSchool x ON x.schoolId = o.id AND x.supersededAt IS NULL WHERE o.rootId = ?1
  UNION SELECT l.personId FROM School o JOIN Place l ON l.schoolId = o.id AND l.personId IS NOT NULL WHERE o.rootId = ?1
  UNION SELECT w.personId FROM School o JOIN WalkIn w ON w.schoolId = o.id WHERE o.rootId = ?1
  UNION SELECT a.personId FROM School o JOIN EarlierAttendance a ON a.schoolId = o.id AND a.supersededAt IS NULL AND a.personId IS NOT NULL
    WHERE o.rootId = ?1`

/** SQL: something of the person is at a root other than ?1. */
const elsewhere = (person: string): string => `(
  EXISTS (SELECT 1 FROM RoleAtSchool x JOIN School o ON o.id = x.schoolId WHERE x.personId = ${person} AND x.supersededAt IS NULL AND o.rootId <> ?1)
  OR EXISTS (SELECT 1 FROM Place l JOIN School o ON o.id = l.schoolId WHERE l.personId = ${person} AND o.rootId <> ?1)
  OR EXISTS (SELECT 1 FROM Booking b JOIN School o ON o.id = b.schoolId WHERE b.bookerPersonId = ${person} AND o.rootId <> ?1)
  OR EXISTS (SELECT 1 FROM WalkIn w LEFT JOIN School o ON o.id = w.schoolId WHERE w.personId = ${person} AND o.rootId IS NOT ?1)
  OR EXISTS (SELECT 1 FROM EarlierAttendance a JOIN School o ON o.id = a.schoolId
    WHERE a.personId = ${person} AND a.supersededAt IS NULL AND o.rootId <> ?1)
  OR EXISTS (SELECT 1 FROM Claim c JOIN School o ON o.id = c.schoolId WHERE c.personId = ${person} AND o.rootId <> ?1)
  OR EXISTS (SELECT 1 FROM TrustClaim t WHERE t.personId = ${person})
  OR EXISTS (SELECT 1 FROM UnlistedClaim u WHERE u.personId = ${person}))`

const signsIn = (person: string): string =>
  `(EXISTS (SELECT 1 FROM Account a WHERE a.personId = ${person}) OR EXISTS (SELECT 1 FROM SignIn i WHERE i.personId = ${person}))`

/**
 * Pairs of a school's people (by a root id) with like names, or of whom it could not be asked, that
 * nobody said to be two.
 */
export const selectLikePairs = (db: SqlDatabase, schoolId: string): Read<{ ids: readonly [string, string]; proposed: boolean }[]> =>
  mapped(
    together({
      people: all<{ id: string; name: string }>(
        db
          .prepare(
            `SELECT p.id, p.name FROM Person p WHERE p.id IN (${ofSchool}) AND ${standing('p')} ORDER BY p.name COLLATE NOCASE, p.id LIMIT 2000`,
          )
          .bind(schoolId),
      ),
      said: all<{ oneId: string; otherId: string; isOne: boolean }>(
        db
          .prepare(`SELECT r.oneId, r.otherId, r.isOne FROM PersonPair r WHERE r.oneId IN (${ofSchool}) AND r.otherId IN (${ofSchool})`)
          .bind(schoolId),
        { isOne: 'flag' },
      ),
      notAsked: all<{ oneId: string; otherId: string }>(
        db
          .prepare(
            `SELECT l.oneId, l.otherId FROM LikelyPair l WHERE l.why = 'not_asked' AND l.oneId IN (${ofSchool}) AND l.otherId IN (${ofSchool})`,
          )
          .bind(schoolId),
      ),
    }),
    ({ people, said, notAsked }) => {
      const saidOf = new Map(said.map(({ oneId, otherId, isOne }) => [`${oneId} ${otherId}`, isOne]))
      const alike = likePairs(people).map(([one, other]) => [one.id, other.id] as const)
      const known = new Set(alike.map((ids) => ids.join(' ')))
      return [...notAsked.map(({ oneId, otherId }) => [oneId, otherId] as const).filter((ids) => !known.has(ids.join(' '))), ...alike]
        .map((ids) => ({ ids, proposed: saidOf.get(ids.join(' ')) }))
        .flatMap(({ ids, proposed }) => (proposed === false ? [] : [{ ids, proposed: proposed === true }]))
    },
  )

const dayOf = (event: string): string => `(SELECT substr(MIN(t.startsAt), 1, 10) FROM ActiveSession t WHERE t.eventId = ${event})`

/** Of these people those of the school (a root id), with what the school knows of each. */
export const selectSides = (db: SqlDatabase, schoolId: string, ids: readonly string[]): Read<PairSide[]> =>
  all<PairSide>(
    db
      .prepare(
        `SELECT p.id, p.name, p.email IS NOT NULL AS hasAddress, ${signsIn('p.id')} AS signsIn, ${signsByRole('p.id')} AS signs, ${elsewhere('p.id')} AS elsewhere,
             (SELECT json_group_array(DISTINCT r.label) FROM School o JOIN RoleAtSchool x ON x.schoolId = o.id AND x.personId = p.id AND x.supersededAt IS NULL
                JOIN Role r ON r.id = x.roleId WHERE o.rootId = ?1) AS roles,
             (SELECT json_group_array(json_object('title', title, 'on', day)) FROM (
                SELECT e.title, ${dayOf('e.id')} AS day FROM School o JOIN Place l ON l.schoolId = o.id AND l.personId = p.id AND l.state <> 'cancelled'
                  JOIN Event e ON e.id = l.eventId WHERE o.rootId = ?1
                UNION SELECT e.title, ${dayOf('e.id')} FROM School o JOIN WalkIn w ON w.schoolId = o.id AND w.personId = p.id JOIN Event e ON e.id = w.eventId
                  WHERE o.rootId = ?1
                UNION SELECT a.title, a.heldOn FROM School o JOIN EarlierAttendance a ON a.schoolId = o.id AND a.personId = p.id AND a.supersededAt IS NULL
                  WHERE o.rootId = ?1
                ORDER BY day DESC LIMIT 6)) AS attended,
             ${movableOf('p.id')} AS movable
           FROM json_each(?2) j JOIN Person p ON p.id = j.value WHERE p.id IN (${ofSchool}) AND ${standing('p')}`,
      )
      .bind(schoolId, JSON.stringify(ids)),
    { hasAddress: 'flag', signsIn: 'flag', signs: 'flag', elsewhere: 'flag', roles: 'json', attended: 'json' },
  )

/** Guard: the school (a root id) decides of the two by itself, as `isSettledBySchool` says. */
export const schoolSettles = (db: SqlDatabase, schoolId: string, keptId: string, mergedId: string): SqlStatement =>
  guard(
    db,
    `?2 IN (${ofSchool}) AND ?3 IN (${ofSchool}) AND NOT ${elsewhere('?2')} AND NOT ${elsewhere('?3')} AND NOT ${signsIn('?3')} AND NOT ${signsByRole('?3')}
       AND NOT EXISTS (SELECT 1 FROM Person p WHERE p.id = ?3 AND p.email IS NOT NULL AND EXISTS (SELECT 1 FROM Person k WHERE k.id = ?2 AND k.email IS NOT NULL))`,
    schoolId,
    keptId,
    mergedId,
  )

export const selectMergesBySchool = (db: SqlDatabase, schoolId: string): Read<SchoolMerge[]> =>
  all<SchoolMerge>(
    db
      .prepare(
        `SELECT m.id, k.name AS keptName, g.name AS mergedName, m.mergedAt FROM School o JOIN PersonMerge m ON m.schoolId = o.id AND m.undoneAt IS NULL
           JOIN Person k ON k.id = m.keptId AND k.erasedAt IS NULL JOIN Person g ON g.id = m.mergedId AND g.erasedAt IS NULL
         WHERE o.rootId = ?1 ORDER BY m.mergedAt DESC LIMIT 20`,
      )
      .bind(schoolId),
  )
