import type { Act, Moment } from '#base/act.ts'
import { addDays, addMinutes, type Day, type Instant, instant, londonDay } from '#base/dates.ts'
import { guard } from '#base/db/atomically.ts'
import { type Condition, exists } from '#base/db/condition.ts'
import { triable } from '#base/db/failed-job.ts'
import { one, type Read, readNow } from '#base/db/read.ts'
import type { Invoice } from '#base/db/rows.ts'
import { insertOnce, sql, update } from '#base/db/write.ts'
import { titleInSubject } from '#messages/outbox/subject-store.ts'
import { joinNotified, nameOfNotified } from '#people/accounts/account-store.ts'
import { type InvoiceState, type InvoiceSums, type ReminderStep, reminderSteps } from './invoice.ts'

/** `schoolId` is the root of the school that booked. */
export type FoundInvoice = Omit<Invoice, 'state' | 'createdById'> &
  InvoiceSums & {
    state: InvoiceState
    /** What was taken back of payments recorded as made elsewhere; `received` leaves it out. */
    takenBack: number
    payerName: string
    billingAddress: string
    schoolId: string
    schoolName: string
    eventId: string
    eventTitle: string
    /** What others may see of it, in a subject. */
    subjectTitle: string
    /** Of its first session that stands. */
    startsAt: Instant | null
    eventCode: string
    contactEmail: string
    reference: string
    /** The purchase order number that the booking gives now; a void invoice keeps its own. */
    givenPo: string
    billingEmail: string
    toldId: string | null
    toldEmail: string | null
    toldName: string | null
    customerId: string | null
    replacesNumber: number | null
    replacedByNumber: number | null
    /** It is to be voided, and Stripe does not know yet. */
    voiding: number
    /** Stripe refused a call about it. */
    failed: string | null
    /** Stripe's total differs. */
    differs: number
  }

const moneyOf = (kind: 'payment' | 'refund' | 'taken_back') =>
  `(SELECT COALESCE(SUM(ABS(m.pence)), 0) FROM LedgerLine m WHERE m.bookingId = i.bookingId AND m.kind = '${kind}' AND m.rule ->> '$.invoice' = i.id)`
const received = `(${moneyOf('payment')} - ${moneyOf('taken_back')})`

/** SQL: received less refunded less what invoice `i` asks for; negative when owed. */
const paidBeyond = `(${received} - ${moneyOf('refund')} - i.pence - i.vatPence
  + (SELECT COALESCE(SUM(n.pence + n.vatPence), 0) FROM CreditNote n WHERE n.invoiceId = i.id))`

const payerName = `COALESCE(NULLIF(pd.billingName, ''), ps.name, (SELECT x.trustName FROM SchoolIdentity x
  WHERE x.trustUid = p.trustUid AND x.supersededAt IS NULL AND x.trustName IS NOT NULL ORDER BY x.learnedAt DESC LIMIT 1), '')`

const columns = `i.id, i.number, i.payerId, i.bookingId, i.state, i.poNumber, i.pence, i.vatPence, i.taxPoint, i.dueOn, i.stripeId, i.hostedUrl, i.replacesId,
  i.createdAt, i.sentAt, i.settledAt, i.pence + i.vatPence AS gross,
  (SELECT COALESCE(SUM(n.pence + n.vatPence), 0) FROM CreditNote n WHERE n.invoiceId = i.id) AS credited,
  ${received} AS received, ${moneyOf('taken_back')} AS takenBack, ${moneyOf('refund')} AS refunded, ${payerName} AS payerName, COALESCE(pd.billingAddress, '') AS billingAddress,
  r.id AS schoolId, r.name AS schoolName, e.id AS eventId, e.title AS eventTitle, ${titleInSubject} AS subjectTitle,
  (SELECT MIN(x.startsAt) FROM ActiveSession x WHERE x.eventId = e.id) AS startsAt, e.code AS eventCode, e.contactEmail, b.reference,
  IIF(i.state <> 'void' AND pay.payerId = i.payerId, pay.poNumber, i.poNumber) AS givenPo`

const joins = `JOIN Booking b ON b.id = i.bookingId JOIN Event e ON e.id = b.eventId JOIN School s ON s.id = b.schoolId JOIN School r ON r.id = s.rootId
  JOIN Payer p ON p.id = i.payerId LEFT JOIN School ps ON ps.id = p.schoolId LEFT JOIN PayerDetails pd ON pd.payerId = p.id AND pd.supersededAt IS NULL
  LEFT JOIN BookingPayer pay ON pay.bookingId = i.bookingId AND pay.supersededAt IS NULL`

type Of = { id: string } | { number: number } | { stripeId: string }

const conditionOf = (of: Of): [condition: string, value: string | number] =>
  'id' in of ? ['i.id = ?1', of.id] : 'number' in of ? ['i.number = ?1', of.number] : ['i.stripeId = ?1', of.stripeId]

