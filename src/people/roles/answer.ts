// What a school answers of each role, and of each person who is proposed for one: that it is right,
// who it is instead, or that nobody holds it. The answers of a form are saved together.
import type { Day } from '#base/dates.ts'

/**
 * `fromDate`: undefined where it is not known. `others`: the last day of those who hold a role that
 * one person usually holds, or that they hold it together.
 */
export type Since = { fromDate: Day | undefined; others: Day | 'both' | undefined }

/**
 * `other`: somebody else holds it, or somebody more where several do; `meant`: whose record is
 * theirs, where that was asked.
 */
export type NewAnswer =
  | ({ answer: 'yes' } & Since)
  | ({ answer: 'other'; name: string; email: string; meant: string } & Since)
  | { answer: 'no' }
  | { answer: 'nobody'; vacantFrom: Day }

/** `id`: of a role, or of a proposal. */
export type RoleAnswer = NewAnswer & { id: string }
