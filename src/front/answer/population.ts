// What a member asks of one topic and one day, by school: a row for each school of the area that
// was open on the day, with its state in every question. Pages, files and reports are made of these
// rows alone. They are plain data, so that a report can keep them.

import { yearBefore } from '#attendance/coverage/coverage.ts'
import type { Basis, EarlyYears, Evidence } from '#attendance/coverage/evidence.ts'
import type { Recommendation } from '#attendance/recommendations/recommendation.ts'
import type { SchoolStanding } from '#attendance/requirements/school-standing.ts'
import type { KeptState } from '#attendance/requirements/standing.ts'
import { type SaidState, saidAs } from '#attendance/requirements/state.ts'
import { type Day, daysBetween } from '#base/dates.ts'
import type { UndecidedAdvice } from '#guidance/advice/advice.ts'
import type { KeptAnswer, KeptCheck, KeptReceipt } from '#guidance/answers/asked.ts'
import type { State } from '#guidance/answers/state.ts'
import type { DocumentKind } from '#guidance/documents/document.ts'
import type { Level } from '#guidance/issuing/answer.ts'
import type { UptakeSchool } from '#guidance/uptake/uptake.ts'
import type { Result } from '#people/ladder/contact.ts'
import { type Reach, reachedOn } from '#people/notices/notice.ts'

/** Whom a school sent in the period, or since when it sent nobody; the first that is so. */
export const cameStates = ['lead', 'other', 'represented', 'lapsed', 'never_topic', 'never'] as const
type Came = (typeof cameStates)[number]

export const roleGroups = ['dsl', 'deputy_dsl', 'head', 'governor', 'other', 'not_recorded'] as const
export type RoleGroup = (typeof roleGroups)[number]

/** Of guidance, schools for which there is nothing to say: each is a part of its own. */
type Apart = 'opened_since' | 'answered_earlier' | 'not_issued' | 'not_for' | 'none'

export type AnswerRow = {
  schoolId: string
  urn: string
  name: string
  town: string
  sector: string
  kind: string
  phase: string
  trustName: string
  wardName: string
  came: Came
  /** On this topic, until the day. */
  firstOn: Day | null
  lastOn: Day | null
  times: number
  /** At any event. */
  lastAnyOn: Day | null
  /** By what we know best that it came; null: it did not. */
  basis: Basis | 'stated' | null
  /** Ids of the marks and earlier records by which it came. */
  evidence: readonly string[]
  /** In the two years to the day a year before; null: it was not open then, or nothing is known. */
  cameBefore: boolean | null
  /** The best contact of the period about this topic, and the day of the last. */
  contact: 'spoke' | 'wrote' | 'tried' | 'none'
  contactOn: Day | null
  /** Of open follow-up, which has an owner; null: not known of days before today. */
  next: 'coming' | 'overdue' | 'none' | null
  nextOn: Day | null
  /** Who came for it in the period, once each. */
  people: Readonly<Record<RoleGroup, number>>
  registers: Readonly<Record<Basis, number>>
  training: SaidState
  trainingOn: Day | null
  /** null: of an earlier day, of which bookings are not kept. */
  booked: boolean | null
  guidance: Reach | Apart
  issuedOn: Day | null
  daysAfter: number | null
  /** Since when somebody there has confirmed it, or was told another way. */
  reachedOn: Day | null
  answer: State | Exclude<Apart, 'answered_earlier'> | 'no_answer' | 'none_asked'
  decidedOn: Day | null
  level: Level | null
  website: 'ticked' | 'found' | 'not_found'
  meetsOn: Day | null
  /** By the census of that day, as the register has it; null: it has no number. */
  pupils: number | null
  girls: number | null
  censusOn: Day | null
}

