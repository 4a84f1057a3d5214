import { ranked } from '#correspondence/delivery/delivery-status.ts'
import type { DeliveryInvariant } from './audit.ts'

const rankOf = (deliveryStatus: string): string =>
  `CASE ${deliveryStatus} ${ranked.map((name, index) => `WHEN '${name}' THEN ${index + 1}`).join(' ')} ELSE 0 END`

/** SQL: the rank of a webhook type's status. */
const statusSql = `CASE v.type WHEN 'email.delivery_delayed' THEN ${rankOf(`'delayed'`)} WHEN 'email.delivered' THEN ${rankOf(`'delivered'`)}
  WHEN 'email.failed' THEN ${rankOf(`'failed'`)} WHEN 'email.suppressed' THEN ${rankOf(`'suppressed'`)} WHEN 'email.bounced' THEN ${rankOf(`'bounced'`)}
  WHEN 'email.complained' THEN ${rankOf(`'complained'`)} ELSE 0 END`

export const deliveryViolations: Record<DeliveryInvariant, string> = {
  // A message's webhooks are destroyed together, at least two months after it; its status stays.
  delivery_status_as_told: `SELECT m.id FROM Message m WHERE ((m.deliveryStatus IS NOT NULL AND m.createdAt > strftime('%Y-%m-%dT%H:%M:%fZ', ?1, '-56 days'))
      OR EXISTS (SELECT 1 FROM MailEvent w WHERE w.messageId = m.id AND w.followedAt IS NOT NULL))
    AND ${rankOf('m.deliveryStatus')} <> (SELECT COALESCE(MAX(${statusSql}), 0) FROM MailEvent v WHERE v.messageId = m.id AND v.followedAt IS NOT NULL)`,

  // Ten minutes' grace for messages being sent when the address was marked. Few addresses fail, so
  // not all messages are read.
  nothing_sent_to_failing_address: `SELECT DISTINCT m.id FROM AddressProblem t CROSS JOIN MessageBody y ON y.email = t.email CROSS JOIN Message m ON m.id = y.messageId
    WHERE m.firstTriedAt > strftime('%Y-%m-%dT%H:%M:%fZ', COALESCE((SELECT MIN(v.followedAt) FROM MailEvent v WHERE v.messageId = t.messageId
        AND v.type IN ('email.bounced', 'email.complained', 'email.suppressed')), t.at), '+10 minutes')
      AND (t.solvedAt IS NULL OR m.firstTriedAt < t.solvedAt)`,

  trouble_is_told: `SELECT t.id FROM AddressProblem t WHERE t.toldAt IS NULL AND t.solvedAt IS NULL
    AND COALESCE((SELECT MIN(v.followedAt) FROM MailEvent v WHERE v.messageId = t.messageId), t.at) < strftime('%Y-%m-%dT%H:%M:%fZ', ?1, '-1 hour')`,

  sent_again_once: `SELECT m.resendOfId AS id FROM Message m WHERE m.resendOfId IS NOT NULL GROUP BY m.resendOfId HAVING COUNT(*) > 1`,

  // Received mail may be fetched for three days; webhooks wait a day for an unknown message.
  mail_event_followed: `SELECT v.id FROM MailEvent v WHERE v.followedAt IS NULL AND v.receivedAt < strftime('%Y-%m-%dT%H:%M:%fZ', ?1, '-4 days')
    AND v.type <> 'email.received'`,

  answer_to_what_was_sent: `SELECT q.id FROM InviteReply q JOIN Invitation i ON i.id = q.invitationId WHERE q.sequence > i.sequence`,
}
