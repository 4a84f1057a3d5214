import type { Instant } from '#base/dates.ts'
import { titleInSubject } from '#messages/outbox/subject-store.ts'
import { joinNotified, nameOfNotified } from '#people/accounts/account-store.ts'

/** Who is notified of a payment, and about which booking. */
export type Told = {
  bookingId: string
  reference: string
  eventId: string
  title: string
  subjectTitle: string
  startsAt: Instant | null
  contactName: string
  contactEmail: string
  contactTelephone: string
  schoolId: string
  /** The sum of the booking’s lines. */
  owed: number
  school: { name: string; town: string; urn: string | null }
  booker: { accountId: string | null; email: string | null; name: string | null }
}

type Row = Omit<Told, 'school' | 'booker'> & {
  name: string
  town: string
  urn: string | null
  toldId: string | null
  bookerEmail: string | null
  bookerName: string | null
}

export const readNotices = async (db: SqlDatabase, bookingId: string): Promise<Told> => {
  const row = await db
    .prepare(
      `SELECT b.id AS bookingId, b.reference, b.eventId, e.title, ${titleInSubject} AS subjectTitle, (SELECT MIN(x.startsAt) FROM ActiveSession x WHERE x.eventId = e.id) AS startsAt,
         e.contactName, e.contactEmail, e.contactTelephone, (SELECT COALESCE(SUM(l.pence + l.vatPence), 0) FROM LedgerLine l WHERE l.bookingId = b.id) AS owed,
         r.id AS schoolId, r.name, r.town, r.urn, a.id AS toldId, a.email AS bookerEmail,
         ${nameOfNotified} AS bookerName
       FROM Booking b JOIN Event e ON e.id = b.eventId JOIN School s ON s.id = b.schoolId JOIN School r ON r.id = s.rootId ${joinNotified('LEFT JOIN')}
       WHERE b.id = ?1`,
    )
    .bind(bookingId)
    .first<Row>()
  if (!row) throw new Error('a payment of no booking')
  const { name, town, urn, toldId, bookerEmail, bookerName, ...rest } = row
  return { ...rest, school: { name, town, urn }, booker: { accountId: toldId, email: bookerEmail, name: bookerName } }
}
