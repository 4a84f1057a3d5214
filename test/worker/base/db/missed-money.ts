// Scenes in which one row makes something of money due: an invoice, a credit note, money that goes back or along, a notice.

import { nobody } from '#base/act.ts'
import type { LookKind } from '#base/db/next-look.ts'
import { rows, run } from '#test/support/factories.ts'
import { copied, rowText, sql } from '#test/support/row-of.ts'
import { add } from '#test/support/rows.ts'
import * as cards from '#test/worker/payments/cards/paying.ts'
import * as invoices from '#test/worker/payments/invoices/world.ts'
import { at, id, type Scene } from './missed-reminders.ts'

/** A booking of a school that is invoiced, with its line, on an invoice of that state or on none. */
const invoiced = async (state?: 'sent' | 'void') => {
  const school = await invoices.aPayingSchool()
  const booking = await invoices.booked(school, await invoices.aConference(), 1, 12_000)
  const [line] = await rows<{ number: number }>(`SELECT number FROM LedgerLine WHERE bookingId = ?1 AND kind = 'charge'`, booking.bookingId)
  const invoiceId = id()
  const number = line?.number ?? 0
  if (state) {
    await add('Invoice', {
      id: invoiceId,
      number: 1_000_000 + number,
      payerId: school.payerId,
      bookingId: booking.bookingId,
      state,
      pence: 10000,
      vatPence: 2000,
      taxPoint: '2026-01-01',
      dueOn: '2026-02-01',
      stripeId: invoiceId,
      createdAt: at,
    })
    await add('InvoiceLine', { invoiceId, lineNumber: number })
  }
  const scene = (kind: LookKind, does: string, ...of: (string | number)[]): Scene => ({ kind, act: invoices.act(nobody), does, of })
  return { ...booking, school, payerId: school.payerId, line: number, invoiceId, scene }
}
const sameBooking = copied('payerId', 'route', 'bookingId')
const credited = { pence: sql('-pence'), vatPence: sql('-vatPence'), at: sql('at'), reversesNumber: sql('number') }
const credit = (line: number) => rowText('LedgerLine', { kind: 'credit', ...sameBooking, ...credited }, `LedgerLine WHERE number = ${line}`)
const another = (line: number, when: Date) => {
  const charged = { ...sameBooking, ...copied('pence', 'vatPence'), at: when.toISOString() }
  return rowText('LedgerLine', { kind: 'charge', ...charged }, `LedgerLine WHERE number = ${line}`)
}

/** A booking that was paid by card once, and half as much again where `over`. */
const paid = async (state: 'open' | 'paid', over: boolean) => {
  const paying = await cards.aPaying()
  const booking = await cards.aCertainBooking(paying)
  const [line] = await rows<{ payerId: string; number: number }>(
    'SELECT payerId, number FROM LedgerLine WHERE bookingId = ?1',
    booking.bookingId,
  )
  const payerId = line?.payerId ?? ''
  const checkoutId = id()
  await add('Checkout', { id: checkoutId, bookingId: booking.bookingId, payerId, pence: 18000, state, createdAt: at, expiresAt: at })
  const { bookingId } = booking
  const payment = rowText('LedgerLine', {
    kind: 'payment',
    payerId,
    route: 'card',
    bookingId,
    pence: -18000,
    vatPence: 0,
    at,
    source: id(),
  })
  if (over) await run(payment)
  const scene = (kind: LookKind, does: string, ...of: (string | number)[]): Scene => ({
    kind,
    act: cards.anActOf(paying, nobody),
    does,
    of,
  })
  return { paying, ...booking, payerId, checkoutId, payment, line: line?.number ?? 0, scene }
}
/** The same with its places moved to another booking, where the payer owes so much. */
const moved = async (pence: number) => {
  const from = await paid('paid', true)
  const to = await cards.aCertainBooking(from.paying)
  await run('UPDATE Booking SET movedFromId = ?2 WHERE id = ?1', to.bookingId, from.bookingId)
  if (pence > 0)
    await run('UPDATE LedgerLine SET payerId = ?2, pence = ?3, vatPence = 0 WHERE bookingId = ?1', to.bookingId, from.payerId, pence)
  return { ...from, movedTo: to.bookingId }
}
const refund = (checkoutId: string, bookingId: string, payerId: string) =>
  rowText('CardRefund', {
    checkoutId,
    bookingId,
    payerId,
    pence: 6000,
    why: sql('(SELECT id FROM Reason LIMIT 1)'),
    state: 'asked',
    createdAt: at,
  })

