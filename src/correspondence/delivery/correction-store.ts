import { type Act, type Moment, stamp } from '#base/act.ts'
import { addMinutes, type Instant, instant } from '#base/dates.ts'
import { guard } from '#base/db/atomically.ts'
import { type Condition, exists } from '#base/db/condition.ts'
import { triable } from '#base/db/failed-job.ts'
import { update } from '#base/db/write.ts'
import { spending } from '#base/limits/spend-budget.ts'
import { inSql, kindFacts, kinds } from '#messages/outbox/kind.ts'
import { againLimits } from '#messages/outbox/mail-plan.ts'
import { speaksFor, staysContact } from '#people/accounts/account-store.ts'
import type { FailingAddress } from './address-problem.ts'

/** SQL: one of ours has `t.email`. An expression index needs a value without affinity. */
const used = `(EXISTS (SELECT 1 FROM Person p WHERE p.email = t.email AND p.erasedAt IS NULL)
  OR EXISTS (SELECT 1 FROM Account a WHERE a.email = t.email)
  OR EXISTS (SELECT 1 FROM SchoolContact n WHERE n.email = t.email AND n.endedAt IS NULL)
  OR EXISTS (SELECT 1 FROM Event e WHERE lower(e.contactEmail) = t.email AND e.state = 'published')
  OR EXISTS (SELECT 1 FROM Setting g WHERE instr(lower(g.value), '"' || t.email || '"') > 0)
  OR EXISTS (SELECT 1 FROM PayerDetails d WHERE lower(d.billingEmail) = +t.email)
  OR EXISTS (SELECT 1 FROM BookingPayer d WHERE lower(d.billingEmail) = +t.email))`

const left = `FROM AddressProblem t WHERE t.solvedAt IS NULL AND NOT ${used} AND ${triable('resolveCorrectedAddresses', 't.id')}`

export const correctionsDue = (): Condition[] => [exists(`SELECT 1 ${left}`)]

/** Failing addresses that nobody has any more: they were corrected somewhere. */
export const leftAddresses = async (act: Act): Promise<string[]> =>
  (await act.db.prepare(`SELECT t.id ${left} ORDER BY +t.id LIMIT 100`).all<{ id: string }>()).results.map(({ id }) => id)

/** Guard: nobody has the address. */
export const stillLeft = (act: Act, id: string): SqlStatement =>
  guard(act.db, `EXISTS (SELECT 1 FROM AddressProblem t WHERE t.id = ?1 AND t.solvedAt IS NULL AND NOT ${used})`, id)

/** Guard: it is not solved. */
export const stillFails = (act: Act, id: string): SqlStatement =>
  guard(act.db, 'EXISTS (SELECT 1 FROM AddressProblem WHERE id = ?1 AND solvedAt IS NULL)', id)

export const resolveAddressProblem = (act: Act, id: string, how: NonNullable<FailingAddress['solved']>): SqlStatement =>
  update(act.db, 'AddressProblem', { solved: how, ...stamp(act, 'solved') }, { id })

export type Missed = {
  id: string
  placeId: string | null
  personId: string | null
  eventId: string
  schoolId: string | null
  toAddress: string
  text: string
  html: string
  /** Where it went, and the recipient's current address. */
  was: string
  email: string
}

const days = 30
const atOnce = 50

// SQL: the recipient as an account or a person; a merged record counts as the one it was merged
// into.
const recipient = 'COALESCE((SELECT k.keptId FROM PersonMergedInto k WHERE k.mergedId = m.recipient), m.recipient)'
const addressNow = `COALESCE((SELECT a.email FROM Account a WHERE a.id = m.recipient), (SELECT p.email FROM Person p WHERE p.id = ${recipient}))`

const missedAs = (how: ReturnType<typeof kindFacts>['missed']): string => inSql(kinds.filter((kind) => kindFacts(kind).missed === how))
const replacing = missedAs('newest_again')

/** SQL: a missed message still matters. ?1 is the instant. */
const stillMatters = `
  m.nature NOT IN ('promotion', 'training') AND m.kind NOT IN ${missedAs('dropped')}
  AND EXISTS (SELECT 1 FROM ActiveSession x WHERE x.eventId = m.eventId AND x.startsAt > ?1)
  AND (e.state = 'published' OR (e.state = 'cancelled' AND m.createdAt >= e.cancelledAt))
  AND NOT EXISTS (SELECT 1 FROM Message n WHERE m.kind IN ${replacing} AND n.recipient = m.recipient AND n.eventId = m.eventId AND n.kind IN ${replacing}
    AND n.rowid > m.rowid)
  AND CASE
    WHEN m.invitationId IS NOT NULL THEN EXISTS (SELECT 1 FROM Invitation i WHERE i.id = m.invitationId AND i.sequence = m.sequence
      AND CASE m.method
        WHEN 'CANCEL' THEN i.state = 'cancelled' AND NOT EXISTS (SELECT 1 FROM Invitation l
          WHERE l.placeId = i.placeId AND l.personId = i.personId AND l.sessionId = i.sessionId AND l.state = 'live')
        ELSE i.state = 'live' AND ${addressNow} = y.email END)
    WHEN m.placeId IS NOT NULL THEN EXISTS (SELECT 1 FROM Place pl WHERE pl.id = m.placeId AND pl.state = 'confirmed'
      AND (pl.personId = ${recipient} OR m.recipient IN (SELECT a.id FROM Account a)))
    WHEN m.bookingId IS NOT NULL AND m.recipient IN (SELECT a.id FROM Account a) THEN EXISTS (SELECT 1 FROM Booking b JOIN School s ON s.id = b.schoolId
      JOIN School r ON r.id = s.rootId WHERE b.id = m.bookingId AND (${speaksFor('m.recipient')} OR (m.recipient = b.bookedById AND ${staysContact})))
    ELSE 1 END`

