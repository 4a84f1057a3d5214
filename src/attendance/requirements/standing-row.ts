// How a school stands as rows for people to read: each person with each requirement, and each role
// that nobody holds, with the sentence why.
import { type Day, sayShortDay } from '#base/dates.ts'
import type { Column } from '#base/web/csv.ts'
import { type NextStep, sayNext } from './coming.ts'
import { type Proposed, proposedIn } from './proposal.ts'
import type { SchoolAsked, SchoolStanding } from './school-standing.ts'
import { sayAsked, sayGap, sayProposed, saySchoolStanding, sayStanding, sayUntold, stateNames } from './sentence.ts'
import { isUnshown, type Spell, type Standing, type State } from './standing.ts'
import { type EvidenceLevel, evidenceNames } from './training.ts'

export type StandingRow = {
  requirementId: string
  requirement: string
  /** Whom it is about; '': nobody. */
  who: string
  role: string
  /**
   * `asked`, `unshown`: they hold the role, and have been or are yet to be asked to let the school
   * see the rest. `proposed`: nobody has confirmed them. `untold`: nobody has said anything of it.
   */
  about: 'holder' | 'asked' | 'unshown' | 'proposed' | 'gap' | 'untold' | 'school'
  state: State
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

const none = { last: undefined, evidence: undefined, due: undefined }

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
  known: Pick<SchoolAsked, 'gaps'>,
  proposed: Proposed,
  { people, roles }: RowNames,
  day: Day,
  nextOf?: NextOf,
): StandingRow[] => {
  const { edition, holders, statement, state, until } = found
  const of = { requirementId: edition.requirementId, requirement: edition.label }
  const gaps = gapsOf(known, found, day)
  if (edition.whose === 'statement') {
    const last = statement && { title: `${statement.trained} of ${statement.staff}`, on: statement.asAt, where: '' }
    const why = saySchoolStanding(found)
    return [{ ...of, who: 'All staff', role: '', about: 'school', state, last, evidence: undefined, due: until, why }]
  }
  const nameOf = ({ personId, roleId }: Spell) => ({ who: people.get(personId) ?? 'Not recorded', role: roles.get(roleId) ?? roleId })
  const coming = found.bound ? proposedIn(found, proposed, day) : []
  if (holders.length + gaps.length + coming.length === 0) {
    const role = either.format(edition.roleIds.map((id) => roles.get(id) ?? id))
    const about = found.bound && state === 'not_known' ? 'untold' : 'school'
    return [{ ...of, ...none, who: '', role, about, state, why: about === 'untold' ? sayUntold(edition) : saySchoolStanding(found) }]
  }
  return [
    ...holders.map(({ spell, standing }) => ({
      ...{ ...of, ...nameOf(spell), ...lastOf(standing), state: standing.state },
      ...(isUnshown(spell, standing)
        ? { about: spell.elsewhere === 'asked' ? ('asked' as const) : ('unshown' as const), due: undefined, why: sayAsked(spell.elsewhere) }
        : { about: 'holder' as const, due: standing.until ?? standing.inductionUntil, why: sayStanding(standing) }),
      next: nextOf?.(edition, { personId: spell.personId, roleId: spell.roleId, state: standing.state }),
    })),
    ...coming.map(({ spell, standing }) => ({
      ...{ ...of, ...nameOf(spell), ...lastOf(standing), about: 'proposed' as const, state: 'not_known' as const },
      due: undefined,
      why: sayProposed(standing),
      next: nextOf?.(edition, { personId: spell.personId, roleId: spell.roleId, state: 'not_known' }),
    })),
    ...gaps.map(({ roleId, answer }) => ({
      ...{ ...of, ...none, who: '', role: roles.get(roleId) ?? roleId, about: 'gap' as const, state: answer },
      why: sayGap(answer, edition),
    })),
  ]
}

/** What is shown as the state of a row. */
export const sayRowState = ({ about, state }: Pick<StandingRow, 'about' | 'state'>): string =>
  about === 'asked'
    ? 'We have asked them'
    : about === 'unshown'
      ? 'Not shown yet'
      : about === 'proposed'
        ? 'Proposed, not confirmed'
        : about === 'untold'
          ? 'Nobody has told us who it is'
          : stateNames[state]

/** The last training of a row, for a cell; '' where there is nobody whose it could be. */
export const sayLast = ({ about, who, last }: Pick<StandingRow, 'about' | 'who' | 'last'>): string =>
  last
    ? `${last.title}, ${sayShortDay(last.on)}`
    : who === ''
      ? ''
      : about === 'proposed' || about === 'asked' || about === 'unshown'
        ? 'Nothing that counts'
        : 'None on record'

export const standingColumns: Column<StandingRow>[] = [
  { name: 'Requirement', value: ({ requirement }) => requirement },
  { name: 'Person', value: ({ who }) => who },
  { name: 'Role', value: ({ role }) => role },
  { name: 'State by our record', value: sayRowState },
  { name: 'Last', value: ({ last }) => last?.title },
  { name: 'Last on', value: ({ last }) => last?.on },
  { name: 'Where', value: ({ last }) => last?.where },
  { name: 'How it is known', value: ({ evidence }) => evidence && evidenceNames[evidence] },
  { name: 'Due', value: ({ due }) => due },
  { name: 'Why', value: ({ why }) => why },
]

/** The same with what follows for each person. */
export const nextColumns: Column<StandingRow>[] = [...standingColumns, { name: 'Next', value: ({ next }) => next && sayNext(next) }]
