import type { Child } from 'hono/jsx'
import { Tag, type TagColour } from '../../web/page-parts.tsx'
import type { BatchKind, HeldReason, MakeRefusal } from '../batch.ts'
import type { ColumnProblem } from '../column.ts'
import type { MarkFileRefusal, MarkRefusal } from '../mark.ts'
import type { RequestState } from '../request.ts'

export const paths: Record<BatchKind, string> = {
  journal: '/organiser/finance/journals',
  invoice_request: '/organiser/finance/invoice-requests',
}

export const titles: Record<BatchKind, string> = { journal: 'Journals', invoice_request: 'Invoice requests' }

export const abouts: Record<BatchKind, string> = {
  journal:
    'What schools of the council pay from their own cost centres. Making the file counts as paying: a journal is the payment between two cost centres of the council.',
  invoice_request:
    'What the council’s finance system is asked to invoice, one request for each booking and payer. Payments come back as paid marks.',
}

export const runWords: Record<BatchKind, (number: number) => string> = {
  journal: (number) => `Journal ${number}`,
  invoice_request: (number) => `Invoice requests, file ${number}`,
}

export const heldWords: Record<HeldReason, string> = {
  not_agreed: 'Nobody of the school has accepted the price yet',
  terms_not_agreed: 'Nobody of the school accepted the terms of cancelling',
  not_notified: 'No message that tells of it has been sent yet',
  disputed: 'The school says that it is wrong, and nobody has answered that yet',
  with_its_line: 'It takes back a line that is held back itself, and goes with it',
}

export const makeWords: Record<MakeRefusal, string> = {
  nothing_chosen: 'There was nothing to put into a file',
  changed_meanwhile:
    'Something changed since you looked, or somebody else has made the file. No file has been made. This is what would go now',
  too_many: 'That is more than fits into one file. No file has been made. This is what would go now',
}

export const columnWords: Record<ColumnProblem, string> = {
  no_columns: 'Add at least one column',
  too_many: 'A file has at most 40 columns: remove one',
  heading_missing: 'Enter a heading, or remove the column',
  heading_long: 'Shorten the heading to 60 characters',
  heading_twice: 'Enter a heading that no other column has',
  text_long: 'Shorten the fixed text to 60 characters',
}

export const markFileWords: Record<MarkFileRefusal, string> = {
  columns_missing: 'The file must have the columns reference, amount, date and payment reference. Check its first row against the template',
  no_rows: 'The file has no rows below its first. Choose another file',
  too_many_rows: 'The file has more than 1,000 rows. Split it and bring each part',
}

export const markWords: Record<MarkRefusal, string> = {
  reference_missing: 'Enter the reference of a request, such as IR000012',
  reference_unknown: 'No request has this reference',
  credit_note: 'This is a credit note: nothing is paid for it',
  amount_wrong: 'Enter the amount in pounds, such as 35 or 35.00',
  date_wrong: 'Enter the day on which it was paid, such as 12/06/2026',
  date_in_future: 'Enter a day that has come',
  payment_missing: 'Enter the reference that the payment has in the finance system',
  payment_long: 'Shorten the reference of the payment to 60 characters',
  known_otherwise: 'A payment with this reference is recorded already, with another amount',
  known_already: 'This payment is recorded already',
  known_waits: 'This payment is recorded already, and waits for a second person',
  known_taken_back: 'This payment was recorded and taken back. If the money came in after all, record it with another reference',
  twice_in_file: 'The same request and payment reference stand further up in the file',
}

const states: Record<RequestState, readonly [text: string, colour: TagColour]> = {
  credit_note: ['Credit note', 'blue'],
  unpaid: ['Unpaid', 'orange'],
  part: ['Paid in part', 'yellow'],
  paid: ['Paid', 'green'],
  over: ['Over-paid', 'purple'],
  settled: ['Covered', 'green'],
}

export const StateTag = ({ state }: { state: RequestState }) => {
  const [text, colour] = states[state]
  return <Tag colour={colour}>{text}</Tag>
}

/** The booking as this reader may open it: what finance alone may see is no booking page. */
export const BookingLink = ({ reference, open }: { reference: string; open: boolean }): Child =>
  open ? (
    <a class="govuk-link" href={`/bookings/${reference}`}>
      {reference}
    </a>
  ) : (
    <span>{reference}</span>
  )

export const PayerLink = ({ payerId, children }: { payerId: string; children: Child }) => (
  <a class="govuk-link" href={`/organiser/finance/payers/${payerId}`}>
    {children}
  </a>
)
