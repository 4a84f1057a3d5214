// How a school stands as rows for people to read: each person with each requirement, and each role
// that nobody holds, with the sentence why.
import type { Day } from '#base/dates.ts'
import type { Column } from '#base/web/csv.ts'
import { isSuggested } from './counted.ts'
import type { Edition, Purpose } from './requirement.ts'
import type { SchoolAsked, SchoolStanding } from './school-standing.ts'
import { saySchoolStanding, sayStanding, stateNames } from './sentence.ts'
import type { State } from './standing.ts'
import { type EvidenceLevel, evidenceNames } from './training.ts'

export type StandingRow = {
  requirementId: string
  requirement: string
  who: string
  role: string
  state: State
  last: { title: string; on: Day; where: string } | undefined
  /** How the last training is known; undefined: there is none, or it is a statement. */
  evidence: EvidenceLevel | undefined
  due: Day | undefined
  why: string
}

/** Names of people and roles by their ids. */
export type RowNames = { people: ReadonlyMap<string, string>; roles: ReadonlyMap<string, string> }

const either = new Intl.ListFormat('en-GB', { type: 'disjunction' })

const gapsOf = ({ gaps }: Pick<SchoolAsked, 'gaps'>, { edition, holders }: SchoolStanding, day: Day) =>
  gaps.filter(
    ({ roleId, from, to }) =>
      edition.roleIds.includes(roleId) &&
      from <= day &&
      (to === undefined || day < to) &&
      !holders.some(({ spell }) => spell.roleId === roleId),
  )

/** The rows of one requirement on a day. */
export const rowsOf = (found: SchoolStanding, known: Pick<SchoolAsked, 'gaps'>, { people, roles }: RowNames, day: Day): StandingRow[] => {
  const { edition, holders, statement, state, until } = found
  const of = { requirementId: edition.requirementId, requirement: edition.label }
  const none = { last: undefined, evidence: undefined, due: undefined }
  const gaps = gapsOf(known, found, day)
  if (edition.whose === 'statement') {
    const last = statement && { title: `${statement.trained} of ${statement.staff}`, on: statement.asAt, where: '' }
    return [{ ...of, who: 'All staff', role: '', state, last, evidence: undefined, due: until, why: saySchoolStanding(found) }]
  }
  const role = either.format(edition.roleIds.map((id) => roles.get(id) ?? id))
  if (holders.length === 0 && gaps.length === 0) return [{ ...of, ...none, who: '', role, state, why: saySchoolStanding(found) }]
  return [
    ...holders.map(({ spell, standing }) => ({
      ...of,
      who: people.get(spell.personId) ?? 'Not recorded',
      role: roles.get(spell.roleId) ?? spell.roleId,
      state: standing.state,
      last: standing.training && { title: standing.training.title, on: standing.training.on, where: standing.training.where },
      evidence: standing.training?.evidence,
      due: standing.until ?? standing.inductionUntil,
      why: sayStanding(standing),
    })),
    ...gaps.map(({ roleId, answer }) => ({
      ...{ ...of, ...none, who: '', role: roles.get(roleId) ?? roleId, state: answer },
      why:
        answer === 'vacant'
          ? `Vacant: the school says that nobody holds the role (${edition.source}).`
          : `Not known: the school says that it does not know who holds the role (${edition.source}).`,
    })),
  ]
}

export const standingColumns: Column<StandingRow>[] = [
  { name: 'Requirement', value: ({ requirement }) => requirement },
  { name: 'Person', value: ({ who }) => who },
  { name: 'Role', value: ({ role }) => role },
  { name: 'State by our record', value: ({ state }) => stateNames[state] },
  { name: 'Last', value: ({ last }) => last?.title },
  { name: 'Last on', value: ({ last }) => last?.on },
  { name: 'Where', value: ({ last }) => last?.where },
  { name: 'How it is known', value: ({ evidence }) => evidence && evidenceNames[evidence] },
  { name: 'Due', value: ({ due }) => due },
  { name: 'Why', value: ({ why }) => why },
]

/** A coming event, and what it was said to count towards. */
export type ComingEvent = {
  code: string
  title: string
  startsAt: string
  purpose: Purpose
  topicId: string
  level: string
  minutes: number
  counts: readonly string[]
  /** What it was said not to count towards; `*`: anything. */
  not: readonly string[]
}

const isDue = (state: State): boolean => state === 'due_soon' || state === 'not_in_date' || state === 'no_record'

/** The next event that counts towards each requirement of which something is due. */
export const nextEvents = (found: readonly SchoolStanding[], coming: readonly ComingEvent[]): { edition: Edition; event: ComingEvent }[] =>
  found.flatMap(({ edition, state, holders }) => {
    if (edition.whose === 'statement' || ![state, ...holders.map(({ standing }) => standing.state)].some(isDue)) return []
    const event = coming.find(
      (one) =>
        one.counts.includes(edition.requirementId) ||
        (isSuggested(edition, one) && !one.not.some((id) => id === edition.requirementId || id === '*')),
    )
    return event ? [{ edition, event }] : []
  })
