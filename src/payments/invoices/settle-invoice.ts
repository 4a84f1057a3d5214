// The calls that void or credit an invoice or mark it paid elsewhere. What follows is read from
// Stripe.
import type { Act } from '#base/act.ts'
import { applyChanges } from '#payments/stripe/apply-changes.ts'
import type { Call, Made, Performer, Performers } from '#payments/stripe/call.ts'
import { answered, listed, type Stripe } from '#payments/stripe/client.ts'
import { type FoundNote, readCreditNote, setStripeNote } from './credit-store.ts'
import { followInvoice, followNote } from './follow-invoice.ts'
import { creditNoteNumber, splitCredit } from './invoice.ts'
import { readInvoice } from './store.ts'

const under = (call: Call) => ({ idempotencyKey: call.idempotencyKey })

const settledThere = async (act: Act, stripe: Stripe, stripeId: string): Promise<Made> => {
  await applyChanges(act, await followInvoice(act, stripe, stripeId))
  return { stripeId, statements: [] }
}

const atStripe = async (act: Act, stripe: Stripe, call: Call): Promise<Stripe.Invoice | undefined> => {
  const invoice = await readInvoice(act.db, { id: call.subjectId })
  return invoice?.stripeId ? answered('invoice', stripe.invoices.retrieve(invoice.stripeId)) : undefined
}

/** Makes `change` if the invoice is open at Stripe; otherwise follows it as it is. */
const whileOpen = (change: (stripe: Stripe, id: string, call: Call) => Promise<Stripe.Invoice>): Performer => ({
  find: async (act, stripe, call) => {
    const there = await atStripe(act, stripe, call)
    return there && there.status !== 'open' && there.status !== 'uncollectible' ? settledThere(act, stripe, there.id) : undefined
  },
  make: async (act, stripe, call) => {
    const there = await atStripe(act, stripe, call)
    if (!there) return undefined
    if (there.status === 'open' || there.status === 'uncollectible') await answered('invoice', change(stripe, there.id, call))
    return settledThere(act, stripe, there.id)
  },
})

const voidCall = whileOpen((stripe, id, call) => stripe.invoices.voidInvoice(id, {}, under(call)))
const payCall = whileOpen((stripe, id, call) => stripe.invoices.pay(id, { paid_out_of_band: true }, under(call)))

/**
 * An invoice's calls run one after the other, so a credit note's call is about the invoice and its
 * key says which note it is.
 */
export const creditNoteKey = (noteId: string): string => `credit_note.create:${noteId}`
const noteOf = (act: Act, call: Call): Promise<FoundNote | undefined> =>
  readCreditNote(act.db, { id: call.idempotencyKey.split(':')[1] ?? '' })

const madeNote = async (act: Act, stripe: Stripe, note: FoundNote, there: Stripe.CreditNote): Promise<Made> => {
  await setStripeNote(act, note.id, there.id).run()
  await applyChanges(act, await followNote(act, stripe, there.id))
  return { stripeId: there.id, statements: [] }
}

const findNote: Performer['find'] = async (act, stripe, call) => {
  const note = await noteOf(act, call)
  if (!note?.invoiceStripeId) return undefined
  const known = await listed('credit_note', stripe.creditNotes.list({ invoice: note.invoiceStripeId, limit: 100 }))
  const own = known.find(({ metadata }) => metadata?.['creditNote'] === note.id)
  return own ? madeNote(act, stripe, note, own) : undefined
}

const creditNote: Performer = {
  find: findNote,
  make: async (act, stripe, call) => {
    const creditNote = await findNote(act, stripe, call)
    if (creditNote) return creditNote
    const note = await noteOf(act, call)
    if (!note?.invoiceStripeId) return undefined
    const invoice = await answered('invoice', stripe.invoices.retrieve(note.invoiceStripeId))
    const payments = await listed('invoice_payment', stripe.invoicePayments.list({ invoice: invoice.id, status: 'paid', limit: 100 }))
    const split = splitCredit({
      gross: note.pence + note.vatPence,
      remaining: invoice.amount_remaining,
      paidThere: payments.reduce((sum, { amount_paid }) => sum + (amount_paid ?? 0), 0),
      creditedAfter: invoice.post_payment_credit_notes_amount,
    })
    const there = await answered(
      'credit_note',
      stripe.creditNotes.create(
        {
          invoice: invoice.id,
          amount: note.pence + note.vatPence,
          ...(split.refund > 0 ? { refund_amount: split.refund } : {}),
          ...(split.elsewhere > 0 ? { out_of_band_amount: split.elsewhere } : {}),
          reason: 'order_change',
          memo: creditNoteNumber(note.number),
          metadata: { creditNote: note.id },
        },
        under(call),
      ),
    )
    return madeNote(act, stripe, note, there)
  },
}

export const settlingPerformers: Performers = {
  'invoice.void': voidCall,
  'invoice.pay': payCall,
  'credit_note.create': creditNote,
}
