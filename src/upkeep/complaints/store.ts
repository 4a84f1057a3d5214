import { type Act, signed } from '#base/act.ts'
import { instant } from '#base/dates.ts'
import { guard } from '#base/db/atomically.ts'
import { all, mapped, one, type Read } from '#base/db/read.ts'
import { insert, update } from '#base/db/write.ts'
import type { Came, Complaint, clockOf, Outcome } from './complaint.ts'

/** The newest that are shown once they are answered. */
const mostAnswered = 100

// Its message may have been sent again under another id.
const row = `SELECT c.id, c.name, c.email, c.about, c.came, COALESCE(rp.name, r.email) AS recordedBy, c.receivedAt, c.acknowledgeBy, c.answerBy, c.outcome, c.answer, c.answeredAt,
    COALESCE(p.name, a.email) AS answeredBy, COALESCE(c.acknowledgedAt, (SELECT MIN(m.sentAt) FROM Message m
      WHERE m.id IN (SELECT c.id UNION ALL SELECT r.id FROM Message r WHERE r.resendOfId = c.id) AND m.state = 'sent'
        AND COALESCE(m.deliveryStatus, '') NOT IN ('bounced', 'suppressed', 'failed'))) AS acknowledgedAt
  FROM DataComplaint c LEFT JOIN Account a ON a.id = c.answeredById LEFT JOIN Person p ON p.id = a.personId
    LEFT JOIN Account r ON r.id = c.recordedById LEFT JOIN Person rp ON rp.id = r.personId`

/** Open ones by their day, then the newest answered. */
export const selectComplaints = (db: SqlDatabase): Read<{ open: Complaint[]; answered: Complaint[] }> =>
  mapped(
    all<Complaint>(
      db
        .prepare(
          `SELECT * FROM (${row} WHERE c.answeredAt IS NULL ORDER BY c.answerBy, c.id)
           UNION ALL SELECT * FROM (${row} WHERE c.answeredAt IS NOT NULL ORDER BY c.answeredAt DESC LIMIT ?1)`,
        )
        .bind(mostAnswered),
    ),
    (rows) => ({ open: rows.filter((one) => one.answeredAt === null), answered: rows.filter((one) => one.answeredAt !== null) }),
  )

export const selectComplaint = (db: SqlDatabase, id: string): Read<Complaint | undefined> =>
  one<Complaint>(db.prepare(`${row} WHERE c.id = ?1`).bind(id))

export const insertComplaint = (
  db: SqlDatabase,
  complaint: Pick<Complaint, 'id' | 'name' | 'email' | 'about'> & ReturnType<typeof clockOf> & { came?: Came; recordedById?: string },
): SqlStatement => insert(db, 'DataComplaint', complaint)

const stillOpen = (db: SqlDatabase, id: string): SqlStatement =>
  guard(db, 'EXISTS (SELECT 1 FROM DataComplaint WHERE id = ?1 AND answeredAt IS NULL)', id)

export const noteAcknowledged = (act: Act, id: string): SqlStatement[] => [
  stillOpen(act.db, id),
  update(act.db, 'DataComplaint', signed(act, 'acknowledged'), { id, acknowledgedAt: null }),
]

export const noteAnswer = (act: Act, id: string, outcome: Outcome, answer: string): SqlStatement[] => [
  stillOpen(act.db, id),
  update(
    act.db,
    'DataComplaint',
    { outcome, answer, answeredAt: instant(act.now), answeredById: act.actor.accountId ?? null },
    { id, answeredAt: null },
  ),
]
