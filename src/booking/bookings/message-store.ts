import { all, only, readTogether } from '#base/db/read.ts'
import type { MessageOutcome } from '#messages/outbox/listed-message.ts'
import { deliveryStatusSql } from '#messages/outbox/message-list-store.ts'
import { addressAt } from '#people/people/address-store.ts'

export type BookingMessage = {
  id: string
  kind: string
  became: MessageOutcome
  toAddress: string
  createdAt: string
  sentAt: string | null
  deliveryStatusAt: string | null
}

export const messagesPageSize = 50

// Messages to the event's contact or to organisers are not shown to the school.
const ofSchool = `(?2 = 1 OR m.personId IS NOT NULL OR m.recipient IN (SELECT c.accountId FROM Claim c JOIN School s ON s.id = c.schoolId
  WHERE s.rootId = (SELECT o.rootId FROM Booking k JOIN School o ON o.id = k.schoolId WHERE k.id = ?1)))`

// An address that somebody took after they left is not shown to the school: their name is.
const shownTo = `IIF(?2 = 0 AND m.personId IS NOT NULL AND ${addressAt('m.personId', '(SELECT o.rootId FROM Booking k JOIN School o ON o.id = k.schoolId WHERE k.id = ?1)', 'b.email')} IS NOT b.email,
  COALESCE((SELECT n.name FROM Person n WHERE n.id = m.personId), ''), b.toAddress)`

/**
 * One page of a booking's messages, newest first, and the total; one round trip. The caller checks
 * access; `any` shows organisers everything, others see the school's and its people's.
 */
export const messagesOfBooking = async (
  db: D1Database,
  bookingId: string,
  any: boolean,
  page: number,
): Promise<{ messages: BookingMessage[]; total: number }> => {
  const { messages, total } = await readTogether(db, {
    messages: all<BookingMessage>(
      db
        .prepare(
          `SELECT m.id, m.kind, ${deliveryStatusSql} AS became, ${shownTo} AS toAddress, m.createdAt, m.sentAt, m.deliveryStatusAt FROM Message m JOIN MessageBody b ON b.messageId = m.id
           WHERE m.bookingId = ?1 AND ${ofSchool} ORDER BY m.id DESC LIMIT ?3 OFFSET ?4`,
        )
        .bind(bookingId, any ? 1 : 0, messagesPageSize, (page - 1) * messagesPageSize),
    ),
    total: only<{ n: number }>(
      db.prepare(`SELECT COUNT(*) AS n FROM Message m WHERE m.bookingId = ?1 AND ${ofSchool}`).bind(bookingId, any ? 1 : 0),
    ),
  })
  return { messages, total: total.n }
}
