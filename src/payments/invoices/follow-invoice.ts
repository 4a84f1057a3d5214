// What became of an invoice, its payments and refunds, read from Stripe.
import type { Act } from '#base/act.ts'
import { instant, londonDay } from '#base/dates.ts'
import { logged } from '#base/log/store.ts'
import { queuedAll } from '#messages/outbox/store.ts'
import { insertPayment, insertRefund } from '#money/ledger/store.ts'
import { answered, listed, type Stripe } from '#payments/stripe/client.ts'
import type { Follower, Followers, StateChange } from '#payments/stripe/event.ts'
import { readCreditNote, unsettledNotes } from './credit-store.ts'
import { outstandingOf, type StripeStatus, stateAfter, statesBefore } from './invoice.ts'
import { postedSources } from './money-store.ts'
import { notifyOfPayment } from './notify-payer.ts'
import { type FoundInvoice, moveInvoice, readCustomer, readInvoice, unsettledCustomers, unsettledInvoices } from './store.ts'

const idOf = (of: string | { id: string } | null | undefined): string => (typeof of === 'string' ? of : (of?.id ?? ''))
const dayOf = (seconds: number | null): string | undefined => (seconds === null ? undefined : londonDay(instant(new Date(seconds * 1000))))

const sumOf = (payments: readonly Stripe.InvoicePayment[]): number => payments.reduce((sum, { amount_paid }) => sum + (amount_paid ?? 0), 0)

const about = (found: FoundInvoice) => ({ subject: ['invoice', found.id] as const, eventId: found.eventId, schoolId: found.schoolId })

const invoiceOf = async (act: Act, there: Stripe.Invoice): Promise<FoundInvoice | undefined> => {
  const known = await readInvoice(act.db, { stripeId: there.id })
  if (known) return known
  const id = there.metadata?.['invoice']
  const own = id ? await readInvoice(act.db, { id }) : undefined
  return own?.stripeId === null ? own : undefined
}

/** @param before paid by others that are posted with it */
const paymentChange = async (act: Act, found: FoundInvoice, payment: Stripe.InvoicePayment, before: number): Promise<StateChange> => {
  const [pence, happenedOn] = [payment.amount_paid ?? 0, dayOf(payment.status_transitions.paid_at) ?? londonDay(act.now)]
  return {
    objectId: payment.id,
    state: 'paid',
    statements: [
      insertPayment(act, {
        payerId: found.payerId,
        route: 'stripe_invoice',
        bookingId: found.bookingId,
        pence,
        happenedOn,
        source: `stripe:${payment.id}`,
        rule: { why: 'invoice_paid', invoice: found.id, number: found.number },
      }),
      ...queuedAll(act, await notifyOfPayment(act, found, { pence, on: happenedOn, left: outstandingOf(found) - before - pence })),
      logged(act, { act: 'invoice.payment_received', ...about(found), after: { stripeId: payment.id, pence } }),
    ],
  }
}

/** Each payment becomes one ledger line, whoever reports it; then the invoice follows Stripe. */
export const followInvoice: Follower['follow'] = async (act, stripe, stripeId) => {
  const there = await answered('invoice', stripe.invoices.retrieve(stripeId))
  const invoice = await invoiceOf(act, there)
  if (!invoice) return []
  const payments = await listed('invoice_payment', stripe.invoicePayments.list({ invoice: stripeId, status: 'paid', limit: 100 }))
  const next = stateAfter(invoice.state, there.status as StripeStatus, invoice.dueOn, londonDay(act.now))
  const posted = await postedSources(
    act.db,
    payments.map(({ id }) => `stripe:${id}`),
  )
  const unposted = payments.toReversed().filter(({ id, amount_paid }) => (amount_paid ?? 0) > 0 && !posted.has(`stripe:${id}`))
  return [
    ...(await Promise.all(unposted.map((payment, n) => paymentChange(act, invoice, payment, sumOf(unposted.slice(0, n)))))),
    ...(next
      ? [
          {
            objectId: stripeId,
            state: next,
            statements: [
              // It may have been sent or become overdue since it was read; each state is applied
              // once, so start from those states too.
              moveInvoice(act, invoice.id, statesBefore(next), next),
              logged(act, { act: `invoice.${next}`, ...about(invoice), before: { state: invoice.state }, after: { state: next } }),
            ],
          },
        ]
      : []),
  ]
}

/** A refund counts once it has arrived; one that fails afterwards is money that came back. */
const refundChanges = async (act: Act, found: FoundInvoice, refund: Stripe.Refund): Promise<StateChange[]> => {
  const source = `stripe:${refund.id}`
  const money = {
    payerId: found.payerId,
    route: 'stripe_invoice' as const,
    bookingId: found.bookingId,
    pence: refund.amount,
    rule: { why: 'invoice_refunded', invoice: found.id, number: found.number },
  }
  if (refund.status === 'succeeded')
    return [
      {
        objectId: refund.id,
        state: 'succeeded',
        statements: [
          insertRefund(act, { ...money, source }),
          logged(act, { act: 'invoice.refunded', ...about(found), after: { stripeId: refund.id, pence: refund.amount } }),
        ],
      },
    ]
  if (refund.status !== 'failed' && refund.status !== 'canceled') return []
  const arrived = (await postedSources(act.db, [source])).has(source)
  return [
    {
      objectId: refund.id,
      state: refund.status,
      statements: [
        ...(arrived ? [insertPayment(act, { ...money, source: `${source}:failed`, rule: { ...money.rule, why: 'refund_failed' } })] : []),
        logged(act, { act: 'invoice.refund_failed', ...about(found), after: { stripeId: refund.id, pence: refund.amount } }),
      ],
    },
  ]
}

