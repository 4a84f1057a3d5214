// What a school has legally been and became, its bookings and attendance. After a merger or split
// it includes predecessors' attendance and says so; a new URN changes nothing.

import type { Day, Instant } from '#base/dates.ts'
import { isCertain, isOpen, type MarkType, outcomeOf, type StoredPlace, standingOf } from '#base/standing.ts'
import type { Stop } from './contact.ts'
import type { EarlierTraining, EvidenceLevel } from './earlier-attendance.ts'
import type { RoleSpan } from './role.ts'
import type { SchoolCard, SchoolName } from './school.ts'

/** One person at one event: a place, a walk-in, representing the school, or earlier attendance. */
export type RecordLine = {
  source: 'place' | 'walk_in' | 'represented' | 'earlier'
  /** null for earlier attendance. */
  eventCode: string | null
  title: string
  cancelled: boolean
  /** An instant; for earlier attendance a day. */
  startsAt: Instant | Day
  endsAt: Instant | Day
  /** For places only. */
  place: (StoredPlace & { personId: string | null; word?: 'cannot_come' | 'not_me' | 'comes' | null }) | null
  reference: string | null
  /** null: erased, or hidden from this reader. */
  personName: string | null
  roleLabel: string | null
  /** Of a representing delegate's place, or the predecessor. */
  ofSchool: SchoolName & { id: string }
  /** False for a predecessor's. */
  own: boolean
  /** `entry`: its number in the protected record, if any yet. */
  marks: { session: string; position: number; markType: MarkType | null; late: boolean; entry?: number | null }[]
  /** The source of earlier attendance. */
  knownFrom: string | null
  /** Of earlier attendance, and how well it is known. */
  earlier: (EarlierTraining & { id: string; known: EvidenceLevel }) | null
}

export type OwnSchool = SchoolName & { id: string; waiting: boolean }
export type OwnTrust = { uid: string; name: string }

export type RecordedEvent = {
  key: string
  title: string
  code: string | null
  startsAt: string
  endsAt: string
  cancelled: boolean
  lines: RecordLine[]
}

/** Latest first. */
const byEvent = (lines: readonly RecordLine[]): RecordedEvent[] => {
  const events = new Map<string, RecordedEvent>()
  for (const line of lines) {
    const key = line.eventCode ?? `${line.startsAt} ${line.title}`
    const { title, eventCode: code, startsAt, endsAt, cancelled } = line
    const event = events.get(key) ?? { key, title, code, startsAt, endsAt, cancelled, lines: [] }
    event.lines.push(line)
    events.set(key, event)
  }
  return [...events.values()].sort((a, b) => (a.startsAt < b.startsAt ? 1 : -1))
}

export type Shelves = {
  /** Confirmed future places, with cancelled ones of the same events. */
  coming: RecordedEvent[]
  /** Only waiting, on offer or unpaid. */
  open: RecordedEvent[]
  /** Future events with nothing current. */
  ended: RecordedEvent[]
  past: RecordedEvent[]
}

/** Confirmed places apart from possible ones; future ones by time. */
export const recordTabsOf = (lines: readonly RecordLine[], now: Instant): Shelves => {
  const [ahead, past] = [lines.filter((line) => line.endsAt.length > 10 && line.endsAt > now), [] as RecordLine[]]
  past.push(...lines.filter((line) => !ahead.includes(line)))
  const standing = (line: RecordLine) => (line.place ? standingOf(line.place, now) : 'confirmed')
  const open = ahead.filter((line) => isOpen(standing(line)))
  const rest = byEvent(ahead.filter((line) => !open.includes(line)))
  const stands = (event: RecordedEvent) => event.lines.some((line) => isCertain(standing(line)))
  return {
    coming: rest.filter(stands).reverse(),
    open: byEvent(open).reverse(),
    ended: rest.filter((event) => !stands(event)).reverse(),
    past: byEvent(past),
  }
}

export const outcome = (line: Pick<RecordLine, 'marks'>): MarkType | undefined => outcomeOf(line.marks.map(({ markType }) => markType))

/** For a span of days, as known from `learnedAt` until `supersededAt`. */
export type LegalIdentity = {
  id: string
  urn: string
  name: string
  typeName: string
  statusName: string
  laName: string
  laCode: string
  trustName: string | null
  town: string
  openDate: Day | null
  closeDate: Day | null
  validFrom: Day | null
  validTo: Day | null
  learnedAt: Instant
  supersededAt: Instant | null
}

export type How = 'one_to_one' | 'merger' | 'split'

export type SuccessionOfSchool = {
  how: How
  happenedOn: Day | null
  fromId: string
  fromName: string
  fromTown: string
  fromUrn: string
  toId: string
  toName: string
  toTown: string
  toUrn: string
}

export type Contact = {
  id: string
  roleLabel: string | null
  name: string
  email: string
  telephone: string
  source: string
  learnedAt: Instant
}

/** `telephone`: of a contact with their address, or ''. */
export type PersonAtSchool = RoleSpan & { name: string | null; roleLabel: string; source: string; learnedAt: Instant; telephone: string }

export type ClaimOnSchool = {
  email: string
  name: string | null
  roleLabel: string | null
  state: 'requested' | 'approved'
  evidence: string
  since: Instant
}

export type SchoolRecord = {
  school: SchoolCard & { telephone: string }
  lines: RecordLine[]
  identities: LegalIdentity[]
  successions: SuccessionOfSchool[]
  contacts: Contact[]
  stops: Stop[]
  people: PersonAtSchool[]
  claims: ClaimOnSchool[]
}
