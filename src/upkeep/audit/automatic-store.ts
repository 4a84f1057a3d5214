import { afterwards, bookerReminders, delegateReminders } from '#correspondence/automatic/automatic.ts'
import { inSql, kindFacts, kinds } from '#messages/outbox/kind.ts'
import type { AutomaticInvariant } from './audit.ts'

const entries = inSql(kinds.filter((kind) => kindFacts(kind).isEntry && kindFacts(kind).switch !== null))
const toAttended = inSql(afterwards.map(({ kind }) => kind))
const wordOf = `CASE m.kind ${afterwards.map(({ kind, once }) => `WHEN '${kind}' THEN '${once}'`).join(' ')} END`
const toBookers = inSql(bookerReminders.map(({ kind }) => kind))
// Each is noted by a word that begins with its kind.
const notedAs = `(${bookerReminders.map(({ once }) => `'${once}'`).join(', ')})`

/** SQL: calendar messages were always on; what an organiser chose not to send is no violation. */
export const entriesAlwaysSent = (eventId: string): string => `NOT EXISTS (SELECT 1 FROM EventMessage w WHERE w.eventId = ${eventId}
  AND w.kind IN ${entries})`

/** Automatic messages, without those sent again by hand. */
export const automaticViolations: Record<AutomaticInvariant, string> = {
  automatic_message_once: `SELECT m.placeId AS id FROM Message m WHERE m.kind IN ${inSql(delegateReminders.map(({ kind }) => kind))} AND m.resendOfId IS NULL
      GROUP BY m.kind, m.placeId, m.eventId
      HAVING COUNT(*) > (SELECT COUNT(*) FROM SentOnce o WHERE o.eventId = m.eventId AND o.kind = m.kind
        AND o.subjectId > m.placeId || ' ' AND o.subjectId < m.placeId || '!')
    UNION ALL
    SELECT m.bookingId FROM Message m WHERE m.kind IN ${toBookers} AND m.resendOfId IS NULL GROUP BY m.kind, m.bookingId
      HAVING COUNT(*) > (SELECT COUNT(*) FROM SentOnce o WHERE o.kind IN ${notedAs} AND instr(o.kind, m.kind) = 1 AND o.subjectId = m.bookingId)
    UNION ALL
    SELECT m.eventId FROM Message m WHERE m.kind IN ${toAttended} AND m.resendOfId IS NULL GROUP BY m.eventId, ${wordOf}
      HAVING COUNT(*) > (SELECT COUNT(*) FROM SentOnce o WHERE o.kind = ${wordOf} AND o.eventId = m.eventId)`,

  thanked_or_missed: `SELECT o.subjectId AS id FROM Message m JOIN SentOnce o ON o.kind = ${wordOf} AND o.eventId = m.eventId
      AND o.subjectId = m.eventId || ' ' || m.personId
    WHERE m.kind IN ${toAttended} AND m.resendOfId IS NULL AND m.createdAt = o.at
    GROUP BY o.kind, o.subjectId, o.moment HAVING COUNT(DISTINCT m.kind) > 1`,
}
