// On every page that names a sum of a booking, what is said to be owed is what the ledger says at that instant.

import { expect, it } from 'vitest'
import { addMinutes, instant, sayDeadline, sayLongDay } from '#base/dates.ts'
import { cancelBooking } from '#booking/cancelling/cancel-booking.ts'
import { decideProposal } from '#money/ledger/decide-proposal.ts'
import { proposeTakeBack, proposeWaiver, proposeWriteOff } from '#money/ledger/propose-money.ts'
import { recordPayment } from '#money/ledger/record-payment.ts'
import { insertPayment } from '#money/ledger/store.ts'
import { allowCards } from '#payments/cards/allow-cards.ts'
import { invoiceNumber } from '#payments/invoices/invoice.ts'
import { settlingInvoice } from '#payments/invoices/record-payment.ts'
import { anAccount, rows } from '#test/support/factories.ts'
import { plain, textOf } from '#test/support/plain.ts'
import { aTrust } from '#test/worker/front/trusts/world.ts'
import {
  aCertainBooking,
  aHeldBooking,
  anActOf,
  anInvoicedBooking,
  aPaying,
  arrive,
  ask,
  later,
  press,
  sessionOf,
  sweep,
} from './cards/paying.ts'

type Booking = Awaited<ReturnType<typeof aCertainBooking>>

const pound = '£([\\d,]+\\.\\d\\d)'
const pounds = (said: string | undefined): number => Math.round(Number((said ?? '').replaceAll(',', '')) * 100)

/** The one sum of a page that a pattern finds: of two ways to say it, the second is owed to the school. */
const sumOf = (page: string, owed: RegExp, back = /(?!)/): number | undefined => {
  const [found, foundBack] = [owed.exec(page), back.exec(page)]
  if (foundBack) return -pounds(foundBack[1])
  return found ? (found[1] === 'Nothing' || found[1] === undefined ? 0 : pounds(found[1])) : undefined
}

/** The cells of the row of a table that names it, from the left; none: it is not there. */
const cellsOf = (page: string, named: string): string[] =>
  (page.split('<tr').find((row) => row.includes(named)) ?? '')
    .split(/<t[hd]/)
    .slice(1)
    .map((cell) => plain(`<td${cell}`).trim())
const inCell = (cell = ''): number | undefined => sumOf(cell, new RegExp(`^(?:${pound}|Nothing)`), new RegExp(`^(?:We owe you |−)${pound}`))

