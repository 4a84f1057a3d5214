// What a council owes somebody, step by step: which comes next, by when, and whether it is late.
import type { Day, Instant } from './dates.ts'

/** `by`: undefined where no day is set. */
export type Step<Name extends string> = { step: Name; by: Day | undefined; isLate: boolean }

type Owed<Name extends string> = { step: Name; doneAt: Instant | null; by?: Day }

/** The first of the steps that is not done; undefined: all are. A step is late after its day. */
export const nextStep = <Name extends string>(steps: readonly Owed<Name>[], today: Day): Step<Name> | undefined => {
  const next = steps.find(({ doneAt }) => doneAt === null)
  return next && { step: next.step, by: next.by, isLate: next.by !== undefined && next.by < today }
}
