// What is due for destruction by class: SQL of rows with their person and event, so that holds on
// either apply.
import { isInWords } from '#base/questions/store.ts'
import type { RunClass } from './record.ts'

export type DueRows = {
  kind: string
  /** SELECTs id, personId, eventId of rows due before ?1, in an index's order. */
  due: string
  /** How rows named in `RowToDestroy` under `kind` are destroyed. */
  destroy: readonly string[]
}

const ended = (event: string): string => `(SELECT MAX(x.endsAt) FROM Session x WHERE x.eventId = ${event})`
const among = (kind: string): string => `IN (SELECT d.id FROM RowToDestroy d WHERE d.kind = '${kind}')`

/** People not heard of since, except merged records and staff. */
const people: DueRows = {
  kind: 'person',
  due: `SELECT p.id AS id, p.id AS personId, (SELECT l.value FROM Place q JOIN LegalHold l ON l.scope = 'event' AND l.value = q.eventId AND l.endedAt IS NULL WHERE q.personId = p.id LIMIT 1) AS eventId
    FROM Person p WHERE p.erasedAt IS NULL AND p.createdAt < ?1
      AND NOT EXISTS (SELECT 1 FROM PersonMerge g WHERE g.mergedId = p.id AND g.undoneAt IS NULL)
      AND NOT EXISTS (SELECT 1 FROM Place q WHERE q.personId = p.id AND (q.createdAt >= ?1 OR ${ended('q.eventId')} >= ?1))
      AND NOT EXISTS (SELECT 1 FROM WalkIn w WHERE w.personId = p.id AND w.createdAt >= ?1)
      AND NOT EXISTS (SELECT 1 FROM RoleAtSchool r WHERE r.personId = p.id AND (r.learnedAt >= ?1 OR r.toDate >= ?1))
      AND NOT EXISTS (SELECT 1 FROM Account a WHERE a.personId = p.id AND (a.createdAt >= ?1
        OR EXISTS (SELECT 1 FROM SignIn s WHERE s.accountId = a.id AND s.seenAt >= ?1)
        OR EXISTS (SELECT 1 FROM StaffRole f WHERE f.accountId = a.id AND f.revokedAt IS NULL AND f.linkId IS NULL)))`,
  destroy: [],
}

