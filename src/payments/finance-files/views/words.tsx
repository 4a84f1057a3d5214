import type { Child } from 'hono/jsx'
import { sayChanged, shownNow } from '#base/changed.ts'
import { sayDay } from '#base/dates.ts'
import { Link, Tag, type TagColour } from '#base/web/page-parts.tsx'
import type { AnswerRefusal, Batch, BatchKind, Choice, HeldReason, MakeRefusal, Need } from '../batch.ts'
import type { ColumnProblem } from '../column.ts'
import { type FormatProblem, totalFields } from '../file-format.ts'
import type { MarkFileRefusal, MarkRefusal } from '../mark.ts'
import type { RequestState } from '../request.ts'

export const paths: Record<BatchKind, string> = {
  journal: '/organiser/finance/journals',
  invoice_request: '/organiser/finance/invoice-requests',
}

export const titles: Record<BatchKind, string> = { journal: 'Journals', invoice_request: 'Invoice requests' }

export const abouts: Record<BatchKind, string> = {
  journal:
    'What schools of the council pay from their own cost centres. Making the file counts as paying: a journal is the payment between two cost centres of the council. When the finance system rejects a file, say so on its page, and its lines are owed again and go into the next.',
  invoice_request:
    'What the council’s finance system is asked to invoice: one request for each booking and payer, or for each event and payer when they are joined. Payments come back as paid marks.',
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
  with_its_line: 'It takes back a line that does not go now, and goes with it',
  no_cost_centre: 'No cost centre is known',
  no_customer_number: 'No customer number is known',
  no_billing_address: 'No address on bills is known',
  not_chosen: 'It is not of the days or events that you chose',
}

export const needWords: Record<Need, string> = {
  cost_centre: 'cost centre',
  customer_number: 'customer number',
  billing_address: 'address on bills',
}

/**
 * `lines of 1 May 2026 to 31 May 2026, of events over by 31 May 2026`; '' when all lines are
 * chosen.
 */
export const sayChoice = ({ from, to, heldBy }: Choice): string =>
  [
    from && to
      ? `lines of ${sayDay(from)} to ${sayDay(to)}`
      : from
        ? `lines from ${sayDay(from)} on`
        : to
          ? `lines up to ${sayDay(to)}`
          : heldBy
            ? 'lines'
            : '',
    heldBy ? `of events that are over by ${sayDay(heldBy)}` : '',
  ]
    .filter(Boolean)
    .join(' ')

const fileStates: Record<'made' | NonNullable<Batch['answer']>, readonly [text: string, colour: TagColour]> = {
  made: ['Made', 'blue'],
  accepted: ['Accepted', 'green'],
  rejected: ['Rejected', 'red'],
}

export const FileTag = ({ answer }: { answer: Batch['answer'] }) => {
  const [text, colour] = fileStates[answer ?? 'made']
  return <Tag colour={colour}>{text}</Tag>
}

export const answerWords: Record<AnswerRefusal, string> = {
  no_such_file: 'There is no such file',
  already_answered: 'What became of this file was said before, and stays as it was said',
  request_paid: 'A request of this file is paid, so it was not rejected. If the payment is wrong, take it back first',
  payment_waits: 'A payment of a request of this file waits for a second person. Have it decided first',
  reason_missing: 'Enter what the finance system said',
  reason_long: 'Shorten what it said to 300 characters',
}

export const makeWords: Record<MakeRefusal, string> = {
  nothing_chosen: 'There was nothing to put into a file',
  changed_meanwhile: sayChanged('What would go into the file has', 'made', shownNow),
  too_many: 'That is more than fits into one file. No file has been made. This is what would go now',
  too_large:
    'The file would be larger than 1.9 MB, which is more than can be kept. No file has been made. Choose fewer days or events, or set fewer columns or shorter texts',
}

export const columnWords: Record<ColumnProblem, string> = {
  no_columns: 'Add at least one column',
  too_many: 'A file has at most 40 columns: remove one',
  heading_missing: 'Enter a heading, or remove the column',
  heading_long: 'Shorten the heading to 60 characters',
  heading_twice: 'Enter a heading that no other column has',
  text_long: 'Shorten the text to 120 characters',
  field_unknown: 'Write in braces only names of the list below, such as {event_code}',
  longest_wrong: 'Enter a whole number from 1 to 240, or leave it empty',
  not_shortened: 'Leave it empty: a code, a day or a sum that is cut would be another one',
}

export const formatWords: Record<FormatProblem, string> = {
  balancing_missing: 'Enter the cost centre to which each line is also posted',
  code_long: 'Shorten it to 40 characters',
  row_long: 'Shorten it to 200 characters',
  row_field_unknown: `Write in braces only: ${totalFields.join(', ')}`,
}

export const markFileWords: Record<MarkFileRefusal, string> = {
  columns_missing: 'The file must have the columns reference, amount, date and payment reference. Check its first row against the template',
  no_rows: 'The file has no rows below its first. Choose another file',
  too_many_rows: 'The file has more than 1,000 rows. Split it and bring each part',
}

export const markWords: Record<MarkRefusal, string> = {
  reference_missing: 'Enter the reference of a request, such as IR000012',
  reference_unknown: 'No request has this reference',
  request_rejected: 'The finance system rejected the file of this request. Use the request that has its lines now',
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
  rejected: ['Rejected', 'grey'],
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

/** Links the booking if this reader may open it; finance alone may not. */
export const BookingLink = ({ reference, open }: { reference: string; open: boolean }): Child =>
  open ? <Link href={`/bookings/${reference}`}>{reference}</Link> : <span>{reference}</span>

/** Links to the form for the payer's billing details. */
export const DetailsLink = ({ payerId, children }: { payerId: string; children: Child }) => (
  <Link href={`/organiser/finance/payers/${payerId}/details`}>{children}</Link>
)

export const PayerLink = ({ payerId, children }: { payerId: string; children: Child }) => (
  <Link href={`/organiser/finance/payers/${payerId}`}>{children}</Link>
)
