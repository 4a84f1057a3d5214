import type { Instant } from '#base/dates.ts'
import type { Rows } from '#base/db/list-rows.ts'
import type { MessageOutcome } from '#messages/outbox/listed-message.ts'
import { deliveryStatusSql } from '#messages/outbox/message-list-store.ts'
import { addressAt } from '#people/people/spelling-store.ts'

export type BookingMessage = {
  id: string
  kind: string
  became: MessageOutcome
  toAddress: string
  createdAt: Instant
  /** What became of it was heard, or else it was sent. */
  heardAt: Instant | null
}

// Messages to the event's contact or to organisers are not shown to the school.
const ofSchool = `(?2 = 1 OR m.personId IS NOT NULL OR m.recipient IN (SELECT c.accountId FROM Claim c JOIN School s ON s.id = c.schoolId
  WHERE s.rootId = (SELECT o.rootId FROM Booking k JOIN School o ON o.id = k.schoolId WHERE k.id = ?1)))`

// An address that somebody took after they left is not shown to the school: their name is.
const shownTo = `IIF(?2 = 0 AND m.personId IS NOT NULL AND ${addressAt('m.personId', '(SELECT o.rootId FROM Booking k JOIN School o ON o.id = k.schoolId WHERE k.id = ?1)', 'b.email')} IS NOT b.email,
  COALESCE((SELECT n.name FROM Person n WHERE n.id = m.personId), ''), b.toAddress)`

/** Newest first. @param any organisers see everything, others the school's and its people's */
export const messagesOfBooking = (bookingId: string, any: boolean): Rows<BookingMessage> => ({
  sql: `SELECT m.id, m.kind, ${deliveryStatusSql} AS became, ${shownTo} AS toAddress, m.createdAt, COALESCE(m.deliveryStatusAt, m.sentAt) AS heardAt
    FROM Message m JOIN MessageBody b ON b.messageId = m.id WHERE m.bookingId = ?1 AND ${ofSchool}`,
  values: [bookingId, any ? 1 : 0],
  by: ['id DESC'],
})
