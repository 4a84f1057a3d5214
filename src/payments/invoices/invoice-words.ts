const acts: Record<string, string> = {
  'invoice.issued': 'Issued',
  'invoice.sent': 'Sent to the payer',
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
  'invoice.po_given': 'Another purchase order number was given',
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
