import type { Rows } from '#base/db/list-rows.ts'
import { all, mapped, only, type Read, together } from '#base/db/read.ts'
import {
  type Asked,
  deliveryStatusOf,
  type ExportedMessage,
  type FailedMessages,
  type MessageFigures,
  type MessageOutcome,
  mostAgain,
  noOutcomes,
  type Outcomes,
  pageSize,
} from './listed-message.ts'

/** SQL: how message `m` ended. */
export const deliveryStatusSql = `CASE WHEN m.withheld = 1 AND m.state <> 'sent' THEN 'withheld' WHEN m.state IN ('queued', 'sending') THEN 'waiting'
  WHEN m.state = 'failed' THEN 'failed' WHEN m.deliveryStatus IS NULL THEN 'sent' WHEN m.deliveryStatus = 'delivered' THEN 'accepted'
  WHEN m.deliveryStatus IN ('delayed', 'complained') THEN m.deliveryStatus ELSE 'bounced' END`

/** SQL: message `m` was sent again, so another one stands for it. */
export const replaced = 'EXISTS (SELECT 1 FROM Message a WHERE a.resendOfId = m.id)'

/** SQL: not replaced, or delivered before it was sent again. */
const standing = `(${deliveryStatusSql} NOT IN ('failed', 'bounced', 'withheld') OR NOT ${replaced})`

const narrowed = `(?2 = '' OR m.eventId IN (SELECT id FROM Event WHERE id = ?2 OR code = upper(?2)))
  AND (?3 = '' OR m.schoolId IN (SELECT id FROM School WHERE rootId = ?3))
  AND (?4 = '' OR m.personId = ?4 OR m.recipient IN (SELECT id FROM Account WHERE personId = ?4))
  AND (?5 = '' OR m.sendingId = ?5) AND (?6 = '' OR m.kind = ?6) AND (?7 = '' OR m.createdAt >= ?7) AND (?8 = '' OR m.createdAt < ?8)
  AND (?9 = '[]' OR NOT EXISTS (SELECT 1 FROM json_each(?9) w JOIN MessageBody b ON b.messageId = m.id
    WHERE instr(lower(b.toAddress || ' ' || b.subject), w.value) = 0))`

const inState = `(?1 = '[]' OR (${deliveryStatusSql} IN (SELECT value FROM json_each(?1)) AND ${standing}))`

const matching = `FROM Message m WHERE ${narrowed} AND ${inState}`

const bound = ({ filter, words, since, until }: Asked): string[] => [
  JSON.stringify(filter.state === 'all' ? [] : deliveryStatusOf[filter.state]),
  filter.event,
  filter.school,
  filter.person,
  filter.sending,
  filter.kind,
  since,
  until,
  JSON.stringify(words),
]

const outcomesOf = (rows: readonly { became: MessageOutcome; n: number }[]): Outcomes => ({
  ...noOutcomes,
  ...Object.fromEntries(rows.map(({ became, n }) => [became, n])),
})

const told = (...types: string[]): string =>
  `(SELECT MIN(v.at) FROM MailEvent v WHERE v.messageId = page.id AND v.type IN (${types.map((type) => `'email.${type}'`).join(', ')}))`

/** Undelivered first, then newest first; in a file oldest first. Without texts. */
export const messageRows = (asked: Asked, inFile = false): Rows<ExportedMessage> => ({
  sql: `SELECT m.*, ${deliveryStatusSql} AS became, ${replaced} AS replaced,
      ${deliveryStatusSql} NOT IN ('failed', 'bounced', 'withheld') OR ${replaced} AS settled ${matching}`,
  ...{ values: bound(asked), by: inFile ? ['id'] : ['settled', 'id DESC'], size: pageSize },
  shown: `SELECT page.id, page.kind, page.state, page.became, page.replaced, page.attempts, page.createdAt, page.dueAt, page.sentAt, page.deliveryStatusAt,
      page.lastError, page.firstTriedAt, page.providerId, page.method, page.sequence, page.resendOfId, b.toAddress, b.subject, e.code AS eventCode,
      e.title AS eventTitle, r.name AS schoolName, r.urn, k.reference, ${told('delivery_delayed')} AS delayedAt,
      COALESCE(${told('delivered')}, IIF(page.deliveryStatus = 'delivered', page.deliveryStatusAt, NULL)) AS acceptedAt,
      COALESCE(${told('bounced', 'failed')}, IIF(page.deliveryStatus IN ('bounced', 'failed'), page.deliveryStatusAt, NULL)) AS bouncedAt,
      COALESCE(${told('complained')}, IIF(page.deliveryStatus = 'complained', page.deliveryStatusAt, NULL)) AS complainedAt,
      COALESCE(${told('suppressed')}, IIF(page.deliveryStatus = 'suppressed', page.deliveryStatusAt, NULL)) AS suppressedAt,
      (SELECT a.id FROM Message a WHERE a.resendOfId = page.id ORDER BY a.id DESC LIMIT 1) AS againAs
    FROM page JOIN MessageBody b ON b.messageId = page.id LEFT JOIN Event e ON e.id = page.eventId
      LEFT JOIN School s ON s.id = page.schoolId LEFT JOIN School r ON r.id = s.rootId LEFT JOIN Booking k ON k.id = page.bookingId`,
})

