// What is on record of a version at a school, as its pages show it: what is asked, each answer, who
// had it, and where it was looked at.
import type { Day, Instant } from '#base/dates.ts'
import type { Kind, Sector } from '#schools/schools/school.ts'
import type { Body, How, Level, NewAnswer } from './answer.ts'
import type { Outcome } from './page.ts'

/** A version at a school, as whoever answers it needs it. */
export type Asked = {
  issueId: string
  versionId: string
  documentId: string
  title: string
  asked: string
  version: number
  whatToDo: string
  dueOn: Day | null
  availableOn: Day | null
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

/** An answer of a school, with everything that is kept of it, the last first. */
export type KeptAnswer = Omit<NewAnswer, 'body' | 'decidedOn'> & {
  id: string
  version: number
  body: Body | null
  decidedOn: Day | null
  how: How
  by: string
  role: string
  trust: 0 | 1
  answeredAt: Instant
  stands: 0 | 1
  level: Level
  checkedAt: Instant | null
  checkedBy: string | null
  note: string
}

/** Who had the document at a school: named people, the last first. */
export type KeptReceipt = {
  version: number
  what: 'sent' | 'opened' | 'acknowledged'
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

/** What is current at schools of a trust for which the account acts and asks for an answer. */
export type TrustGuidance = { versionId: string; title: string; number: number; schools: number; answered: number }

/** A current document that asks something of schools. */
export type AskingDocument = { id: string; title: string; dueOn: Day }

/** `schools` have not done what it asks, and nobody has begun to chase `unchased` of them. */
export type Awaited = AskingDocument & { schools: number; unchased: number }
