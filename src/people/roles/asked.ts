// What a school is asked of its roles: all of them each autumn, all of them again when one of its
// contacts has left, the one that a head or lead has left, and its head's where an import of the
// register names another. A role is answered once somebody
// holds it, or the school says that it is vacant or not known, and that was said since it was asked
// or everything was said to be still right since.
import { type Day, type Instant, londonDay, sayDay } from '#base/dates.ts'
import { counted, listed } from '#base/words.ts'
import { type Confirmation, capacityWords } from './school-roles.ts'

type Because = 'autumn' | 'role_ended' | 'contact_ended' | 'register_head'

export type AskingTerms = {
  /** Month and day on which the asking of a year opens: `09-15`. */
  opens: string
  /** Days to answer. */
  dueDays: number
  /** The roles of which a school is asked when whoever held them has left. */
  leaving: readonly string[]
  /** Whether a school is asked when a contact has left. */
  contact: boolean
}

export const usualAsking: AskingTerms = { opens: '09-15', dueDays: 20, leaving: ['head', 'dsl'], contact: true }

export const openingOf = ({ opens }: Pick<AskingTerms, 'opens'>, today: Day): Day =>
  today.slice(5) >= opens ? `${today.slice(0, 4)}-${opens}` : `${Number(today.slice(0, 4)) - 1}-${opens}`

/** A role that a school has still to answer for. Without `askedOn` nobody is there to be asked. */
export type RoleToConfirm = {
  /** The root. */
  schoolId: string
  askingId: string
  /** By which it is known which schools were reached with it. */
  subjectId: string
  roleId: string
  role: string
  because: Because
  since: Instant
  askedOn: Day | null
  dueOn: Day | null
}

export type AskedSchool = {
  schoolId: string
  roles: readonly RoleToConfirm[]
  /** Since when and by when, of what is due first; undefined: nobody is there to be asked. */
  askedOn: Day | undefined
  dueOn: Day | undefined
}

/** Schools that have still to answer, in the order of the rows. */
export const schoolsAsked = (rows: readonly RoleToConfirm[]): AskedSchool[] =>
  [...Map.groupBy(rows, ({ schoolId }) => schoolId)].map(([schoolId, roles]) => {
    const first = roles.filter(({ dueOn }) => dueOn !== null).toSorted((a, b) => ((a.dueOn ?? '') < (b.dueOn ?? '') ? -1 : 1))[0]
    return { schoolId, roles, askedOn: first?.askedOn ?? undefined, dueOn: first?.dueOn ?? undefined }
  })

/** The last day on which it is due is not overdue. */
export const isOverdue = ({ dueOn }: Pick<AskedSchool, 'dueOn'>, today: Day): boolean => dueOn !== undefined && dueOn < today

export type Asked = { toConfirm: readonly RoleToConfirm[]; askings: readonly Asking[] }

export type Asking = {
  id: string
  subjectId: string
  because: Because
  /** undefined: of all roles. */
  role: string | undefined
  since: Instant
  askedOn: Day | undefined
  dueOn: Day | undefined
  /** When it was taken back, with the import that had brought it. */
  takenBackAt: Instant | undefined
  /** As what those could answer who were there. */
  through: readonly ('approver' | 'trust' | 'head')[]
}

const becauseSaid: Record<Because, string> = {
  autumn: 'as every autumn',
  role_ended: 'because whoever held it has left',
  contact_ended: 'because a contact of the school has left',
  register_head: 'because the register names another head since the import of that day',
}

const throughSaid = { approver: 'its approvers', trust: 'the contacts of its trust', head: 'its head' }

/** `15 September 2026: of all roles, as every autumn. …` */
export const askingSaid = (asking: Asking): string => {
  const of = `${sayDay(londonDay(asking.since))}: ${asking.role ?? 'all roles'}, ${becauseSaid[asking.because]}.`
  if (asking.takenBackAt) return `${of} Taken back on ${sayDay(londonDay(asking.takenBackAt))}, when that import was undone.`
  return asking.askedOn && asking.dueOn
    ? `${of} Asked on ${sayDay(asking.askedOn)} through ${listed(asking.through.map((word) => throughSaid[word]))}, due by ${sayDay(asking.dueOn)}.`
    : `${of} Nobody was asked of it: it was answered before, or nobody was there who could answer.`
}

/** What a school has still to answer, and by when; undefined when there is nothing. */
export const toConfirmSaid = (rows: readonly RoleToConfirm[], today: Day): string | undefined => {
  const [asked] = schoolsAsked(rows)
  if (!asked) return undefined
  const roles = listed(asked.roles.map(({ role }) => role))
  const named = asked.roles.find(({ because }) => because === 'register_head')
  const why = named
    ? ` The register names another head since the import of ${sayDay(londonDay(named.since))}: say who it is, or that all is still right.`
    : ''
  if (!asked.askedOn || !asked.dueOn) return `Nobody has been asked yet, and these roles are still to be confirmed: ${roles}.${why}`
  return `Still to confirm, asked on ${sayDay(asked.askedOn)}, ${isOverdue(asked, today) ? 'was due' : 'due'} by ${sayDay(asked.dueOn)}: ${roles}.${why}`
}

/** `21 September 2026: confirmed that all was still right, by Gwen Approver, for the school.` */
export const confirmationSaid = ({ confirmedAt, role, ...who }: Confirmation): string =>
  `${sayDay(confirmedAt)}: confirmed that ${role ?? 'all'} was still right, by ${confirmedBySaid(who)}.`

/** `Gwen Approver, for the school` */
export const confirmedBySaid = ({ by, capacity }: Pick<Confirmation, 'by' | 'capacity'>): string =>
  capacity === 'link' ? `the link sent to ${by ?? 'the school'}` : `${by ?? 'somebody'}, ${capacityWords[capacity]}`

const monthNames = 'January February March April May June July August September October November December'.split(' ')
export const months = monthNames.map((text, n) => ({ value: String(n + 1), text }))

/** `15 September` */
const opensSaid = ({ opens }: Pick<AskingTerms, 'opens'>): string =>
  `${Number(opens.slice(3))} ${monthNames[Number(opens.slice(0, 2)) - 1] ?? ''}`

/** How schools are asked, as sentences. @param labels of roles, by id */
export const termsSaid = (terms: AskingTerms, labels: ReadonlyMap<string, string>): string[] => [
  `Every open school of the area is asked of all its roles from ${opensSaid(terms)} each year.`,
  `An answer is due ${counted(terms.dueDays, 'school working day')} after a school was asked.`,
  terms.leaving.length > 0
    ? `We ask a school again when the person in one of these roles has left: ${listed(terms.leaving.map((id) => labels.get(id) ?? id))}.`
    : 'A school is not asked anew when somebody has left a role.',
  terms.contact
    ? 'A school is asked anew of all its roles when one of its contacts has left.'
    : 'A school is not asked anew when one of its contacts has left.',
  ...(terms.leaving.includes('head')
    ? ['A school whose head is confirmed is asked anew who it is when an import of the register names another.']
    : []),
]
