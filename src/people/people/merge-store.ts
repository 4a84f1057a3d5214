import { type Act, stamp } from '#base/act.ts'
import { instant } from '#base/dates.ts'
import { guard } from '#base/db/atomically.ts'
import { all, each, mapped, one, only, type Read, readNow, together } from '#base/db/read.ts'
import { update } from '#base/db/write.ts'
import type { MergeLine, MergeToUndo, Moved, MovedTable, PlaceClash, Reissued } from './person.ts'

// Needs and links go first: swapping a place would delete them.
const named: Record<MovedTable, { id?: string; person?: string; only?: string }> = {
  Need: { id: 'placeId' },
  PlaceLink: {},
  Place: {},
  Invitation: {},
  Booking: { person: 'bookerPersonId' },
  WalkIn: {},
  RoleAtSchool: {},
  Claim: {},
  TrustClaim: {},
  UnlistedClaim: {},
  Certificate: {},
  EarlierAttendance: {},
  GuidanceReceipt: {},
  RequirementException: {},
  Account: {},
  SignIn: {},
  // An ended address stays; those made by links end by trigger.
  Feed: { only: 'AND endedAt IS NULL AND ofSchoolId IS NULL' },
  // Sent messages stay; unsent ones go to the kept person, in order with later ones.
  Message: { person: 'recipient', only: `AND state IN ('queued', 'sending')` },
}
const movedInOrder = Object.keys(named) as MovedTable[]
// These change by themselves, so changes in them do not invalidate the comparison.
const restless: readonly MovedTable[] = ['Message', 'SignIn', 'Feed']

/** SQL: a JSON object of the ids that name the person, by table. */
const idsOf = (which: readonly MovedTable[], person: string): string =>
  `json_object(${which
    .map((table) => {
      const { id = 'id', person: column = 'personId', only = '' } = named[table]
      return `'${table}', (SELECT json_group_array(x) FROM (SELECT ${id} AS x FROM ${table} WHERE ${column} = ${person} ${only} ORDER BY 1))`
    })
    .join(', ')})`

/** SQL: a record that is neither erased nor merged. */
export const standing = (p: string): string =>
  `${p}.erasedAt IS NULL AND NOT EXISTS (SELECT 1 FROM PersonMerge g WHERE g.mergedId = ${p}.id AND g.undoneAt IS NULL)`

const steady = movedInOrder.filter((table) => !restless.includes(table))

/** SQL: what would move with a person, as a text that changes when any of it does. */
export const movableOf = (person: string): string => idsOf(steady, person)

/** SQL: the same with what changes by itself. */
export const movesOf = (person: string): string => idsOf(movedInOrder, person)

export const selectMovable = (db: SqlDatabase, personId: string): Read<string> =>
  mapped(only<{ ids: string }>(db.prepare(`SELECT ${movableOf('?1')} AS ids`).bind(personId)), ({ ids }) => ids)

/** SQL: person `p` was marked at event `e`, or came without a booking. */
const wasAt = (
  p: string,
): string => `(EXISTS (SELECT 1 FROM Place x JOIN CurrentMark k ON k.placeId = x.id WHERE x.personId = ${p} AND x.eventId = c.eventId)
  OR EXISTS (SELECT 1 FROM WalkIn w WHERE w.personId = ${p} AND w.eventId = c.eventId))`

/** SQL: the event of certificate `c` mails them. */
const certificatesMailed = `NOT EXISTS (SELECT 1 FROM EventMessage m WHERE m.eventId = c.eventId AND m.kind = 'certificate' AND m.isOn = 0)`

export const selectReissued = (db: SqlDatabase, keptId: string, mergedId: string): Read<Reissued> =>
  only<Reissued>(
    db
      .prepare(
        `SELECT COALESCE(SUM(anew AND NOT together), 0) AS anew, COALESCE(SUM(anew AND mailed AND NOT together), 0) AS mailed,
           COUNT(DISTINCT IIF(together, eventId, NULL)) AS together
         FROM (SELECT c.eventId, c.personId = ?2 AND c.name <> k.name AS anew, ${wasAt('?1')} AND ${wasAt('?2')} AS together,
             k.email IS NOT NULL AND ${certificatesMailed} AS mailed
           FROM Certificate c JOIN Person k ON k.id = ?1
           WHERE c.personId IN (?1, ?2) AND NOT EXISTS (SELECT 1 FROM CertificateEnd e WHERE e.certificateId = c.id))`,
      )
      .bind(keptId, mergedId),
  )

