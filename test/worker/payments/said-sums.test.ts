// On every page that names a sum of a booking, what is said to be owed is what the ledger says at that instant.
import { expect, it } from 'vitest'
import { instant } from '#base/dates.ts'
import { cancelBooking } from '#booking/bookings/cancel-booking.ts'
import { decideProposal } from '#money/ledger/decide-proposal.ts'
import { proposeTakeBack, proposeWaiver, proposeWriteOff } from '#money/ledger/propose-money.ts'
import { recordPayment } from '#money/ledger/record-payment.ts'
import { insertPayment } from '#money/ledger/store.ts'
import { settlingInvoice } from '#payments/invoices/record-payment.ts'
import { anAccount, rows, settled } from '#test/support/factories.ts'
import { aCertainBooking, aHeldBooking, anActOf, aPaying, arrive, ask, later, press, sessionOf, sweep } from './cards/paying.ts'

type Booking = Awaited<ReturnType<typeof aCertainBooking>>

const pounds = (said: string | undefined): number => Math.round(Number((said ?? '').replaceAll(',', '')) * 100)

/** The one sum of a page that a pattern finds: of two ways to say it, the second is owed to the school. */
const sumOf = (page: string, owed: RegExp, back: RegExp): number | undefined => {
  const [found, foundBack] = [owed.exec(page), back.exec(page)]
  if (foundBack) return -pounds(foundBack[1])
  return found ? (found[1] === 'Nothing' || found[1] === undefined ? 0 : pounds(found[1])) : undefined
}

const pound = '£([\\d,]+\\.\\d\\d)'

