// What both bookings owe is said before places move to another date, and in the mail afterwards.

import { expect, it } from 'vitest'
import { cancelBooking } from '#booking/cancelling/cancel-booking.ts'
import { anAccount, anAct, db, request, rows } from '#test/support/factories.ts'
import { aPricedEvent } from '#test/support/money.ts'
import { plain, textOf } from '#test/support/plain.ts'
import { insert } from '#test/support/rows.ts'
import { aBooker, book } from '#test/worker/booking/pricing/priced.ts'

const owed = async (reference: string) =>
  (
    await rows<{ sum: number }>(
      'SELECT COALESCE(SUM(l.pence + l.vatPence), 0) AS sum FROM LedgerLine l JOIN Booking b ON b.id = l.bookingId WHERE b.reference = ?1',
      reference,
    )
  )[0]?.sum

/** June, of which the first place is free, and July at £90 and VAT. */
const twoDates = async () => {
  const id = crypto.randomUUID()
  const june = await aPricedEvent({
    event: { startsAt: '2099-06-12T08:30:00.000Z', endsAt: '2099-06-12T15:00:00.000Z' },
    list: { freePlaces: 1 },
  })
  const july = await aPricedEvent({
    event: { startsAt: '2099-07-03T08:30:00.000Z', endsAt: '2099-07-03T15:00:00.000Z' },
    list: { defaultPence: 9_000 },
  })
  await db.batch([
    insert('Series', { id, title: 'Two dates', topicId: 'child-on-child-abuse' }),
    db.prepare('UPDATE Event SET seriesId = ?1 WHERE id IN (?2, ?3)').bind(id, june.id, july.id),
  ])
  return { june, july }
}

it('“Before places move to another date, and in the mail after it, stands what each of the two bookings then owes.”', async () => {
  const { june, july } = await twoDates()
  const booker = await aBooker()
  const { reference, placeIds } = await book(booker, june, 24_000, { places: 3 })
  const path = `/bookings/${reference}/move`
  const form = { formId: crypto.randomUUID(), to: july.code, place: placeIds[0] ?? '' }
  const page = await (await request(path, { cookie: booker.cookie, form })).text()
  const says = [
    'After this you owe £108.00 for the new booking.',
    `After this you owe £120.00 for booking ${reference}.`,
    `What the place was free or cheaper by passes to another place of booking ${reference}, which costs £120.00 less.`,
  ]
  for (const sentence of says) expect(plain(page)).toContain(sentence)
  const organiser = await anAccount({ roles: ['organiser'] })
  expect(await textOf(request(path, { cookie: organiser.cookie, form }))).toContain(
    'After this the school owes £108.00 for the new booking.',
  )
  const [, priceId = ''] = page.match(/name="priceId" value="([^"]+)"/) ?? []
  const [, seen = ''] = page.match(/name="seen" value="([^"]+)"/) ?? []
  const moved = await request(path, { cookie: booker.cookie, form: { ...form, priceId, seen, action: 'move' } })
  expect(moved.status).toBe(303)
  const made = moved.headers.get('location')?.split('/').at(-1) ?? ''
  expect([await owed(made), await owed(reference)]).toEqual([10_800, 12_000])
  const [mail] = await rows<{ text: string }>(
    `SELECT y.text FROM Message m JOIN MessageBody y ON y.messageId = m.id WHERE m.kind = 'booking_moved' AND m.eventId = ?1`,
    july.id,
  )
  expect(mail?.text).toContain(`Owed: After this you owe £108.00 for booking ${made}. After this you owe £120.00 for booking ${reference}.`)
  // What is said is what the ledger holds also when something else was given up before.
  await cancelBooking(anAct({ actor: booker.actor, now: new Date() }), reference, [placeIds[2] ?? ''])
  expect(await owed(reference)).toBe(0)
})

it('“What whoever booked gave for the bill, such as a purchase order number, goes with the places.”', async () => {
  const { june, july } = await twoDates()
  const booker = await aBooker({ sector: 'independent' })
  const { reference, placeIds } = await book(booker, june, 12_000, {
    places: 2,
    paying: { poNumber: 'PO 7', billingEmail: 'bills@a.sch.uk' },
  })
  const form = { formId: crypto.randomUUID(), to: july.code, place: placeIds[0] ?? '' }
  const page = await (await request(`/bookings/${reference}/move`, { cookie: booker.cookie, form })).text()
  const [, priceId = ''] = page.match(/name="priceId" value="([^"]+)"/) ?? []
  const [, seen = ''] = page.match(/name="seen" value="([^"]+)"/) ?? []
  const moved = await request(`/bookings/${reference}/move`, { cookie: booker.cookie, form: { ...form, priceId, seen, action: 'move' } })
  expect(
    await rows(
      `SELECT y.poNumber, y.billingEmail FROM BookingPayer y JOIN Booking b ON b.id = y.bookingId WHERE b.reference = ?1`,
      moved.headers.get('location')?.split('/').at(-1),
    ),
  ).toEqual([{ poNumber: 'PO 7', billingEmail: 'bills@a.sch.uk' }])
})