const selectFound = (db: SqlDatabase, condition: string, ...values: unknown[]): SqlStatement =>
  db
    .prepare(
      `SELECT ${columns}, COALESCE(NULLIF(pay.billingEmail, ''), pd.billingEmail, '') AS billingEmail, a.id AS toldId, a.email AS toldEmail, ${nameOfNotified} AS toldName,
         (SELECT c.stripeId FROM StripeCustomer c WHERE c.payerId = i.payerId) AS customerId,
         (SELECT o.number FROM Invoice o WHERE o.id = i.replacesId) AS replacesNumber,
         (SELECT MIN(o.number) FROM Invoice o WHERE o.replacesId = i.id) AS replacedByNumber,
         EXISTS (SELECT 1 FROM StripeCall k WHERE k.subjectId = i.id AND k.kind = 'invoice.void' AND k.state = 'queued') AS voiding,
         EXISTS (SELECT 1 FROM StripeObjectState x WHERE x.objectId = i.stripeId AND x.state = 'total_differs') AS differs,
         (SELECT k.lastError FROM StripeCall k WHERE k.subjectId = i.id AND k.state = 'failed' ORDER BY k.createdAt DESC LIMIT 1) AS failed
       FROM Invoice i ${joins} ${joinNotified('LEFT JOIN')}
       WHERE ${condition} ORDER BY i.number`,
    )
    .bind(...values)

export const selectInvoice = (db: SqlDatabase, of: Of): Read<FoundInvoice | undefined> =>
  one<FoundInvoice>(selectFound(db, ...conditionOf(of)))

export const readInvoice = (db: SqlDatabase, of: Of) => readNow(db, selectInvoice(db, of))

const reminderKinds = `(${reminderSteps.map((step) => `'invoice_${step}'`).join(', ')})`

const unpaid = `i.state IN ('draft', 'sent', 'overdue') AND i.state <> 'draft' AND i.sentAt IS NOT NULL AND i.dueOn <= ?1 AND ${paidBeyond} < 0
  AND (SELECT SUM(l.pence + l.vatPence) FROM LedgerLine l WHERE l.bookingId = i.bookingId AND l.payerId = i.payerId) > 0
  AND (SELECT COUNT(*) FROM SentOnce o WHERE o.kind IN ${reminderKinds} AND o.subjectId = i.id AND o.moment = i.dueOn) < ${reminderSteps.length}
  AND ${triable('remindOfInvoices', 'i.id')}`

/** May also find invoices whose next reminder is not due yet; `reminderDue` decides. */
export const invoiceRemindersDue = ({ now, stripe }: Moment): Condition[] =>
  stripe ? [exists(`SELECT 1 FROM Invoice i WHERE ${unpaid}`, addDays(londonDay(now), 7))] : []

/** Sent, unpaid and still owed for the booking, with the reminders sent so far. */
export const readToRemind = async (db: SqlDatabase, dueBefore: Day): Promise<(FoundInvoice & { reminded: ReminderStep[] })[]> => {
  const { results } = await selectFound(db, unpaid, dueBefore).all<FoundInvoice>()
  if (results.length === 0) return []
  const reminders = await db
    .prepare(`SELECT subjectId, kind FROM SentOnce WHERE kind IN ${reminderKinds} AND subjectId IN (SELECT value FROM json_each(?1))`)
    .bind(JSON.stringify(results.map(({ id }) => id)))
    .all<{ subjectId: string; kind: string }>()
  return results.map((one) => ({
    ...one,
    reminded: reminderSteps.filter((step) =>
      reminders.results.some(({ subjectId, kind }) => subjectId === one.id && kind === `invoice_${step}`),
    ),
  }))
}

/** Guard: this much is still outstanding and the invoice is in one of these states. */
export const stillOutstanding = (act: Act, invoiceId: string, outstanding: number, states: readonly InvoiceState[]): SqlStatement =>
  guard(
    act.db,
    `EXISTS (SELECT 1 FROM Invoice i WHERE i.id = ?1 AND -${paidBeyond} = ?2 AND i.state IN (SELECT value FROM json_each(?3)))`,
    invoiceId,
    outstanding,
    JSON.stringify(states),
  )

/** Guard: nobody has asked to void the invoice. */
export const notVoidedYet = (act: Act, invoiceId: string): SqlStatement =>
  guard(act.db, `NOT EXISTS (SELECT 1 FROM StripeCall WHERE subjectId = ?1 AND kind = 'invoice.void')`, invoiceId)

/** Moves an invoice forward; one that is further on stays. */
export const moveInvoice = (act: Act, id: string, from: readonly InvoiceState[], to: InvoiceState): SqlStatement =>
  update(
    act.db,
    'Invoice',
    { state: to, settledAt: sql(`IIF(?1 IN ('paid', 'void', 'uncollectible'), ?2, settledAt)`, to, instant(act.now)) },
    { id, state: from },
  )

