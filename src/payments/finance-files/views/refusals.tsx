import { sayChanged, shownNow } from '#base/changed.ts'
import { gone, type Refusal } from '#base/web/press.tsx'
import type { AnswerRefusal, MakeRefusal } from '../batch.ts'
import { totalFields } from '../file-format.ts'
import { type LayoutRefusal, mostColumns } from '../layout.ts'
import type { MarkRefusal } from '../mark.ts'

export const answeredBefore = 'What became of this file was said before, and stays as it was said'

export const answerRefusals: Record<AnswerRefusal, Refusal> = {
  no_such_file: gone,
  already_answered: { after: answeredBefore },
  request_paid: 'A request of this file is paid, so it was not rejected. If the payment is wrong, undo it first',
  payment_waits: 'A payment of a request of this file waits for a second person. Have it decided first',
}

export const makeRefusals: Record<MakeRefusal, string> = {
  nothing_chosen: 'There was nothing to put into a file',
  changed_meanwhile: sayChanged('What would go into the file has', 'made', shownNow),
  too_many: 'That is more than fits into one file. No file has been made. This is what would go now',
  too_large:
    'The file would be larger than 1.9 MB, which is more than can be kept. No file has been made. Choose fewer days or events, or set fewer columns or shorter texts',
}

const sayLayout = (refusal: LayoutRefusal): string => {
  switch (refusal.problem) {
    case 'not_understood':
      return 'write a setting such as “headings: yes”, or a column such as “Net = {net}”'
    case 'heading_long':
      return 'shorten the heading to 60 characters'
    case 'twice':
      return 'this is there already. Remove one of them'
    case 'field_unknown':
      return 'write in braces only names of the list, such as {event_code}'
    case 'longest_wrong':
      return 'write a number from 1 to 240 in brackets, or none'
    case 'not_shortened':
      return 'remove the number in brackets: a code, a day or a sum that is cut would be another one'
    case 'row_field_unknown':
      return `write in braces only ${totalFields.join(', ')}`
    case 'too_long':
      return `${refusal.line === 0 ? 'Shorten' : 'shorten'} it to ${refusal.most} characters`
    case 'value_unknown':
      return `write ${refusal.values.join(' or ')}`
    case 'no_columns':
      return 'Add at least one column, such as “Net = {net}”'
    case 'too_many':
      return `A file has at most ${mostColumns} columns: remove some`
    case 'balancing_missing':
      return 'Write after “balancing cost centre:” where each line is also posted'
  }
}

/** The first of them, each with its line. */
export const sayLayoutRefusals = (refusals: readonly LayoutRefusal[]): string =>
  refusals
    .slice(0, 3)
    .map((refusal) => (refusal.line === 0 ? sayLayout(refusal) : `Line ${refusal.line}: ${sayLayout(refusal)}`))
    .join('. ')

export const markRefusals: Record<MarkRefusal, string> = {
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
  known_taken_back: 'This payment was recorded and undone. If the money came in after all, record it with another reference',
  twice_in_file: 'The same request and payment reference stand further up in the file',
}
