// Somebody's own record across schools: beside what they were booked for and attended, the
// certificates that they have and what they were trained in elsewhere, by level.
import { type Certificate, sayCertificateNumber, sayTowards, stateNames, stateOf } from '#attendance/certificates/certificate.ts'
import type { SchoolStanding } from '#attendance/requirements/school-standing.ts'
import { sayStanding } from '#attendance/requirements/sentence.ts'
import { dueOf } from '#attendance/requirements/standing-row.ts'
import { type EvidenceLevel, evidenceNames } from '#attendance/requirements/training.ts'
import { type Day, type Instant, londonDay } from '#base/dates.ts'
import { isCertain, isOpen, standingOf } from '#base/standing.ts'
import type { Column } from '#base/web/csv.ts'
import { ownColumns } from '#people/people/csv.ts'
import type { OwnLine } from '#people/people/person.ts'

export type Elsewhere = {
  id: string
  title: string
  on: Day
  level: string
  provider: string
  minutes: number | undefined
  known: EvidenceLevel
}

/** Training that a role asks of somebody, how they stand with it, and the topic of what counts. */
export type OwnStanding = { requirement: string; why: string; topicId: string | undefined }

/** Each thing once, though asked at several schools; what is due first comes first. */
export const ownStandings = (personId: string, found: readonly SchoolStanding[]): OwnStanding[] => {
  const all = found.flatMap(({ edition, holders }) =>
    holders
      .filter(({ spell }) => spell.personId === personId)
      .map(({ standing }) => ({
        requirement: edition.label,
        why: sayStanding(standing),
        topicId: edition.topicIds.length === 1 ? edition.topicIds[0] : undefined,
        // What has no record has no day, and is due now; what need not be done again, never.
        first: dueOf(standing) ?? (standing.state === 'no_record' ? '' : '9999'),
      })),
  )
  const once = all.filter((one, n) => all.findIndex(({ requirement, why }) => requirement === one.requirement && why === one.why) === n)
  return once.toSorted((a, b) => a.first.localeCompare(b.first))
}

export type Divided = {
  /** Certain, at events that are not over: the next first. */
  coming: OwnLine[]
  /** Waiting, offered or not paid for. */
  open: OwnLine[]
  past: OwnLine[]
}

export const divided = (lines: readonly OwnLine[], now: Instant): Divided => {
  const shelfOf = ({ place, cancelled, endsAt }: OwnLine): keyof Divided => {
    if (place === null || endsAt <= now) return 'past'
    const standing = standingOf(place, now)
    return isCertain(standing) && !cancelled ? 'coming' : isOpen(standing) ? 'open' : 'past'
  }
  const shelf = (name: keyof Divided): OwnLine[] => lines.filter((line) => shelfOf(line) === name)
  return { coming: shelf('coming').toSorted((a, b) => (a.startsAt < b.startsAt ? -1 : 1)), open: shelf('open'), past: shelf('past') }
}

/** By level, those without one last; within each as they came. */
export const byLevel = (trainings: readonly Elsewhere[]): readonly (readonly [level: string, trainings: readonly Elsewhere[]])[] =>
  [...Map.groupBy(trainings, ({ level }) => level)].sort(([a], [b]) => Number(a === '') - Number(b === '') || a.localeCompare(b, 'en-GB'))

type RecordLine = OwnLine & { certificate: Certificate | undefined; elsewhere: Elsewhere | undefined }

export const linesOf = (lines: readonly OwnLine[], certificates: readonly Certificate[], elsewhere: readonly Elsewhere[]): RecordLine[] => {
  const ofEvent = new Map(certificates.toReversed().map((one) => [one.eventId, one]))
  const byId = new Map(elsewhere.map((one) => [one.id, one]))
  return lines.map((line) => ({
    ...line,
    certificate: line.eventId === null ? undefined : ofEvent.get(line.eventId),
    elsewhere: line.source === 'earlier' ? byId.get(line.id) : undefined,
  }))
}

export const recordColumns = (now: Instant): Column<RecordLine>[] => [
  ...ownColumns(now),
  { name: 'Level', value: ({ certificate, elsewhere }) => certificate?.level ?? elsewhere?.level },
  { name: 'Provider', value: ({ certificate, elsewhere }) => certificate?.provider ?? elsewhere?.provider },
  { name: 'Minutes known', value: ({ certificate, elsewhere }) => certificate?.minutes ?? elsewhere?.minutes },
  { name: 'How it is known', value: ({ elsewhere }) => elsewhere && evidenceNames[elsewhere.known] },
  { name: 'Certificate', value: ({ certificate }) => certificate && sayCertificateNumber(certificate.number) },
  { name: 'State of the certificate', value: ({ certificate }) => certificate && stateNames[stateOf(certificate, londonDay(now))] },
  { name: 'Counted towards', value: ({ certificate }) => certificate?.towards.map(sayTowards).join('; ') },
]