// “On every page that names it, what is said to be owed for a booking is the sum of its lines at that instant, and what held places cost: held, paid, paid in part, credited, refunded, waived, written off, recharged or invoiced.”
// “What was paid is said with how and when it was paid and its receipt, by mail and as PDF; what is owed to a school, with how it goes back.”
it('every page that says what is owed for a booking says what the ledger does, in every state', async () => {
  const paying = await aPaying()
  const finance = await anAccount({ roles: ['finance'] })
  const second = await anAccount({ roles: ['finance'] })
  const actOf = (of: { actor: Parameters<typeof anActOf>[1] }) => anActOf(paying, of.actor)
  const read = async (path: string, cookie: string) =>
    (await (await ask(paying, path, cookie)).text()).replaceAll(/<[^>]*>/g, ' ').replaceAll(/\s+/g, ' ')
  const ledgerOf = async ({ bookingId }: Booking) =>
    (await rows<{ sum: number }>('SELECT COALESCE(SUM(pence + vatPence), 0) AS sum FROM LedgerLine WHERE bookingId = ?1', bookingId))[0]
      ?.sum ?? 0
  const heldFor = async ({ bookingId }: Booking) =>
    (
      await rows<{ sum: number }>(
        `SELECT COALESCE(SUM(x.pence + x.vatPence), 0) AS sum FROM Place p JOIN PlacePrice x ON x.placeId = p.id AND x.supersededAt IS NULL
         WHERE p.bookingId = ?1 AND p.state = 'held' AND p.heldUntil > ?2`,
        ...[bookingId, instant(new Date())],
      )
    )[0]?.sum ?? 0
  const pricesOf = async ({ bookingId }: Booking) =>
    (
      await rows<{ sum: number }>(
        'SELECT COALESCE(SUM(pence + vatPence), 0) AS sum FROM PlacePrice WHERE bookingId = ?1 AND supersededAt IS NULL',
        bookingId,
      )
    )[0]?.sum ?? 0
  const payerOf = async ({ bookingId }: Booking) =>
    (await rows<{ payerId: string }>('SELECT payerId FROM BookingPayer WHERE bookingId = ?1 AND supersededAt IS NULL', bookingId))[0]
      ?.payerId ?? ''

  const otherwise: string[] = []
  const look = async (state: string, booking: Booking, words: readonly string[] = []) => {
    await settled()
    const [owed, held] = [await ledgerOf(booking), await heldFor(booking)]
    const money = `/school/${booking.school.id}/money`
    const page = await read(`/bookings/${booking.reference}`, booking.cookie)
    const said = {
      booking: sumOf(page, new RegExp(`To pay (?:${pound}|Nothing)`), new RegExp(`We owe you ${pound}`)),
      school: sumOf(
        await read(money, booking.cookie),
        new RegExp(`${pound} owed for the school’s bookings`),
        new RegExp(`${pound} that we owe the school`),
      ),
      home: sumOf(
        await read(`/school/${booking.school.id}`, booking.cookie),
        new RegExp(`(?:${pound}|Nothing) is owed for your school’s bookings`),
        new RegExp(`We owe your school ${pound}`),
      ),
      statement: sumOf(
        await read(`${money}/statement`, booking.cookie),
        new RegExp(`(?:${pound}|Nothing) owed`),
        new RegExp(`${pound} in your favour`),
      ),
      ...((await rows('SELECT 1 FROM LedgerLine WHERE bookingId = ?1', booking.bookingId)).length === 0
        ? {}
        : {
            lines: sumOf(
              await read(`${money}/${booking.reference}`, booking.cookie),
              new RegExp(`${pound} to pay`),
              new RegExp(`${pound} that we owe the school`),
            ),
            finance: sumOf(
              await read(`/organiser/finance/accounts/${await payerOf(booking)}`, finance.cookie),
              new RegExp(`(?:${pound}|Nothing) owed`),
              new RegExp(`${pound} in favour of the payer`),
            ),
          }),
    }
    const { booking: ofBooking, ...others } = said
    expect([state, ofBooking], page).toEqual([state, owed + held])
    expect([state, others]).toEqual([state, Object.fromEntries(Object.keys(others).map((name) => [name, owed]))])
    for (const one of words) expect(page).toContain(one)
    // The price of its places, which pages once said to be to pay, is another sum wherever anything has happened.
    if ((await pricesOf(booking)) !== owed + held) otherwise.push(state)
  }
  const decide = (id: string) => decideProposal(actOf(second), { id, decision: 'approve', note: '' }, settlingInvoice)
  const chargeOf = async ({ bookingId }: Booking) =>
    (await rows<{ number: number }>(`SELECT number FROM LedgerLine WHERE bookingId = ?1 AND kind = 'charge'`, bookingId))[0]?.number ?? 0

  const card = await aHeldBooking(paying)
  await look('held', card, ['To pay £120.00, of which £20.00 is VAT'])
  await press(paying, card)
  await paying.twin.pay(await sessionOf(card))
  await arrive(paying)
  await look('paid by card', card, ['Paid £120.00 by card on', ', receipt', 'To pay Nothing'])
  const [mail] = await rows<{ text: string }>(
    `SELECT b.text FROM Message m JOIN MessageBody b ON b.messageId = m.id WHERE m.bookingId = ?1 AND m.kind = 'booking_confirmed'`,
    card.bookingId,
  )
  expect(mail?.text).toMatch(
    /Paid: £120\.00 by card on .+\nTo pay: Nothing\nReceipt: This email\. It is also a PDF, on the page of your booking/,
  )
  const [receipt] = await rows<{ number: number }>(
    `SELECT number FROM LedgerLine WHERE bookingId = ?1 AND kind = 'payment'`,
    card.bookingId,
  )
  const pdf = await ask(paying, `/school/${card.school.id}/money/receipts/${receipt?.number}/receipt.pdf`, card.cookie)
  expect([pdf.status, pdf.headers.get('content-disposition')]).toEqual([200, `attachment; filename="receipt-${receipt?.number}.pdf"`])
  await paying.twin.refunds('pending')
  await cancelBooking(actOf(card), card.reference, undefined)
  await look('cancelled, on its way back', card, ['We owe you £120.00. It goes back to the card.'])
  await sweep(paying)
  const [refund] = await rows<{ stripeId: string }>('SELECT stripeId FROM CardRefund WHERE bookingId = ?1', card.bookingId)
  await paying.twin.refund(refund?.stripeId ?? '', 'succeed')
  await arrive(paying)
  await look('refunded', card, ['Paid back £120.00 to the card on', 'To pay Nothing'])

  const lapsed = await aHeldBooking(paying)
  await later(60, paying.twin)
  await look('held, and not paid for in time', lapsed)

  const billed = await aCertainBooking(paying, 2)
  await look('owed', billed, ['To pay £240.00, of which £40.00 is VAT'])
  const payment = {
    payerId: await payerOf(billed),
    bookingId: billed.bookingId,
    happenedOn: instant(new Date()).slice(0, 10),
    anyway: true,
  }
  await recordPayment(actOf(finance), { ...payment, formId: crypto.randomUUID(), pence: 5_000, reference: 'BACS 1' })
  await look('paid in part', billed, ['Paid £50.00 on', 'To pay £190.00'])
  await cancelBooking(actOf(billed), billed.reference, billed.placeIds.slice(0, 1))
  await look('credited', billed)
  await recordPayment(actOf(finance), { ...payment, formId: crypto.randomUUID(), pence: 10_000, reference: 'BACS 2' })
  await look('paid beyond', billed, ['We owe you £30.00. The council pays it back, or leaves it for what is owed next.'])
  const [last] = await rows<{ number: number }>(
    `SELECT MAX(number) AS number FROM LedgerLine WHERE bookingId = ?1 AND kind = 'payment'`,
    billed.bookingId,
  )
  const back = { id: crypto.randomUUID(), lineNumber: last?.number ?? 0, why: 'returned' as const, reason: 'The bank wrote' }
  await proposeTakeBack(actOf(finance), back)
  await decide(back.id)
  await look('a payment taken back', billed, ['To pay £70.00'])
  const off = { id: crypto.randomUUID(), payerId: payment.payerId, bookingId: billed.bookingId, reason: 'Not worth it' }
  await proposeWriteOff(actOf(finance), off)
  await decide(off.id)
  await look('written off', billed, ['Paid £50.00 on', 'To pay Nothing'])

  const waived = await aCertainBooking(paying)
  const waiver = { id: crypto.randomUUID(), lineNumber: await chargeOf(waived), pence: undefined, reason: 'Snow' }
  await proposeWaiver(actOf(finance), waiver)
  await decide(waiver.id)
  await look('waived', waived, ['To pay Nothing'])

  const recharged = await aCertainBooking(paying)
  await insertPayment(anActOf(paying, finance.actor), {
    ...{ payerId: await payerOf(recharged), bookingId: recharged.bookingId, route: 'recharge', pence: 12_000 },
    ...{ source: `journal:${crypto.randomUUID()}`, rule: { why: 'journalled' } },
  }).run()
  await look('recharged', recharged, ['Paid £120.00 between cost centres on'])
  const invoiced = await aCertainBooking(paying)
  await insertPayment(anActOf(paying, finance.actor), {
    ...{ payerId: await payerOf(invoiced), bookingId: invoiced.bookingId, route: 'stripe_invoice', pence: 12_000 },
    ...{ source: `stripe:${crypto.randomUUID()}`, rule: { why: 'invoice_paid' } },
  }).run()
  await look('invoiced and paid', invoiced, ['Paid £120.00 on our invoice on'])
  expect(otherwise).toEqual([
    'paid by card',
    'cancelled, on its way back',
    'held, and not paid for in time',
    'paid in part',
    'credited',
    'paid beyond',
    'a payment taken back',
    'written off',
    'waived',
    'recharged',
    'invoiced and paid',
  ])
})
