// What a school says of those who are proposed for its roles: of each that it is right, that
// somebody else holds the role, or no. They are answered together, with one press.
import type { Day } from '#base/dates.ts'

/**
 * `fromDate`: undefined where it is not known. `others`: the last day of those who hold a role that
 * one person usually holds, or that they hold it together.
 */
export type Since = { fromDate: Day | undefined; others: Day | 'both' | undefined }

/** `other`: somebody else holds the role; `meant`: whose record is theirs, where that was asked. */
export type ProposalAnswer = { id: string } & (
  | ({ answer: 'yes' } & Since)
  | ({ answer: 'other'; name: string; email: string; meant: string } & Since)
  | { answer: 'no' }
)
