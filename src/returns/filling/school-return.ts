// The return of one school in one round, as whoever fills it in or signs it has to know it. Only
// those of the school know that it is there: who acts for it or its trust, and whoever is confirmed
// as its head, lead, deputy, governor, trustee or proprietor.
import type { Day, Instant } from '#base/dates.ts'
import type { QuestionKind } from '#returns/forms/return-form.ts'
import { bodyRoles } from '#schools/schools/role.ts'
import type { SchoolName } from '#schools/schools/school.ts'
import type { Conditional } from './condition.ts'
import type { Entry } from './entry.ts'
import type { HeldKind } from './fact.ts'

/** The roles at a school whose holders have to do with its return at all. */
export const returnRoles = ['head', 'dsl', 'deputy_dsl', 'trust_lead', ...bodyRoles]

export const isOfBody = (roleIds: readonly string[]): boolean => roleIds.some((id) => bodyRoles.includes(id))

/** Somebody of the governing body alone reads and signs; the others fill in as well. */
export const mayType = (roleIds: readonly string[]): boolean => roleIds.some((id) => returnRoles.includes(id) && !bodyRoles.includes(id))

/** What a form says of signing. In order: lead, head, body, each after the one before. */
export type SigningRule = { leadSigns: boolean; bodySigns: boolean; inOrder: boolean }

export type SchoolReturn = {
  id: string
  roundId: string
  /** The school as it is now (a root). */
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
  /** Somebody has entered something. */
  begun: boolean
  /** How often it was reopened. */
  turn: number
  /** Submitted, and not reopened since. */
  submitted: boolean
  /** An officer has entered its answer on paper or another audit. */
  otherwise: boolean
  /** The roles of whoever asks, as they are confirmed there today. */
  roleIds: readonly string[]
  /** By role, the row that says so. */
  roleRows: Readonly<Record<string, string>>
  mayFill: boolean
}

export const canType = ({ mayFill, submitted, closed, otherwise }: SchoolReturn): boolean => mayFill && !submitted && !closed && !otherwise

export type Question = Conditional & {
  sectionId: string
  kind: QuestionKind
  label: string
  hint: string
  required: boolean
  asksEvidence: boolean
  asksAction: boolean
  filledFrom: HeldKind | undefined
}

export type Section = { id: string; number: number; title: string; about: string; questions: readonly Question[] }

/** What a school said to what was shown to it. */
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

/** A school at which somebody has a confirmed role without acting for it, and what there is. */
export type RoleSchool = SchoolName & { id: string; returns: 0 | 1; guidance: 0 | 1 }
