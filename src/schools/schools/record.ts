// A school's record: what it has legally been, what it became, what it booked and who of it was there. A school that came out of a merger or a
// split counts its predecessors' attendance too, and says so; one that only changed its URN is one school and has one record.
import type { Day, Instant } from '#base/dates.ts'
import { isCertain, isOpen, type MarkType, outcomeOf, type StoredPlace, standingOf } from '#base/standing.ts'
import type { RoleSpan } from './role.ts'
import type { SchoolCard, SchoolName } from './school.ts'

/** One person at one event: on a place, unexpected, for another school, or from a list older than this service. */
export type RecordLine = {
  source: 'place' | 'walk_in' | 'represented' | 'earlier'
  /** null for earlier attendance. */
  eventCode: string | null
  title: string
  cancelled: boolean
  /** An instant, or for earlier attendance a day. */
  startsAt: Instant | Day
  endsAt: Instant | Day
  /** Only of places. */
  place: (StoredPlace & { personId: string | null; word?: 'cannot_come' | 'not_me' | 'comes' | null }) | null
  reference: string | null
  /** null when erased, or not this reader's to see. */
  personName: string | null
  roleLabel: string | null
  /** The school on whose place a representing delegate sat, or the predecessor whose record this is. */
  ofSchool: SchoolName & { id: string }
  /** False for what a predecessor did. */
  own: boolean
  marks: { session: string; position: number; markType: MarkType | null; late: boolean }[]
  /** Where earlier attendance is known from. */
  knownFrom: string | null
}

export type RecordedEvent = {
  key: string
  title: string
  code: string | null
  startsAt: string
  endsAt: string
  cancelled: boolean
  lines: RecordLine[]
}

/** The lines gathered by event, the latest first. */
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
  /** What the school can count on, with what it has cancelled of the same events. */
  coming: RecordedEvent[]
  /** What only waits, is on offer or is not paid for. */
  open: RecordedEvent[]
  /** To come, and nothing of it stands. */
  ended: RecordedEvent[]
  past: RecordedEvent[]
}

/** The record as it is laid out: certain things apart from what may still become a place, those to come in order of time. */
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

/** What a school legally was for a span of days, as it was known from `learnedAt` until `supersededAt`. */
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

export type SuccessionOfSchool = {
  how: 'one_to_one' | 'merger' | 'split'
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

export type PersonAtSchool = RoleSpan & { name: string | null; roleLabel: string; source: string; learnedAt: Instant }

export type ClaimOnSchool = {
  email: string
  name: string | null
  roleLabel: string | null
  state: 'requested' | 'approved'
  evidence: string
  since: Instant
}

export type SchoolRecord = {
  school: SchoolCard
  lines: RecordLine[]
  identities: LegalIdentity[]
  successions: SuccessionOfSchool[]
  contacts: Contact[]
  people: PersonAtSchool[]
  claims: ClaimOnSchool[]
}