/** Certificates issued to the kept record for what goes back: they no longer hold then. */
const selectReissuedByUndo = (db: SqlDatabase, mergeId: string): Read<{ anew: number }> =>
  only<{ anew: number }>(
    db
      .prepare(
        `SELECT COUNT(*) AS anew FROM PersonMerge g JOIN Certificate c ON c.personId = g.keptId
         WHERE g.id = ?1 AND NOT EXISTS (SELECT 1 FROM CertificateEnd e WHERE e.certificateId = c.id)
           AND c.id NOT IN (SELECT value FROM json_each(g.moved, '$.Certificate'))
           AND (c.placeId IN (SELECT value FROM json_each(g.moved, '$.Place')) OR c.walkInId IN (SELECT value FROM json_each(g.moved, '$.WalkIn')))`,
      )
      .bind(mergeId),
  )

export const selectClashes = (db: SqlDatabase, first: string, second: string): Read<PlaceClash[]> =>
  all<PlaceClash>(
    db
      .prepare(
        `SELECT DISTINCT e.id AS eventId, e.code, e.title FROM Place a JOIN Place b ON b.eventId = a.eventId AND b.personId = ?2 AND b.state IN ('held', 'confirmed')
         JOIN Event e ON e.id = a.eventId WHERE a.personId = ?1 AND a.state IN ('held', 'confirmed') ORDER BY e.title`,
      )
      .bind(first, second),
  )

/** Whether keeping this one would lose the only address. */
export const selectGivesUpAddress = (db: SqlDatabase, keptId: string, mergedId: string): Read<boolean> =>
  mapped(
    one(
      db
        .prepare('SELECT 1 AS n FROM Person k JOIN Person m ON m.id = ?2 WHERE k.id = ?1 AND k.email IS NULL AND m.email IS NOT NULL')
        .bind(keptId, mergedId),
    ),
    (row) => row !== undefined,
  )

/** Guard: all is as compared, both still exist, and a known address is not lost. */
export const stillAsCompared = (db: SqlDatabase, keptId: string, mergedId: string, movable: string): SqlStatement =>
  guard(
    db,
    `${movableOf('?2')} = ?3 AND (SELECT COUNT(*) FROM Person WHERE id IN (?1, ?2) AND erasedAt IS NULL) = 2
       AND NOT EXISTS (SELECT 1 FROM Person k JOIN Person m ON m.id = ?2 WHERE k.id = ?1 AND k.email IS NULL AND m.email IS NOT NULL)`,
    keptId,
    mergedId,
    movable,
  )

/** The merge with all moved ids, then the moves. @param schoolId of the school that said it */
export const mergeRows = (act: Act, id: string, keptId: string, mergedId: string, schoolId?: string): SqlStatement[] => [
  // Of two calendar feeds of accounts the kept record's stays.
  act.db
    .prepare(
      `UPDATE Feed SET endedAt = ?3 WHERE personId = ?2 AND endedAt IS NULL AND ofSchoolId IS NULL
         AND EXISTS (SELECT 1 FROM Feed f WHERE f.personId = ?1 AND f.endedAt IS NULL AND f.ofSchoolId IS NULL)`,
    )
    .bind(keptId, mergedId, instant(act.now)),
  act.db
    .prepare(
      `INSERT INTO PersonMerge (id, keptId, mergedId, moved, mergedAt, mergedById, schoolId) SELECT ?1, ?2, ?3, ${idsOf(movedInOrder, '?3')}, ?4, ?5, ?6`,
    )
    .bind(id, keptId, mergedId, instant(act.now), act.actor.accountId ?? null, schoolId ?? null),
  ...movedInOrder.map((table) => {
    const { person = 'personId', only = '' } = named[table]
    return act.db.prepare(`UPDATE ${table} SET ${setTo(table, '?1')} WHERE ${person} = ?2 ${only}`).bind(keptId, mergedId)
  }),
]

/** What somebody told of their needs by a link is not shown to whoever holds the other record. */
export const deleteNeedsBefore = (db: SqlDatabase, mergedId: string): SqlStatement =>
  db.prepare('DELETE FROM Need WHERE personId = ?1').bind(mergedId)

const setTo = (table: MovedTable, person: string): string =>
  table === 'Message'
    ? `recipient = ${person}, personId = IIF(personId IS NULL, NULL, ${person})`
    : `${named[table].person ?? 'personId'} = ${person}`

export const endMerge = (act: Act, mergeId: string): SqlStatement => update(act.db, 'PersonMerge', stamp(act, 'undone'), { id: mergeId })

const movedBy = (table: MovedTable): string => `SELECT j.value FROM PersonMerge m, json_each(m.moved, '$.${table}') j WHERE m.id = ?1`

