// The calls that create and send an invoice. Each is stored before it is made and queues the next
// only when it is known to be done, so that an interrupted invoice resumes where it stopped.

import type { Act } from '#base/act.ts'
import { sayShortDay } from '#base/dates.ts'
import { readNow } from '#base/db/read.ts'
import { logged } from '#base/log/store.ts'
import { cutTo } from '#base/words.ts'
import { queuedAll } from '#messages/outbox/store.ts'
import { readSupplier } from '#money/ledger/setting-store.ts'
import { markLinesNotified } from '#money/ledger/store.ts'
import type { Call, Made, Performer, Performers } from '#payments/stripe/call.ts'
import { answered, listed, type Stripe } from '#payments/stripe/client.ts'
import { remember } from '#payments/stripe/event-store.ts'
import { callQueued } from '#payments/stripe/store.ts'
import { type InvoicedLine, invoiceNumber, sayLine } from './invoice.ts'
import { selectInvoiced } from './issue-store.ts'
import { notifyOfInvoice } from './notify-payer.ts'
import {
  type FoundInvoice,
  insertCustomer,
  markSent,
  readCustomer,
  readInvoice,
  readPayerForStripe,
  setHostedUrl,
  setStripeInvoice,
} from './store.ts'

const under = (call: Call) => ({ idempotencyKey: call.idempotencyKey })
const next = (act: Act, invoiceId: string, kind: string): SqlStatement =>
  callQueued(act, { kind, subjectId: invoiceId, key: `${kind}:${invoiceId}` })

const once = (find: Performer['find'], make: Performer['make']): Performer => ({
  find,
  make: async (act, stripe, call) => (call.attempts > 1 ? await find(act, stripe, call) : undefined) ?? make(act, stripe, call),
})

const madeCustomer = (act: Act, payerId: string, stripeId: string): Made => ({
  stripeId,
  statements: [insertCustomer(act, payerId, stripeId)],
})

const customer = once(
  async (act, stripe, call) => {
    const payer = await readPayerForStripe(act.db, call.subjectId)
    const known = await listed('customer', stripe.customers.list({ ...(payer?.email ? { email: payer.email } : {}), limit: 100 }))
    const own = known.find(({ metadata }) => metadata['payer'] === call.subjectId)
    return own ? madeCustomer(act, call.subjectId, own.id) : undefined
  },
  async (act, stripe, call) => {
    const payer = await readPayerForStripe(act.db, call.subjectId)
    if (!payer) return undefined
    const atStripe = await answered(
      'customer',
      stripe.customers.create(
        { name: payer.name, ...(payer.email ? { email: payer.email } : {}), metadata: { payer: call.subjectId } },
        under(call),
      ),
    )
    return madeCustomer(act, call.subjectId, atStripe.id)
  },
)

const madeInvoice = (act: Act, invoiceId: string, stripeId: string): Made => ({
  stripeId,
  statements: [setStripeInvoice(act, invoiceId, stripeId), next(act, invoiceId, 'invoice.lines')],
})

const dayLength = 86_400_000
const daysBetween = (from: string, to: string): number => Math.round((Date.parse(to) - Date.parse(from)) / dayLength)

const customerOf = async (act: Act, payerId: string): Promise<string> => {
  const known = await readCustomer(act.db, { payerId })
  if (!known) throw new Error('the payer is no customer at Stripe yet')
  return known.stripeId
}

const create = once(
  async (act, stripe, call) => {
    const invoice = await readInvoice(act.db, { id: call.subjectId })
    if (!invoice) return undefined
    const known = await listed('invoice', stripe.invoices.list({ customer: await customerOf(act, invoice.payerId), limit: 100 }))
    const own = known.find(({ metadata }) => metadata?.['invoice'] === call.subjectId)
    return own ? madeInvoice(act, call.subjectId, own.id) : undefined
  },
  async (act, stripe, call) => {
    const invoice = await readInvoice(act.db, { id: call.subjectId })
    if (invoice?.state !== 'draft') return undefined
    const { vatNumber } = await readSupplier(act.db)
    const atStripe = await answered(
      'invoice',
      stripe.invoices.create(
        {
          customer: await customerOf(act, invoice.payerId),
          number: invoiceNumber(invoice.number),
          currency: 'gbp',
          collection_method: 'send_invoice',
          days_until_due: daysBetween(invoice.taxPoint, invoice.dueOn),
          auto_advance: false,
          pending_invoice_items_behavior: 'exclude',
          ...(invoice.poNumber ? { custom_fields: [{ name: 'PO number', value: cutTo(invoice.poNumber, 140) }] } : {}),
          payment_settings: {
            payment_method_types: ['customer_balance', 'card'],
            payment_method_options: {
              customer_balance: { funding_type: 'bank_transfer', bank_transfer: { type: 'gb_bank_transfer' } },
            },
          },
          ...(vatNumber ? { footer: `VAT registration number ${vatNumber}` } : {}),
          metadata: { invoice: invoice.id },
        },
        under(call),
      ),
    )
    return madeInvoice(act, invoice.id, atStripe.id)
  },
)

