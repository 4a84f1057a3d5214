import { all, mapped, only, readTogether } from '#base/db/read.ts'
import {
  type Asked,
  deliveryStatusOf,
  type ExportedMessage,
  type FailedMessages,
  type ListedMessage,
  type MessageList,
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

// Undelivered ones come first, because somebody must act.
const troubledFirst = `CASE WHEN became IN ('failed', 'bounced', 'withheld') AND replaced = 0 THEN 0 ELSE 1 END, m.id DESC`

/**
 * One page of messages (undelivered first, then newest), counts by outcome, and the events to
 * filter by; one round trip.
 */
export const listMessages = async (db: D1Database, asked: Asked, page: number): Promise<MessageList> => {
  const key = bound(asked)
  const { total, named, ...list } = await readTogether(db, {
    messages: all<ListedMessage>(
      db
        .prepare(
          `SELECT m.id, m.kind, m.state, m.became, m.replaced, m.attempts, m.createdAt, m.dueAt, m.sentAt, m.deliveryStatusAt, m.lastError, b.toAddress, b.subject,
             e.code AS eventCode, e.title AS eventTitle, r.name AS schoolName
           FROM (SELECT m.*, ${deliveryStatusSql} AS became, ${replaced} AS replaced ${matching} ORDER BY ${troubledFirst} LIMIT ?10 OFFSET ?11) m
             JOIN MessageBody b ON b.messageId = m.id LEFT JOIN Event e ON e.id = m.eventId
             LEFT JOIN School s ON s.id = m.schoolId LEFT JOIN School r ON r.id = s.rootId
           ORDER BY ${troubledFirst}`,
        )
        .bind(...key, pageSize, (page - 1) * pageSize),
    ),
    total: only<{ n: number }>(db.prepare(`SELECT COUNT(*) AS n ${matching}`).bind(...key)),
    counts: mapped(
      all<{ became: MessageOutcome; n: number }>(
        db
          .prepare(
            `SELECT ${deliveryStatusSql} AS became, COUNT(*) AS n FROM Message m WHERE ${narrowed} AND ${standing} AND ?1 IS NOT NULL GROUP BY became`,
          )
          .bind(...key),
      ),
      outcomesOf,
    ),
    events: all<MessageList['events'][number]>(
      db.prepare(
        `SELECT e.id, e.code, e.title, (SELECT MIN(s.startsAt) FROM ActiveSession s WHERE s.eventId = e.id) AS startsAt FROM Event e
         WHERE EXISTS (SELECT 1 FROM Message m WHERE m.eventId = e.id) ORDER BY startsAt DESC LIMIT 200`,
      ),
    ),
    named: only<{ school: string | null; person: string | null }>(
      db
        .prepare('SELECT (SELECT name FROM School WHERE id = ?1) AS school, (SELECT name FROM Person WHERE id = ?2) AS person')
        .bind(asked.filter.school, asked.filter.person),
    ),
  })
  return { ...list, ...named, total: total.n }
}

const told = (...types: string[]): string =>
  `(SELECT MIN(v.at) FROM MailEvent v WHERE v.messageId = m.id AND v.type IN (${types.map((type) => `'email.${type}'`).join(', ')}))`

/**
 * Everything the filter finds, oldest first, up to `limit`, without message texts; one round trip.
 */
export const messagesForExport = async (db: D1Database, asked: Asked, limit: number): Promise<ExportedMessage[]> =>
  (
    await db
      .prepare(
        `SELECT m.id, m.kind, ${deliveryStatusSql} AS became, b.toAddress, b.subject, e.code AS eventCode, e.title AS eventTitle, r.name AS schoolName, r.urn,
           k.reference, m.createdAt, m.firstTriedAt, m.attempts, m.sentAt, m.providerId, ${told('delivery_delayed')} AS delayedAt,
           COALESCE(${told('delivered')}, IIF(m.deliveryStatus = 'delivered', m.deliveryStatusAt, NULL)) AS acceptedAt,
           COALESCE(${told('bounced', 'failed')}, IIF(m.deliveryStatus IN ('bounced', 'failed'), m.deliveryStatusAt, NULL)) AS bouncedAt,
           COALESCE(${told('complained')}, IIF(m.deliveryStatus = 'complained', m.deliveryStatusAt, NULL)) AS complainedAt,
           COALESCE(${told('suppressed')}, IIF(m.deliveryStatus = 'suppressed', m.deliveryStatusAt, NULL)) AS suppressedAt,
           m.lastError, m.method, m.sequence, m.resendOfId,
           (SELECT a.id FROM Message a WHERE a.resendOfId = m.id ORDER BY a.id DESC LIMIT 1) AS againAs
         FROM (SELECT m.* ${matching} ORDER BY m.id LIMIT ?10) m JOIN MessageBody b ON b.messageId = m.id LEFT JOIN Event e ON e.id = m.eventId
           LEFT JOIN School s ON s.id = m.schoolId LEFT JOIN School r ON r.id = s.rootId LEFT JOIN Booking k ON k.id = m.bookingId
         ORDER BY m.id`,
      )
      .bind(...bound(asked), limit)
      .all<ExportedMessage>()
  ).results

/** How many messages the filter finds; one round trip. */
export const countMessages = async (db: D1Database, asked: Asked): Promise<number> =>
  (
    await db
      .prepare(`SELECT COUNT(*) AS n ${matching}`)
      .bind(...bound(asked))
      .first<{ n: number }>()
  )?.n ?? 0

const overtakenBefore = 'EXISTS (SELECT 1 FROM Message n WHERE n.invitationId = m.invitationId AND n.sequence > m.sequence)'

/**
 * SQL: message `m` failed and can be sent again: not done yet, nothing newer about it, and its
 * address works.
 */
export const canGoAgain = `m.state = 'failed' AND m.withheld = 0 AND NOT ${replaced}
  AND NOT ${overtakenBefore}
  AND NOT EXISTS (SELECT 1 FROM MessageBody b JOIN AddressProblem t ON t.email = b.email AND t.solvedAt IS NULL WHERE b.messageId = m.id)`

/** The filter's failed messages: which can be sent again, and why others cannot; one round trip. */
export const failedMessages = async (db: D1Database, asked: Asked): Promise<FailedMessages> => {
  const key = bound({ ...asked, filter: { ...asked.filter, state: 'troubled' } })
  const { ids, sums, overtakenOnes } = await readTogether(db, {
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
  return { ids: ids.map(({ id }) => id), ...sums, overtakenOnes }
}
