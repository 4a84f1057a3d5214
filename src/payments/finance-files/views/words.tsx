import type { Child } from 'hono/jsx'
import { type Act, hasRole } from '#base/act.ts'
import { sayDay } from '#base/dates.ts'
import { sayMoney } from '#base/money.ts'
import { Link, Tag, type TagColour } from '#base/web/page-parts.tsx'
import { atStart } from '#base/words.ts'
import type { Batch, BatchKind, Choice, HeldReason, Need } from '../batch.ts'
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

/** `lines of 1 May 2026 to 31 May 2026, of events over by 31 May 2026`; '' for all lines. */
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

/** @param left what is outstanding after the payment; less than nothing when it is paid over */
export const sayRecorded = ({ left, waits }: { left: number; waits: boolean }): string =>
  waits
    ? 'The payment is recorded and waits for a second person. It counts for nothing until then'
    : left > 0
      ? `The payment is recorded. ${sayMoney(left)} is still outstanding`
      : left < 0
        ? `The payment is recorded. It is ${sayMoney(-left)} more than was outstanding`
        : 'The payment is recorded, and the request is paid'

export const sayImported = ({ marked, pence, waiting }: { marked: number; pence: number; waiting: number }): string =>
  `${atStart(marked, 'payment')} of ${sayMoney(pence)} recorded${waiting === 0 ? '' : `. ${atStart(waiting, 'more waits', 'more wait')} for a second person`}`

const fileStates: Record<'made' | NonNullable<Batch['answer']>, readonly [text: string, colour: TagColour]> = {
  made: ['Made', 'blue'],
  accepted: ['Accepted', 'green'],
  rejected: ['Rejected', 'red'],
}

export const FileTag = ({ answer }: { answer: Batch['answer'] }) => {
  const [text, colour] = fileStates[answer ?? 'made']
  return <Tag colour={colour}>{text}</Tag>
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

export const mayOpen = ({ actor }: Act): boolean => hasRole(actor, 'organiser', 'administrator')

/** Links the booking if this reader may open it; finance alone may not. */
export const BookingLink = ({ reference, open }: { reference: string; open: boolean }): Child =>
  open ? <Link href={`/bookings/${reference}`}>{reference}</Link> : <span>{reference}</span>

export const DetailsLink = ({ payerId, children }: { payerId: string; children: Child }) => (
  <Link href={`/organiser/finance/payers/${payerId}/details`}>{children}</Link>
)

export const PayerLink = ({ payerId, children }: { payerId: string; children: Child }) => (
  <Link href={`/organiser/finance/payers/${payerId}`}>{children}</Link>
)
