// A booking that costs something, made directly in the database: places at £100 with VAT at 20 % unless told otherwise.
import { newId, newReference } from '#base/id.ts'
import { anAccount, aSchool, db, rows, tick } from '#test/support/factories.ts'
import { aPricedEvent } from '#test/support/money.ts'

export const aPaidBooking = async (
  facts: Partial<{
    places: number
    pence: number
    vatPence: number
    route: string
    school: { id: string }
    event: Awaited<ReturnType<typeof aPricedEvent>>
    at: string
    poNumber: string
    contact: Awaited<ReturnType<typeof anAccount>>
  }> = {},
) => {
  const event = facts.event ?? (await aPricedEvent())
  const school = facts.school ?? (await aSchool())
  const contact = facts.contact ?? (await anAccount({ schoolIds: [school.id] }))
  const vatCodeId = (await rows<{ vatCodeId: string }>('SELECT vatCodeId FROM PriceList WHERE id = ?1', event.priceId))[0]?.vatCodeId
  const at = facts.at ?? tick().toISOString()
  const [bookingId, reference, payerId] = [newId(tick()), newReference(), `payer-of-${school.id}`]
  const placeIds = Array.from({ length: facts.places ?? 1 }, () => newId(tick()))
  await db.batch([
    db
      .prepare(`INSERT INTO Payer (id, kind, schoolId, createdAt) VALUES (?1, 'school', ?2, ?3) ON CONFLICT DO NOTHING`)
      .bind(payerId, school.id, at),
    db
      .prepare(
        `INSERT INTO Booking (id, reference, eventId, schoolId, channel, formId, bookedById, createdAt) VALUES (?1, ?2, ?3, ?4, 'school', ?1, ?5, ?6)`,
      )
      .bind(bookingId, reference, event.id, school.id, contact.accountId, at),
    db
      .prepare(
        `INSERT INTO BookingPayer (id, bookingId, payerId, route, priceId, poNumber, pricedAsOf, agreedAt, agreedById, rule, createdAt)
         VALUES (?1, ?1, ?2, ?3, ?4, ?5, ?6, ?6, ?7, '{}', ?6)`,
      )
      .bind(bookingId, payerId, facts.route ?? 'invoice', event.priceId, facts.poNumber ?? '', at, contact.accountId),
    ...placeIds.flatMap((placeId) => [
      db
        .prepare(
          `INSERT INTO PlacePrice (id, placeId, bookingId, eventId, schoolId, payerId, route, priceId, status, area, agreement, basis, pence, vatPence, vatCodeId, rule, createdAt)
           VALUES (?1, ?1, ?2, ?3, ?4, ?5, ?6, ?7, 'academy', 'inside', 'without', 'price', ?8, ?9, ?10, ?11, ?12)`,
        )
        .bind(
          placeId,
          bookingId,
          event.id,
          school.id,
          payerId,
          facts.route ?? 'invoice',
          event.priceId,
          facts.pence ?? 10_000,
          facts.vatPence ?? 2_000,
          vatCodeId,
          JSON.stringify({
            list: 'Paid conferences',
            version: 1,
            status: 'academy',
            area: 'inside',
            agreement: 'without',
            row: 'row',
            basis: 'price',
          }),
          at,
        ),
      db
        .prepare(
          `INSERT INTO Place (id, bookingId, eventId, schoolId, state, stateAt, createdAt) VALUES (?1, ?2, ?3, ?4, 'confirmed', ?5, ?5)`,
        )
        .bind(placeId, bookingId, event.id, school.id, at),
      ...event.sessions.map((session) =>
        db.prepare('INSERT INTO PlaceSession (placeId, sessionId) VALUES (?1, ?2)').bind(placeId, session.id),
      ),
    ]),
  ])
  const numbers = (await rows<{ number: number }>('SELECT number FROM LedgerLine WHERE bookingId = ?1 ORDER BY number', bookingId)).map(
    ({ number }) => number,
  )
  return { event, school, ...contact, bookingId, reference, payerId, placeIds, numbers }
}

/** A charge of £50 with £10 VAT, proposed by a closed register unless it is posted. */
export const aCharge = async (booked: Awaited<ReturnType<typeof aPaidBooking>>, posted = true) => {
  const id = newId(tick())
  const at = tick().toISOString()
  const termsId = newId(tick())
  await db.batch([
    db
      .prepare(
        `INSERT INTO CancellationTerms (id, termsKey, version, name, freeDays, fullPence, absentPence, createdAt) VALUES (?1, ?1, 1, 'Terms', 10, 5000, 5000, ?2)`,
      )
      .bind(termsId, at),
    db
      .prepare(
        `INSERT INTO Charge (id, eventId, bookingId, placeId, schoolId, kind, pence, vatPence, termsId, rule, at, postedAt)
         VALUES (?1, ?2, ?3, ?4, ?5, 'not_attending', 5000, 1000, ?6, '{"why":"nobody_came","version":1,"sessions":1}', ?7, ?8)`,
      )
      .bind(id, booked.event.id, booked.bookingId, booked.placeIds[0], booked.school.id, termsId, at, posted ? at : null),
  ])
  return id
}

export type Line = {
  kind: string
  pence: number
  vatPence: number
  byId: string | null
  approvedById: string | null
  reason: string
}

export const linesOf = (bookingId: string) =>
  rows<Line>('SELECT kind, pence, vatPence, byId, approvedById, reason FROM LedgerLine WHERE bookingId = ?1 ORDER BY number', bookingId)

/** What a booking's lines come to, with VAT. */
export const owedOf = async (bookingId: string): Promise<number> =>
  (await linesOf(bookingId)).reduce((sum, line) => sum + line.pence + line.vatPence, 0)

export const messagesOf = (bookingId: string, kind: string) =>
  rows<{ id: string; recipient: string; text: string }>(
    'SELECT m.id, m.recipient, b.text FROM Message m JOIN MessageBody b ON b.messageId = m.id WHERE m.bookingId = ?1 AND m.kind = ?2 ORDER BY m.id',
    bookingId,
    kind,
  )
