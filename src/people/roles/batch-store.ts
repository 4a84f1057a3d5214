import { type Act, stamp } from '#base/act.ts'
import { instant, londonDay } from '#base/dates.ts'
import { guard } from '#base/db/atomically.ts'
import { all, mapped, one, only, type Read, together } from '#base/db/read.ts'
import { insertEach } from '#base/db/write.ts'
import { newId } from '#base/id.ts'
import { insertPeople } from '#people/accounts/account-store.ts'
import { chunks } from '#schools/schools/contact-store.ts'
import type { SchoolOption } from '#schools/schools/school.ts'
import { type KnownForRoles, newPeople, type PlannedRole, type RoleBatch } from './earlier-role.ts'

type Named = { urn: string | null; id: string; name: string; town: string }

const optionOf = ({ id, name, town, urn }: Named): SchoolOption => ({ id, name, town, urn: urn ?? '' })

// Rows of RoleAtSchool are only added and, once each, superseded.
const standingState = `(SELECT COUNT(*) || ' ' || COUNT(supersededAt) FROM RoleAtSchool)
  || ' ' || (SELECT COUNT(*) || ' ' || TOTAL(rowid) FROM RoleGap WHERE supersededAt IS NULL)`

/** What planning a list needs, in one round trip, and the state read. */
export const selectKnownForRoles = (
  act: Act,
  asked: { urns: readonly string[]; emails: readonly string[] },
): Read<KnownForRoles & { state: string }> => {
  const { db, laCodes } = act
  return mapped(
    together({
      urns: all<Named & { asked: string }>(
        db
          .prepare(
            `SELECT DISTINCT i.urn AS asked, r.id, r.name, r.town, r.urn FROM json_each(?1) j JOIN SchoolIdentity i ON i.urn = j.value AND i.supersededAt IS NULL
             JOIN School m ON m.id = i.schoolId JOIN School r ON r.id = m.rootId ORDER BY i.validTo IS NULL`,
          )
          .bind(JSON.stringify([...new Set(asked.urns)])),
      ),
      area: all<Named & { laestab: string; postcode: string }>(
        db
          .prepare(
            `SELECT s.id, s.name, s.town, s.urn, s.postcode, i.laCode || i.establishmentNumber AS laestab FROM School s
             JOIN SchoolIdentity i ON i.urn = s.urn AND i.supersededAt IS NULL AND i.validTo IS NULL
             WHERE s.rootId = s.id AND s.laCode IN (SELECT value FROM json_each(?1))`,
          )
          .bind(JSON.stringify(laCodes)),
      ),
      roles: all<{ id: string; label: string; several: boolean }>(
        db
          .prepare(
            `SELECT id, label, several FROM Role WHERE (fromDate IS NULL OR fromDate <= ?1) AND (toDate IS NULL OR toDate > ?1) ORDER BY position`,
          )
          .bind(londonDay(act.now)),
        { several: 'flag' },
      ),
      standing: all<{ rootId: string; roleId: string; personId: string; name: string; email: string; confirmed: boolean; ended: boolean }>(
        db
          .prepare(
            `SELECT m.rootId, x.roleId, x.personId, n.name, COALESCE(n.email, '') AS email, x.confirmedAt IS NOT NULL AS confirmed,
             x.toDate IS NOT NULL AND x.toDate <= ?1 AS ended
           FROM RoleAtSchool x JOIN School m ON m.id = x.schoolId JOIN Person n ON n.id = x.personId AND n.erasedAt IS NULL WHERE x.supersededAt IS NULL`,
          )
          .bind(londonDay(act.now)),
        { confirmed: 'flag', ended: 'flag' },
      ),
      came: all<KnownForRoles['came'][number]>(
        db.prepare(
          `SELECT DISTINCT m.rootId, n.id AS personId, n.name, COALESCE(n.email, '') AS email FROM (
             SELECT schoolId, personId FROM Place WHERE personId IS NOT NULL
             UNION SELECT schoolId, personId FROM WalkIn WHERE schoolId IS NOT NULL
             UNION SELECT schoolId, personId FROM EarlierAttendance WHERE supersededAt IS NULL AND personId IS NOT NULL) c
           JOIN School m ON m.id = c.schoolId JOIN Person n ON n.id = c.personId AND n.erasedAt IS NULL`,
        ),
      ),
      gaps: all<{ rootId: string; roleId: string }>(
        db.prepare(
          'SELECT m.rootId, g.roleId FROM RoleGap g JOIN School m ON m.id = g.schoolId WHERE g.supersededAt IS NULL AND g.toDate IS NULL',
        ),
      ),
      people: all<{ personId: string; name: string; email: string }>(
        db
          .prepare(
            `SELECT COALESCE(k.keptId, p.id) AS personId, p.name, p.email FROM json_each(?1) j JOIN Person p ON p.email = j.value AND p.erasedAt IS NULL
               LEFT JOIN PersonMergedInto k ON k.mergedId = p.id`,
          )
          .bind(JSON.stringify([...new Set(asked.emails)])),
      ),
      state: only<{ state: string }>(db.prepare(`SELECT ${standingState} AS state`)),
    }),
    ({ urns, area, roles, standing, came, gaps, people, state }) => ({
      urns: urns.map(({ asked: urn, ...named }) => ({ urn, root: optionOf(named) })),
      area: area.map(({ laestab, postcode, ...named }) => ({ laestab, postcode, root: optionOf(named) })),
      roles,
      standing,
      came,
      gaps,
      people,
      state: state.state,
    }),
  )
}

