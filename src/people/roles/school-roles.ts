// Who holds which role at a school, since when: what the school or the council has confirmed, what
// somebody only proposes, and where the school says that nobody holds it or that it does not know.
// A role of which nobody has said anything is none of these. What is proposed, and what whoever it
// is of disputes, counts in no requirement.
import { type Day, type Instant, sayDay } from '#base/dates.ts'
import { signingRoles } from '#schools/schools/role.ts'
import { isSetting, type SchoolCard, type SchoolName } from '#schools/schools/school.ts'
import type { RoleAnswer } from './answer.ts'

/** As what somebody answers for the roles of a school. */
export type Capacity = 'approver' | 'head' | 'trust' | 'officer'

export const capacityWords: Record<Capacity, string> = {
  approver: 'for the school',
  head: 'as its head',
  trust: 'for its trust',
  officer: 'for the council',
}

export const sourceOf = (capacity: Capacity): 'school' | 'council' => (capacity === 'officer' ? 'council' : 'school')

type Dispute = { id: string; reason: string; raisedAt: Instant }

export type OwnRole = {
  personId: string
  id: string
  roleId: string
  role: string
  schoolId: string
  school: SchoolName
  dispute: Dispute | undefined
  agreed: boolean
}

/** Somebody in a role. Without `confirmedAt` it is proposed. */
export type Holder = {
  id: string
  personId: string
  name: string
  email: string | null
  roleId: string
  fromDate: Day | null
  toDate: Day | null
  source: string
  learnedAt: Instant
  confirmedAt: Instant | null
  /** Whose account confirmed it, where their name is known. */
  confirmedBy: string | null
  dispute: Dispute | undefined
}

export type Gap = {
  id: string
  roleId: string
  answer: 'vacant' | 'not_known'
  fromDate: Day
  source: 'school' | 'council'
  learnedAt: Instant
}

export type AskedRole = {
  id: string
  label: string
  position: number
  /** Whether several people usually hold it. */
  several: boolean
  holders: readonly Holder[]
  proposals: readonly Holder[]
  gap: Gap | undefined
  /** Whether schools are asked about it, or a requirement asks something of it. */
  matters: boolean
}

export type InRole = { role: AskedRole; holder: Holder }

/** `roleId`: null: all roles. */
export type Confirmation = {
  confirmedAt: Instant
  by: string | null
  capacity: Capacity | 'link'
  roleId: string | null
  role: string | null
}

/** Whoever answers for a school's roles, where they name somebody who signs. */
type Namer = {
  /** Whose word it is: their own record, and each of those who signed in with their account. */
  personIds: readonly string[]
  /** They are confirmed as the school's head. */
  isHead: boolean
  /** The council holds their address for the school. */
  isHeld: boolean
}

export type SchoolRoles = {
  school: SchoolCard
  /** undefined: whoever asks may not answer for it. */
  capacity: Capacity | undefined
  namer: Namer
  roles: readonly AskedRole[]
  /** Roles of which nothing is asked or said here. */
  others: readonly AskedRole[]
  /** When somebody said that all is still right, the last time first. */
  confirmations: readonly Confirmation[]
  /** What stands, by role: something has changed when it has. */
  standing: readonly { id: string; roleId: string }[]
}

export type RoleFacts = { id: string; asked: boolean; sectors: readonly string[]; kinds: readonly string[] }

/** A nursery or a childminder is asked for its lead alone, and another setting for nobody. */
export const isAskedOf = (
  { id, asked, sectors, kinds }: RoleFacts,
  school: Pick<SchoolCard, 'sector' | 'kind' | 'outsideKind'>,
): boolean =>
  isSetting(school)
    ? id === 'dsl' && school.outsideKind !== 'partner_agency'
    : asked && (sectors.length === 0 || sectors.includes(school.sector)) && (kinds.length === 0 || kinds.includes(school.kind))

/** Everything that stands of a school, or of one role there, as one text. */
export const standingText = ({ standing }: Pick<SchoolRoles, 'standing'>, roleId?: string): string =>
  JSON.stringify(
    standing
      .filter((one) => roleId === undefined || one.roleId === roleId)
      .map(({ id }) => id)
      .toSorted(),
  )

/** Whether something is said of a role that can be said to be still right. */
export const isSaid = ({ holders, gap }: Pick<AskedRole, 'holders' | 'gap'>): boolean =>
  gap !== undefined || holders.some(({ dispute }) => dispute === undefined)

