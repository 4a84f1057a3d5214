import { sayLongDay } from '#base/dates.ts'
import { sayMoney } from '#base/money.ts'
import { footerOf, mail, type Rendered } from '#emails/messages/mail.tsx'
import { heading, paragraphsOf, type Slots, sentence, subject, wordsOf } from '#emails/messages/words.ts'
import type { ReminderStep } from '#payments/invoices/invoice.ts'
import { contactFor, factsOf, type InvoiceFacts, waysOf } from './invoice-sent.tsx'

export const invoiceReminderWords = {
  beforeSubject: subject('Invoice {number} is due soon: {title}', ['number'], 'Subject, before it is due'),
  overdueSubject: subject('Invoice {number} is overdue: {title}', ['number'], 'Subject, when it is overdue'),
  againSubject: subject('Invoice {number} is still not paid: {title}', ['number'], 'Subject, when it is still overdue'),
  beforeHeading: heading('Invoice {number} is due soon', [], 'Heading, before it is due'),
  overdueHeading: heading('Invoice {number} is overdue', [], 'Heading, when it is overdue'),
  againHeading: heading('Invoice {number} is still not paid', [], 'Heading, when it is still overdue'),
  before: sentence('Before it is due', '{sum} is to be paid by {dueOn}.', ['sum', 'dueOn']),
  overdue: sentence('When it is overdue', '{sum} was to be paid by {dueOn} and has not reached us.', ['sum', 'dueOn']),
  again: sentence('When it is still overdue', '{sum} was to be paid by {dueOn}. If you cannot pay it, tell us why.', ['sum', 'dueOn']),
  closing: sentence('When it has been paid', 'If it was paid in the last days, thank you: nothing more is to be done.'),
} satisfies Slots

const stepOf = { before_due: 'before', overdue: 'overdue', overdue_again: 'again' } as const

/** To whoever pays: the invoice is not paid yet. */
export const invoiceReminder = (facts: InvoiceFacts & { step: ReminderStep }): Rendered => {
  const step = stepOf[facts.step]
  const words = wordsOf(
    'invoice_reminder',
    invoiceReminderWords,
    facts.sender.words,
    {
      number: facts.number,
      title: facts.eventTitle,
      sum: sayMoney(facts.outstanding),
      dueOn: sayLongDay(facts.dueOn),
      payer: facts.payerName,
      reference: facts.reference,
    },
    { title: facts.subjectTitle },
  )
  return mail(words(`${step}Subject`), footerOf(facts.sender, contactFor(facts)), [
    { heading: words(`${step}Heading`) },
    ...paragraphsOf(words(step)),
    { facts: factsOf(facts) },
    ...waysOf(facts),
    ...paragraphsOf(words('closing')),
  ])
}