export const moneyScenes: Record<string, () => Promise<Scene>> = {
  BookingPayer_new_may_make_due: async () => {
    const { bookingId, scene } = await invoiced()
    await run(`UPDATE BookingPayer SET supersededAt = createdAt WHERE bookingId = ?1`, bookingId)
    const same = copied('bookingId', 'payerId', 'route', 'priceId', 'pricedAsOf', 'rule', 'createdAt')
    const agreed = { ...same, agreedAt: sql('createdAt') }
    return scene('issues', rowText('BookingPayer', agreed, `BookingPayer WHERE bookingId = '${bookingId}' LIMIT 1`))
  },
  BookingPayer_may_make_due: async () => {
    const { bookingId, scene } = await invoiced()
    await run('UPDATE BookingPayer SET agreedAt = NULL WHERE bookingId = ?1', bookingId)
    return scene('issues', 'UPDATE BookingPayer SET agreedAt = createdAt WHERE bookingId = ?1', bookingId)
  },
  LedgerLine_may_be_invoiced: async () => {
    const { line, scene } = await invoiced('sent')
    return scene('issues', another(line, new Date()))
  },
  LineDispute_may_make_due: async () => {
    const { line, scene } = await invoiced()
    await add('LineDispute', { id: id(), lineNumber: line, words: 'Nobody came', raisedAt: at })
    return scene('issues', `UPDATE LineDispute SET outcome = 'stands', settledAt = '${at}' WHERE lineNumber = ?1`, line)
  },
  StripeCall_may_make_due: async () => {
    const { line, invoiceId, scene } = await invoiced('sent')
    await run(credit(line))
    const stripeCallId = id()
    await add('StripeCall', {
      id: stripeCallId,
      kind: 'invoice.void',
      subjectId: invoiceId,
      idempotencyKey: stripeCallId,
      dueAt: at,
      createdAt: at,
    })
    return scene('credits', `UPDATE StripeCall SET state = 'failed' WHERE subjectId = ?1`, invoiceId)
  },
  StripeObjectState_may_make_due: async () => {
    const { invoiceId, scene } = await invoiced('void')
    await add('StripeObjectState', { objectId: invoiceId, state: 'total_differs', at })
    return scene('issues', rowText('StripeObjectState', { objectId: invoiceId, state: 'issue_again', at }))
  },
  Invoice_may_make_due: async () => {
    const { invoiceId, scene } = await invoiced('sent')
    return scene('issues', `UPDATE Invoice SET state = 'void' WHERE id = ?1`, invoiceId)
  },
  InvoiceLine_may_make_due: async () => {
    const { line, invoiceId, scene } = await invoiced('sent')
    await run('DELETE FROM InvoiceLine WHERE invoiceId = ?1', invoiceId)
    await run(credit(line))
    return scene('credits', rowText('InvoiceLine', { invoiceId, lineNumber: line }))
  },
  LedgerLine_to_be_told: async () => {
    const { paying, line, scene } = await paid('paid', false)
    await run('DELETE FROM LineNotice')
    await run(`UPDATE LedgerLine SET at = '2020-01-01T00:00:00.000Z'`)
    const now = await cards.later(1, paying.twin)
    return scene('notices', another(line, new Date(now.getTime() - 20 * 60_000)))
  },
  LedgerLine_may_go_back: async () => {
    const { payment, scene } = await paid('paid', false)
    return scene('refunds', payment)
  },
  Checkout_may_make_due: async () => {
    const { checkoutId, scene } = await paid('open', true)
    return scene('refunds', `UPDATE Checkout SET state = 'paid' WHERE id = ?1`, checkoutId)
  },
  CardRefund_new_may_make_due: async () => {
    const { checkoutId, payerId, movedTo, scene } = await moved(0)
    return scene('carries', refund(checkoutId, movedTo, payerId))
  },
  CardRefund_may_make_due: async () => {
    const { checkoutId, payerId, bookingId, scene } = await moved(12_000)
    await run(refund(checkoutId, bookingId, payerId))
    return scene('carries', `UPDATE CardRefund SET state = 'failed' WHERE checkoutId = ?1`, checkoutId)
  },
  CardDispute_may_make_due: async () => {
    const { checkoutId, bookingId, payerId, scene } = await paid('paid', true)
    await add('CardDispute', { id: id(), checkoutId, bookingId, payerId, pence: 18000, state: 'open', raisedAt: at })
    return scene('refunds', `UPDATE CardDispute SET state = 'won', settledAt = '${at}' WHERE checkoutId = ?1`, checkoutId)
  },
}
