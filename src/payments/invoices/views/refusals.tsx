import { sayChanged } from '#base/changed.ts'
import type { PoRefusal } from '../change-order-number.ts'
import type { PaymentRefusal } from '../record-payment.ts'
import type { ReplaceRefusal } from '../void-invoice.ts'

export const replaceRefusals: Record<ReplaceRefusal, string> = {
  no_such_invoice: 'There is no such invoice',
  not_open: 'Only an invoice that has been sent and is not paid can be issued again',
  paid_in_part: 'A part of this invoice has been paid, so it can no longer be voided',
  credited: 'A credit note stands against this invoice, so it can no longer be voided. Ask the organiser',
  replaced_already: 'It is being voided already, and another invoice takes its place',
  changed: sayChanged('Something about this invoice has', 'done'),
}

export const poRefusals: Record<PoRefusal, string> = {
  no_such_invoice: replaceRefusals.no_such_invoice,
  replaced_already: replaceRefusals.replaced_already,
  not_open: 'This invoice is paid or void, so its number stays as it is',
  same: 'Enter a number that is not the one on the invoice',
  changed: replaceRefusals.changed,
}

export const paymentRefusals: Record<PaymentRefusal, { field: 'pounds' | 'happenedOn'; words: string }> = {
  no_such_invoice: { field: 'pounds', words: 'There is no such invoice' },
  not_open: { field: 'pounds', words: 'Nothing can be paid on this invoice now' },
  nothing_left: { field: 'pounds', words: 'Nothing is left to be paid on this invoice' },
  not_the_whole: { field: 'pounds', words: 'Enter the whole of what is still to be paid' },
  in_future: { field: 'happenedOn', words: 'Enter a day that has come' },
  waits_already: { field: 'pounds', words: 'A payment of this invoice is recorded already, and waits for a second person' },
  changed: { field: 'pounds', words: sayChanged('Something about this invoice has', 'recorded') },
}
