// A booking that costs something, made directly in the database: places at £100 with VAT at 20 %
// unless told otherwise.

import { newId, newReference } from '#base/id.ts'
import { anAccount, aSchool, db, rows, tick } from '#test/support/factories.ts'
import { aPricedEvent } from '#test/support/money.ts'
import { insert, insertOnce } from '#test/support/rows.ts'

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
    insertOnce('Payer', { id: payerId, schoolId: school.id, createdAt: at }),
    insert('Booking', {
      id: bookingId,
      reference,
      eventId: event.id,
      schoolId: school.id,
      channel: 'school',
      formId: bookingId,
      bookedById: contact.accountId,
      createdAt: at,
    }),
    insert('BookingPayer', {
      id: bookingId,
      bookingId,
      payerId,
      route: facts.route ?? 'invoice',
      priceId: event.priceId,
      poNumber: facts.poNumber ?? '',
      pricedAsOf: at,
      agreedAt: at,
      agreedById: contact.accountId,
      rule: '{}',
      createdAt: at,
    }),
    ...placeIds.flatMap((placeId) => [
      insert('PlacePrice', {
        id: placeId,
        placeId,
        bookingId,
        eventId: event.id,
        schoolId: school.id,
        payerId,
        route: facts.route ?? 'invoice',
        priceId: event.priceId,
        status: 'academy',
        basis: 'price',
        pence: facts.pence ?? 10_000,
        vatPence: facts.vatPence ?? 2_000,
        vatCodeId,
        rule: JSON.stringify({
          list: 'Paid conferences',
          version: 1,
          status: 'academy',
          area: 'inside',
          agreement: 'without',
          row: 'row',
          basis: 'price',
        }),
        createdAt: at,
      }),
      insert('Place', { id: placeId, bookingId, eventId: event.id, schoolId: school.id, stateAt: at, createdAt: at }),
      ...event.sessions.map((session) => insert('PlaceSession', { placeId, sessionId: session.id })),
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
    insert('CancellationTerms', { id: termsId, termsKey: termsId, name: 'Terms', fullPence: 5000, absentPence: 5000, createdAt: at }),
    insert('Charge', {
      id,
      eventId: booked.event.id,
      bookingId: booked.bookingId,
      placeId: booked.placeIds[0],
      schoolId: booked.school.id,
      kind: 'not_attending',
      pence: 5000,
      vatPence: 1000,
      termsId,
      rule: '{"why":"nobody_came","version":1,"sessions":1}',
      at,
      postedAt: posted ? at : null,
    }),
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
