import type { MailingInvariant } from './audit.ts'

/** SQL: message m's address wanted promotions at a moment. */
const wanted = (at: string): string =>
  `COALESCE((SELECT c.given FROM MailConsent c WHERE c.email = b.email AND c.topicId = '' AND c.at <= ${at} ORDER BY c.at DESC, c.id DESC LIMIT 1), 0)`

export const mailingViolations: Record<MailingInvariant, string> = {
  mailing_to_each_once: `SELECT r.sendingId || ' ' || r.number AS id FROM SendingRecipient r LEFT JOIN Message m ON m.id = r.messageId
      WHERE r.state = 'queued' AND (m.id IS NULL OR m.sendingId IS NOT r.sendingId)
    UNION ALL SELECT m.id FROM Sending g JOIN Message m ON m.sendingId = g.id
      LEFT JOIN (SELECT messageId, COUNT(*) AS n FROM SendingRecipient WHERE messageId IS NOT NULL GROUP BY messageId) q ON q.messageId = m.id
      WHERE g.kind = 'mailing' AND m.resendOfId IS NULL AND q.n IS NOT 1`,

  // For erased people neither address nor consent is kept. A minute's grace for consent withdrawn
  // while a message was written.
  promotion_was_wanted: `SELECT m.id FROM Message m JOIN MessageBody b ON b.messageId = m.id WHERE m.nature = 'promotion' AND b.email <> ''
    AND ${wanted('m.createdAt')} = 0 AND ${wanted(`strftime('%Y-%m-%dT%H:%M:%fZ', m.createdAt, '-1 minute')`)} = 0`,

  invitation_was_not_stopped: `SELECT m.id FROM Message m JOIN MessageBody b ON b.messageId = m.id JOIN Event e ON e.id = m.eventId
    WHERE m.nature = 'training' AND b.email <> '' AND COALESCE((SELECT c.given FROM MailConsent c WHERE c.email = b.email AND c.topicId = e.topicId
      AND c.at <= strftime('%Y-%m-%dT%H:%M:%fZ', m.createdAt, '-1 minute') ORDER BY c.at DESC, c.id DESC LIMIT 1), 1) = 0`,
}
