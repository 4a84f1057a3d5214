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
  const found = await readInvoice(act.db, { id: ask.id })
  if (!found) return refuse('no_such_invoice')
  if (found.voiding || found.replacedByNumber !== null) return refuse('replaced_already')
  if (!isOpen(found.state)) return refuse('not_open')
  if (found.givenPo === ask.poNumber) return refuse('same')
  const written = await atomically(
    act.db,
    [
      ...changePoNumber(act, found.bookingId, ask.poNumber),
      logged(act, { act: 'invoice.po_given', subject: ['invoice', found.id], schoolId: found.schoolId }),
    ],
    { booking_payer_stands: 'changed' } as const,
  )
  return written.ok ? ok(found) : written
}
