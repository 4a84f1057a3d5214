// What a school answered, as officers read it: in files, beside a checked grade, and put together
// for the feedback that each school gets. What was redacted is marked as such.
import type { Day, Instant } from '#base/dates.ts'
import { choicesOf, type Question, type QuestionKind } from '#returns/forms/return-form.ts'

export type Answer = {
  entryId: string
  questionId: string
  value: string
  evidence: string
  action: string
  by: string
  at: Instant
  /** The parts that words were taken out of, and by whom. */
  redacted: string
  redactedBy: string
}

export const parts = { value: 'the answer', evidence: 'the evidence', action: 'the action' } as const
export type Part = keyof typeof parts

/** What words can be taken out of: an answer, what a school disputes, plans, or says of a plan. */
export type Redacted = Part | 'dispute' | 'plan' | 'owner' | 'said'

/** `ofId`: of the entry, of what was shown, of the action, or of what was said of it. */
export type RedactAsked = { returnId: string; roundId: string; schoolId: string; ofId: string; part: Redacted }

export const sayAnswer = (kind: QuestionKind, value: string): string => choicesOf(kind)[value] ?? value

/** Whether words can be taken out of it. */
export const isWords = (kind: QuestionKind, part: Part): boolean => part !== 'value' || kind === 'text' || kind === 'where_kept'

export type Dispute = {
  id: string
  returnId: string
  school: string
  question: string
  shown: string
  heldOn: Day
  words: string
  /** An officer took words out of it. */
  redacted: 0 | 1
  owner: string | null
  dueOn: Day
  settledAt: Instant | null
  settled: string
}

export type PlannedAction = {
  id: string
  returnId: string
  schoolId: string
  school: string
  questionId: string | null
  question: string | null
  what: string
  owner: string
  dueOn: Day
  /** By what was said last; null: it is not done. */
  doneOn: Day | null
  said: readonly SaidOfAction[]
}

/** That an action was done on a day, or, without one, that it is not. */
export type SaidOfAction = { id: string; doneOn: Day | null; words: string; by: string | null; at: Instant }

export type ModeratedReturn = {
  id: string
  returnId: string
  schoolId: string
  school: string
  visitedOn: Day | null
  note: string
  graded: number
  checked: number
  changed: number
}
export type Sample = { id: string; size: number; among: number; at: Instant; by: string; returns: readonly ModeratedReturn[] }

/** A grade that an officer found. */
export type Checked = { entryId: string; grade: string; note: string; by: string; at: Instant }

/** A question with the grade that a school gave itself. */
export type GradedAnswer = { question: Question; answer: Answer }

/** How one graded question was answered by a school and by those of its phase. */
export type Feedback = { label: string; own: string; others: number; shares: readonly { label: string; percent: number }[] | undefined }

type Graded = Pick<Question, 'id' | 'kind' | 'label'>

/** Beside each answer of a school how those of its phase answered, where these are enough. */
export const feedbackOf = (
  questions: readonly Graded[],
  own: ReadonlyMap<string, string>,
  others: readonly { questionId: string; value: string; n: number }[],
  least: number,
): Feedback[] =>
  questions
    .filter(({ kind }) => kind === 'grade' || kind === 'rag' || kind === 'yes_no')
    .map(({ id, kind, label }) => {
      const of = others.filter(({ questionId }) => questionId === id)
      const sum = of.reduce((all, { n }) => all + n, 0)
      return {
        label,
        own: sayAnswer(kind, own.get(id) ?? '') || 'Not answered',
        others: sum,
        shares:
          sum < least
            ? undefined
            : Object.entries(choicesOf(kind)).map(([value, said]) => ({
                label: said,
                // To the nearest ten, so that no figure tells how one school answered.
                percent: Math.round(((of.find((one) => one.value === value)?.n ?? 0) / sum) * 10) * 10,
              })),
      }
    })

export type RedactRefusal = 'only_words_are_redacted' | 'no_such_answer' | 'redaction_needs_a_second'
export type SettleRefusal = 'dispute_is_settled'
export type DoneRefusal = 'action_is_said_so'
export type VisitRefusal = 'visit_is_noted'
export type CheckRefusal = 'school_not_visited'
