// Credit notes: first they lower what is still owed; what goes beyond was paid already, and every penny of it must be said to go somewhere.
import type Stripe from 'stripe'
import { type Account, newId } from './account.ts'
import { lineTotals } from './catalogue.ts'
import { emit } from './events.ts'
import { taxesOf } from './invoice-lines.ts'
import { chargesOf, closeWhenSettled, followDebt } from './invoice-payments.ts'
import { type ListParams, listOf, within } from './lists.ts'
import { given } from './metadata.ts'
import { makeRefund, refundable } from './refunds.ts'
import { invalid, missing } from './refusal.ts'
import { onGet, onPost, type Route } from './routes.ts'

type Params = Stripe.CreditNoteCreateParams

const lineOf = (
  account: Account,
  invoice: Stripe.Invoice,
  line: Stripe.CreditNoteCreateParams.Line,
  index: number,
): Stripe.CreditNoteLineItem => {
  const at = `lines[${index}]`
  const of = line.type === 'invoice_line_item' ? invoice.lines.data.find((one) => one.id === line.invoice_line_item) : undefined
  if (line.type === 'invoice_line_item' && !of)
    throw invalid('No such line of the invoice.', `${at}[invoice_line_item]`, 'resource_missing')
  const unit = line.unit_amount ?? (line.unit_amount_decimal === undefined ? undefined : Math.round(Number(line.unit_amount_decimal)))
  const amount = line.amount ?? (unit === undefined ? of?.amount : unit * (line.quantity ?? 1))
  if (amount === undefined) throw missing(`${at}[amount]`)
  const named = (line.tax_rates || []).map((rate) => account.get('tax_rate', rate, `${at}[tax_rates]`))
  const ofLine = (of?.taxes ?? []).map((tax) => account.get('tax_rate', tax.tax_rate_details?.tax_rate ?? ''))
  const rates = line.tax_rates === undefined ? ofLine : named
  const sums = lineTotals(amount, rates)
  return {
    id: newId('cnli'),
    object: 'credit_note_line_item',
    amount,
    description: line.description ?? of?.description ?? null,
    discount_amount: 0,
    discount_amounts: [],
    ...(of ? { invoice_line_item: of.id } : {}),
    livemode: false,
    metadata: given(line.metadata),
    pretax_credit_amounts: [],
    quantity: line.quantity ?? 1,
    tax_rates: rates,
    taxes: taxesOf(sums.taxes),
    type: line.type,
    unit_amount: unit ?? null,
    unit_amount_decimal: null,
  } as Stripe.CreditNoteLineItem
}

const totalOf = (line: Stripe.CreditNoteLineItem): { total: number; excluding: number } => lineTotals(line.amount, line.tax_rates)

/** Where the part goes that was paid already. */
const disposal = (account: Account, params: Params, post: number): { refunded: number; linked: Stripe.Refund[] } => {
  const linked = (params.refunds ?? []).map((one, index) => account.get('refund', one.refund ?? '', `refunds[${index}][refund]`))
  const linkedSum = linked.reduce((sum, refund, index) => sum + (params.refunds?.[index]?.amount_refunded ?? refund.amount), 0)
  const refunded = params.refund_amount ?? 0
  const said = refunded + linkedSum + (params.credit_amount ?? 0) + (params.out_of_band_amount ?? 0)
  if (said !== post)
    throw invalid(
      `The sum of refund_amount, refunds, credit_amount and out_of_band_amount (${said}) must equal the amount of the credit note that was already paid (${post}).`,
      'refund_amount',
    )
  return { refunded, linked }
}

