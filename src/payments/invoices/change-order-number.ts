import type { Act } from '#base/act.ts'
import { atomically } from '#base/db/atomically.ts'
import { logged } from '#base/log/store.ts'
import { ok, type Result, refuse } from '#base/result.ts'
import { isOpen } from './invoice.ts'
import { changePoNumber } from './money-store.ts'
import { type FoundInvoice, readInvoice } from './store.ts'

export type PoRefusal = 'no_such_invoice' | 'not_open' | 'replaced_already' | 'same' | 'changed'

/** The invoice stands: its page, reminders and later charges of the booking say the new number. */
export const changePo = async (act: Act, ask: { id: string; poNumber: string }): Promise<Result<FoundInvoice, PoRefusal>> => {
  const invoice = await readInvoice(act.db, { id: ask.id })
  if (!invoice) return refuse('no_such_invoice')
  if (invoice.voiding || invoice.replacedByNumber !== null) return refuse('replaced_already')
  if (!isOpen(invoice.state)) return refuse('not_open')
  if (invoice.givenPo === ask.poNumber) return refuse('same')
  const result = await atomically(
    act.db,
    [
      ...changePoNumber(act, invoice.bookingId, ask.poNumber),
      logged(act, { act: 'invoice.po_given', subject: ['invoice', invoice.id], schoolId: invoice.schoolId }),
    ],
    { booking_payer_stands: 'changed' } as const,
  )
  return result.ok ? ok(invoice) : result
}