/** The rows from which the states of one school are counted. */
export type CountedRows = {
  evidence: readonly Evidence[]
  training: { found: SchoolStanding | undefined; holders: ReadonlyMap<string, string>; booked: readonly string[] }
  guidance: { told: readonly string[]; receipts: readonly KeptReceipt[]; answers: readonly KeptAnswer[]; checks: readonly KeptCheck[] }
  contact: readonly string[]
}

/** Somebody was in contact with a school, or tried to be. */
export type Contact = { schoolId: string; on: Day; result: Result; says: string }
export type NextStep = { schoolId: string; on: Day; says: string }

/** `on`: the first day on which it was not open. */
export type ClosedSchool = { schoolId: string; name: string; town: string; on: Day }

/** What was asked of the council from outside. */
export type Outside = { advice: readonly UndecidedAdvice[]; recommendations: readonly Recommendation[] }

export type Topic = { id: string; label: string; also: readonly { label: string; until: Day | null }[] }
export type Guidance = {
  id: string
  title: string
  topicId: string
  version: number
  isAnswered: boolean
  kind: DocumentKind
  /** The council decided what it says. */
  isOwn: boolean
  equalityOn: Day | null
  availableOn: Day | null
  decidedOn: Day | null
  issuedOn: Day
}

/** `past`: before today; `rule`: what asks training of DSLs; `settings`: null without a list. */
export type About = {
  topic: Topic
  from: Day
  on: Day
  past: boolean
  since: Day | null
  guidance: Guidance | null
  rule: string | null
  settings: EarlyYears | null
  /** Schools that closed in the two years; undefined: of a report from before they were said. */
  closed?: number
}
export type Population = { about: About; rows: readonly AnswerRow[] }

/** As the statements find a school; `came`: 1 the lead or a deputy, 2 others, 3 represented. */
export type FoundRow = Pick<
  AnswerRow,
  'schoolId' | 'urn' | 'name' | 'town' | 'sector' | 'kind' | 'phase' | 'trustName' | 'wardName' | 'times' | 'pupils' | 'girls' | 'censusOn'
> & {
  came: 1 | 2 | 3 | null
  firstOn: Day | null
  lastOn: Day | null
  lastAnyOn: Day | null
  basis: AnswerRow['basis']
  evidence: AnswerRow['evidence']
  /** Null: was not open a year before. */
  cameBefore: 0 | 1 | null
  people: readonly (readonly [roleId: string, basis: Basis, people: number])[]
  training: KeptState | null
  trainingOn: Day | null
}

const governors = ['link_governor', 'chair', 'chair_management', 'proprietor', 'governor']

const groupOf = (roleId: string): RoleGroup =>
  roleId === 'dsl' || roleId === 'deputy_dsl' || roleId === 'head'
    ? roleId
    : governors.includes(roleId)
      ? 'governor'
      : roleId === ''
        ? 'not_recorded'
        : 'other'

const sumOf = <Key extends string>(
  keys: readonly Key[],
  found: FoundRow['people'],
  keyOf: (roleId: string, basis: Basis) => Key,
): Record<Key, number> => {
  const sums = Object.fromEntries(keys.map((key) => [key, 0])) as Record<Key, number>
  for (const [roleId, basis, n] of found) sums[keyOf(roleId, basis)] += n
  return sums
}

const cameOf = ({ came, lastOn, lastAnyOn }: Pick<FoundRow, 'came' | 'lastOn' | 'lastAnyOn'>): Came => {
  if (came !== null) return came === 1 ? 'lead' : came === 2 ? 'other' : 'represented'
  return lastOn !== null ? 'lapsed' : lastAnyOn !== null ? 'never_topic' : 'never'
}

type OfGuidance = Pick<
  AnswerRow,
  'guidance' | 'issuedOn' | 'daysAfter' | 'reachedOn' | 'answer' | 'decidedOn' | 'level' | 'website' | 'meetsOn'
>

const nothing = {
  issuedOn: null,
  daysAfter: null,
  reachedOn: null,
  decidedOn: null,
  level: null,
  website: 'not_found',
  meetsOn: null,
} as const

