import type { Act } from '#base/act.ts'
import { atomically, guardBroken } from '#base/db/atomically.ts'
import { eachApart } from '#base/db/failed-job.ts'
import { newId } from '#base/id.ts'
import { logged } from '#base/log/store.ts'
import { callQueued } from '#payments/stripe/store.ts'
import { insertCreditNote, readToCredit, type ToCredit } from './credit-store.ts'
import { isOpen, wholeTakenBack } from './invoice.ts'
import { creditNoteKey } from './settle-invoice.ts'
import { queueVoid } from './void-invoice.ts'

const atOnce = 20

const refusals = {
  'CreditNote.lineNumber': 'credited',
  number_taken: 'changed',
  [guardBroken]: 'changed',
} as const

/** Voids an invoice taken back whole, unpaid and alone; otherwise issues a numbered credit note. */
export const creditInvoices = async (act: Act): Promise<boolean> => {
  if (!act.stripe) return false
  await eachApart(
    act,
    'creditInvoices',
    await readToCredit(act, atOnce),
    ({ invoiceId }) => invoiceId,
    (one) => (isOpen(one.state) && wholeTakenBack(one) ? voidWhole(act, one) : credit(act, one)),
  )
  return false
}

const voidWhole = async (act: Act, { invoiceId, schoolId }: ToCredit): Promise<boolean> =>
  (await atomically(act.db, queueVoid(act, { id: invoiceId, schoolId }, 'all_taken_back'), refusals)).ok

const credit = async (act: Act, { invoiceId, schoolId, lines }: ToCredit): Promise<boolean> => {
  let done = false
  for (const line of lines) {
    const id = newId(act.now)
    const result = await atomically(
      act.db,
      [
        ...insertCreditNote(act, { id, invoiceId, ...line }),
        callQueued(act, { kind: 'credit_note.create', subjectId: invoiceId, key: creditNoteKey(id) }),
        logged(act, { act: 'invoice.credited', subject: ['invoice', invoiceId], schoolId, after: { creditNoteId: id, ...line } }),
      ],
      refusals,
    )
    done ||= result.ok
  }
  return done
}
