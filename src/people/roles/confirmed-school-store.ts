import { londonDay } from '#base/dates.ts'
import { all, mapped, type Read } from '#base/db/read.ts'
import { searchWords } from '#schools/schools/school.ts'
import { toConfirmOn } from './asking-store.ts'
import type { SayingSchool } from './confirmed-schools.ts'

type Row = Omit<SayingSchool, 'said' | 'confirmed' | 'proposed' | 'disputed' | 'vacant' | 'notKnown'> & { roles: string; gaps: string }

/** Open schools of the area that match, by name, with what each has said of its roles. */
export const selectSayingSchools = (
  { db, now, council }: { db: SqlDatabase; now: Date; council: { laCodes: readonly string[] } },
  q: string,
): Read<SayingSchool[]> => {
  const values: string[] = []
  const words = searchWords(q).map(
    (spellings) => `(${spellings.map((word) => `instr(s.searchText, ?${values.push(word) + 2}) > 0`).join(' OR ')})`,
  )
  const inArea = `s.laCode IN (SELECT value FROM json_each(?1))`
  const statement = db.prepare(
    `SELECT s.id, s.name, s.town, s.urn, COALESCE(t.open, 0) AS open, t.askedOn, t.dueOn,
       (SELECT MAX(c.confirmedAt) FROM School m CROSS JOIN RolesConfirmation c ON c.schoolId = m.id
         AND (c.roleId IS NULL OR t.open IS NULL) WHERE m.rootId = s.id) AS confirmedAt,
       (SELECT json_array(COUNT(x.confirmedAt), COUNT(*) FILTER (WHERE x.confirmedAt IS NOT NULL AND (x.toDate IS NULL OR x.toDate > ?2)),
           COUNT(*) FILTER (WHERE x.confirmedAt IS NULL),
           COUNT(*) FILTER (WHERE EXISTS (SELECT 1 FROM RoleDispute d WHERE d.roleAtSchoolId = x.id AND d.answer IS NULL)))
         FROM School m CROSS JOIN RoleAtSchool x ON x.schoolId = m.id AND x.supersededAt IS NULL WHERE m.rootId = s.id) AS roles,
       (SELECT json_array(COUNT(*) FILTER (WHERE g.answer = 'vacant'), COUNT(*) FILTER (WHERE g.answer = 'not_known'))
         FROM School m CROSS JOIN RoleGap g ON g.schoolId = m.id AND g.supersededAt IS NULL AND g.toDate IS NULL WHERE m.rootId = s.id) AS gaps
     FROM School s LEFT JOIN (
       SELECT schoolId, COUNT(*) AS open, MIN(askedOn) AS askedOn, MIN(dueOn) AS dueOn
       FROM (${toConfirmOn('?2')} AND ${inArea}) GROUP BY schoolId) t ON t.schoolId = s.id
     WHERE ${[`s.rootId = s.id AND s.origin = 'register' AND s.isOpen AND ${inArea}`, ...words].join(' AND ')}
     ORDER BY s.name COLLATE NOCASE, s.town, s.id`,
  )
  return mapped(all<Row>(statement.bind(JSON.stringify(council.laCodes), londonDay(now), ...values)), (rows) =>
    rows.map(({ roles, gaps, ...school }) => {
      const [everConfirmed = 0, confirmed = 0, proposed = 0, disputed = 0] = JSON.parse(roles) as number[]
      const [vacant = 0, notKnown = 0] = JSON.parse(gaps) as number[]
      return { ...school, said: everConfirmed + vacant + notKnown, confirmed, proposed, disputed, vacant, notKnown }
    }),
  )
}
