// Several schools with how each stands, in one statement however many they are.
import { aboutSql } from '#attendance/requirements/facts-store.ts'
import type { Act } from '#base/act.ts'
import { type Day, type Instant, instant, londonDay, midnight } from '#base/dates.ts'
import { all, mapped, type Read } from '#base/db/read.ts'
import { openingOf, usualAsking } from '#people/roles/asked.ts'
import { toConfirmOn } from '#people/roles/asking-store.ts'
import type { GridSchool } from './grid.ts'

/** SQL: places of root s at published events that are not over at ?3. */
const places = (
  condition: string,
): string => `(SELECT COUNT(*) FROM School m CROSS JOIN Place p ON p.schoolId = m.id CROSS JOIN Event e ON e.id = p.eventId
   WHERE m.rootId = s.id AND ${condition} AND e.state = 'published' AND (SELECT MAX(x.endsAt) FROM ActiveSession x WHERE x.eventId = e.id) > ?3)`

/** SQL: as a school reads it of itself; what is in its favour at one booking pays no other. */
const owed = `(SELECT COALESCE(SUM(MAX(o.pence, 0)), 0) FROM (
    SELECT SUM(l.pence + l.vatPence) AS pence FROM School m CROSS JOIN Booking b ON b.schoolId = m.id CROSS JOIN LedgerLine l ON l.bookingId = b.id
    WHERE m.rootId = s.id GROUP BY b.id, l.payerId
    UNION ALL
    SELECT SUM(l.pence + l.vatPence) FROM School m CROSS JOIN Payer y ON y.schoolId = m.id CROSS JOIN LedgerLine l ON l.payerId = y.id
    WHERE m.rootId = s.id AND l.bookingId IS NULL) o)`

type Row = Omit<GridSchool, 'leadDay' | 'rolesConfirmed'> & {
  leadDay: Day | null
  askedSince: Instant | null
  lastSaid: Instant | null
  open: number
}

/** SQL: when something was last said of any role at root s. */
const lastSaid = `(SELECT MAX(at) FROM (
    SELECT c.confirmedAt AS at FROM School m CROSS JOIN RolesConfirmation c ON c.schoolId = m.id WHERE m.rootId = s.id
    UNION ALL
    SELECT x.confirmedAt FROM School m CROSS JOIN RoleAtSchool x ON x.schoolId = m.id AND x.supersededAt IS NULL WHERE m.rootId = s.id
    UNION ALL
    SELECT g.learnedAt FROM School m CROSS JOIN RoleGap g ON g.schoolId = m.id AND g.supersededAt IS NULL WHERE m.rootId = s.id))`

/** @param schools SQL: from where its schools `s` are, of ?1 and account ?2 */
export const selectGrid = (act: Act, schools: string, of: string): Read<GridSchool[]> => {
  const today = londonDay(act.now)
  // Of a school that was asked, what it was asked since counts.
  const year = openingOf(usualAsking, today)
  const since = midnight(year)
  return mapped(
    all<Row>(
      act.db
        .prepare(
          `WITH chosen AS MATERIALIZED (SELECT s.* FROM ${schools})
           SELECT s.id, s.name, s.town, s.urn, ${places(`p.state = 'confirmed'`)} AS booked, ${places(`p.state = 'confirmed' AND p.personId IS NULL`)} AS unnamed,
             ${places(`p.state = 'held' AND p.waitsFor IS NOT NULL`)} AS waiting, ${owed} AS owed,
             COALESCE(k.shown, 'waiting') AS lead, k.shownDay AS leadDay, IIF(k.shown = 'not_known' AND k.state NOT IN ('not_known', 'not_asked'), 'unshown', ${aboutSql('k')}) AS leadAbout,
             (SELECT COUNT(DISTINCT x.personId) FROM School m CROSS JOIN RoleAtSchool x ON x.schoolId = m.id AND x.supersededAt IS NULL
              WHERE m.rootId = s.id AND x.confirmedAt IS NOT NULL AND (x.toDate IS NULL OR x.toDate > ?4)) AS people,
             (SELECT MAX(c.confirmedAt) FROM School m CROSS JOIN RolesConfirmation c ON c.schoolId = m.id AND c.roleId IS NULL WHERE m.rootId = s.id) AS rolesConfirmedAt,
             (SELECT MAX(a.since) FROM School m CROSS JOIN RolesAsking a ON a.schoolId = m.id AND a.because = 'autumn' WHERE m.rootId = s.id) AS askedSince,
             ${lastSaid} AS lastSaid, COALESCE(t.open, 0) AS open
           FROM chosen s LEFT JOIN (SELECT schoolId, COUNT(*) AS open FROM (${toConfirmOn('?4')} AND s.id IN (SELECT id FROM chosen)) GROUP BY schoolId) t ON t.schoolId = s.id
             LEFT JOIN SchoolStanding k ON k.rootId = s.id AND k.requirementId = IIF(COALESCE(s.outsideKind, 'school_elsewhere') = 'school_elsewhere', 'lead', 'setting_lead') ORDER BY s.name COLLATE NOCASE, s.id LIMIT 500`,
        )
        .bind(of, act.actor.accountId ?? '', instant(act.now), today),
    ),
    (rows) =>
      rows.map(({ leadDay, askedSince, lastSaid, open, rolesConfirmedAt: allRightAt, ...row }) => {
        // Answered role by role, as well as that all is still right.
        const rolesConfirmedAt = askedSince !== null && open === 0 ? lastSaid : allRightAt
        return {
          ...row,
          leadDay: leadDay ?? undefined,
          rolesConfirmedAt,
          rolesConfirmed: open === 0 && rolesConfirmedAt !== null && rolesConfirmedAt >= (askedSince ?? since),
        }
      }),
  )
}

/** Those for which somebody acts, under their present ids. */
export const selectOwnGrid = (act: Act): Read<GridSchool[]> =>
  selectGrid(act, 'json_each(?1) j CROSS JOIN School s ON s.id = j.value', JSON.stringify(act.actor.schoolIds))
