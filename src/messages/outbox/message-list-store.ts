import { mostCounted, type Rows } from '#base/db/list-rows.ts'
import { all, mapped, only, type Read, together } from '#base/db/read.ts'
import {
  type Asked,
  deliveryStatusOf,
  type ExportedMessage,
  type FailedMessages,
  type MessageFigures,
  type MessageOutcome,
  mostAgain,
  mostNamed,
  noOutcomes,
  type Outcomes,
  pageSize,
  troubles,
} from './listed-message.ts'

/** SQL: how message `m` ended. */
export const deliveryStatusSql = `CASE WHEN m.withheld = 1 AND m.state <> 'sent' THEN 'withheld' WHEN m.state IN ('queued', 'sending') THEN 'waiting'
  WHEN m.state = 'failed' THEN 'failed' WHEN m.deliveryStatus IS NULL THEN 'sent' WHEN m.deliveryStatus = 'delivered' THEN 'accepted'
  WHEN m.deliveryStatus IN ('delayed', 'complained') THEN m.deliveryStatus ELSE 'bounced' END`

/** SQL: message `m` was sent again, so another one stands for it. */
export const replaced = 'EXISTS (SELECT 1 FROM Message a WHERE a.resendOfId = m.id)'

/** SQL: message `m` is to whoever complained. Administrators alone see complaints. */
export const ofComplaint = (m: string): string => `${m}.kind IN ('complaint_received', 'complaint_answered')`

/** SQL: whom message `m` of body `b` went to; who complained stands on their complaint alone. */
export const sentTo = (m: string): string => `IIF(${ofComplaint(m)}, 'The person who complained', b.toAddress)`

/** SQL: not replaced, or delivered before it was sent again. */
const standing = `(${deliveryStatusSql} NOT IN ('failed', 'bounced', 'withheld') OR NOT ${replaced})`

/** SQL: messages of a filter, of which `values` are the parameters, whatever became of them. */
const narrowedTo = ({ filter, words, since, until }: Asked): { narrowed: string; values: string[] } => {
  const values: string[] = []
  const when = (value: string, condition: (bound: string) => string): string[] =>
    value === '' || value === '[]' ? [] : [condition(`?${values.push(value)}`)]
  const conditions = [
    ...when(filter.event, (bound) => `m.eventId IN (SELECT id FROM Event WHERE id = ${bound} OR code = upper(${bound}))`),
    ...when(filter.school, (bound) => `m.schoolId IN (SELECT id FROM School WHERE rootId = ${bound})`),
    ...when(filter.person, (bound) => `(m.personId = ${bound} OR m.recipient IN (SELECT id FROM Account WHERE personId = ${bound}))`),
    ...when(filter.sending, (bound) => `m.sendingId = ${bound}`),
    ...when(filter.kind, (bound) => `m.kind = ${bound}`),
    ...when(since, (bound) => `m.createdAt >= ${bound}`),
    ...when(until, (bound) => `m.createdAt < ${bound}`),
    ...when(
      JSON.stringify(words),
      (bound) => `NOT EXISTS (SELECT 1 FROM json_each(${bound}) w JOIN MessageBody b ON b.messageId = m.id
        WHERE instr(lower(${sentTo('m')} || ' ' || b.subject), w.value) = 0)`,
    ),
  ]
  return { narrowed: ['1', ...conditions].join(' AND '), values }
}

/** SQL: the same, of those in the state that is asked for. */
const matchingTo = (asked: Asked): { matching: string; values: string[] } => {
  const { narrowed, values } = narrowedTo(asked)
  const { state } = asked.filter
  if (state === 'all') return { matching: narrowed, values }
  const states = `?${values.push(JSON.stringify(deliveryStatusOf[state]))}`
  return { matching: `${narrowed} AND ${deliveryStatusSql} IN (SELECT value FROM json_each(${states})) AND ${standing}`, values }
}

/** SQL: message `m` was not delivered, as in the index `Message_undelivered`. */
const undelivered = `(m.state = 'failed' OR (m.withheld = 1 AND m.state <> 'sent')
  OR (m.state = 'sent' AND m.deliveryStatus IN ('bounced', 'suppressed', 'failed')))`

const eventAt = (...types: string[]): string =>
  `(SELECT MIN(v.at) FROM MailEvent v WHERE v.messageId = page.id AND v.type IN (${types.map((type) => `'email.${type}'`).join(', ')}))`

/** SQL: what is shown of each message of a page. */
const shown = `SELECT page.id, page.kind, page.state, page.became, page.replaced, page.attempts, page.createdAt, page.dueAt, page.sentAt, page.deliveryStatusAt,
    IIF(${ofComplaint('page')}, NULL, page.lastError) AS lastError, page.firstTriedAt, page.providerId, page.method, page.sequence, page.resendOfId, ${sentTo('page')} AS toAddress, b.subject, e.code AS eventCode,
    e.title AS eventTitle, r.name AS schoolName, r.urn, k.reference, ${eventAt('delivery_delayed')} AS delayedAt,
    COALESCE(${eventAt('delivered')}, IIF(page.deliveryStatus = 'delivered', page.deliveryStatusAt, NULL)) AS acceptedAt,
    COALESCE(${eventAt('bounced', 'failed')}, IIF(page.deliveryStatus IN ('bounced', 'failed'), page.deliveryStatusAt, NULL)) AS bouncedAt,
    COALESCE(${eventAt('complained')}, IIF(page.deliveryStatus = 'complained', page.deliveryStatusAt, NULL)) AS complainedAt,
    COALESCE(${eventAt('suppressed')}, IIF(page.deliveryStatus = 'suppressed', page.deliveryStatusAt, NULL)) AS suppressedAt,
    (SELECT a.id FROM Message a WHERE a.resendOfId = page.id ORDER BY a.id DESC LIMIT 1) AS againAs
  FROM page JOIN MessageBody b ON b.messageId = page.id LEFT JOIN Event e ON e.id = page.eventId
    LEFT JOIN School s ON s.id = page.schoolId LEFT JOIN School r ON r.id = s.rootId LEFT JOIN Booking k ON k.id = page.bookingId`