const create = (account: Account, params: Params): Stripe.CreditNote => {
  const invoice = account.get('invoice', params.invoice, 'invoice')
  if (invoice.status === 'draft' || invoice.status === 'void')
    throw invalid(`A credit note needs an invoice that is open, paid or uncollectible; this one is ${invoice.status}.`, 'invoice')
  if ((params.amount === undefined) === (params.lines === undefined))
    throw params.amount === undefined
      ? missing('amount')
      : invalid('You may only specify one of these parameters: amount, lines.', 'amount')
  const lines = (params.lines ?? []).map((line, index) => lineOf(account, invoice, line, index))
  const total = params.amount ?? lines.reduce((sum, line) => sum + totalOf(line).total, 0)
  const excluding = params.amount ?? lines.reduce((sum, line) => sum + totalOf(line).excluding, 0)
  const credited = invoice.pre_payment_credit_notes_amount + invoice.post_payment_credit_notes_amount
  if (total < 1) throw invalid('The amount of a credit note must be positive.', 'amount')
  if (total > invoice.total - credited)
    throw invalid(
      `The credit note's total (${total}) is more than what is left to credit of the invoice (${invoice.total - credited}).`,
      'amount',
    )
  const pre = Math.min(total, invoice.amount_remaining)
  const post = total - pre
  const { refunded, linked } = disposal(account, params, post)
  const refunds = [...linked, ...refund(account, invoice, refunded)]
  if (params.credit_amount) account.get('customer', String(invoice.customer)).balance -= params.credit_amount
  const id = newId('cn')
  const note = {
    id,
    object: 'credit_note',
    amount: total,
    amount_shipping: 0,
    created: account.now(),
    currency: invoice.currency,
    customer: String(invoice.customer),
    customer_account: null,
    customer_balance_transaction: params.credit_amount ? newId('cbtxn') : null,
    discount_amount: 0,
    discount_amounts: [],
    effective_at: params.effective_at ?? account.now(),
    invoice: invoice.id,
    lines: within(`/v1/credit_notes/${id}/lines`, lines),
    livemode: false,
    memo: params.memo ?? null,
    metadata: given(params.metadata),
    number: `${invoice.number}-CN-${String(account.all('credit_note').filter((one) => one.invoice === invoice.id).length + 1).padStart(2, '0')}`,
    out_of_band_amount: params.out_of_band_amount ?? null,
    pdf: `${account.pages}/credit_notes/${id}/pdf`,
    post_payment_amount: post,
    pre_payment_amount: pre,
    pretax_credit_amounts: [],
    reason: params.reason ?? null,
    refunds: refunds.map((one) => ({ amount_refunded: one.amount, payment_record_refund: null, refund: one.id, type: 'refund' })),
    shipping_cost: null,
    status: 'issued',
    subtotal: params.amount ?? lines.reduce((sum, line) => sum + line.amount, 0),
    subtotal_excluding_tax: excluding,
    total,
    total_excluding_tax: excluding,
    total_taxes: lines.flatMap((line) => line.taxes ?? []) as Stripe.CreditNote.TotalTax[],
    type: pre === 0 ? 'post_payment' : post === 0 ? 'pre_payment' : 'mixed',
    voided_at: null,
  } satisfies Stripe.CreditNote as Stripe.CreditNote
  account.add('credit_note', note)
  invoice.pre_payment_credit_notes_amount += pre
  invoice.post_payment_credit_notes_amount += post
  invoice.amount_remaining -= pre
  invoice.amount_due -= pre
  emit(account, 'credit_note.created', note)
  closeWhenSettled(account, invoice)
  followDebt(account, invoice)
  emit(account, 'invoice.updated', invoice)
  return note
}

/** Sends back what came in by charges, the latest first. */
const refund = (account: Account, invoice: Stripe.Invoice, amount: number): Stripe.Refund[] => {
  const charges = chargesOf(account, invoice).filter((charge) => refundable(account, charge) > 0)
  if (amount > charges.reduce((sum, charge) => sum + refundable(account, charge), 0))
    throw invalid(`The invoice has less than ${amount} left to refund.`, 'refund_amount')
  let left = amount
  return charges.flatMap((charge) => {
    const part = Math.min(left, refundable(account, charge))
    left -= part
    return part > 0 ? [makeRefund(account, charge, { amount: part, email: invoice.customer_email ?? undefined })] : []
  })
}

const voided = (account: Account, note: Stripe.CreditNote): Stripe.CreditNote => {
  const invoice = account.get('invoice', String(note.invoice))
  if (note.status !== 'issued') throw invalid('This credit note is void already.')
  if (invoice.status !== 'open' || note.post_payment_amount > 0) throw invalid('You can only void a credit note of an open invoice.')
  Object.assign(note, { status: 'void', voided_at: account.now() })
  invoice.pre_payment_credit_notes_amount -= note.pre_payment_amount
  invoice.amount_remaining += note.pre_payment_amount
  invoice.amount_due += note.pre_payment_amount
  followDebt(account, invoice)
  emit(account, 'credit_note.voided', note)
  emit(account, 'invoice.updated', invoice)
  return note
}

export const creditNoteRoutes: Route[] = [
  onPost<Params>('credit_notes', 'CreditNotes:CreditNoteCreateParams', ({ account, params }) => create(account, params)),
  onGet('credit_notes/:id', 'CreditNotes:CreditNoteRetrieveParams', ({ account, ids }) => account.get('credit_note', ids[0])),
  onPost<Stripe.CreditNoteUpdateParams>('credit_notes/:id', 'CreditNotes:CreditNoteUpdateParams', ({ account, ids, params }) => {
    const note = account.get('credit_note', ids[0])
    if (params.memo !== undefined) note.memo = params.memo
    if (params.metadata !== undefined) note.metadata = { ...note.metadata, ...given(params.metadata) }
    emit(account, 'credit_note.updated', note)
    return note
  }),
  onPost('credit_notes/:id/void', 'CreditNotes:CreditNoteVoidCreditNoteParams', ({ account, ids }) =>
    voided(account, account.get('credit_note', ids[0])),
  ),
  onGet<ListParams & { invoice?: string; customer?: string }>('credit_notes', 'CreditNotes:CreditNoteListParams', ({ account, params }) =>
    listOf(
      '/v1/credit_notes',
      account
        .all('credit_note')
        .filter((one) => params.invoice === undefined || one.invoice === params.invoice)
        .filter((one) => params.customer === undefined || one.customer === params.customer),
      params,
    ),
  ),
]
