// Words for an invoice's history and refusals, for finance and for schools.
import { sayChanged } from '#base/changed.ts'
import type { PaymentRefusal } from './record-payment.ts'
import type { ReplaceRefusal } from './void-invoice.ts'

const acts: Record<string, string> = {
  'invoice.issued': 'Issued',
  'invoice.sent': 'Sent to whoever pays',
  'invoice.overdue': 'Overdue',
  'invoice.paid': 'Paid',
  'invoice.void': 'Voided',
  'invoice.uncollectible': 'Marked as uncollectible at Stripe',
  'invoice.payment_received': 'A payment came through Stripe',
  'invoice.paid_outside': 'Recorded as paid elsewhere',
  'invoice.credited': 'A credit note was made',
  'invoice.refunded': 'A refund arrived',
  'invoice.refund_failed': 'A refund failed',
  'invoice.dispute_lost': 'The payer’s bank took the payment back',
  'invoice.reminded': 'A reminder was sent',
  'invoice.void_requested': 'Is to be voided',
  'invoice.reissued': 'May be issued again',
  'invoice.total_differs': 'Stripe’s sum was not ours: it was voided before it was sent',
}

export const sayInvoiceAct = (act: string): string => acts[act] ?? act

const calls: Record<string, string> = {
  'invoice.create': 'Make the invoice',
  'invoice.lines': 'Put its lines on it',
  'invoice.finalize': 'Finalise it',
  'invoice.send': 'Send it',
  'invoice.void': 'Void it',
  'invoice.pay': 'Say that it was paid elsewhere',
  'credit_note.create': 'Make a credit note',
}

export const sayCall = (kind: string): string => calls[kind] ?? kind

export const replaceWords: Record<ReplaceRefusal, string> = {
  no_such_invoice: 'There is no such invoice',
  not_open: 'Only an invoice that has been sent and is not paid can be issued again',
  paid_in_part: 'A part of this invoice has been paid, so it can no longer be voided',
  credited: 'A credit note stands against this invoice, so it can no longer be voided. Ask the organiser',
  replaced_already: 'It is being voided already, and another invoice takes its place',
  same: 'Enter a number that is not the one on the invoice',
  changed: sayChanged('Something about this invoice has', 'done'),
}

export const paymentWords: Record<PaymentRefusal, { field: 'pounds' | 'happenedOn'; words: string }> = {
  no_such_invoice: { field: 'pounds', words: 'There is no such invoice' },
  not_open: { field: 'pounds', words: 'Nothing can be paid on this invoice now' },
  nothing_left: { field: 'pounds', words: 'Nothing is left to be paid on this invoice' },
  not_the_whole: { field: 'pounds', words: 'Enter the whole of what is still to be paid' },
  in_future: { field: 'happenedOn', words: 'Enter a day that has come' },
  waits_already: { field: 'pounds', words: 'A payment of this invoice is recorded already, and waits for a second person' },
  changed: { field: 'pounds', words: sayChanged('Something about this invoice has', 'recorded') },
}