/** Undelivered first, then newest first; in a file oldest first. Without texts. */
export const messageRows = (asked: Asked, inFile = false): Rows<ExportedMessage> => {
  const { matching, values } = matchingTo(asked)
  const those = (condition: string): string =>
    `SELECT m.*, ${deliveryStatusSql} AS became, ${replaced} AS replaced FROM Message m WHERE ${condition} AND ${matching}`
  const { state } = asked.filter
  const first = those(`${undelivered} AND NOT ${replaced}`)
  const onlyFirst = state !== 'all' && deliveryStatusOf[state].every((one) => troubles.includes(one))
  return {
    sql: inFile ? those('1') : onlyFirst ? first : [first, those(`(${undelivered} IS NOT TRUE OR ${replaced})`)],
    values,
    by: inFile ? ['id'] : ['id DESC'],
    size: pageSize,
    shown,
  }
}

const usualOutcomes = {
  waiting: `m.state IN ('queued', 'sending') AND m.withheld = 0`,
  sent: `m.state = 'sent' AND m.deliveryStatus IS NULL`,
  delayed: `m.state = 'sent' AND m.deliveryStatus = 'delayed'`,
  accepted: `m.state = 'sent' AND m.deliveryStatus = 'delivered'`,
  complained: `m.state = 'sent' AND m.deliveryStatus = 'complained'`,
}

/** Counts by outcome; what was delivered or waits is counted to one more than `mostCounted`. */
const selectOutcomes = (db: SqlDatabase, asked: Asked): Read<Outcomes> => {
  const { narrowed, values } = narrowedTo(asked)
  const usual = Object.entries(usualOutcomes).map(
    ([became, condition]) =>
      `(SELECT COUNT(*) FROM (SELECT 1 FROM Message m WHERE ${condition} AND ${narrowed} LIMIT ${mostCounted + 1})) AS ${became}`,
  )
  const read = together({
    usual: only<Partial<Outcomes>>(db.prepare(`SELECT ${usual.join(', ')}`).bind(...values)),
    unusual: all<{ became: MessageOutcome; n: number }>(
      db
        .prepare(
          `SELECT ${deliveryStatusSql} AS became, COUNT(*) AS n FROM Message m WHERE ${undelivered} AND NOT ${replaced} AND ${narrowed} GROUP BY became`,
        )
        .bind(...values),
    ),
  })
  return mapped(read, ({ usual, unusual }) => ({
    ...noOutcomes,
    ...usual,
    ...Object.fromEntries(unusual.map(({ became, n }) => [became, n])),
  }))
}

/** Counts by outcome, the events to filter by, and the names of what is filtered by. */
export const selectMessageFigures = (db: SqlDatabase, asked: Asked): Read<MessageFigures> =>
  together({
    counts: selectOutcomes(db, asked),
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
export const selectFailed = (db: SqlDatabase, asked: Asked): Read<FailedMessages> => {
  const { matching, values } = matchingTo({ ...asked, filter: { ...asked.filter, state: 'troubled' } })
  const failed = `FROM Message m WHERE ${undelivered} AND ${matching}`
  const most = `?${values.length + 1}`
  const read = together({
    ids: all<{ id: string }>(
      db.prepare(`SELECT m.id ${failed} AND ${canGoAgain} ORDER BY m.rowid LIMIT ${most}`).bind(...values, mostAgain),
    ),
    sums: only<{ overtaken: number; addressFails: number }>(
      db
        .prepare(
          `SELECT COALESCE(SUM(o), 0) AS overtaken, COALESCE(SUM(NOT o AND f), 0) AS addressFails FROM (
           SELECT ${overtakenBefore} AS o,
             (m.withheld = 1 OR m.state = 'sent' OR EXISTS (SELECT 1 FROM MessageBody b JOIN AddressProblem t ON t.email = b.email AND t.solvedAt IS NULL
               WHERE b.messageId = m.id)) AS f ${failed})`,
        )
        .bind(...values),
    ),
    overtakenOnes: all<FailedMessages['overtakenOnes'][number]>(
      db
        .prepare(
          `SELECT m.id, b.subject, b.toAddress FROM (SELECT m.id ${failed} AND ${overtakenBefore} ORDER BY m.id DESC LIMIT ${most}) m
           JOIN MessageBody b ON b.messageId = m.id ORDER BY m.id DESC`,
        )
        .bind(...values, mostNamed),
    ),
  })
  return mapped(read, ({ ids, sums, overtakenOnes }) => ({ ids: ids.map(({ id }) => id), ...sums, overtakenOnes }))
}
