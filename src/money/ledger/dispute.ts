// In a dispute a school says that it does not agree with a charge. While it is open nobody asks for
// the charge. Finance settles it: the charge stands, or a waiver, which two people decide, takes it
// off.
import type { Instant } from '#base/dates.ts'

export const longestWords = 1000

export type Dispute = {
  id: string
  lineNumber: number
  words: string
  raisedAt: Instant
  outcome: 'stands' | 'let_off' | 'withdrawn' | null
  answer: string
  settledAt: Instant | null
}

export type RaiseRefusal = 'no_such_line' | 'words_missing' | 'already_disputed'
export type EndRefusal = 'no_such_dispute' | 'already_settled'
export type SettleRefusal = EndRefusal | 'words_missing' | 'not_finance'

export const outcomeWords: Record<NonNullable<Dispute['outcome']>, string> = {
  stands: 'The charge is right',
  let_off: 'The charge was waived',
  withdrawn: 'Taken back by the school',
}
