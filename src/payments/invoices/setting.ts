// What finance sets for Stripe invoices.
import { usualWaitDays } from '#money/ledger/invoice-wait-store.ts'
import { type ReminderStep, reminderSteps } from './invoice.ts'

/** `waitDays`: how long an invoice waits for its purchase order number. */
export type InvoiceSetting = { daysUntilDue: number; waitDays: number; remind: readonly ReminderStep[] }

const usualSetting: InvoiceSetting = { daysUntilDue: 30, waitDays: usualWaitDays, remind: reminderSteps }

/** @param json the stored value of the setting 'stripe_invoice' */
export const invoiceSettingFrom = (json: string | null | undefined): InvoiceSetting => {
  const fields = json ? (JSON.parse(json) as Record<string, unknown>) : {}
  const days = fields['daysUntilDue']
  const wait = fields['waitDays']
  const remind = fields['remind']
  return {
    daysUntilDue: typeof days === 'number' ? days : usualSetting.daysUntilDue,
    waitDays: typeof wait === 'number' ? wait : usualSetting.waitDays,
    remind: Array.isArray(remind) ? reminderSteps.filter((step) => remind.includes(step)) : usualSetting.remind,
  }
}
