import type { Act } from '#base/act.ts'
import { atomically, guardBroken } from '#base/db/atomically.ts'
import { logged } from '#base/log/store.ts'
import { ok, type Result, refuse } from '#base/result.ts'
import { callQueued } from '#payments/stripe/store.ts'
import { isOpen, outstandingOf } from './invoice.ts'
import { allowAgain, type FoundInvoice, notVoidedYet, readInvoice, stillOutstanding } from './store.ts'

/** Once; the guard fails the second time. Its remaining charges are invoiced again. */
export const queueVoid = (act: Act, invoice: { id: string; schoolId: string }, why: 'all_taken_back' | 'issued_again'): SqlStatement[] => [
  notVoidedYet(act, invoice.id),
  callQueued(act, { kind: 'invoice.void', subjectId: invoice.id, key: `invoice.void:${invoice.id}` }),
  logged(act, { act: 'invoice.void_requested', subject: ['invoice', invoice.id], schoolId: invoice.schoolId, after: { why } }),
]

export type ReplaceRefusal = 'no_such_invoice' | 'not_open' | 'paid_in_part' | 'credited' | 'replaced_already' | 'changed'

const refusals = { [guardBroken]: 'changed' } as const

const replaceable = async (
  act: Act,
  of: { id: string },
): Promise<Result<FoundInvoice, 'no_such_invoice' | 'not_open' | 'paid_in_part' | 'credited' | 'replaced_already'>> => {
  const invoice = await readInvoice(act.db, of)
  if (!invoice) return refuse('no_such_invoice')
  if (invoice.voiding || invoice.replacedByNumber !== null) return refuse('replaced_already')
  if (!isOpen(invoice.state)) return refuse('not_open')
  if (invoice.received > invoice.refunded) return refuse('paid_in_part')
  // A voided and reissued invoice would need its credit notes again at Stripe.
  return invoice.credited > 0 ? refuse('credited') : ok(invoice)
}

const unpaidStill = (act: Act, found: FoundInvoice): SqlStatement => stillOutstanding(act, found.id, outstandingOf(found), [found.state])

/** Under the next number, such as after a change of address or a late purchase order number. */
export const issueAgain = async (act: Act, id: string): Promise<Result<FoundInvoice, ReplaceRefusal>> => {
  const differed = await readInvoice(act.db, { id })
  if (differed?.state === 'void' && differed.stripeId && differed.differs && differed.replacedByNumber === null) {
    await atomically(act.db, [
      allowAgain(act, differed.stripeId),
      logged(act, { act: 'invoice.reissued', subject: ['invoice', id], schoolId: differed.schoolId }),
    ])
    return ok(differed)
  }
  const invoice = await replaceable(act, { id })
  if (!invoice.ok) return invoice
  const result = await atomically(act.db, [unpaidStill(act, invoice.value), ...queueVoid(act, invoice.value, 'issued_again')], refusals)
  return result.ok ? invoice : result
}
