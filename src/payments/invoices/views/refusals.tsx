import { sayChanged } from '#base/changed.ts'
import { gone, type Refusal } from '#base/web/press.tsx'
import type { PoRefusal } from '../change-order-number.ts'
import type { PaymentRefusal } from '../record-payment.ts'
import type { ReplaceRefusal } from '../void-invoice.ts'

export const replaceRefusals = {
  no_such_invoice: gone,
  not_open: 'Only an invoice that has been sent and is not paid can be issued again',
  paid_in_part: 'A part of this invoice has been paid, so it can no longer be voided',
  credited: 'A credit note stands against this invoice, so it can no longer be voided. Ask the organiser',
  replaced_already: 'It is being voided already, and another invoice takes its place',
  changed: sayChanged('Something about this invoice has', 'done'),
} satisfies Record<ReplaceRefusal, Refusal>

export const poRefusals: Record<PoRefusal, Refusal> = {
  no_such_invoice: gone,
  replaced_already: replaceRefusals.replaced_already,
  not_open: 'This invoice is paid or void, so its number stays as it is',
  same: { field: 'poNumber', says: 'Enter a number that is not the one on the invoice' },
  changed: replaceRefusals.changed,
}

export const paymentRefusals: Record<PaymentRefusal, Refusal> = {
  no_such_invoice: gone,
  not_open: 'Nothing can be paid on this invoice now',
  nothing_left: 'Nothing is left to be paid on this invoice',
  not_the_whole: { field: 'pounds', says: 'Enter the whole of what is still to be paid' },
  in_future: { field: 'happenedOn', says: 'Enter a day that has come' },
  waits_already: 'A payment of this invoice is recorded already, and waits for a second person',
  changed: sayChanged('Something about this invoice has', 'recorded'),
}