/** Calendar entries made since go back with the place, as its needs and links do. */
const alongside: Partial<Record<MovedTable, string>> = {
  Invitation: `OR placeId IN (SELECT p.id FROM Place p WHERE p.personId = ?3 AND p.id IN (${movedBy('Place')}))`,
}

/** Moves back what was moved and still names the kept record; answers how many rows, by table. */
export const moveBack = (db: SqlDatabase, merge: { id: string; keptId: string; mergedId: string }): Read<[MovedTable, number][]> =>
  each(
    movedInOrder.map((table) => {
      const { id = 'id', person = 'personId', only = '' } = named[table]
      return mapped(
        all(
          db
            .prepare(
              `UPDATE ${table} SET ${setTo(table, '?3')}
               WHERE (${id} IN (${movedBy(table)}) ${alongside[table] ?? ''}) AND ${person} = ?2 ${only} RETURNING ${id} AS id`,
            )
            .bind(merge.id, merge.keptId, merge.mergedId),
        ),
        ({ length }) => [table, length],
      )
    }),
  )

/** For `guard`: merge ?1 is current, and its kept record was not merged again. */
export const mergeStands = `EXISTS (SELECT 1 FROM PersonMerge m WHERE m.id = ?1 AND m.undoneAt IS NULL
  AND NOT EXISTS (SELECT 1 FROM PersonMerge n WHERE n.mergedId = m.keptId AND n.undoneAt IS NULL))`

/** `saidBy`: the school (its root id) that said it. */
export type MergeRow = {
  id: string
  keptId: string
  mergedId: string
  moved: Moved
  undoneAt: string | null
  keptWasMerged: boolean
  saidBy: string | null
}

export const mergeById = (db: SqlDatabase, id: string): Promise<MergeRow | undefined> =>
  readNow(
    db,
    one<MergeRow>(
      db
        .prepare(
          `SELECT m.id, m.keptId, m.mergedId, m.moved, m.undoneAt, (SELECT o.rootId FROM School o WHERE o.id = m.schoolId) AS saidBy,
         EXISTS (SELECT 1 FROM PersonMerge n WHERE n.mergedId = m.keptId AND n.undoneAt IS NULL) AS keptWasMerged
       FROM PersonMerge m WHERE m.id = ?1`,
        )
        .bind(id),
      { moved: 'json', keptWasMerged: 'flag' },
    ),
  )

const mergeLine = `m.id, m.keptId, k.name AS keptName, m.mergedId, g.name AS mergedName, g.email AS mergedEmail, m.mergedAt,
    COALESCE(p.name, a.email) AS mergedBy, m.undoneAt
  FROM PersonMerge m JOIN Person k ON k.id = m.keptId JOIN Person g ON g.id = m.mergedId
    LEFT JOIN Account a ON a.id = m.mergedById LEFT JOIN Person p ON p.id = a.personId`

export const selectMergesOf = (db: SqlDatabase, personId: string): Read<MergeLine[]> =>
  all<MergeLine>(db.prepare(`SELECT ${mergeLine} WHERE m.keptId = ?1 OR m.mergedId = ?1 ORDER BY m.mergedAt DESC LIMIT 50`).bind(personId))

/** Events at which a place would return to a record that has another one now. */
const selectClashesOfUndo = (db: SqlDatabase, mergeId: string): Read<PlaceClash[]> =>
  all<PlaceClash>(
    db
      .prepare(
        `SELECT DISTINCT e.id AS eventId, e.code, e.title FROM PersonMerge m JOIN json_each(m.moved, '$.Place') j
           JOIN Place a ON a.id = j.value AND a.personId = m.keptId AND a.state IN ('held', 'confirmed')
           JOIN Place b ON b.eventId = a.eventId AND b.personId = m.mergedId AND b.state IN ('held', 'confirmed')
           JOIN Event e ON e.id = a.eventId
         WHERE m.id = ?1 ORDER BY e.title`,
      )
      .bind(mergeId),
  )

export const selectMergeToUndo = (db: SqlDatabase, id: string): Read<MergeToUndo | undefined> =>
  mapped(
    together({
      merge: one<MergeLine & { moved: Moved }>(db.prepare(`SELECT m.moved, ${mergeLine} WHERE m.id = ?1`).bind(id), { moved: 'json' }),
      clashes: selectClashesOfUndo(db, id),
      reissued: selectReissuedByUndo(db, id),
    }),
    ({ merge, clashes, reissued }) => merge && { merge, moved: merge.moved, clashes, anew: reissued.anew },
  )
