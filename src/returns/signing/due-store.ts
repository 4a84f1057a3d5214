import type { Act } from '#base/act.ts'
import { addDays, type Day, type Instant, instant, londonDay } from '#base/dates.ts'
import { all, mapped, type Read } from '#base/db/read.ts'
import { datesIn } from '#returns/rounds/postponement-store.ts'
import { type Capacity, type Signature, stillToSign } from './signature.ts'

/** To do for a return of an open round. */
export type ReturnDue = {
  /** A root. */
  schoolId: string
  id: string
  roundId: string
  /** Of the postponement by which its dates apply. */
  putOffId: string | null
  title: string
  deadlineAt: Instant
  finalAt: Instant
  begun: boolean
  submitted: boolean
  toSign: readonly Capacity[]
}

type Row = Omit<ReturnDue, 'toSign'> & {
  sector: string
  leadSigns: boolean
  bodySigns: boolean
  inOrder: boolean
  signatures: Pick<Signature, 'signedAs' | 'alsoLead'>[]
}

/** SQL: root schools with no answer in this round. @param than only those with no later deadline */
export const schoolsWithout = (
  round: string,
  than?: string,
): string => `SELECT w.rootId FROM SchoolReturn t JOIN School w ON w.id = t.schoolId
  WHERE t.roundId = ${round} AND NOT EXISTS (SELECT 1 FROM ReturnOtherAudit a WHERE a.returnId = t.id)
    AND (SELECT count(*) FROM ReturnSubmission b WHERE b.returnId = t.id) <= (SELECT count(*) FROM ReturnReopening o WHERE o.returnId = t.id)${than ? ` AND COALESCE(t.deadlineAt, '') < ${than}` : ''}`

/** Days before the deadline from which officers see missing returns. */
const daysAhead = 7

type AwaitedRound = { id: string; title: string; dueOn: Day; schools: number; unchased: number }

/** Past or near their deadline, with schools without follow-up. */
export const selectAwaitedRounds = (act: Act): Read<AwaitedRound[]> =>
  mapped(
    all<Omit<AwaitedRound, 'dueOn'> & { deadlineAt: Instant }>(
      act.db
        .prepare(
          `SELECT o.id, o.title || ', ' || o.year AS title, o.deadlineAt, COUNT(*) AS schools, COUNT(*) FILTER (WHERE NOT EXISTS (
             SELECT 1 FROM School m CROSS JOIN Chase c ON c.schoolId = m.id AND c.matter = 'return_missing' AND c.subjectId = o.id AND c.endedAt IS NULL
             WHERE m.rootId = r.id)) AS unchased
           FROM ReturnRound o JOIN School r ON r.id IN (${schoolsWithout('o.id', '?2')})
             AND r.origin = 'register' AND r.isOpen AND r.laCode IN (SELECT value FROM json_each(?1))
           WHERE o.openedAt IS NOT NULL AND o.closedAt IS NULL AND o.deadlineAt < ?2 GROUP BY o.id HAVING unchased > 0 ORDER BY o.deadlineAt, o.id`,
        )
        .bind(JSON.stringify(act.laCodes), addDays(londonDay(act.now), daysAhead + 1)),
    ),
    (rows) => rows.map(({ deadlineAt, ...row }) => ({ ...row, dueOn: londonDay(deadlineAt) })),
  )

export const selectReturnsDue = (db: SqlDatabase, rootIds: readonly string[], now: Date): Read<ReturnDue[]> =>
  mapped(
    all<Row>(
      db
        .prepare(
          `SELECT m.rootId AS schoolId, s.id, s.roundId, r.title,
             (SELECT d.postponementId FROM ToldDeadline d WHERE d.returnId = s.id ORDER BY d.at DESC LIMIT 1) AS putOffId, ${datesIn('s', 'r').deadlineAt} AS deadlineAt, ${datesIn('s', 'r').finalAt} AS finalAt, k.sector, v.leadSigns, v.bodySigns, v.inOrder,
             EXISTS (SELECT 1 FROM ReturnEntry e WHERE e.returnId = s.id) AS begun,
             EXISTS (SELECT 1 FROM ReturnSubmission b WHERE b.returnId = s.id
               AND b.turn = (SELECT count(*) FROM ReturnReopening o WHERE o.returnId = s.id)) AS submitted,
             (SELECT json_group_array(json_object('signedAs', g.signedAs, 'alsoLead', json(IIF(g.alsoLead, 'true', 'false')))) FROM StandingSignature g
              WHERE g.returnId = s.id AND g.turn = (SELECT count(*) FROM ReturnReopening o WHERE o.returnId = s.id)) AS signatures
           FROM json_each(?1) j CROSS JOIN School m ON m.rootId = j.value JOIN School k ON k.id = m.rootId
             CROSS JOIN SchoolReturn s ON s.schoolId = m.id JOIN ReturnRound r ON r.id = s.roundId AND r.openedAt <= ?2 AND r.closedAt IS NULL
             JOIN ReturnFormVersion v ON v.id = r.versionId
           WHERE NOT EXISTS (SELECT 1 FROM ReturnOtherAudit a WHERE a.returnId = s.id)`,
        )
        .bind(JSON.stringify(rootIds), instant(now)),
      { leadSigns: 'flag', bodySigns: 'flag', inOrder: 'flag', begun: 'flag', submitted: 'flag', signatures: 'json' },
    ),
    (rows) =>
      rows.flatMap(({ sector, leadSigns, bodySigns, inOrder, signatures, ...row }) => {
        const toSign = stillToSign({ leadSigns, bodySigns, inOrder }, signatures, sector)
        return toSign.length > 0 ? [{ ...row, toSign }] : []
      }),
  )
