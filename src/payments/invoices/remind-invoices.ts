import type { Act } from '#base/act.ts'
import { addDays, londonDay } from '#base/dates.ts'
import { atomically } from '#base/db/atomically.ts'
import { eachApart } from '#base/db/failed-job.ts'
import { logged } from '#base/log/store.ts'
import { insertSentOnce } from '#messages/outbox/sent-once-store.ts'
import { queuedAll } from '#messages/outbox/store.ts'
import { readSetting } from '#money/ledger/setting-store.ts'
import { markLinesNotified } from '#money/ledger/store.ts'
import { reminderDue } from './invoice.ts'
import { notifyOfReminder } from './notify-payer.ts'
import { invoiceSettingFrom } from './setting.ts'
import { moveInvoice, overdueSince, readToRemind } from './store.ts'

/** Marks invoices past their due date as overdue, whether or not Stripe has reported it. */
export const markOverdue = async (act: Act): Promise<boolean> => {
  if (!act.stripe) return false
  const due = await overdueSince(act.db, londonDay(act.now))
  await eachApart(
    act,
    'markOverdue',
    due,
    ({ id }) => id,
    async ({ id }) => {
      await atomically(act.db, [
        moveInvoice(act, id, ['sent'], 'overdue'),
        logged(act, { act: 'invoice.overdue', subject: ['invoice', id], before: { state: 'sent' }, after: { state: 'overdue' } }),
      ])
      return true
    },
  )
  return false
}

/** Once each: a week before it is due, when overdue, a fortnight later. True: more are left. */
export const remindOfInvoices = async (act: Act): Promise<boolean> => {
  if (!act.stripe) return false
  const today = londonDay(act.now)
  const due = await readToRemind(act.db, addDays(today, 7))
  if (due.length === 0) return false
  const { remind } = invoiceSettingFrom((await readSetting(act.db, 'stripe_invoice'))?.value)
  return eachApart(
    act,
    'remindOfInvoices',
    due,
    ({ id }) => id,
    async (invoice) => {
      const step = invoice.voiding
        ? undefined
        : reminderDue(
            {
              sentOn: londonDay(invoice.sentAt ?? act.now),
              dueOn: invoice.dueOn,
              reminded: invoice.reminded,
            },
            remind,
            today,
          )
      if (!step) return false
      const messages = await notifyOfReminder(act, invoice, step)
      const result = await atomically(
        act.db,
        [
          insertSentOnce(act, invoice.eventId, [{ kind: `invoice_${step}`, subjectId: invoice.id, moment: invoice.dueOn }]),
          ...queuedAll(act, messages),
          ...messages.map(({ id }) => markLinesNotified(act, invoice.bookingId, id)),
          logged(act, {
            act: 'invoice.reminded',
            subject: ['invoice', invoice.id],
            eventId: invoice.eventId,
            schoolId: invoice.schoolId,
            after: { step, messageIds: messages.map(({ id }) => id) },
          }),
        ],
        { 'SentOnce.kind': 'reminded' } as const,
      )
      return result.ok && messages.length > 0
    },
  )
}
