import type { Act, Moment } from '#base/act.ts'
import { instant } from '#base/dates.ts'
import { guard } from '#base/db/atomically.ts'
import { type Condition, exists } from '#base/db/condition.ts'
import { triable } from '#base/db/failed-job.ts'
import { type Limit, limitsOf } from '#base/limits/limit.ts'
import { approversOf } from './vouch-store.ts'

const mostAtOnce = 500
const keyOf = (accountId: string): string => `claims:told:${accountId}`

/** How often one colleague is notified of waiting claims. */
export const noticesHourlyTo = (accountId: string): Limit[] => limitsOf(keyOf(accountId), [{ most: 1, minutes: 60 }])

/** Stores which colleagues to notify of a claim, in the claim's batch. */
export const colleaguesToNotify = (db: SqlDatabase, claimId: string, accountIds: readonly string[]): SqlStatement =>
  db.prepare('INSERT INTO ClaimToTell (claimId, accountId) SELECT ?1, value FROM json_each(?2)').bind(claimId, JSON.stringify(accountIds))

/** `may`: they are still approvers. */
export type ColleagueToNotify = {
  accountId: string
  email: string
  name: string | null
  claimId: string
  school: { id: string; name: string; town: string; urn: string | null }
  may: boolean
}

type Row = Omit<ColleagueToNotify, 'school' | 'may'> & {
  schoolId: string
  schoolName: string
  town: string
  urn: string | null
  may: number
}

const isDue = `NOT EXISTS (SELECT 1 FROM LimitUse u WHERE u.key = '${keyOf('')}' || w.accountId
  AND u.at > strftime('%Y-%m-%dT%H:%M:%fZ', ?1, '-60 minutes')) AND ${triable('notifyColleagues', 'w.accountId')}`

export const colleaguesDue = ({ now }: Moment): Condition[] => [exists(`SELECT 1 FROM ClaimToTell w WHERE ${isDue}`, instant(now))]

/** Whom to notify of which claims, except people notified within the hour. */
export const selectColleaguesToNotify = async ({ db, now }: Act): Promise<ColleagueToNotify[]> => {
  const { results } = await db
    .prepare(
      `SELECT w.accountId, w.claimId, wa.email, wp.name, ws.id AS schoolId, ws.name AS schoolName, ws.town, ws.urn,
         w.accountId IN (${approversOf('ws.id')}) AS may
       FROM ClaimToTell w JOIN Account wa ON wa.id = w.accountId LEFT JOIN Person wp ON wp.id = wa.personId
         JOIN Claim wc ON wc.id = w.claimId JOIN School wo ON wo.id = wc.schoolId JOIN School ws ON ws.id = wo.rootId
       WHERE ${isDue}
       ORDER BY w.accountId, wc.requestedAt, w.claimId LIMIT ${mostAtOnce}`,
    )
    .bind(instant(now))
    .all<Row>()
  return results.map(({ schoolId, schoolName, town, urn, may, ...row }) => ({
    ...row,
    school: { id: schoolId, name: schoolName, town, urn },
    may: may === 1,
  }))
}

/** Marks them as notified; guard: not notified yet, and no claim decided. */
export const markTold = (db: SqlDatabase, accountId: string, claimIds: readonly string[]): SqlStatement[] => {
  const ids = JSON.stringify(claimIds)
  const these = 'accountId = ?1 AND claimId IN (SELECT value FROM json_each(?2))'
  return [
    guard(db, `(SELECT COUNT(*) FROM ClaimToTell WHERE ${these}) = json_array_length(?2)`, accountId, ids),
    db.prepare(`DELETE FROM ClaimToTell WHERE ${these}`).bind(accountId, ids),
  ]
}