/** Counts by outcome, the events to filter by, and the names of what is filtered by. */
export const selectMessageFigures = (db: D1Database, asked: Asked): Read<MessageFigures> =>
  together({
    counts: mapped(
      all<{ became: MessageOutcome; n: number }>(
        db
          .prepare(
            `SELECT ${deliveryStatusSql} AS became, COUNT(*) AS n FROM Message m WHERE ${narrowed} AND ${standing} AND ?1 IS NOT NULL GROUP BY became`,
          )
          .bind(...bound(asked)),
      ),
      outcomesOf,
    ),
    events: all<MessageFigures['events'][number]>(
      db.prepare(
        `SELECT e.id, e.code, e.title, (SELECT MIN(s.startsAt) FROM ActiveSession s WHERE s.eventId = e.id) AS startsAt FROM Event e
         WHERE EXISTS (SELECT 1 FROM Message m WHERE m.eventId = e.id) ORDER BY startsAt DESC LIMIT 200`,
      ),
    ),
    named: only<MessageFigures['named']>(
      db
        .prepare('SELECT (SELECT name FROM School WHERE id = ?1) AS school, (SELECT name FROM Person WHERE id = ?2) AS person')
        .bind(asked.filter.school, asked.filter.person),
    ),
  })

const overtakenBefore = 'EXISTS (SELECT 1 FROM Message n WHERE n.invitationId = m.invitationId AND n.sequence > m.sequence)'

/** SQL: `m` failed, was not sent again, has nothing newer about it, and its address works. */
export const canGoAgain = `m.state = 'failed' AND m.withheld = 0 AND NOT ${replaced}
  AND NOT ${overtakenBefore}
  AND NOT EXISTS (SELECT 1 FROM MessageBody b JOIN AddressProblem t ON t.email = b.email AND t.solvedAt IS NULL WHERE b.messageId = m.id)`

/** The filter's failed messages: which can be sent again, and why others cannot. */
export const selectFailed = (db: D1Database, asked: Asked): Read<FailedMessages> => {
  const key = bound({ ...asked, filter: { ...asked.filter, state: 'troubled' } })
  const read = together({
    ids: all<{ id: string }>(db.prepare(`SELECT m.id ${matching} AND ${canGoAgain} ORDER BY m.rowid LIMIT ?10`).bind(...key, mostAgain)),
    sums: only<{ overtaken: number; addressFails: number }>(
      db
        .prepare(
          `SELECT COALESCE(SUM(o), 0) AS overtaken, COALESCE(SUM(NOT o AND f), 0) AS addressFails FROM (
           SELECT ${overtakenBefore} AS o,
             (m.withheld = 1 OR m.state = 'sent' OR EXISTS (SELECT 1 FROM MessageBody b JOIN AddressProblem t ON t.email = b.email AND t.solvedAt IS NULL
               WHERE b.messageId = m.id)) AS f ${matching})`,
        )
        .bind(...key),
    ),
    overtakenOnes: all<FailedMessages['overtakenOnes'][number]>(
      db
        .prepare(
          `SELECT m.id, b.subject, b.toAddress FROM (SELECT m.id ${matching} AND ${overtakenBefore} ORDER BY m.id DESC LIMIT ?10) m
           JOIN MessageBody b ON b.messageId = m.id ORDER BY m.id DESC`,
        )
        .bind(...key, pageSize),
    ),
  })
  return mapped(read, ({ ids, sums, overtakenOnes }) => ({ ids: ids.map(({ id }) => id), ...sums, overtakenOnes }))
}