/** Guard: nothing was said of roles since the plan, and this list is new. */
export const rolesUnchanged = (db: SqlDatabase, state: string, batchId: string): SqlStatement =>
  guard(db, `${standingState} = ?1 AND NOT EXISTS (SELECT 1 FROM RoleAtSchool WHERE batchId = ?2)`, state, batchId)

/** Inserts the roles, and new people, each once for the list. */
export const insertRoleBatch = (
  act: Act,
  of: { batchId: string; source: string; confirmed: boolean },
  planned: readonly PlannedRole[],
): SqlStatement[] => {
  const people: { id: string; name: string; email: string | null }[] = []
  const newOnes = newPeople()
  const rows = planned.flatMap((row) => {
    if (row.outcome !== 'added') return []
    const { root, roleId, fromDate, toDate, said } = row
    const known = row.personId ?? newOnes.find(root.id, said)
    const personId = known ?? newOnes.add(newId(act.now), root.id, said)
    if (known === undefined) people.push({ id: personId, name: said.name, email: said.email || null })
    return [{ id: newId(act.now), personId, schoolId: root.id, roleId, fromDate, toDate }]
  })
  const at = instant(act.now)
  return [
    ...chunks(people, 500).flatMap((some) => insertPeople(act.db, at, some)),
    ...chunks(rows, 500).map((some) =>
      insertEach(act.db, 'RoleAtSchool', some, ['id', 'personId', 'schoolId', 'roleId', 'fromDate', 'toDate'], {
        batchId: of.batchId,
        source: of.source,
        learnedAt: at,
        ...(of.confirmed && stamp(act, 'confirmed')),
      }),
    ),
  ]
}

// What was said to be still right since, or to be so against somebody who disputed it, stays.
const undoable = `(x.supersededAt IS NULL AND (x.confirmedAt IS NULL OR NOT EXISTS (
    SELECT 1 FROM School w CROSS JOIN School o ON o.rootId = w.rootId CROSS JOIN RolesConfirmation c ON c.schoolId = o.id
      AND c.confirmedAt >= x.learnedAt AND COALESCE(c.roleId, x.roleId) = x.roleId
    WHERE w.id = x.schoolId))
  AND NOT EXISTS (SELECT 1 FROM RoleDispute d WHERE d.roleAtSchoolId = x.id AND d.answer = 'dismissed'))`

/** What the list alone says stands no more. */
export const supersedeRoleBatch = (act: Act, batchId: string): SqlStatement =>
  act.db.prepare(`UPDATE RoleAtSchool AS x SET supersededAt = ?2 WHERE x.batchId = ?1 AND ${undoable}`).bind(batchId, instant(act.now))

const batches = `SELECT x.batchId, x.source, x.learnedAt, COUNT(*) AS rows, SUM(x.supersededAt IS NULL) AS standing, COUNT(DISTINCT m.rootId) AS schools,
    SUM(x.confirmedAt IS NOT NULL) AS confirmed, SUM(${undoable}) AS undoable
  FROM RoleAtSchool x JOIN School m ON m.id = x.schoolId`

export const selectRoleBatches = (db: SqlDatabase): Read<RoleBatch[]> =>
  all(db.prepare(`${batches} WHERE x.batchId IS NOT NULL GROUP BY x.batchId ORDER BY x.learnedAt DESC LIMIT 100`))

export const selectRoleBatch = (db: SqlDatabase, batchId: string): Read<RoleBatch | undefined> =>
  one(db.prepare(`${batches} WHERE x.batchId = ?1 GROUP BY x.batchId`).bind(batchId))
