// A school is shown its line of a report before anything names it. It may say that the line
// is right, that it is wrong, or ask for a correction, until its school days from the first arrival
// are over. An officer decides on the last answer. A school never reached is counted, not named.
import { type Day, type Instant, sayDay } from '#base/dates.ts'
import { plural } from '#base/words.ts'

export const replyAnswers = ['right', 'wrong', 'correction'] as const
export type ReplyAnswer = (typeof replyAnswers)[number]

export const answerLabels: Record<ReplyAnswer, string> = {
  right: 'This is right',
  wrong: 'This is wrong',
  correction: 'Our record is to be corrected',
}

export type ReplyDecision = 'corrected' | 'stands'

export const decisionLabels: Record<ReplyDecision, string> = {
  corrected: 'The record is corrected',
  stands: 'It stays as it is',
}

export type Reply = {
  shownAt: Instant
  /** Its first arrival; undefined: nothing is known to have reached the school. */
  reachedAt: Instant | undefined
  /** The last day to answer; undefined: not known yet. */
  replyBy: Day | undefined
  replyId: string | undefined
  answer: ReplyAnswer | undefined
  words: string
  answeredAt: Instant | undefined
  decision: ReplyDecision | undefined
  reason: string
  decidedAt: Instant | undefined
}

/** Whether the school may still answer. */
export const isOpen = ({ replyBy }: Pick<Reply, 'replyBy'>, today: Day): boolean => replyBy === undefined || today <= replyBy

/** `until 11 December 2026`, or how it is counted where the day is not known. */
export const sayUntil = ({ reachedAt, replyBy }: Pick<Reply, 'reachedAt' | 'replyBy'>, replyDays: number): string =>
  replyBy === undefined
    ? `for ${replyDays} school days from ${reachedAt === undefined ? 'when it reaches your school' : sayDay(reachedAt)}`
    : `until ${sayDay(replyBy)}`

/** A report of the series, or figures for open data, with the moment of which they speak. */
export type ShownReport = { id: string; kind: 'report' | 'coverage'; number: number; knownAt: Instant; replyDays: number }

export const sayShown = ({ kind, number }: Pick<ShownReport, 'kind' | 'number'>): string =>
  kind === 'report' ? `Report ${number}` : 'Open data'

/** What a report says of a school about one thing. */
export type ShownLine = { about: string; says: string }

export type ReportLine = { schoolId: string; urn: string; name: string; town: string; trustName: string; says: readonly ShownLine[] }

/** A school whose line is shown. `reply` undefined: it was not shown its line yet. */
export type NamedSchool = ReportLine & {
  /** The school that it has turned out to be since. */
  rootId: string
  reply: Reply | undefined
}

/** Its words only once an officer has decided on them, and so has read them. */
export const sayAnswered = ({ reply }: Pick<NamedSchool, 'reply'>): string =>
  reply?.answer === undefined ? 'No answer' : `${answerLabels[reply.answer]}${reply.decision && reply.words ? `: ${reply.words}` : ''}`

export const sayDecided = ({ reply }: Pick<NamedSchool, 'reply'>): string =>
  reply?.decision ? `${decisionLabels[reply.decision]}: ${reply.reason}` : ''

/** Whether a school is known to have seen its line. */
export const isReached = ({ reply }: Pick<NamedSchool, 'reply'>): boolean => reply?.reachedAt !== undefined

/** `open`: of those that were reached. */
export type Progress = { named: number; shown: number; reached: number; open: number; toDecide: number; answered: number }

export const progressOf = (schools: readonly NamedSchool[], today: Day): Progress => ({
  named: schools.length,
  shown: schools.filter(({ reply }) => reply !== undefined).length,
  reached: schools.filter(isReached).length,
  open: schools.filter((one) => isReached(one) && one.reply && isOpen(one.reply, today)).length,
  answered: schools.filter(({ reply }) => reply?.answer !== undefined).length,
  toDecide: schools.filter(({ reply }) => reply?.answer !== undefined && reply.answer !== 'right' && reply.decision === undefined).length,
})

/** Whether a report may name the schools that were reached. */
export const mayBeNamed = ({ named, shown, open, toDecide }: Progress): boolean =>
  named > 0 && shown === named && open === 0 && toDecide === 0

/** At how many schools it is known to have arrived, and what becomes of the others. */
export const sayReached = ({ named, reached }: Pick<Progress, 'named' | 'reached'>): string =>
  `${named} ${plural(named, 'school was', 'schools were')} to see what we publish; it arrived at ${reached}${
    named === reached ? '' : `; ${named - reached} ${plural(named - reached, 'is', 'are')} counted, not named`
  }.`

/** What an officer reads beside it. */
export const sayWorkedOut = ({ named, reached }: Pick<Progress, 'named' | 'reached'>): string =>
  named === reached ? '' : ' Anyone who compares the figures with a public list of schools may work out which.'

/** `namesNone`: it is final and names no school. */
export type OwnReport = ShownReport & { reply: Reply; namesNone: boolean }
