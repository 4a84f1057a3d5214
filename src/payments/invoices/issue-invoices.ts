import type { Act } from '#base/act.ts'
import { addDays, londonDay } from '#base/dates.ts'
import { atomically, guardBroken } from '#base/db/atomically.ts'
import { eachApart } from '#base/db/failed-job.ts'
import { newId } from '#base/id.ts'
import { logged } from '#base/log/store.ts'
import { readSetting } from '#money/ledger/setting-store.ts'
import { callQueued } from '#payments/stripe/store.ts'
import { totalsOf } from './invoice.ts'
import { insertInvoice, readToInvoice, type ToInvoice } from './issue-store.ts'
import { invoiceSettingFrom } from './setting.ts'

const atOnce = 20

const refusals = {
  // Somebody else invoiced it, or part of it was taken back since it was read.
  line_is_invoiced: 'changed',
  'RunningNumber.last': 'changed',
  number_taken: 'changed',
  [guardBroken]: 'changed',
} as const

/** One for each booking and payer with uninvoiced charges; queues the calls that send it. */
export const issueInvoices = async (act: Act): Promise<boolean> => {
  if (!act.stripe) return false
  const due = await readToInvoice(act, atOnce)
  if (due.length === 0) return false
  const { daysUntilDue } = invoiceSettingFrom((await readSetting(act.db, 'stripe_invoice'))?.value)
  await eachApart(
    act,
    'issueInvoices',
    due,
    ({ bookingId, payerId }) => `${bookingId} ${payerId}`,
    (one) => issue(act, one, daysUntilDue),
  )
  return false
}

const issue = async (act: Act, due: ToInvoice, daysUntilDue: number): Promise<boolean> => {
  const id = newId(act.now)
  const taxPoint = londonDay(act.now)
  const result = await atomically(
    act.db,
    [
      ...insertInvoice(act, { ...due, id, ...totalsOf(due.lines), taxPoint, dueOn: addDays(taxPoint, daysUntilDue) }),
      // One Stripe customer a payer, whichever invoice needs it first.
      callQueued(act, { kind: 'customer.create', subjectId: due.payerId, key: `customer.create:${due.payerId}` }),
      callQueued(act, { kind: 'invoice.create', subjectId: id, key: `invoice.create:${id}` }),
      logged(act, {
        act: 'invoice.issued',
        subject: ['invoice', id],
        eventId: due.eventId,
        schoolId: due.schoolId,
        after: { bookingId: due.bookingId, payerId: due.payerId, ...totalsOf(due.lines), replacesId: due.replacesId },
      }),
    ],
    refusals,
  )
  return result.ok
}
