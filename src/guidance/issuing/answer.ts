// What a school says to a version that it was given: adopted as it is, with changes, its own policy
// kept, not adopted, or not for it. A body of the school decides; a later answer takes the place of
// this one, which keeps the exact version that it was given for.

import { guidanceStateNames } from '#attendance/requirements/state.ts'
import { type Day, type Instant, londonDay, sayDay } from '#base/dates.ts'
import { type Asking, isAnswered } from '#guidance/documents/document.ts'
import type { Kind, Sector } from '#schools/schools/school.ts'

export const answerKinds = ['as_is', 'with_changes', 'own_policy', 'not_adopting', 'not_applicable'] as const
export type AnswerKind = (typeof answerKinds)[number]

export const answerWords: Record<AnswerKind, string> = guidanceStateNames

export const isAdopted = (answer: AnswerKind): boolean => answer === 'as_is' || answer === 'with_changes'

/** Answers that say nothing without their reason. */
export const needsReason = (answer: AnswerKind): boolean => !isAdopted(answer)

export const bodies = ['governing_body', 'trust_board', 'local_board', 'proprietor', 'management_committee', 'corporation'] as const
export type Body = (typeof bodies)[number]

export const bodyWords: Record<Body, string> = {
  governing_body: 'Governing body',
  trust_board: 'Board of trustees',
  local_board: 'Local board, by the scheme of delegation',
  proprietor: 'Proprietor',
  management_committee: 'Management committee',
  corporation: 'Corporation',
}

/** In a sentence: `by the governing body`. */
export const bodyInWords: Record<Body, string> = {
  governing_body: 'the governing body',
  trust_board: 'the board of trustees',
  local_board: 'the local board',
  proprietor: 'the proprietor',
  management_committee: 'the management committee',
  corporation: 'the corporation',
}

/** The bodies that can decide for a school of this kind, the usual one first. */
export const bodiesOf = ({ sector, kind }: { sector: Sector; kind: Kind }): readonly Body[] => {
  if (sector === 'maintained') return kind === 'alternative_provision' ? ['management_committee', 'governing_body'] : ['governing_body']
  if (sector === 'academy') return ['trust_board', 'local_board']
  if (sector === 'independent') return ['proprietor']
  return sector === 'further_education' ? ['corporation'] : bodies
}

export const levels = ['stated', 'seen', 'verified'] as const
/** Somebody said so; an officer saw the minute or the policy; an officer compared them. */
export type Level = (typeof levels)[number]

export const levelWords: Record<Level, string> = {
  stated: 'Stated',
  seen: 'Seen by an officer',
  verified: 'Verified by an officer',
}

export type How = 'signed_in' | 'link' | 'told'

export const howWords: Record<How, string> = {
  signed_in: 'by somebody signed in',
  link: 'by a link, without signing in',
  told: 'to an officer of the council',
}

export type Answer = {
  id: string
  version: number
  answer: AnswerKind
  how: How
  body: Body | undefined
  decidedOn: Day | undefined
  /** Decided before the version was issued to the school. */
  early: boolean
  recordedAt: Instant
  checks: readonly { level: Level; at: Instant }[]
}

/** The level of an answer on a day: what was found last until then. */
export const levelOn = ({ checks }: Pick<Answer, 'checks'>, day: Day): Level =>
  checks
    .filter(({ at }) => londonDay(at) <= day)
    .toSorted((a, b) => (a.at === b.at ? levels.indexOf(b.level) - levels.indexOf(a.level) : a.at < b.at ? 1 : -1))[0]?.level ?? 'stated'

/** What may be said instead of an answer: that the body decides at a meeting to come. */
export const notDecided = 'planned'
export const saidWords = { ...answerWords, [notDecided]: 'Not decided yet: planned for a meeting' } as const

/** What a form says: an answer, or the day of the meeting as `decidedOn`. */
export type SaidAnswer = Omit<NewAnswer, 'answer'> & { answer: AnswerKind | typeof notDecided }

export const sayKept = ({ answer }: SaidAnswer, otherwise: string): string =>
  answer === notDecided ? 'The meeting is kept. We do not follow it up before that day' : otherwise

export type NewAnswer = {
  answer: AnswerKind
  reason: string
  body: Body | undefined
  decidedOn: Day | undefined
  minute: string
}

export type OwnAnswer = { answer: AnswerKind; body: Body | null; decidedOn: Day | null; answeredAt: Instant; version: number; early: 0 | 1 }

/** How a school stands with a version: `had` is since when somebody has said that they have it. */
export type OwnState = {
  isOpen: boolean
  had: Day | null /** The meeting for which it is planned. */
  planned: Day | null
  answer: OwnAnswer | undefined
}

export const sayPlanned = (meetsOn: Day): string => `Planned for the meeting of ${sayDay(meetsOn)}`

export const beforeIssued = ', before it was issued'

/** What a school did with a version, in a line. @param who told us */
export const sayOwn = (of: { asked: Asking; number: number }, state: OwnState | undefined, who: 'you' | 'it'): string => {
  if (!state) return ''
  const { answer, had, planned } = state
  if (answer) {
    const { body, decidedOn, answeredAt, version, early } = answer
    const by = body && decidedOn ? ` by ${bodyInWords[body]} on ${sayDay(decidedOn)}${early ? beforeIssued : ''}` : ''
    const when = `${who === 'you' ? 'you told us' : 'told'} on ${sayDay(londonDay(answeredAt))}`
    return `${answerWords[answer.answer]}${by}; ${when}${version < of.number ? `, of version ${version}` : ''}`
  }
  const got = had ? `Somebody said on ${sayDay(had)} that ${who === 'you' ? 'you have' : 'it has'} it` : ''
  if (!isAnswered(of.asked))
    return got || (of.asked === 'nothing' ? '' : `Nobody has said that ${who === 'you' ? 'you have' : 'it has'} it`)
  if (planned) return `Not answered. ${sayPlanned(planned)}`
  return got ? `Not answered. ${got}` : 'Not answered'
}
