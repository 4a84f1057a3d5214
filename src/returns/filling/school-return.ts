// One school's return in a round. Only its people know of it: those who book for it or its trust,
// and its confirmed head, lead, deputies, governors, trustees and proprietor.
import type { Day, Instant } from '#base/dates.ts'
import type { Question } from '#returns/forms/return-form.ts'
import { bodyRoles } from '#schools/schools/role.ts'
import type { SchoolName } from '#schools/schools/school.ts'
import type { Entry } from './entry.ts'

/** Roles with any part in the return. */
export const returnRoles = ['head', 'dsl', 'deputy_dsl', 'trust_lead', ...bodyRoles]

export const isOfBody = (roleIds: readonly string[]): boolean => roleIds.some((id) => bodyRoles.includes(id))

/** The governing body only reads and signs. */
export const mayType = (roleIds: readonly string[]): boolean => roleIds.some((id) => returnRoles.includes(id) && !bodyRoles.includes(id))

/** In order: lead, head, body, each after the one before. */
export type SigningRule = { leadSigns: boolean; bodySigns: boolean; inOrder: boolean }

export type SchoolReturn = {
  id: string
  roundId: string
  /** A root, as of now. */
  schoolId: string
  school: SchoolName & { sector: string }
  title: string
  year: string
  readers: string
  controllers: string
  basis: string
  note: string
  asks: 'council' | 'partners' | 'voluntary' | null
  power: string
  deadlineAt: Instant
  finalAt: Instant
  closed: boolean
  /** The officer who opened the round. */
  askedById: string
  rule: SigningRule
  /** Whether there is any entry. */
  begun: boolean
  /** Reopened so many times. */
  turn: number
  /** Submitted, and not reopened since. */
  submitted: boolean
  otherwise: boolean
  /** The reader's confirmed roles there today. */
  roleIds: readonly string[]
  /** By role, its row. */
  roleRows: Readonly<Record<string, string>>
  mayFill: boolean
}

export const canType = ({ mayFill, submitted, closed, otherwise }: SchoolReturn): boolean => mayFill && !submitted && !closed && !otherwise

export type Section = { id: string; number: number; title: string; about: string; questions: readonly Question[] }

/** A school's answer to facts shown. */
export type SaidOfHeld = {
  questionId: string
  shown: string
  heldOn: Day
  answer: 'confirmed' | 'disputed'
  words: string
  by: string
  at: Instant
  owner: string
  dueOn: Day | null
  settledAt: Instant | null
  settled: string
}

export type Filled = {
  sections: readonly Section[]
  entries: ReadonlyMap<string, Entry>
  held: ReadonlyMap<string, SaidOfHeld>
}

export const questionsOf = ({ sections }: Pick<Filled, 'sections'>): Question[] => sections.flatMap(({ questions }) => questions)

/** Where somebody has a confirmed role but does not book. */
export type RoleSchool = SchoolName & { id: string; returns: 0 | 1; guidance: 0 | 1 }

export type Conditional = Pick<Question, 'id' | 'ifQuestionId' | 'ifValue'>

/** The current entry of each question. */
export type Standing = ReadonlyMap<string, Pick<Entry, 'value'>>

/**
 * A conditional question is asked while the question it depends on is asked and has that answer;
 * otherwise its answer is kept but not counted.
 */
export const questionsAsked = (questions: readonly Conditional[], standing: Standing): ReadonlySet<string> => {
  const byId = new Map(questions.map((question) => [question.id, question]))
  const isAskedOf = new Map<string, boolean>()
  const isAsked = (question: Conditional | undefined): boolean => {
    if (!question) return false
    const known = isAskedOf.get(question.id)
    if (known !== undefined) return known
    isAskedOf.set(question.id, false)
    const { ifQuestionId, ifValue } = question
    const asked = ifQuestionId === null || (isAsked(byId.get(ifQuestionId)) && standing.get(ifQuestionId)?.value === ifValue)
    isAskedOf.set(question.id, asked)
    return asked
  }
  return new Set(questions.filter(isAsked).map(({ id }) => id))
}

/** Asked and unanswered, in the form's order. */
export const missingOf = <Q extends Conditional & Pick<Question, 'mustAnswer'>>(questions: readonly Q[], standing: Standing): Q[] => {
  const asked = questionsAsked(questions, standing)
  return questions.filter(({ id, mustAnswer }) => mustAnswer === 1 && asked.has(id) && !standing.get(id)?.value)
}

/** Of the questions asked now. */
export const progressOf = (
  questions: readonly Conditional[],
  part: readonly Conditional[],
  standing: Standing,
): { asked: number; answered: number } => {
  const asked = questionsAsked(questions, standing)
  const own = part.filter(({ id }) => asked.has(id))
  return { asked: own.length, answered: own.filter(({ id }) => standing.get(id)?.value).length }
}
