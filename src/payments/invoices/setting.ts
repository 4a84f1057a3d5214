// What finance sets for Stripe invoices.
import { type ReminderStep, reminderSteps } from './invoice.ts'

export type InvoiceSetting = { daysUntilDue: number; remind: readonly ReminderStep[] }

const usualSetting: InvoiceSetting = { daysUntilDue: 30, remind: reminderSteps }

/** @param json the stored value of the setting 'stripe_invoice' */
export const invoiceSettingFrom = (json: string | null | undefined): InvoiceSetting => {
  const fields = json ? (JSON.parse(json) as Record<string, unknown>) : {}
  const days = fields['daysUntilDue']
  const remind = fields['remind']
  return {
    daysUntilDue: typeof days === 'number' ? days : usualSetting.daysUntilDue,
    remind: Array.isArray(remind) ? reminderSteps.filter((step) => remind.includes(step)) : usualSetting.remind,
  }
}
