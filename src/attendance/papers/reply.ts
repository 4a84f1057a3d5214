// A school is shown its line of a frozen report before any paper names it. It may say that the line
// is right, that it is wrong, or ask for a correction, until its working days in term are over. The
// last answer counts; an officer decides on it, and both stand beside the line in the paper.
import type { FrozenState } from '#attendance/reports/frozen-standing.ts'
import type { Day, Instant } from '#base/dates.ts'

export const replyAnswers = ['right', 'wrong', 'correction'] as const
export type ReplyAnswer = (typeof replyAnswers)[number]

export const answerLabels: Record<ReplyAnswer, string> = {
  right: 'The line is right',
  wrong: 'The line is wrong',
  correction: 'Our record is to be corrected',
}

export type ReplyDecision = 'corrected' | 'stands'

export const decisionLabels: Record<ReplyDecision, string> = {
  corrected: 'The record is corrected',
  stands: 'The line stands',
}

export type Reply = {
  how: 'message' | 'officer'
  shownAt: Instant
  /** Whether a message went through, or an officer told it. */
  reached: boolean
  replyBy: Day
  replyId: string | undefined
  answer: ReplyAnswer | undefined
  words: string
  answeredAt: Instant | undefined
  decision: ReplyDecision | undefined
  reason: string
  decidedAt: Instant | undefined
}

/** A school whose line is shown. `reply` undefined: it was not shown its line yet. */
export type NamedSchool = {
  schoolId: string
  /** The school that it has turned out to be since. */
  rootId: string
  name: string
  town: string
  urn: string
  trustName: string
  addresses: number
  reply: Reply | undefined
}

/** Whether a school has seen its line, for all that we know. */
const isShown = ({ reply }: Pick<NamedSchool, 'reply'>): boolean => reply?.reached === true

/** What a line of a report says of one requirement, or of attendance. */
export type ShownLine = { requirement: string; state: FrozenState | undefined; why: string }

export type Progress = { named: number; shown: number; open: number; toDecide: number; answered: number }

export const progressOf = (schools: readonly NamedSchool[], today: Day): Progress => ({
  named: schools.length,
  shown: schools.filter(isShown).length,
  open: schools.filter(({ reply }) => reply?.reached && today <= reply.replyBy).length,
  answered: schools.filter(({ reply }) => reply?.answer !== undefined).length,
  toDecide: schools.filter(({ reply }) => reply?.answer !== undefined && reply.answer !== 'right' && reply.decision === undefined).length,
})

/** Whether a paper may name the schools. */
export const mayBeNamed = ({ named, shown, open, toDecide }: Progress): boolean => shown === named && open === 0 && toDecide === 0

export type OwnReport = {
  number: number
  reportId: string
  about: 'attendance' | 'requirements' | 'guidance'
  frozenAt: Instant
  question: string
  reply: Reply
}

export type OwnLine = {
  schoolId: string
  name: string
  requirementId: string
  state: string
  why: string
  lastAt: string | null
  code: number | null
  /** When it took part in what the report asks: instants or days, as JSON. */
  came: string
}