/** `Siân Lead, since 1 September 2024` */
export const nameSaid = ({ name, fromDate }: Pick<Holder, 'name' | 'fromDate'>): string =>
  fromDate ? `${name}, since ${sayDay(fromDate)}` : name

/** That each role of which something is said is still right. */
export const allStillRight = ({ roles }: Pick<SchoolRoles, 'roles'>): RoleAnswer[] =>
  roles.filter(isSaid).map(({ id }) => ({ id, answer: 'yes', fromDate: undefined, others: undefined }))

export const roleOf = (at: SchoolRoles, roleId: string): AskedRole | undefined =>
  [...at.roles, ...at.others].find(({ id }) => id === roleId)

/** Somebody in a role of the school, with the role; undefined when it no longer stands. */
export const holderOf = (at: SchoolRoles, id: string): InRole | undefined => {
  for (const role of at.roles) {
    const holder = [...role.holders, ...role.proposals].find((one) => one.id === id)
    if (holder) return { role, holder }
  }
  return undefined
}

export const othersIn = (role: AskedRole, personId?: string): readonly Holder[] =>
  role.several ? [] : role.holders.filter((one) => one.personId !== personId)

/** Whose role ends once somebody else holds it; `others`: their last day, or that all hold it. */
export const endedWith = (role: AskedRole | undefined, others: Day | 'both' | undefined, personId?: string): string[] =>
  role && others !== undefined && others !== 'both' ? othersIn(role, personId).map((one) => one.personId) : []

/** Each once a role. `proposal-store.ts` counts the same. */
export const proposalsOf = ({ roles }: Pick<SchoolRoles, 'roles'>): InRole[] =>
  roles.flatMap((role) => {
    const held = new Set(role.holders.filter(({ toDate }) => toDate === null).map(({ personId }) => personId))
    const waiting = role.proposals.filter(
      ({ personId, toDate, dispute }) => role.matters && toDate === null && !dispute && !held.has(personId),
    )
    return [...new Map(waiting.map((holder) => [holder.personId, holder])).values()].map((holder) => ({ role, holder }))
  })

/** Those of them whom whoever answers can confirm. */
export const confirmableOf = (at: SchoolRoles): InRole[] => proposalsOf(at).filter(({ holder }) => mayConfirm(at, holder))

export const mostProposals = 30

/** `Confirm these five (one minute)`, or of more: `Confirm four of these five (one minute)` */
export const sayConfirm = (n: number, of = n): string => {
  const which = of === n ? (n === 1 ? 'this one' : `these ${sayMany(n)}`) : `${sayMany(n)} of these ${sayMany(of)}`
  return `Confirm ${which}${n === 1 || n > 10 ? '' : ' (one minute)'}`
}

const sayMany = (n: number): string => smallNumbers[n] ?? String(n)

const smallNumbers = 'none one two three four five six seven eight nine ten'.split(' ')

/** Whether whoever names somebody for a role has to have shown of late that it is they. */
export const asksProof = (roleId: string): boolean => signingRoles.includes(roleId)

type Answering = Pick<SchoolRoles, 'capacity' | 'namer'>

/** Whether naming somebody as head, or as one who governs, is only their own word: a proposal. */
export const isOwnWord = ({ capacity, namer }: Answering, roleId: string, personId: string): boolean =>
  asksProof(roleId) && capacity !== 'officer' && !namer.isHead && namer.personIds.includes(personId)

/** What somebody says of themselves, and signs, another must confirm: `whoConfirms`. */
export const mayConfirm = (at: Answering, { roleId, personId, source }: Pick<Holder, 'roleId' | 'personId' | 'source'>): boolean =>
  !isOwnWord(at, roleId, personId) &&
  (!asksProof(roleId) || !isSaidThemselves(source) || at.capacity === 'officer' || at.namer.isHead || at.namer.isHeld)

export const whoConfirms = 'The head, somebody with another address that the council holds for the school, or the council can confirm it'

/** The source of a row: whoever holds the role, on their own or asking to act for the school. */
export const isSaidThemselves = (source: string): boolean => source === 'person' || source === 'claim'

/** Why a proposal is not so. Logged, so nobody's own words. */
export const declineReasons = {
  never: 'They never held it',
  elsewhere: 'They are at another school or setting',
  unknown: 'Nobody here knows them',
  mistake: 'It was entered by mistake',
  unsaid: 'Something else',
} as const
/** With those of the page that asks no reason: somebody else holds it; “No” was the answer. */
export type DeclineReason = keyof typeof declineReasons | 'somebody_else' | 'said_no'
