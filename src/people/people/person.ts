// A person is one human being: whatever schools they work at and whatever addresses they use, their
// places, attendance and roles are one record, and it is theirs. An organiser merges two records of
// one person, and can undo that.

import type { Day, Instant } from '#base/dates.ts'
import type { MarkType, StoredPlace } from '#base/standing.ts'
import type { RoleOption } from '#schools/schools/role.ts'
import type { SchoolName } from '#schools/schools/school.ts'
import type { LikelyWhy } from './pair.ts'

export type PersonCard = {
  id: string
  /** null once erased. */
  name: string | null
  email: string | null
  telephone: string | null
  createdAt: Instant
  accounts: { id: string; email: string }[]
}

export type PersonListed = Pick<PersonCard, 'id' | 'name' | 'email'> & { schools: string[]; places: number; mergedInto: string | null }

/** A post at a school. fromDate: its first day, if known; toDate: the first day after it. */
export type RoleHeld = {
  id: string
  personId: string
  personName: string | null
  roleId: string
  role: string
  schoolId: string
  school: SchoolName
  fromDate: Day | null
  toDate: Day | null
  source: string
  /** When this was entered. */
  learnedAt: Instant
  /** When the school or the council said so; null of a proposal. */
  confirmedAt: Instant | null
  /** They or the council have said that it is so: the school sees what they attended for others. */
  agreed: 0 | 1
  /** Since when its person says that it is not so. */
  disputedAt: Instant | null
}

/** Something a person was booked for or attended, with role and school name at that time. */
export type OwnLine = {
  source: 'place' | 'walk_in' | 'earlier'
  id: string
  eventId: string | null
  eventCode: string | null
  title: string
  cancelled: boolean
  /** An instant; for earlier attendance a day. */
  startsAt: Instant | Day
  endsAt: Instant | Day
  /** For places only. */
  place: (StoredPlace & { personId: string | null }) | null
  role: string | null
  /** The school's name on that day. */
  schoolName: string
  /** Its current name, if different. */
  schoolNow: string | null
  represents: string[]
  marks: { session: string; position: number; markType: MarkType | null; late: boolean }[]
  knownFrom: string | null
  /** Of the certificate in force or to be renewed. */
  certificateNumber: string | null
}

/** A record with places, attendance or roles at an account's address, with its latest school. */
export type OfferedRecord = { personId: string; name: string; school: string; places: number; roles: number }

export type MergeLine = {
  id: string
  keptId: string
  keptName: string | null
  mergedId: string
  mergedName: string | null
  mergedEmail: string | null
  mergedAt: Instant
  mergedBy: string | null
  undoneAt: Instant | null
}

/** Tables that name a person and move with a merge. */
export const movedTables = {
  Need: ['need for an event', 'needs for events'],
  PlaceLink: ['delegate’s own link', 'delegate’s own links'],
  Place: ['place', 'places'],
  Invitation: ['calendar entry', 'calendar entries'],
  Booking: ['booking made', 'bookings made'],
  WalkIn: ['time come without a booking', 'times come without a booking'],
  RoleAtSchool: ['role at a school', 'roles at schools'],
  Claim: ['request to act for a school', 'requests to act for schools'],
  TrustClaim: ['request to act for a trust', 'requests to act for trusts'],
  UnlistedClaim: ['request to act for a setting not listed', 'requests to act for settings not listed'],
  Certificate: ['certificate', 'certificates'],
  EarlierAttendance: ['attendance from before this service', 'attendances from before this service'],
  GuidanceReceipt: ['mail of guidance', 'mails of guidance'],
  RequirementException: ['exception from a requirement', 'exceptions from requirements'],
  Account: ['address that signs in', 'addresses that sign in'],
  SignIn: ['sign-in at a shared address', 'sign-ins at a shared address'],
  Feed: ['calendar address', 'calendar addresses'],
  Message: ['message not sent yet', 'messages not sent yet'],
} as const
export type MovedTable = keyof typeof movedTables
export type Moved = Partial<Record<MovedTable, string[]>>

/** Two current places at one event: only one can stay. */
export type PlaceClash = { eventId: string; code: string; title: string }

/** How many likely duplicates are shown; settling them shows the next. */
export const duplicatesShown = 50

export type LikelyPair = { one: PersonListed; other: PersonListed; why: 'proposed' | LikelyWhy }

export type MergeToUndo = {
  merge: MergeLine
  moved: Moved
  clashes: PlaceClash[]
  /** Certificates issued since to the kept record for what goes back. */
  anew: number
}

export type WholePerson = {
  person: PersonCard
  roles: RoleHeld[]
  lines: OwnLine[]
  /** What would move with the person, as a text that the form returns. */
  movable: string
  /** The same with what changes by itself. */
  moves: Moved
  /** Calendar addresses made by a link: they end. */
  linkFeeds: number
}

export type OwnRecord = Pick<WholePerson, 'person' | 'roles' | 'lines'>

/** `mailed`: of those issued anew; `together`: events of which two certificates become one. */
export type Reissued = { anew: number; mailed: number; together: number }

export type Compared = { one: WholePerson; other: WholePerson; clashes: PlaceClash[]; reissued: { one: Reissued; other: Reissued } }

/** What can be added as a role; `who`: the person is chosen too. */
export type RoleAdding = RoleChoices & { roles: readonly RoleOption[]; who: boolean }

export type RoleChoices = { schools: (SchoolName & { id: string })[]; people: { id: string; name: string }[] }
