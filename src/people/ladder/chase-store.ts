import { type Act, stamp } from '#base/act.ts'
import { instant } from '#base/dates.ts'
import { guard } from '#base/db/atomically.ts'
import { all, mapped, type Read } from '#base/db/read.ts'
import { update } from '#base/db/write.ts'
import { searchWords } from '#schools/schools/school.ts'
import type { Chase, KeptContact, Officer, TriedContact } from './chase.ts'
import type { ChasedMatter } from './contact.ts'
import { nameOfAccount, subjectName } from './contact-store.ts'

const tried = `(SELECT json_group_array(json_object('rung', t.rung, 'means', t.means, 'result', t.result, 'happenedAt', t.happenedAt, 'nextRung', t.nextRung, 'nextOn', t.nextOn))
  FROM (SELECT * FROM CurrentContact t WHERE t.chaseId = c.id ORDER BY t.happenedAt, t.id) t)`

const hasTrust = `(r.trustUid IS NOT NULL OR EXISTS (SELECT 1 FROM School o CROSS JOIN SchoolIdentity i ON i.schoolId = o.id
  WHERE o.rootId = r.id AND i.supersededAt IS NULL AND i.validTo IS NULL AND i.diocese NOT IN ('', 'Not applicable')))`

type ChaseRow = Omit<Chase, 'school' | 'hasTrust' | 'tried'> & {
  rootId: string
  name: string
  town: string
  urn: string | null
  hasTrust: 0 | 1
  tried: string
}

/**
 * @param of a school (root), schools (roots) with open chases, or an owner and what was typed of
 * open schools with open chases
 */
export const selectChases = (
  db: SqlDatabase,
  of: { rootId: string } | { rootIds: readonly string[] } | { ownerId: string | undefined; q: string },
): Read<Chase[]> => {
  const values: (string | null)[] = ['rootId' in of ? of.rootId : 'rootIds' in of ? JSON.stringify(of.rootIds) : (of.ownerId ?? null)]
  const words = 'q' in of ? searchWords(of.q) : []
  const conditions = words.map((spellings) => `(${spellings.map((word) => `instr(r.searchText, ?${values.push(word)}) > 0`).join(' OR ')})`)
  const where = !('q' in of)
    ? 'rootId' in of
      ? 'r.id = ?1'
      : 'c.endedAt IS NULL'
    : [`c.endedAt IS NULL AND ${of.ownerId ? 'c.ownerId = ?1' : '?1 IS NULL'} AND NOT r.isClosed`, ...conditions].join(' AND ')
  const from = !('q' in of)
    ? `${'rootId' in of ? '' : 'json_each(?1) j CROSS JOIN '}School r ${'rootId' in of ? '' : 'ON r.id = j.value '}CROSS JOIN School s ON s.rootId = r.id CROSS JOIN Chase c ON c.schoolId = s.id`
    : 'Chase c CROSS JOIN School s ON s.id = c.schoolId CROSS JOIN School r ON r.id = s.rootId'
  return mapped(
    all<ChaseRow>(
      db
        .prepare(
          `SELECT c.id, r.id AS rootId, r.name, r.town, r.urn, ${hasTrust} AS hasTrust, c.matter, c.subjectId, ${subjectName('c.matter', 'c.subjectId')} AS subject,
             c.ownerId, ${nameOfAccount('c.ownerId')} AS owner, c.openedAt, c.endedAt, c.endedWhy, ${tried} AS tried,
             IIF(c.matter = 'guidance', (SELECT MAX(p.meetsOn) FROM GuidancePlan p WHERE p.rootId = r.id AND p.documentId = c.subjectId), NULL) AS pausedTo
           FROM ${from} WHERE ${where} ORDER BY c.endedAt IS NOT NULL, c.openedAt DESC, c.id DESC`,
        )
        .bind(...values),
    ),
    (rows) =>
      rows.map(({ rootId, name, town, urn, hasTrust: one, tried: json, ...row }) => ({
        ...row,
        school: { id: rootId, name, town, urn },
        hasTrust: one === 1,
        tried: JSON.parse(json) as TriedContact[],
      })),
  )
}

/** Every contact with a school (root), the last first. */
export const selectContacts = (db: SqlDatabase, rootId: string): Read<KeptContact[]> =>
  all<KeptContact>(
    db
      .prepare(
        `SELECT q.*, ${subjectName('q.matter', 'q.subjectId')} AS subject, ${nameOfAccount('q.byId')} AS "by" FROM (
           SELECT t.id, t.chaseId, COALESCE(t.matter, c.matter) AS matter, COALESCE(c.subjectId, t.subjectId) AS subjectId, t.rung, t.means, t.result, t.happenedAt,
             t.notedAt, t.byId, t.note, t.nextRung, t.nextOn, t.correctsId, EXISTS (SELECT 1 FROM ContactTried k WHERE k.correctsId = t.id) AS corrected
           FROM School m CROSS JOIN ContactTried t ON t.schoolId = m.id LEFT JOIN Chase c ON c.id = t.chaseId WHERE m.rootId = ?1) q
         ORDER BY q.happenedAt DESC, q.notedAt DESC, q.id DESC`,
      )
      .bind(rootId),
  )

/** Whoever may be given a step: officers and administrators. */
export const selectOfficers = (db: SqlDatabase): Read<Officer[]> =>
  all<Officer>(
    db.prepare(
      `SELECT a.id, COALESCE(n.name, a.email) AS name FROM Account a LEFT JOIN Person n ON n.id = a.personId
       WHERE EXISTS (SELECT 1 FROM StaffRole x WHERE x.accountId = a.id AND x.role IN ('officer', 'administrator') AND x.revokedAt IS NULL)
       ORDER BY 2 COLLATE NOCASE, 1`,
    ),
  )

/** Begins chases that are not open already, so that two officers begin one. */
export const openChases = (
  act: Act,
  chases: readonly { id: string; schoolId: string; matter: ChasedMatter; subjectId: string }[],
): SqlStatement =>
  act.db
    .prepare(
      `INSERT INTO Chase (id, schoolId, matter, subjectId, ownerId, openedAt, openedById)
       SELECT v ->> 'id', v ->> 'schoolId', v ->> 'matter', v ->> 'subjectId', ?2, ?3, ?2 FROM (SELECT value AS v FROM json_each(?1) ORDER BY key)
       WHERE NOT EXISTS (SELECT 1 FROM Chase c JOIN School s ON s.id = c.schoolId
         WHERE s.rootId = v ->> 'schoolId' AND c.matter = v ->> 'matter' AND c.subjectId = v ->> 'subjectId' AND c.endedAt IS NULL)`,
    )
    .bind(JSON.stringify(chases), act.actor.accountId ?? null, instant(act.now))

export const chaseIsOpen = (act: Act, id: string): SqlStatement =>
  guard(act.db, 'EXISTS (SELECT 1 FROM Chase WHERE id = ?1 AND endedAt IS NULL)', id)

export const setChaseStopped = (act: Act, id: string): SqlStatement =>
  update(act.db, 'Chase', { ...stamp(act, 'ended'), endedWhy: 'stopped' }, { id, endedAt: null })
