// How a school stands as rows for people to read: each person with each requirement, and each role
// that nobody holds, with the sentence why.
import { type Day, sayShortDay } from '#base/dates.ts'
import type { Column } from '#base/web/csv.ts'
import type { NextStep } from './coming.ts'
import { type Proposed, proposedIn, rankOf, type SchoolAsked, type SchoolStanding } from './school-standing.ts'
import { sayAsked, sayProposed, saySchoolStanding, sayStanding, sayUntold, sayVacant } from './sentence.ts'
import { isUnshown, type KeptState, type Spell, type Standing, type State } from './standing.ts'
import { type Seer, type Stands, sayNote, sayState } from './state.ts'
import { type EvidenceLevel, evidenceNames } from './training.ts'

export type StandingRow = {
  requirementId: string
  requirement: string
  /** Whom it is about; '': nobody. */
  who: string
  personId?: string
  roleId?: string
  role: string
  /**
   * `asked`, `unshown`: they hold the role, and have been or are yet to be asked to let the school
   * see the rest. `proposed`: nobody has confirmed them. `untold`: nobody has said anything of it.
   */
  about: 'holder' | 'asked' | 'unshown' | 'proposed' | 'gap' | 'untold' | 'school'
  state: KeptState
  /** Of what is said of it: see `Stands`. */
  day: Day | undefined
  stated?: Stands['stated']
  last: { title: string; on: Day; where: string } | undefined
  /** How the last training is known; undefined: there is none, or it is a statement. */
  evidence: EvidenceLevel | undefined
  due: Day | undefined
  why: string
  /** What follows for the person; undefined: nothing, or it was not asked. */
  next?: NextStep | undefined
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

const none = { last: undefined, evidence: undefined, due: undefined, day: undefined }

const lastOf = ({ training }: Standing): Pick<StandingRow, 'last' | 'evidence'> => ({
  last: training && { title: training.title, on: training.on, where: training.where },
  evidence: training?.evidence,
})

/** What follows for a holder who stands so. */
export type NextOf = (
  edition: SchoolStanding['edition'],
  holder: Pick<Spell, 'personId' | 'roleId'> & { state: State },
) => NextStep | undefined

/** The rows of one requirement on a day: who holds its roles, who is proposed, who is missing. */
export const rowsOf = (
  found: SchoolStanding,
  known: Pick<SchoolAsked, 'gaps'> & { proposed: Proposed; nextOf?: NextOf | undefined },
  { people, roles }: RowNames,
  day: Day,
  seer: Seer,
): StandingRow[] => {
  const { proposed, nextOf } = known
  const { edition, holders, statement, state, until } = found
  const of = { requirementId: edition.requirementId, requirement: edition.label }
  const gaps = gapsOf(known, found, day)
  if (edition.whose === 'statement') {
    const last = statement && { title: `${statement.trained} of ${statement.staff}`, on: statement.asAt, where: '' }
    const why = saySchoolStanding(found, seer)
    const stands = { state, day: found.day, stated: statement ?? null }
    return [{ ...of, ...stands, who: 'All staff', role: '', about: 'school', last, evidence: undefined, due: until, why }]
  }
  const nameOf = ({ personId, roleId }: Spell) => ({
    personId,
    roleId,
    who: people.get(personId) ?? 'Not recorded',
    role: roles.get(roleId) ?? roleId,
  })
  const coming = found.bound ? proposedIn(found, proposed, day) : []
  if (holders.length + gaps.length + coming.length === 0) {
    const role = either.format(edition.roleIds.map((id) => roles.get(id) ?? id))
    const about = found.bound && state === 'not_known' ? 'untold' : 'school'
    const why = about === 'untold' ? sayUntold('untold', edition, seer) : saySchoolStanding(found, seer)
    return [{ ...of, ...none, who: '', role, about, state, day: found.day, why }]
  }
  return [
    ...holders.map(({ spell, standing }) => ({
      ...of,
      ...nameOf(spell),
      ...lastOf(standing),
      state: standing.state,
      day: standing.day,
      ...(isUnshown(spell, standing)
        ? { about: spell.elsewhere === 'asked' ? ('asked' as const) : ('unshown' as const), due: undefined, why: sayAsked(spell.elsewhere) }
        : { about: 'holder' as const, due: dueOf(standing), why: sayStanding(standing, seer) }),
      next: nextOf?.(edition, { personId: spell.personId, roleId: spell.roleId, state: standing.state }),
    })),
    ...coming.map(({ spell, standing }) => ({
      ...of,
      ...nameOf(spell),
      ...lastOf(standing),
      about: 'proposed' as const,
      state: 'not_known' as const,
      due: undefined,
      day: undefined,
      why: sayProposed(standing),
      next: nextOf?.(edition, { personId: spell.personId, roleId: spell.roleId, state: 'not_known' }),
    })),
    ...gaps.map(({ roleId, answer, from }) => ({
      ...of,
      ...none,
      who: '',
      role: roles.get(roleId) ?? roleId,
      about: 'gap' as const,
      state: answer,
      ...(answer === 'vacant' ? { day: from, why: sayVacant(from, edition) } : { why: sayUntold('gap', edition, seer) }),
    })),
  ]
}

/** The day by which a holder has to do it, or had to. */
export const dueOf = ({ until, inductionUntil }: Standing): Day | undefined => inductionUntil ?? until

type RowSaid = Pick<StandingRow, 'about' | 'state' | 'day' | 'stated'>

/** The note of a row that has no standing; undefined: it has one. */
export const noteOf = ({ about }: Pick<StandingRow, 'about'>, seer: Seer): string | undefined =>
  about === 'asked' || about === 'unshown' || about === 'proposed' ? sayNote(about, seer) : undefined

/** The standing of a row, or its note; without its day, as the group that it is of. */
export const sayRowState = (row: RowSaid, seer: Seer): string => noteOf(row, seer) ?? sayState(row, seer)

/** Why, beside what is shown as the state of a row. */
export const sayWhy = (row: RowSaid & Pick<StandingRow, 'why'>, seer: Seer): string => {
  const said = sayRowState(row, seer)
  if (!row.why.startsWith(said)) return row.why
  const rest = row.why
    .slice(said.length)
    .replace(/^[,:;]? /, '')
    .replace(/^\((.+?)\)\./, '$1.')
  return rest.charAt(0).toUpperCase() + rest.slice(1)
}

/** Of a school in a list, by what is kept of it: what it is about stands beside it. */
export const sayListed = ({ about, ...stands }: Stands & Pick<StandingRow, 'about'>): string => {
  if (about === 'unshown') return sayNote(about)
  return `${sayState(stands)}${about === 'proposed' ? '; somebody is proposed' : about === 'gap' ? '; it says that it does not know' : ''}`
}

const isBefore = (a: StandingRow, b: StandingRow): number =>
  rankOf(a.state) - rankOf(b.state) || (a.due ?? '9999').localeCompare(b.due ?? '9999')

/** In order: the furthest behind first, then what is due first. */
export const furthestBehind = (rows: readonly StandingRow[]): StandingRow[] => rows.toSorted(isBefore)

/** The last training of a row, for a cell; '' where there is nobody whose it could be. */
export const sayLast = ({ who, last }: Pick<StandingRow, 'who' | 'last'>): string =>
  last ? `${last.title}, ${sayShortDay(last.on)}` : who === '' ? '' : 'Nothing that counts'

export const standingColumns = (seer: Seer): Column<StandingRow>[] => [
  { name: 'Requirement', value: ({ requirement }) => requirement },
  { name: 'Person', value: ({ who }) => who },
  { name: 'Role', value: ({ role }) => role },
  { name: 'State by our record', value: (row) => sayRowState(row, seer) },
  { name: 'Last', value: ({ last }) => last?.title },
  { name: 'Last on', value: ({ last }) => last?.on },
  { name: 'Where', value: ({ last }) => last?.where },
  { name: 'How it is known', value: ({ evidence }) => evidence && evidenceNames[evidence] },
  { name: 'Due', value: ({ due }) => due },
  { name: 'Why', value: ({ why }) => why },
]
