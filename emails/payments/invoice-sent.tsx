import { type Day, sayLongDay } from '#base/dates.ts'
import { sayMoney } from '#base/money.ts'
import { footerOf, type Rendered, type Sender, worded } from '#emails/messages/mail.tsx'
import { heading, paragraphsOf, type Slots, sentence, subject, wordsOf } from '#emails/messages/words.ts'
import type { Supplier } from '#money/ledger/supplier.ts'

export const invoiceSentWords = {
  subject: subject('Invoice {number}: {title}', ['number']),
  heading: heading('Invoice {number}'),
  closing: sentence(
    'If something is wrong',
    'The places are certain already. If something on the invoice is wrong, tell us before you pay it.',
  ),
} satisfies Slots

export type InvoiceFacts = {
  sender: Sender
  supplier: Supplier
  number: string
  eventTitle: string
  subjectTitle: string
  reference: string
  payerName: string
  poNumber: string
  gross: number
  /** Still to be paid. */
  outstanding: number
  dueOn: Day
  payOnline: string | null
  /** The invoice's page, for those who act for the school. */
  page: string
}

const contactOf = ({ supplier, sender }: InvoiceFacts): string => supplier.email || sender.contactEmail

export const factsOf = (facts: InvoiceFacts): readonly (readonly [string, string | undefined])[] => [
  ['Invoice', facts.number],
  ['To', facts.payerName],
  ['For', `${facts.eventTitle}, booking ${facts.reference}`],
  ['Purchase order', facts.poNumber],
  ['Total with VAT', sayMoney(facts.gross)],
  ['Still to pay', facts.outstanding === facts.gross ? undefined : sayMoney(facts.outstanding)],
  ['Pay by', sayLongDay(facts.dueOn)],
  ['From', [facts.supplier.name, ...facts.supplier.address.split('\n')].filter(Boolean).join(', ')],
  ['VAT registration number', facts.supplier.vatNumber],
]

/** How to pay, and where to read more; in every message about an invoice. */
export const waysOf = (facts: InvoiceFacts) => [
  ...(facts.payOnline
    ? [
        {
          paragraph:
            'You can pay by bank transfer or by card. The page has the account number to pay to, which is your own: quote the invoice number.',
        },
        { button: 'See how to pay', href: facts.payOnline },
      ]
    : facts.supplier.bankNote
      ? [{ paragraph: facts.supplier.bankNote }]
      : []),
  {
    paragraph: [
      'People who can book find the VAT invoice, to print or save, at ',
      { text: facts.page, href: facts.page },
      '. There the purchase order number can also be changed until the invoice is paid.',
    ],
  },
]

/** To whoever pays. @param replaces the number of the invoice it replaces */
export const invoiceSent = (facts: InvoiceFacts & { replaces?: string | undefined }): Rendered => {
  const words = wordsOf(
    'invoice_sent',
    invoiceSentWords,
    facts.sender.words,
    {
      number: facts.number,
      title: facts.eventTitle,
      payer: facts.payerName,
      reference: facts.reference,
      sum: sayMoney(facts.outstanding),
      dueOn: sayLongDay(facts.dueOn),
    },
    { title: facts.subjectTitle },
  )
  return worded(words, footerOf(facts.sender, contactOf(facts)), [
    ...(facts.replaces
      ? [{ paragraph: `It takes the place of invoice ${facts.replaces}, which is void: please do not pay that one.` }]
      : []),
    { facts: factsOf(facts) },
    ...waysOf(facts),
    ...paragraphsOf(words('closing')),
  ])
}

export const contactFor = contactOf
