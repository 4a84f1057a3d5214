import type { Act } from '#base/act.ts'
import { instant } from '#base/dates.ts'
import { guard } from '#base/db/atomically.ts'
import { type Condition, exists } from '#base/db/condition.ts'
import { triable } from '#base/db/failed-job.ts'
import { all, readTogether } from '#base/db/read.ts'
import { update } from '#base/db/write.ts'
import { unreachedOf } from '#calendars/invites/unreached-store.ts'
import { joinNotified, nameOfNotified } from '#people/accounts/account-store.ts'
import { addressAt } from '#people/people/spelling-store.ts'
import type { EventOfTrouble, FailingAddress, Reachable, Unreached } from './address-problem.ts'

export type Untold = {
  troubles: Pick<FailingAddress, 'id' | 'email' | 'kind'>[]
  /** `isKnown`: their school knows the address. */
  people: (Unreached & { isKnown: boolean; told: Reachable | undefined })[]
  events: Map<string, EventOfTrouble>
  /** By school: whom else to write to, approvers first, then the council's contacts there. */
  others: Map<string, Reachable[]>
  /** Every address that does not work now. */
  failing: Set<string>
}

const atOnce = 100

type Row = Unreached & { isKnown: 0 | 1; toldId: string | null; toldEmail: string | null; toldName: string | null }

const ahead = `SELECT e.id FROM Event e WHERE e.state = 'published' AND (SELECT MAX(x.endsAt) FROM ActiveSession x WHERE x.eventId = e.id) > ?1`

const untold = `toldAt IS NULL AND solvedAt IS NULL AND ${triable('notifyOfAddressProblems', 'AddressProblem.id')}`

export const addressProblemsDue = (): Condition[] => [exists(`SELECT 1 FROM AddressProblem WHERE ${untold}`)]

/** With the people of future events who have them, and whom to write to. */
export const unnotifiedAddressProblems = async (act: Act): Promise<Untold | undefined> => {
  const { results: troubles } = await act.db
    .prepare(`SELECT id, email, kind FROM AddressProblem WHERE ${untold} ORDER BY at, id LIMIT ${atOnce}`)
    .all<Untold['troubles'][number]>()
  if (troubles.length === 0) return undefined
  const { rows, failing } = await readTogether(act.db, {
    rows: all<Row>(
      act.db
        .prepare(
          `SELECT u.*, ${addressAt('u.personId', 'u.schoolId', 'u.email')} IS u.email AS isKnown, a.id AS toldId, a.email AS toldEmail, ${nameOfNotified} AS toldName
           FROM (${unreachedOf(ahead)}) u JOIN Booking b ON b.id = u.bookingId JOIN School s ON s.id = b.schoolId JOIN School r ON r.id = s.rootId ${joinNotified('LEFT JOIN')}
           WHERE u.troubleId IN (SELECT value FROM json_each(?2)) ORDER BY u.eventId, u.role DESC, u.name, u.reference`,
        )
        .bind(instant(act.now), JSON.stringify(troubles.map(({ id }) => id))),
    ),
    failing: all<{ email: string }>(act.db.prepare('SELECT email FROM AddressProblem WHERE solvedAt IS NULL')),
  })
  const { events, others } = await readTogether(act.db, {
    events: all<EventOfTrouble>(
      act.db
        .prepare(
          `SELECT e.id, e.code, e.title, MIN(x.startsAt) AS startsAt, e.contactName, e.contactEmail, e.contactTelephone
           FROM Event e JOIN ActiveSession x ON x.eventId = e.id WHERE e.id IN (SELECT value FROM json_each(?1)) GROUP BY e.id ORDER BY startsAt`,
        )
        .bind(JSON.stringify(rows.map(({ eventId }) => eventId))),
    ),
    others: all<Reachable & { schoolId: string }>(
      act.db
        .prepare(
          `SELECT m.rootId AS schoolId, a.id, a.email, p.name, 0 AS rank, 1 - c.approver AS less, c.decidedAt AS since
           FROM Claim c JOIN School m ON m.id = c.schoolId JOIN Account a ON a.id = c.accountId LEFT JOIN Person p ON p.id = a.personId
           WHERE c.state = 'approved' AND m.rootId IN (SELECT value FROM json_each(?1))
           UNION ALL
           SELECT m.rootId, n.id, n.email, NULLIF(n.name, ''), 1, 0, n.learnedAt FROM SchoolContact n JOIN School m ON m.id = n.schoolId
           WHERE n.endedAt IS NULL AND m.rootId IN (SELECT value FROM json_each(?1))
           ORDER BY rank, less, since`,
        )
        .bind(JSON.stringify(rows.map(({ schoolId }) => schoolId))),
    ),
  })
  const reachable = new Map<string, Reachable[]>()
  for (const { schoolId, id, email, name } of others) reachable.set(schoolId, [...(reachable.get(schoolId) ?? []), { id, email, name }])
  return {
    troubles,
    people: rows.map(({ toldId, toldEmail, toldName, isKnown, ...row }) => ({
      ...row,
      isKnown: isKnown === 1,
      told: toldId && toldEmail ? { id: toldId, email: toldEmail, name: toldName } : undefined,
    })),
    events: new Map(events.map((event) => [event.id, event])),
    others: reachable,
    failing: new Set(failing.map(({ email }) => email)),
  }
}

/** Marks them as notified; guard: not notified or solved yet. */
export const markTold = (act: Act, ids: readonly string[]): SqlStatement[] => [
  guard(
    act.db,
    `(SELECT COUNT(*) FROM AddressProblem WHERE id IN (SELECT value FROM json_each(?1)) AND toldAt IS NULL AND solvedAt IS NULL) = ?2`,
    JSON.stringify(ids),
    ids.length,
  ),
  update(act.db, 'AddressProblem', { toldAt: instant(act.now) }, { id: ids }),
]