/** We give the VAT of each line, so that Stripe rounds nothing. */
const lineFor = (line: InvoicedLine) => ({
  amount: line.pence,
  description: sayLine(line, sayShortDay),
  metadata: { line: String(line.lineNumber) },
  ...(line.vatPence > 0
    ? {
        tax_amounts: [
          {
            amount: line.vatPence,
            taxable_amount: line.pence,
            tax_rate_data: { display_name: 'VAT', percentage: line.basisPoints / 100, inclusive: false, country: 'GB' },
          },
        ],
      }
    : {}),
})

const linesMade = (act: Act, invoiceId: string, stripeId: string): Made => ({
  stripeId,
  statements: [next(act, invoiceId, 'invoice.finalize')],
})

const readAtStripe = async (
  act: Act,
  stripe: Stripe,
  call: Call,
): Promise<{ invoice: FoundInvoice; there: Stripe.Invoice } | undefined> => {
  const invoice = await readInvoice(act.db, { id: call.subjectId })
  if (!invoice?.stripeId) return undefined
  return { invoice, there: await answered('invoice', stripe.invoices.retrieve(invoice.stripeId)) }
}

const lines = once(
  async (act, stripe, call) => {
    const atStripe = await readAtStripe(act, stripe, call)
    return atStripe && atStripe.there.lines.data.length > 0 ? linesMade(act, call.subjectId, atStripe.there.id) : undefined
  },
  async (act, stripe, call) => {
    const invoice = await readInvoice(act.db, { id: call.subjectId })
    if (!invoice?.stripeId) return undefined
    const invoiced = await readNow(act.db, selectInvoiced(act.db, invoice.id))
    const atStripe = await answered('invoice', stripe.invoices.addLines(invoice.stripeId, { lines: invoiced.map(lineFor) }, under(call)))
    return linesMade(act, invoice.id, atStripe.id)
  },
)

/** If Stripe's total differs from ours, voids the invoice before it is sent and tells finance. */
const finalized = async (act: Act, invoice: FoundInvoice, there: Stripe.Invoice): Promise<Made> => {
  if (there.total === invoice.gross && (there.total_excluding_tax ?? there.total) === invoice.pence)
    return {
      stripeId: there.id,
      statements: [setHostedUrl(act, invoice.id, there.hosted_invoice_url ?? null), next(act, invoice.id, 'invoice.send')],
    }
  console.error(JSON.stringify({ invoice: invoice.id, ours: invoice.gross, atStripe: there.total }))
  await remember(act, there.id, 'total_differs')
  return {
    stripeId: there.id,
    statements: [
      next(act, invoice.id, 'invoice.void'),
      logged(act, {
        act: 'invoice.total_differs',
        subject: ['invoice', invoice.id],
        eventId: invoice.eventId,
        schoolId: invoice.schoolId,
        after: { ours: invoice.gross, atStripe: there.total },
      }),
    ],
  }
}

const finalizedAlready: Performer['find'] = async (act, stripe, call) => {
  const atStripe = await readAtStripe(act, stripe, call)
  return atStripe && atStripe.there.status !== 'draft' ? finalized(act, atStripe.invoice, atStripe.there) : undefined
}

const finalize = once(finalizedAlready, async (act, stripe, call) => {
  const invoice = await readInvoice(act.db, { id: call.subjectId })
  if (!invoice?.stripeId) return undefined
  return finalized(
    act,
    invoice,
    await answered('invoice', stripe.invoices.finalizeInvoice(invoice.stripeId, { auto_advance: false }, under(call))),
  )
})

const send: Performer = {
  // Stripe does not show whether it was sent; after a day it is sent again.
  find: async () => undefined,
  make: async (act, stripe, call) => {
    const atStripe = await readAtStripe(act, stripe, call)
    if (!atStripe || atStripe.there.status === 'void' || atStripe.invoice.state === 'void') return undefined
    const { invoice, there } = atStripe
    if (there.status === 'open') await answered('invoice', stripe.invoices.sendInvoice(there.id, {}, under(call)))
    if (invoice.sentAt !== null) return { stripeId: there.id, statements: [] }
    const messages = await notifyOfInvoice(act, { ...invoice, hostedUrl: there.hosted_invoice_url ?? invoice.hostedUrl })
    return {
      stripeId: there.id,
      statements: [
        ...markSent(act, invoice.id),
        ...queuedAll(act, messages),
        ...messages.map(({ id }) => markLinesNotified(act, invoice.bookingId, id)),
        logged(act, {
          act: 'invoice.sent',
          subject: ['invoice', invoice.id],
          eventId: invoice.eventId,
          schoolId: invoice.schoolId,
          after: { messageIds: messages.map(({ id }) => id) },
        }),
      ],
    }
  },
}

export const sendingPerformers: Performers = {
  'customer.create': customer,
  'invoice.create': create,
  'invoice.lines': lines,
  'invoice.finalize': finalize,
  'invoice.send': send,
}