export const setStripeInvoice = (act: Act, id: string, stripeId: string): SqlStatement =>
  update(act.db, 'Invoice', { stripeId }, { id, stripeId: null })

export const setHostedUrl = (act: Act, id: string, url: string | null): SqlStatement =>
  update(act.db, 'Invoice', { hostedUrl: sql('COALESCE(?1, hostedUrl)', url) }, { id })

/** Marks it as sent; its guard fails the batch when it was sent before. */
export const markSent = (act: Act, id: string): SqlStatement[] => [
  guard(act.db, 'EXISTS (SELECT 1 FROM Invoice WHERE id = ?1 AND sentAt IS NULL)', id),
  update(act.db, 'Invoice', { sentAt: instant(act.now), state: sql(`IIF(state = 'draft', 'sent', state)`) }, { id }),
]

const pastItsDay = `state IN ('draft', 'sent', 'overdue') AND state = 'sent' AND dueOn < ?1 AND ${triable('markOverdue', 'Invoice.id')}`

export const overdueDue = ({ now, stripe }: Moment): Condition[] =>
  stripe ? [exists(`SELECT 1 FROM Invoice WHERE ${pastItsDay}`, londonDay(now))] : []

export const overdueSince = async (db: SqlDatabase, today: Day): Promise<{ id: string; number: number }[]> =>
  (await db.prepare(`SELECT id, number FROM Invoice WHERE ${pastItsDay} ORDER BY number`).bind(today).all<{ id: string; number: number }>())
    .results

/** Finance has looked at one that Stripe totalled differently: it may be invoiced again. */
export const allowAgain = (act: Act, stripeId: string): SqlStatement =>
  insertOnce(act.db, 'StripeObjectState', [], { objectId: stripeId, state: 'issue_again', at: instant(act.now) })

/** Stripe ids of invoices that may still change there. */
export const unsettledInvoices = async (db: SqlDatabase): Promise<string[]> =>
  (
    await db
      .prepare(
        `SELECT stripeId FROM Invoice WHERE state IN ('draft', 'sent', 'overdue', 'uncollectible') AND stripeId IS NOT NULL ORDER BY number`,
      )
      .all<{ stripeId: string }>()
  ).results.map(({ stripeId }) => stripeId)

export const readCustomer = async (
  db: SqlDatabase,
  of: { payerId: string } | { stripeId: string },
): Promise<{ payerId: string; stripeId: string } | undefined> =>
  (await db
    .prepare(`SELECT payerId, stripeId FROM StripeCustomer WHERE ${'payerId' in of ? 'payerId' : 'stripeId'} = ?1`)
    .bind('payerId' in of ? of.payerId : of.stripeId)
    .first<{ payerId: string; stripeId: string }>()) ?? undefined

export const insertCustomer = (act: Act, payerId: string, stripeId: string): SqlStatement =>
  insertOnce(act.db, 'StripeCustomer', ['payerId'], { payerId, stripeId, createdAt: instant(act.now) })

/** With an invoice unsettled, or settled within a week, or with money on account. */
export const unsettledCustomers = async (act: Act): Promise<string[]> =>
  (
    await act.db
      .prepare(
        `SELECT c.stripeId FROM StripeCustomer c WHERE EXISTS (SELECT 1 FROM Invoice i WHERE i.payerId = c.payerId AND (i.settledAt IS NULL OR i.settledAt >= ?1))
           OR (SELECT SUM(l.pence) FROM LedgerLine l WHERE l.payerId = c.payerId AND l.bookingId IS NULL AND l.source LIKE 'stripe:%') <> 0 ORDER BY c.stripeId`,
      )
      .bind(instant(addMinutes(act.now, -7 * 24 * 60)))
      .all<{ stripeId: string }>()
  ).results.map(({ stripeId }) => stripeId)

export const readPayerForStripe = async (db: SqlDatabase, payerId: string): Promise<{ name: string; email: string } | undefined> =>
  (await db
    .prepare(
      `SELECT ${payerName} AS name, COALESCE(NULLIF(pd.billingEmail, ''), (SELECT NULLIF(y.billingEmail, '') FROM BookingPayer y WHERE y.payerId = p.id AND y.billingEmail <> ''
         ORDER BY y.createdAt LIMIT 1), (SELECT a.email FROM BookingPayer y JOIN Account a ON a.id = y.agreedById WHERE y.payerId = p.id ORDER BY y.createdAt LIMIT 1), '') AS email
       FROM Payer p LEFT JOIN School ps ON ps.id = p.schoolId LEFT JOIN PayerDetails pd ON pd.payerId = p.id AND pd.supersededAt IS NULL WHERE p.id = ?1`,
    )
    .bind(payerId)
    .first<{ name: string; email: string }>()) ?? undefined

export { columns as invoiceColumns, joins as invoiceJoins, paidBeyond }