export const dueRows: Record<RunClass, readonly DueRows[]> = {
  people: [people],
  messages: [
    {
      kind: 'MessageBody',
      due: `SELECT m.id, m.personId, m.eventId FROM Message m WHERE m.redaction IN (0, 1) AND m.createdAt < ?1 AND m.state IN ('sent', 'failed')`,
      destroy: [
        `UPDATE MessageBody SET toAddress = 'not kept', email = '', fromAddress = '', replyTo = NULL, subject = 'A message whose text is no longer kept',
           text = 'The text is not kept: its time is over.', html = '', attachments = '[]', headers = '{}' WHERE messageId ${among('MessageBody')}`,
        `UPDATE Message SET redaction = 2, lastError = NULL WHERE id ${among('MessageBody')}`,
      ],
    },
    {
      kind: 'SendingRecipient',
      due: `SELECT t.sendingId || ' ' || t.number AS id, t.personId, s.eventId FROM Sending s JOIN SendingRecipient t ON t.sendingId = s.id
        WHERE s.createdAt < ?1 AND s.state IN ('done', 'stopped') AND t.email NOT LIKE '%@erased.invalid'`,
      destroy: [
        `UPDATE SendingRecipient SET email = 'erased-' || number || '@erased.invalid', name = '' WHERE sendingId || ' ' || number ${among('SendingRecipient')}`,
      ],
    },
  ],
  answers: [
    {
      kind: 'Answer',
      due: `SELECT t.id, p.personId, b.eventId FROM Answer t JOIN Booking b ON b.id = t.bookingId LEFT JOIN Place p ON p.id = t.placeId WHERE ${ended('b.eventId')} < ?1`,
      destroy: [`DELETE FROM Answer WHERE id ${among('Answer')}`],
    },
    {
      kind: 'InviteReply',
      due: `SELECT t.id, i.personId, x.eventId FROM InviteReply t JOIN Invitation i ON i.id = t.invitationId JOIN Session x ON x.id = i.sessionId WHERE ${ended('x.eventId')} < ?1`,
      destroy: [`DELETE FROM InviteReply WHERE id ${among('InviteReply')}`],
    },
    {
      kind: 'DelegateStatement',
      due: `SELECT t.id, l.personId, p.eventId FROM DelegateStatement t JOIN PlaceLink l ON l.id = t.linkId JOIN Place p ON p.id = l.placeId WHERE ${ended('p.eventId')} < ?1`,
      destroy: [`DELETE FROM DelegateStatement WHERE id ${among('DelegateStatement')}`],
    },
    {
      kind: 'MeetingReport',
      due: `SELECT t.id, NULL AS personId, s.eventId FROM MeetingReport t JOIN Session s ON s.id = t.sessionId WHERE t.pending <> '' AND ${ended('s.eventId')} < ?1`,
      destroy: [`UPDATE MeetingReport SET pending = '' WHERE id ${among('MeetingReport')}`],
    },
    {
      kind: 'Joining',
      due: `SELECT t.id, l.personId, p.eventId FROM Joining t JOIN PlaceLink l ON l.id = t.linkId JOIN Place p ON p.id = l.placeId WHERE ${ended('p.eventId')} < ?1`,
      destroy: [`DELETE FROM Joining WHERE id ${among('Joining')}`],
    },
    {
      // Of an evaluation the texts go, and the figures stay.
      kind: 'EvaluationAnswer',
      due: `SELECT t.id, NULL AS personId, q.eventId FROM EvaluationQuestion q JOIN EvaluationAnswer t ON t.questionId = q.id WHERE ${isInWords('q.kind')} AND ${ended('q.eventId')} < ?1`,
      destroy: [`DELETE FROM EvaluationAnswer WHERE id ${among('EvaluationAnswer')}`],
    },
  ],
  claims: [
    ...(['Claim', 'TrustClaim'] as const).map((table) => ({
      kind: table,
      due: `SELECT t.id, t.personId, NULL AS eventId FROM ${table} t WHERE t.reason IS NOT NULL AND t.state IN ('refused', 'ended') AND t.decidedAt < ?1`,
      destroy: [`UPDATE ${table} SET reason = NULL WHERE id ${among(table)}`],
    })),
    {
      kind: 'UnlistedClaim',
      due: `SELECT t.id, t.personId, NULL AS eventId FROM UnlistedClaim t WHERE t.name <> 'Erased' AND t.state <> 'requested' AND t.decidedAt < ?1`,
      destroy: [`UPDATE UnlistedClaim SET name = 'Erased', postcode = '', reason = NULL WHERE id ${among('UnlistedClaim')}`],
    },
    {
      kind: 'BookingRequest',
      due: `SELECT t.id, a.personId, t.eventId FROM BookingRequest t LEFT JOIN Account a ON a.id = t.accountId WHERE t.reason <> 'Erased' AND t.state <> 'waiting' AND t.settledAt < ?1`,
      destroy: [`UPDATE BookingRequest SET reason = 'Erased' WHERE id ${among('BookingRequest')}`],
    },
  ],
  complaints: [
    {
      kind: 'DataComplaint',
      due: `SELECT t.id, (SELECT p.id FROM Person p WHERE p.email = t.email LIMIT 1) AS personId, NULL AS eventId FROM DataComplaint t WHERE t.answeredAt < ?1`,
      destroy: [`DELETE FROM DataComplaint WHERE id ${among('DataComplaint')}`],
    },
  ],
  mail_reports: [
    {
      // All webhooks of a message together, so that its status is never based on half of them.
      kind: 'MailEvent of message',
      due: `SELECT DISTINCT m.id, m.personId, m.eventId FROM MailEvent v JOIN Message m ON m.id = v.messageId WHERE m.createdAt < ?1 AND v.receivedAt < ?1
        AND NOT EXISTS (SELECT 1 FROM MailEvent o WHERE o.messageId = m.id AND (o.followedAt IS NULL OR o.receivedAt >= ?1))`,
      destroy: [
        `INSERT INTO RowToDestroy (kind, id, class) SELECT 'MailEvent', v.id, 'mail_reports' FROM MailEvent v WHERE v.messageId ${among('MailEvent of message')}`,
        `DELETE FROM MailEvent WHERE id ${among('MailEvent')}`,
      ],
    },
    {
      kind: 'MailEvent',
      due: `SELECT v.id, NULL AS personId, NULL AS eventId FROM MailEvent v WHERE v.messageId IS NULL AND v.followedAt IS NOT NULL AND v.receivedAt < ?1
        AND NOT EXISTS (SELECT 1 FROM InviteReply r WHERE r.id = v.id)`,
      destroy: [`DELETE FROM MailEvent WHERE id ${among('MailEvent')}`],
    },
    {
      kind: 'AddressProblem',
      due: `SELECT t.id, (SELECT p.id FROM Person p WHERE p.email = t.email LIMIT 1) AS personId, NULL AS eventId FROM AddressProblem t WHERE t.solvedAt < ?1`,
      destroy: [`DELETE FROM AddressProblem WHERE id ${among('AddressProblem')}`],
    },
  ],
}

/** SQL: row q (id, personId, eventId) of the class is under a hold. */
export const isHeld = (of: RunClass): string =>
  `EXISTS (SELECT 1 FROM LegalHold h WHERE h.endedAt IS NULL AND ((h.scope = 'class' AND h.value = '${of}')
     OR (h.scope = 'person' AND h.value = q.personId) OR (h.scope = 'event' AND h.value = q.eventId)))`
