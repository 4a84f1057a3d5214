// What becomes of the money when an event is called off: before the button, and in the mail to whoever booked.

import { expect, it } from 'vitest'
import { cancelBooking } from '#booking/cancelling/cancel-booking.ts'
import { notifyLedgerChanges } from '#money/ledger/notify-ledger-changes.ts'
import { insertPayment } from '#money/ledger/store.ts'
import { anAccount, anAct, request, rows } from '#test/support/factories.ts'
import { aPricedEvent } from '#test/support/money.ts'
import { textOf } from '#test/support/plain.ts'
import { aBooker, book } from '#test/worker/booking/pricing/priced.ts'

const far = { startsAt: '2099-06-12T08:30:00.000Z', endsAt: '2099-06-12T15:00:00.000Z' }

const paid = async (bookingId: string, pence: number, by: 'card' | 'cheque') => {
  const [payer] = await rows<{ payerId: string }>('SELECT payerId FROM BookingPayer WHERE bookingId = ?1', bookingId)
  const line = { payerId: payer?.payerId ?? '', bookingId, pence, rule: { why: 'recorded', how: by } as never }
  await insertPayment(anAct({}), { ...line, route: by === 'card' ? 'card' : 'invoice', source: `${by}:${bookingId}` }).run()
}

const mailOf = async (bookingId: string) =>
  (
    await rows<{ text: string }>(
      `SELECT y.text FROM Message m JOIN MessageBody y ON y.messageId = m.id WHERE m.bookingId = ?1 AND m.kind = 'event_cancelled' AND m.invitationId IS NULL`,
      bookingId,
    )
  ).map(({ text }) => text)

const owed = async (bookingId: string) =>
  (await rows<{ sum: number }>('SELECT COALESCE(SUM(pence + vatPence), 0) AS sum FROM LedgerLine WHERE bookingId = ?1', bookingId))[0]?.sum

it('“Before an event is cancelled the organiser sees what becomes of the money; the mail says what each booking owes then, or is owed.”', async () => {
  const event = await aPricedEvent({ event: far })
  const schools = [await aBooker(), await aBooker(), await aBooker()] as const
  const [plainly, byCard, byCheque] = await Promise.all(schools.map((booker) => book(booker, event, 24_000, { places: 2 })))
  if (!plainly || !byCard || !byCheque) throw new Error('not booked')
  await cancelBooking(anAct({ actor: schools[0].actor }), plainly.reference, plainly.placeIds.slice(1))
  await paid(byCard.bookingId, 24_000, 'card')
  await paid(byCheque.bookingId, 12_000, 'cheque')
  const { cookie } = await anAccount({ roles: ['organiser'] })
  const [now] = await rows<{ version: number }>('SELECT version FROM Event WHERE id = ?1', event.id)
  const form = { version: String(now?.version), reason: 'Snow.' }
  const page = await textOf(request(`/organiser/events/${event.code}/cancellation`, { cookie, form }))
  for (const sentence of [
    '£600.00 that was charged for places is taken back',
    '£360.00 of 2 bookings is in favour of whoever paid',
    'nothing is owed any more',
    `${byCard.reference} £240.00 in favour. It goes back to the card.`,
    `${byCheque.reference} £120.00 in favour. The council pays it back, or leaves it for what is owed next.`,
  ])
    expect(page).toContain(sentence)
  expect((await request(`/organiser/events/${event.code}/cancellation`, { cookie, form: { ...form, confirmed: 'yes' } })).status).toBe(303)
  expect([await owed(plainly.bookingId), await owed(byCard.bookingId), await owed(byCheque.bookingId)]).toEqual([0, -24_000, -12_000])
  expect(await mailOf(plainly.bookingId)).toEqual([expect.stringContaining('Owed: After this you owe nothing for this booking.')])
  expect(await mailOf(byCard.bookingId)).toEqual([
    expect.stringContaining('Owed: After this £240.00 for this booking is in your favour. It goes back to the card.'),
  ])
  expect((await mailOf(byCheque.bookingId))[0]).toContain(
    'After this £120.00 for this booking is in your favour. The council pays it back, or leaves it for what is owed next.',
  )
  // They have read it: no second message says the same.
  const later = new Date(Date.now() + 3_600_000)
  await notifyLedgerChanges({ ...anAct({}), now: later })
  expect(await rows(`SELECT 1 FROM Message WHERE eventId = ?1 AND kind = 'money_changed'`, event.id)).toEqual([])
})
