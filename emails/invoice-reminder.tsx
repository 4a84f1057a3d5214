import { sayDay } from '../src/dates.ts'
import type { ReminderStep } from '../src/invoices/invoice.ts'
import { sayMoney } from '../src/money.ts'
import { contactFor, factsOf, type InvoiceFacts, waysOf } from './invoice-sent.tsx'
import { footerOf, mail, type Rendered } from './mail.tsx'

const headings: Record<ReminderStep, (number: string) => string> = {
  before_due: (number) => `Invoice ${number} is due soon`,
  overdue: (number) => `Invoice ${number} is overdue`,
  overdue_again: (number) => `Invoice ${number} is still not paid`,
}

const says: Record<ReminderStep, (facts: InvoiceFacts) => string> = {
  before_due: ({ outstanding, dueOn }) => `${sayMoney(outstanding)} is to be paid by ${sayDay(dueOn)}.`,
  overdue: ({ outstanding, dueOn }) => `${sayMoney(outstanding)} was to be paid by ${sayDay(dueOn)} and has not reached us.`,
  overdue_again: ({ outstanding, dueOn }) =>
    `${sayMoney(outstanding)} was to be paid by ${sayDay(dueOn)}. If it cannot be paid as it stands, tell us why.`,
}

/** To whoever pays: the invoice is not paid yet. */
export const invoiceReminder = (facts: InvoiceFacts & { step: ReminderStep }): Rendered =>
  mail(
    `${headings[facts.step](facts.number)}: ${facts.eventTitle}`,
    [
      { heading: headings[facts.step](facts.number) },
      { paragraph: says[facts.step](facts) },
      { facts: factsOf(facts) },
      ...waysOf(facts),
      { paragraph: 'If it was paid in the last days, thank you: nothing more is to be done.' },
    ],
    footerOf(facts.sender, contactFor(facts)),
  )
