// What a school is asked of its roles: all of them each autumn, all of them again when one of its
// contacts has left, and the one that a head or lead has left. A role is answered once somebody
// holds it, or the school says that it is vacant or not known, and that was said since it was asked
// or everything was said to be still right since.
import type { Day, Instant } from '#base/dates.ts'

/** Why a school is asked. */
type Because = 'autumn' | 'role_ended' | 'contact_ended' | 'register_head'

/** When schools are asked, as the council decides. */
export type AskingTerms = {
  /** Month and day on which the asking of a year opens: `09-15`. */
  opens: string
  /** School working days in which an answer is due. */
  dueDays: number
  /** The roles of which a school is asked when whoever held them has left. */
  leaving: readonly string[]
  /** Whether a school is asked when a contact has left. */
  contact: boolean
  /** Whether a school is asked when the register names another head. */
  register: boolean
}

export const usualAsking: AskingTerms = { opens: '09-15', dueDays: 20, leaving: ['head', 'dsl'], contact: true, register: true }

/** The last day on which an asking opened. */
export const openingOf = ({ opens }: Pick<AskingTerms, 'opens'>, today: Day): Day =>
  today.slice(5) >= opens ? `${today.slice(0, 4)}-${opens}` : `${Number(today.slice(0, 4)) - 1}-${opens}`

/** A role that a school has still to answer for. Without `askedOn` nobody is there to be asked. */
export type RoleToConfirm = {
  /** The root. */
  schoolId: string
  askingId: string
  roleId: string
  role: string
  because: Because
  since: Instant
  askedOn: Day | null
  dueOn: Day | null
}

/** A school that has still to answer. */
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

/** An asking as it stands in the record of a school. */
export type Asking = {
  id: string
  because: Because
  /** undefined: of all roles. */
  role: string | undefined
  since: Instant
  askedOn: Day | undefined
  dueOn: Day | undefined
  /** As what those could answer who were there. */
  through: readonly ('approver' | 'trust' | 'head')[]
}
