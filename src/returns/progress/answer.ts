// A school's answers as officers read them: in files, beside checked grades, and in feedback.
// Redacted parts are marked.
import type { Day, Instant } from '#base/dates.ts'
import { choicesOf, type Kind, questionKinds, sayAnswer } from '#base/questions/kind.ts'
import type { Question } from '#returns/forms/return-form.ts'

export type Answer = {
  entryId: string
  questionId: string
  value: string
  evidence: string
  action: string
  by: string
  at: Instant
  /** Redacted parts, and by whom. */
  redacted: string
  redactedBy: string
}

export const parts = { value: 'the answer', evidence: 'the evidence', action: 'the action' } as const
export type Part = keyof typeof parts

/** An answer, a dispute, a plan, or what is said of a plan. */
export type Redacted = Part | 'dispute' | 'plan' | 'owner' | 'said'

/** `ofId`: of the entry, the fact shown, the action, or what was said of it. */
export type RedactAsked = { returnId: string; roundId: string; schoolId: string; ofId: string; part: Redacted }

/** Whether words can be taken out of it. */
export const isWords = (kind: Kind, part: Part): boolean => part !== 'value' || questionKinds[kind].isWords === true

export type Dispute = {
  id: string
  returnId: string
  school: string
  question: string
  shown: string
  heldOn: Day
  words: string
  /** An officer removed words. */
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
  doneOn: Day | null
  said: readonly SaidOfAction[]
}

/** Done on a day or, without one, not done. */
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

/** An officer's grade. */
export type Checked = { entryId: string; grade: string; note: string; by: string; at: Instant }

/** With the school's own grade. */
export type GradedAnswer = { question: Question; answer: Answer }

/** A graded question: the school's answer, and those of its phase. */
export type Feedback = { label: string; own: string; others: number; shares: readonly { label: string; percent: number }[] | undefined }

/** Only where enough schools of the phase answered. */
export const feedbackOf = (
  questions: readonly Pick<Question, 'id' | 'kind' | 'settings' | 'label'>[],
  own: ReadonlyMap<string, string>,
  others: readonly { questionId: string; value: string; n: number }[],
  least: number,
): Feedback[] =>
  questions
    .filter((question) => choicesOf(question).length > 0)
    .map((question) => {
      const { id, label } = question
      const of = others.filter(({ questionId }) => questionId === id)
      const sum = of.reduce((all, { n }) => all + n, 0)
      return {
        label,
        own: sayAnswer(question, own.get(id) ?? '') || 'Not answered',
        others: sum,
        shares:
          sum < least
            ? undefined
            : choicesOf(question).map(([value, said]) => ({
                label: said,
                // To the nearest ten, so that no figure shows how one school answered.
                percent: Math.round(((of.find((one) => one.value === value)?.n ?? 0) / sum) * 10) * 10,
              })),
      }
    })

export type RedactRefusal = 'only_words_are_redacted' | 'no_such_answer' | 'redaction_needs_a_second'
export type SettleRefusal = 'dispute_is_settled'
export type DoneRefusal = 'action_is_said_so'
export type VisitRefusal = 'visit_is_noted'
export type CheckRefusal = 'school_not_visited'
