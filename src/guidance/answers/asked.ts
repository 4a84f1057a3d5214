// What is on record of a version at a school, as its pages show it: what is asked, each answer, who
// confirmed it, and where it was looked at.
import { type Calendar, lastSchoolDay } from '#base/council/working-day.ts'
import type { Day, Instant } from '#base/dates.ts'
import type { Asking } from '#guidance/documents/document.ts'
import type { Body, How, Level, NewAnswer, OwnState } from '#guidance/issuing/answer.ts'
import type { OwnIssue } from '#guidance/issuing/issuing.ts'
import type { Kind, SchoolName, Sector } from '#schools/schools/school.ts'
import type { Outcome } from './page.ts'

export type Asked = {
  issueId: string
  versionId: string
  documentId: string
  title: string
  asked: string
  version: number
  whatToDo: string
  dueOn: Day | null
  /** Whether a newer version was issued, or the document withdrawn. */
  passed: 0 | 1
  rootId: string
  name: string
  town: string
  urn: string | null
  sector: Sector
  kind: Kind
  /** The answer that stands at this issue; null: none. */
  answerId: string | null
  became: Day | null
}

/** `isOpen`: no answer of the school stands for the version yet. */
export type AskedOfTrust = Asked & { isOpen: 0 | 1 }

export type KeptAnswer = Omit<NewAnswer, 'body' | 'decidedOn'> & {
  id: string
  version: number
  body: Body | null
  decidedOn: Day | null
  how: How
  by: string
  role: string
  trust: 0 | 1
  /** Decided before the version was issued to the school. */
  early: 0 | 1
  answeredAt: Instant
  stands: 0 | 1
  level: Level
  checkedAt: Instant | null
  checkedBy: string | null
  note: string
}

export type KeptReceipt = {
  version: number
  what: 'sent' | 'opened' | 'acknowledged' | 'planned'
  meetsOn: Day | null
  level: 'stated' | 'seen'
  by: string
  role: string
  day: Day
}

export type KeptCheck = {
  id: string
  version: number
  address: string
  checkedAt: Instant
  outcome: Outcome
  status: number | null
  hash: string
  tickedAt: Instant | null
}

export type TrustGuidance = { versionId: string; title: string; number: number; schools: number; answered: number }

export type AskingDocument = { id: string; title: string; dueOn: Day }

/** `schools` have not done what it asks, and nobody has begun to chase `unchased` of them. */
export type Awaited = AskingDocument & { schools: number; unchased: number }

/** `by`: the last school day on which the school is in time; undefined: nothing is to be done. */
export type OwnGuidance = { issue: OwnIssue; state: OwnState | undefined; by: Day | undefined }

/** The day by which it is asked, or of a later meeting for which it is planned. */
export const dueBy = (dueOn: Day, planned: Day | null): Day => (planned !== null && planned > dueOn ? planned : dueOn)

/** What is to be done first, the soonest due before the others; then what was done, as it came. */
export const inOrderOfDay = (issues: readonly OwnIssue[], states: ReadonlyMap<string, OwnState>, calendar: Calendar): OwnGuidance[] =>
  issues
    .map((issue) => {
      const state = states.get(issue.id)
      const isAsked = state?.isOpen === true && issue.asked !== 'nothing' && issue.dueOn !== undefined
      return { issue, state, by: isAsked && issue.dueOn ? lastSchoolDay(dueBy(issue.dueOn, state.planned), calendar) : undefined }
    })
    .toSorted((a, b) => (a.by ?? '9999').localeCompare(b.by ?? '9999'))

export type TrustSchool = SchoolName & { id: string; issueId: string; state: OwnState }

export type TrustDocument = { versionId: string; title: string; number: number; asked: Asking; dueOn: Day; schools: readonly TrustSchool[] }

export const openOf = ({ schools, asked }: TrustDocument): number =>
  asked === 'nothing' ? 0 : schools.filter(({ state }) => state.isOpen).length

/** What is still to be done first, the soonest due before the others. */
export const inTrustOrder = (documents: readonly TrustDocument[]): TrustDocument[] =>
  documents
    .map((one) => ({ ...one, schools: one.schools.toSorted((a, b) => Number(b.state.isOpen) - Number(a.state.isOpen)) }))
    .toSorted(
      (a, b) => Number(openOf(b) > 0) - Number(openOf(a) > 0) || a.dueOn.localeCompare(b.dueOn) || a.title.localeCompare(b.title, 'en-GB'),
    )