const ofGuidance = (about: About, found: UptakeSchool | undefined): OfGuidance => {
  if (!about.guidance) return { ...nothing, guidance: 'none', answer: 'none' }
  const isAsked = about.guidance.isAnswered
  if (!found) return { ...nothing, guidance: 'not_for', answer: isAsked ? 'not_for' : 'none_asked' }
  const { dates, reach, told, answered, state, level, publishedLevel, meetsOn, later } = found
  const issuedOn = dates.issued ?? null
  const stands = isAsked && answered !== undefined
  const apart = later ? 'opened_since' : issuedOn !== null ? undefined : stands ? 'answered_earlier' : 'not_issued'
  return {
    guidance: apart ?? reach,
    issuedOn,
    daysAfter: issuedOn !== null && dates.available !== undefined ? daysBetween(dates.available, issuedOn) : null,
    reachedOn: (apart === undefined && reachedOn(told, reach)) || null,
    answer: !isAsked ? 'none_asked' : apart === 'answered_earlier' ? state : (apart ?? (stands ? state : 'no_answer')),
    decidedOn: dates.adopted ?? null,
    level: level ?? null,
    website: publishedLevel ?? 'not_found',
    meetsOn: isAsked && meetsOn !== undefined && meetsOn >= about.on ? meetsOn : null,
  }
}

const contactResults: Readonly<Record<Exclude<AnswerRow['contact'], 'none'>, readonly Result[]>> = {
  spoke: ['spoke', 'answered'],
  wrote: ['written_to'],
  tried: ['left_message', 'no_answer'],
}

const ofContact = (
  on: Day,
  contacts: readonly Contact[] = [],
  steps: readonly NextStep[] | null,
): Pick<AnswerRow, 'contact' | 'contactOn' | 'next' | 'nextOn'> => {
  const nextOn = steps?.map((step) => step.on).toSorted()[0] ?? null
  return {
    contact:
      (['spoke', 'wrote', 'tried'] as const).find((best) => contacts.some(({ result }) => contactResults[best].includes(result))) ?? 'none',
    contactOn: contacts[0]?.on ?? null,
    next: steps && (nextOn === null ? 'none' : nextOn < on ? 'overdue' : 'coming'),
    nextOn,
  }
}

type Beside = {
  uptake: readonly UptakeSchool[]
  /** Roots whose DSL is booked on training that counts; undefined: of a day before today. */
  booked: { has: (rootId: string) => boolean } | undefined
  /** The last first. */
  contacts: readonly Contact[]
  /** Null: of a day before today. */
  steps: readonly NextStep[] | null
}

export const populationOf = (about: About, found: readonly FoundRow[], { uptake, booked, contacts, steps }: Beside): Population => {
  const bySchool = new Map(uptake.map((one) => [one.school.schoolId, one]))
  const contacted = Map.groupBy(contacts, ({ schoolId }) => schoolId)
  const next = steps && Map.groupBy(steps, ({ schoolId }) => schoolId)
  const isKnownBefore = about.since !== null && about.since <= yearBefore(about.on)
  return {
    about,
    rows: found.map(({ came: _, people, training, trainingOn, cameBefore, ...row }) => {
      const state = saidAs[training ?? 'waiting']
      return {
        ...row,
        came: cameOf({ came: _, ...row }),
        cameBefore: isKnownBefore && cameBefore !== null ? cameBefore === 1 : null,
        ...ofContact(about.on, contacted.get(row.schoolId), next && (next.get(row.schoolId) ?? [])),
        people: sumOf(roleGroups, people, groupOf),
        registers: sumOf(['signed', 'provisional', 'earlier'], people, (_roleId, basis) => basis),
        training: state,
        trainingOn,
        booked: booked ? booked.has(row.schoolId) : null,
        ...ofGuidance(about, bySchool.get(row.schoolId)),
      }
    }),
  }
}
