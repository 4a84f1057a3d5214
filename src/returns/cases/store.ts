import { type Act, signed } from '#base/act.ts'
import type { Day } from '#base/dates.ts'
import { all, mapped, one, type Read } from '#base/db/read.ts'
import { insert } from '#base/db/write.ts'
import { nameOfAccount } from '#people/ladder/contact-store.ts'
import type { CaseAudit, SchoolAudit } from './audit.ts'
import type { AuditedSchool } from './school.ts'

const standing = `CaseRecordAudit c JOIN School s ON s.id = c.schoolId
  WHERE NOT EXISTS (SELECT 1 FROM School m JOIN CaseRecordAudit l ON l.schoolId = m.id
    WHERE m.rootId = s.rootId AND l.bySchool = c.bySchool AND l.doneOn = c.doneOn AND l.rowid > c.rowid)`

/** SQL: open area schools `r`; the parameter holds the codes. */
const open = (codes: string): string =>
  `School r WHERE r.rootId = r.id AND r.origin = 'register' AND r.isOpen AND r.laCode IN (SELECT value FROM json_each(${codes}))`

/** Current audits, latest first: of a school (a root), or of open schools in a year. */
export const selectCaseAudits = (
  db: SqlDatabase,
  of: { schoolId: string } | { from: Day; to: Day; laCodes: readonly string[] },
): Read<SchoolAudit[]> =>
  all<SchoolAudit>(
    db
      .prepare(
        `SELECT c.id, s.rootId AS schoolId, (SELECT r.name FROM School r WHERE r.id = s.rootId) AS name, (SELECT r.town FROM School r WHERE r.id = s.rootId) AS town, c.bySchool, c.doneOn, c.doneBy, c.readBand, c.completeBand, c.obstacles, ${nameOfAccount('c.byId')} AS "by", c.at
           FROM ${standing} AND ${'schoolId' in of ? 's.rootId = ?1' : `c.doneOn BETWEEN ?1 AND ?2 AND s.rootId IN (SELECT r.id FROM ${open('?3')})`}
           ORDER BY c.doneOn DESC, c.id DESC`,
      )
      .bind(...('schoolId' in of ? [of.schoolId] : [of.from, of.to, JSON.stringify(of.laCodes)])),
    { obstacles: 'json' },
  )

export const selectSchool = (db: SqlDatabase, id: string): Read<AuditedSchool | undefined> =>
  one(db.prepare('SELECT r.id, r.name, r.town FROM School s JOIN School r ON r.id = s.rootId WHERE s.id = ?1').bind(id))

export const selectOpenCount = (db: SqlDatabase, laCodes: readonly string[]): Read<number> =>
  mapped(one<{ n: number }>(db.prepare(`SELECT COUNT(*) AS n FROM ${open('?1')}`).bind(JSON.stringify(laCodes))), (row) => row?.n ?? 0)

export type NewAudit = Omit<CaseAudit, 'by' | 'at'>

export const insertAudit = (act: Act, of: NewAudit): SqlStatement =>
  insert(act.db, 'CaseRecordAudit', {
    id: of.id,
    schoolId: of.schoolId,
    bySchool: of.bySchool,
    doneOn: of.doneOn,
    doneBy: of.doneBy,
    readBand: of.readBand,
    completeBand: of.completeBand,
    obstacles: JSON.stringify(of.obstacles),
    ...signed(act, ''),
  })
