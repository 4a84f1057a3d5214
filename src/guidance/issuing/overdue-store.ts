// What was issued at once, and no second person approved in time.

import type { Act, StaffRoleName } from '#base/act.ts'
import { type Day, instant, londonDay, londonTime } from '#base/dates.ts'
import { guard } from '#base/db/atomically.ts'
import { type Condition, exists } from '#base/db/condition.ts'
import { all, type Read } from '#base/db/read.ts'
import { update } from '#base/db/write.ts'

const overdue = `FROM StaffProposal p WHERE p.kind = 'guidance' AND p.state = 'proposed' AND p.overdueToldAt IS NULL AND p.asked ->> '$.dueOn' < ?1`

/** From this London time on, those who can decide on what is overdue are written to. */
const tellsAt = '08:00'

export const overdueGuidanceDue = ({ now }: { now: Date }): Condition[] => [
  exists(`SELECT 1 ${overdue}`, londonTime(now) < tellsAt ? '' : londonDay(now)),
]

export type OverdueGuidance = {
  id: string
  title: string
  dueOn: Day
  by: string
  people: { id: string; name: string | null; email: string }[]
}

/** What is overdue, with each of the council's people who can decide on it. */
export const selectOverdueGuidance = (db: SqlDatabase, now: Date, roles: readonly StaffRoleName[]): Read<OverdueGuidance[]> =>
  all<OverdueGuidance>(
    db
      .prepare(
        `SELECT p.id, p.asked ->> '$.title' AS title, p.asked ->> '$.dueOn' AS dueOn,
             (SELECT COALESCE(n.name, a.email) FROM Account a LEFT JOIN Person n ON n.id = a.personId WHERE a.id = p.proposedById) AS "by",
             (SELECT json_group_array(json_object('id', a.id, 'name', n.name, 'email', a.email))
              FROM Account a LEFT JOIN Person n ON n.id = a.personId
              WHERE a.erasedAt IS NULL
                AND EXISTS (SELECT 1 FROM StaffRole r WHERE r.accountId = a.id AND r.revokedAt IS NULL AND r.role IN (SELECT value FROM json_each(?2)))
                AND a.id <> p.proposedById
                AND NOT EXISTS (SELECT 1 FROM AccountTieBesidesBrowser x JOIN AccountTieBesidesBrowser y ON y.tie = x.tie
                  WHERE x.accountId = a.id AND y.accountId = p.proposedById)) AS people
           ${overdue}`,
      )
      .bind(londonDay(now), JSON.stringify(roles)),
    { people: 'json' },
  )

/** Goes on only while nobody was written to. */
export const setOverdueTold = (act: Act, ids: readonly string[]): SqlStatement[] => [
  guard(
    act.db,
    'NOT EXISTS (SELECT 1 FROM StaffProposal WHERE id IN (SELECT value FROM json_each(?1)) AND (overdueToldAt IS NOT NULL OR decidedAt IS NOT NULL))',
    JSON.stringify(ids),
  ),
  update(act.db, 'StaffProposal', { overdueToldAt: instant(act.now) }, { id: ids }),
]