// “On every page that names it, what is said to be owed for a booking is the sum of its lines at that instant, and what held places cost: held, paid, paid in part, credited, refunded, waived, written off, recharged or invoiced.”
// “What was paid is said with how and when it was paid and its receipt, by mail and as PDF; what is owed to a school, with how it goes back.”
// “Who pays a booking, and how, is said while something is owed for it.”
// “When what is owed changes while Stripe’s page is open, that page is ended, and the next one asks for what is owed.”
// “Whoever pays gets a receipt by mail for every payment of an invoice, once.”
// “The page of a booking says until when its invoice waits, and what happens then.”
it('every page that says what is owed for a booking says what the ledger does, in every state', async () => {
  const paying = await aPaying()
  const finance = await anAccount({ roles: ['finance'] })
  const second = await anAccount({ roles: ['finance'] })
  const organiser = await anAccount({ roles: ['organiser'] })
  const actOf = (of: { actor: Parameters<typeof anActOf>[1] }) => anActOf(paying, of.actor)
  const trust = await aTrust([])
  const inTrust = { school: { trustUid: trust.uid, trustName: 'Hedgerow Trust' } }
  await allowCards(actOf(finance), { atBooking: false, balances: true })
  const page = async (path: string, cookie: string) => (await ask(paying, path, cookie)).text()
  const read = async (path: string, cookie: string) => plain(await page(path, cookie))
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
  const routeOf = async ({ bookingId }: Booking) =>
    (await rows<{ route: string }>('SELECT route FROM BookingPayer WHERE bookingId = ?1 AND supersededAt IS NULL', bookingId))[0]?.route
  const payerOf = async ({ bookingId }: Booking) =>
    (await rows<{ payerId: string }>('SELECT payerId FROM BookingPayer WHERE bookingId = ?1 AND supersededAt IS NULL', bookingId))[0]
      ?.payerId ?? ''

  const everybody = async () =>
    (
      await rows<{ owed: number; inFavour: number }>(
        `SELECT COALESCE(SUM(MAX(sum, 0)), 0) AS owed, COALESCE(-SUM(MIN(sum, 0)), 0) AS inFavour FROM (SELECT SUM(pence + vatPence) AS sum FROM LedgerLine GROUP BY payerId, bookingId)`,
      )
    )[0]
  const ofEvent = async () =>
    (
      await rows<{ sum: number }>(
        `SELECT COALESCE(SUM(l.pence + l.vatPence), 0) AS sum FROM LedgerLine l JOIN Booking b ON b.id = l.bookingId WHERE b.eventId = ?1`,
        paying.event.id,
      )
    )[0]?.sum
  /** What a page that cancels places says that their booking owes now; none: there is nothing to cancel. */
  const cancelling = async ({ placeIds, reference }: Booking) => {
    const form = { act: 'cancel', which: 'page', onPage: placeIds.join(' ') }
    const answer = await ask(paying, '/organiser/bookings/bulk', organiser.cookie, form)
    return inCell(cellsOf(await page(answer.headers.get('location') ?? '', organiser.cookie), reference)[4])
  }

  const otherwise: string[] = []
  const look = async (state: string, booking: Booking, words: readonly string[] = []) => {
    const prices = await pricesOf(booking)
    const [owed, held, payerId] = [await ledgerOf(booking), await heldFor(booking), await payerOf(booking)]
    const [school, ofMoney, account] = [
      `/school/${booking.school.id}`,
      `/school/${booking.school.id}/money`,
      `/organiser/finance/accounts/${payerId}`,
    ]
    const active = (await rows(`SELECT 1 FROM Place WHERE bookingId = ?1 AND state <> 'cancelled'`, booking.bookingId)).length > 0
    const booked = await read(`/bookings/${booking.reference}`, booking.cookie)
    const byOrganiser = await read(`/bookings/${booking.reference}`, organiser.cookie)
    const home = await read(school, booking.cookie)
    const [listed, onGrid] = [await page(ofMoney, booking.cookie), await page(`/trusts/${trust.uid}`, trust.cookie)]
    const toPay = new RegExp(`To pay (?:${pound}|Nothing)`)
    const said = {
      booking: sumOf(booked, toPay, new RegExp(`We owe you ${pound}`)),
      booking_organiser: sumOf(byOrganiser, toPay, new RegExp(`Credit held ${pound}`)),
      school: sumOf(plain(listed), new RegExp(`${pound} owed for the school’s bookings`), new RegExp(`${pound} that we owe the school`)),
      school_row: inCell(cellsOf(listed, `${ofMoney}/${booking.reference}`)[4]),
      home: sumOf(home, new RegExp(`(?:${pound}|Nothing) is owed for your school’s bookings`), new RegExp(`We owe your school ${pound}`)),
      due: sumOf(home, new RegExp(`Pay ${pound} for \\d+ booking`)),
      due_held: sumOf(home, new RegExp(`Pay ${pound} for \\d+ places? held`)),
      statement: sumOf(
        await read(`${ofMoney}/statement`, booking.cookie),
        new RegExp(`(?:${pound}|Nothing) owed`),
        new RegExp(`${pound} in your favour`),
      ),
      lines: sumOf(
        await read(`${ofMoney}/${booking.reference}`, booking.cookie),
        new RegExp(`${pound} to pay`),
        new RegExp(`${pound} that we owe the school`),
      ),
      pay: sumOf(await read(`/bookings/${booking.reference}/pay`, booking.cookie), new RegExp(`To pay ${pound}.*Pay £[\\d.,]+ by card`)),
      trust: inCell(cellsOf(onGrid, `/school/${booking.school.id}`)[3]),
      finance: sumOf(await read(account, finance.cookie), new RegExp(`(?:${pound}|Nothing) owed`), new RegExp(`${pound} credit`)),
      finance_statement: sumOf(
        await read(`${account}/statement`, finance.cookie),
        new RegExp(`(?:${pound}|Nothing) owed`),
        new RegExp(`${pound} in your favour`),
      ),
      debtor: inCell(cellsOf(await page('/organiser/finance/debtors', finance.cookie), payerId)[1]),
      write_off: inCell(
        new RegExp(`Owed, with VAT (${pound})`).exec(await read(`${account}/write-off?booking=${booking.reference}`, finance.cookie))?.[1],
      ),
      refund: inCell(
        new RegExp(`Credit (${pound})`).exec(await read(`${account}/refund?booking=${booking.reference}`, finance.cookie))?.[1],
      ),
      cancelling: await cancelling(booking),
    }
    const charged = (await rows('SELECT 1 FROM LedgerLine WHERE bookingId = ?1', booking.bookingId)).length > 0
    const [toCouncil, toSchool, route] = [Math.max(0, owed), Math.max(0, -owed), await routeOf(booking)]
    const sentOut =
      (await rows(`SELECT 1 FROM Invoice WHERE bookingId = ?1 AND state IN ('sent', 'overdue')`, booking.bookingId)).length > 0
    expect([state, said]).toEqual([
      state,
      {
        ...{ booking: owed + held, booking_organiser: owed + held },
        ...{ school: owed, home: owed, statement: owed, finance: owed, finance_statement: owed, trust: toCouncil },
        ...(charged ? { school_row: owed, lines: owed, write_off: toCouncil, refund: toSchool } : {}),
        ...(owed === 0 ? {} : { debtor: toCouncil }),
        ...((route === 'card' || sentOut) && owed > 0 ? { due: owed } : {}),
        ...(held > 0 ? { due_held: held, pay: held } : {}),
        ...(owed > 0 && route !== 'stripe_invoice' ? { pay: owed } : {}),
        ...(active ? { cancelling: owed } : {}),
      },
    ])
    for (const one of words) expect(booked).toContain(one)
    const saysWho = [booked, byOrganiser].map((text) => text.includes(' Who pays '))
    expect([state, ...saysWho]).toEqual([state, ...saysWho.map(() => prices > 0 && owed + held > 0)])
    const overview = await read('/organiser/finance', finance.cookie)
    expect({
      owed: sumOf(overview, new RegExp(`${pound} owed to the council`)),
      inFavour: sumOf(overview, new RegExp(`${pound} credit held`)),
    }).toEqual(await everybody())
    const moneyPage = await read(`/organiser/events/${paying.event.code}/money`, organiser.cookie)
    expect(
      (sumOf(moneyPage, new RegExp(` Owed ${pound}|Nothing has been charged`)) ?? Number.NaN) -
        (sumOf(moneyPage, new RegExp(` Credit held ${pound}`)) ?? 0),
    ).toBe(await ofEvent())
    // The price of its places, which pages once said to be to pay, is another sum wherever anything has happened.
    if (prices !== owed + held) otherwise.push(state)
  }
  const decide = (id: string) => decideProposal(actOf(second), { id, decision: 'approve', note: '' }, settlingInvoice)
  const chargeOf = async ({ bookingId }: Booking) =>
    (await rows<{ number: number }>(`SELECT number FROM LedgerLine WHERE bookingId = ?1 AND kind = 'charge'`, bookingId))[0]?.number ?? 0

  const card = await aHeldBooking(paying, 1, 12_000, inTrust)
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

  const lapsed = await aHeldBooking(paying, 1, 12_000, inTrust)
  await later(60, paying.twin)
  await look('held, and not paid for in time', lapsed)

  const billed = await aCertainBooking(paying, 2, 12_000, inTrust)
  await look('owed', billed, ['To pay £240.00, of which £40.00 is VAT'])
  const payment = {
    payerId: await payerOf(billed),
    bookingId: billed.bookingId,
    happenedOn: instant(new Date()).slice(0, 10),
    anyway: true,
  }
  await press(paying, billed)
  await recordPayment(actOf(finance), { ...payment, formId: crypto.randomUUID(), pence: 5_000, reference: 'BACS 1' })
  const pressedLate = await ask(paying, `/bookings/${billed.reference}/pay`, billed.cookie, {})
  expect([pressedLate.status, await textOf(pressedLate)]).toEqual([409, expect.stringContaining('What is owed has changed since')])
  await look('paid in part', billed, ['Paid £50.00 on', 'To pay £190.00'])
  // Stripe's page of the sum before is ended, and the next is of what is owed.
  await sweep(paying)
  await arrive(paying)
  await press(paying, billed)
  expect(await rows('SELECT pence, state FROM Checkout WHERE bookingId = ?1 ORDER BY rowid', billed.bookingId)).toEqual([
    { pence: 24_000, state: 'expired' },
    { pence: 19_000, state: 'open' },
  ])
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

  const waived = await aCertainBooking(paying, 1, 12_000, inTrust)
  const waiver = { id: crypto.randomUUID(), lineNumber: await chargeOf(waived), pence: undefined, reason: 'Snow' }
  await proposeWaiver(actOf(finance), waiver)
  await decide(waiver.id)
  await look('waived', waived, ['To pay Nothing'])

  const recharged = await aCertainBooking(paying, 1, 12_000, inTrust)
  await insertPayment(anActOf(paying, finance.actor), {
    ...{ payerId: await payerOf(recharged), bookingId: recharged.bookingId, route: 'recharge', pence: 12_000 },
    ...{ source: `journal:${crypto.randomUUID()}`, rule: { why: 'journalled' } },
  }).run()
  await look('recharged', recharged, ['Paid £120.00 between cost centres on'])

  const invoiced = await anInvoicedBooking(paying, 2, 12_000, inTrust)
  const [agreed] = await rows<{ agreedAt: string }>('SELECT agreedAt FROM BookingPayer WHERE bookingId = ?1', invoiced.bookingId)
  const goes = sayDeadline(addMinutes(new Date(agreed?.agreedAt ?? ''), 24 * 60))
  await look('its invoice waits', invoiced, [
    `The invoice waits for a purchase order number until ${goes}. Once it has the number it goes within a minute. After that time it goes without one`,
  ])
  await later(24 * 60 + 1, paying.twin)
  const send = async () => {
    for (let n = 0; n < 3; n += 1) {
      await sweep(paying)
      await arrive(paying)
    }
  }
  await send()
  const [sent] = await rows<{ number: number; stripeId: string; dueOn: string }>(
    'SELECT number, stripeId, dueOn FROM Invoice WHERE bookingId = ?1',
    invoiced.bookingId,
  )
  const number = invoiceNumber(sent?.number ?? 0)
  /** The pages of an invoice say the same as the booking, while that is all that was charged. */
  const lookAtInvoice = async (state: string, words: readonly string[] = []) => {
    await look(state, invoiced, words)
    const [owed, path] = [await ledgerOf(invoiced), `/school/${invoiced.school.id}/money/invoices`]
    expect([
      state,
      inCell(/Still to pay (.*?) /.exec(await read(`${path}/${number}`, invoiced.cookie))?.[1]),
      inCell(cellsOf(await page(path, invoiced.cookie), number)[5]),
      inCell(cellsOf(await page('/organiser/finance/invoices', finance.cookie), number)[7]),
    ]).toEqual([state, ...Array.from({ length: 3 }, () => Math.max(0, owed))])
  }
  await lookAtInvoice('invoiced', [`Invoice To be paid by ${sayLongDay(sent?.dueOn ?? '')}. See the invoice, and how to pay`])
  await paying.twin.payInvoice(sent?.stripeId ?? '', 5_000)
  await send()
  await lookAtInvoice('invoiced, paid in part', ['Paid £50.00 on our invoice on', 'To pay £190.00'])
  await cancelBooking(actOf(invoiced), invoiced.reference, invoiced.placeIds.slice(0, 1))
  await send()
  await lookAtInvoice('invoiced, paid in part and credited', ['To pay £70.00'])
  await paying.twin.payInvoice(sent?.stripeId ?? '', 7_000)
  await send()
  await lookAtInvoice('invoiced and paid', ['To pay Nothing'])
  const receipts = await rows<{ text: string }>(
    `SELECT b.text FROM Message m JOIN MessageBody b ON b.messageId = m.id WHERE m.bookingId = ?1 AND m.kind = 'card_received' ORDER BY m.rowid`,
    invoiced.bookingId,
  )
  const receiptRows =
    /When: \w+ \d+ \w+ \d{4}\nFor: (.*)\nPaid: (£[\d.]+ on invoice INV-\d+) on \d+ \w+ \d{4}\nStill to pay: (.*)\nReceipt: This email/
  expect(receipts.map(({ text }) => receiptRows.exec(text)?.slice(1))).toEqual([
    [invoiced.school.name, `£50.00 on invoice ${number}`, '£190.00'],
    [invoiced.school.name, `£70.00 on invoice ${number}`, 'Nothing'],
  ])
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
    'invoiced, paid in part',
    'invoiced, paid in part and credited',
    'invoiced and paid',
  ])
})