const invoicePaidBy = async (act: Act, stripe: Stripe, paymentIntent: string): Promise<FoundInvoice | undefined> => {
  if (!paymentIntent) return undefined
  const [payment] = await listed(
    'invoice_payment',
    stripe.invoicePayments.list({ payment: { type: 'payment_intent', payment_intent: paymentIntent }, limit: 1 }),
    1,
  )
  return payment ? readInvoice(act.db, { stripeId: idOf(payment.invoice) }) : undefined
}

const followRefund: Follower['follow'] = async (act, stripe, refundId) => {
  const refund = await answered('refund', stripe.refunds.retrieve(refundId))
  const invoice = await invoicePaidBy(act, stripe, idOf(refund.payment_intent))
  return invoice ? refundChanges(act, invoice, refund) : []
}

export const followNote: Follower['follow'] = async (act, stripe, noteId) => {
  const note = await readCreditNote(act.db, { stripeId: noteId })
  const invoice = note ? await readInvoice(act.db, { id: note.invoiceId }) : undefined
  if (!invoice) return []
  const there = await answered('credit_note', stripe.creditNotes.retrieve(noteId))
  const changes: StateChange[] = []
  for (const { refund } of there.refunds) {
    const id = idOf(refund)
    if (id) changes.push(...(await refundChanges(act, invoice, await answered('refund', stripe.refunds.retrieve(id)))))
  }
  return [...changes, ...(invoice.stripeId ? await followInvoice(act, stripe, invoice.stripeId) : [])]
}

const followPayment: Follower['follow'] = async (act, stripe, paymentId) => {
  const payment = await answered('invoice_payment', stripe.invoicePayments.retrieve(paymentId))
  return followInvoice(act, stripe, idOf(payment.invoice))
}

/** The payer's bank charged a card payment back. */
const followDispute: Follower['follow'] = async (act, stripe, disputeId) => {
  const dispute = await answered('dispute', stripe.disputes.retrieve(disputeId))
  const invoice = dispute.status === 'lost' ? await invoicePaidBy(act, stripe, idOf(dispute.payment_intent)) : undefined
  if (!invoice) return []
  return [
    {
      objectId: dispute.id,
      state: 'lost',
      statements: [
        insertRefund(act, {
          payerId: invoice.payerId,
          route: 'stripe_invoice',
          bookingId: invoice.bookingId,
          pence: dispute.amount,
          source: `stripe:${dispute.id}`,
          rule: { why: 'dispute_lost', invoice: invoice.id, number: invoice.number },
        }),
        logged(act, { act: 'invoice.dispute_lost', ...about(invoice), after: { stripeId: dispute.id, pence: dispute.amount } }),
      ],
    },
  ]
}

/** As money on account, as in Stripe’s cash balance. What pays an invoice moves to its booking. */
const followCash: Follower['follow'] = async (act, stripe, customerId) => {
  const customer = await readCustomer(act.db, { stripeId: customerId })
  if (!customer) return []
  const moves = await listed('customer_cash_balance_transaction', stripe.customers.listCashBalanceTransactions(customerId, { limit: 100 }))
  const known = await postedSources(
    act.db,
    moves.map(({ id }) => `stripe:${id}`),
  )
  return moves
    .toReversed()
    .filter(({ id, net_amount }) => net_amount !== 0 && !known.has(`stripe:${id}`))
    .map((move) => {
      const line = {
        payerId: customer.payerId,
        route: 'stripe_invoice' as const,
        bookingId: null,
        pence: Math.abs(move.net_amount),
        source: `stripe:${move.id}`,
        happenedOn: dayOf(move.created),
        rule: { why: move.net_amount > 0 ? 'transfer_received' : 'transfer_used', type: move.type },
      }
      return {
        objectId: move.id,
        state: 'moved',
        statements: [
          move.net_amount > 0 ? insertPayment(act, line) : insertRefund(act, line),
          logged(act, { act: 'account.moved', subject: ['payer', customer.payerId], after: { stripeId: move.id, pence: move.net_amount } }),
        ],
      }
    })
}

export const invoiceFollowers: Followers = {
  invoice: { follow: followInvoice, unsettled: (act) => unsettledInvoices(act.db) },
  invoice_payment: { follow: followPayment },
  credit_note: { follow: followNote, unsettled: (act) => unsettledNotes(act.db) },
  refund: { follow: followRefund },
  dispute: { follow: followDispute },
  customer_cash_balance: { follow: followCash, unsettled: unsettledCustomers },
}