/** SQL. Corrected addresses get new calendar entries from `invites` and `delegates`. */
const missed = `m.state IN ('sent', 'failed') AND (m.withheld = 1 OR m.deliveryStatus IN ('bounced', 'suppressed'))
  AND NOT EXISTS (SELECT 1 FROM Message a WHERE a.resendOfId = m.id)
  AND NOT EXISTS (SELECT 1 FROM Sending g WHERE g.id = m.sendingId AND g.state = 'stopped')`

const missedAndSolved = `FROM (SELECT email, MAX(solvedAt) AS solvedAt FROM AddressProblem WHERE solvedAt > ?2 GROUP BY +email) t
    CROSS JOIN MessageBody y ON y.email = t.email JOIN Message m ON m.id = y.messageId JOIN Event e ON e.id = m.eventId
  WHERE m.createdAt <= t.solvedAt AND ${triable('resendMissed', 'm.id')} AND ${missed} AND ${stillMatters} AND ${addressNow} IS NOT NULL
    AND NOT EXISTS (SELECT 1 FROM AddressProblem o WHERE o.email = ${addressNow} AND o.solvedAt IS NULL)
    AND (${addressNow} = y.email OR NOT EXISTS (SELECT 1 FROM AddressProblem o WHERE o.email = y.email AND o.solvedAt IS NULL))`

const daysAgo = (now: Date): Instant => instant(addMinutes(now, -days * 24 * 60))

/** Reads the mail of addresses solved in the last weeks. */
export const missedMailDue = ({ now }: Moment): Condition[] => [exists(`SELECT 1 ${missedAndSolved}`, instant(now), daysAgo(now))]

/** Messages missed at addresses solved in the last weeks that can be sent again now, in order. */
export const missedMail = async (act: Act): Promise<Missed[]> =>
  (
    await act.db
      .prepare(
        `SELECT m.id, m.placeId, (SELECT pl.personId FROM Place pl WHERE pl.id = m.placeId) AS personId, m.eventId, m.schoolId, y.toAddress, y.text, y.html, y.email AS was, ${addressNow} AS email
         ${missedAndSolved}
         ORDER BY m.rowid LIMIT ${atOnce}`,
      )
      .bind(instant(act.now), daysAgo(act.now))
      .all<Missed>()
  ).results

/** To the current address; guards: not sent again yet, and the address is good. */
export const queuedToAddress = (
  act: Act,
  message: Missed,
  again: { id: string; toAddress: string; text: string; html: string },
): SqlStatement[] => [
  guard(
    act.db,
    `EXISTS (SELECT 1 FROM Message m JOIN MessageBody y ON y.messageId = m.id JOIN Event e ON e.id = m.eventId
       WHERE m.id = ?2 AND ${missed} AND ${stillMatters} AND ${addressNow} = ?3
         AND NOT EXISTS (SELECT 1 FROM AddressProblem o WHERE o.email = ?3 AND o.solvedAt IS NULL))`,
    instant(act.now),
    message.id,
    message.email,
  ),
  act.db
    .prepare(
      `INSERT INTO Message (id, kind, state, recipient, eventId, schoolId, bookingId, placeId, personId, invitationId, method, sequence, createdAt, dueAt, resendOfId,
         nature, sendingId)
       SELECT ?2, kind, 'queued', recipient, eventId, schoolId, bookingId, placeId, personId, invitationId, method, sequence, ?3, ?3, id, nature, sendingId
       FROM Message WHERE id = ?1`,
    )
    .bind(message.id, again.id, instant(act.now)),
  act.db
    .prepare(
      `INSERT INTO MessageBody (messageId, fromAddress, toAddress, email, replyTo, subject, text, html, attachments, headers)
       SELECT ?2, fromAddress, ?3, ?4, replyTo, subject, ?5, ?6, attachments, headers FROM MessageBody WHERE messageId = ?1`,
    )
    .bind(message.id, again.id, again.toAddress, message.email, again.text, again.html),
  ...spending(act, againLimits(1)),
]
