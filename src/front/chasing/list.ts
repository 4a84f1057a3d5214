// A list of schools to chase about one matter: an officer ticks some and acts for them.

import { categoryLabel } from '#attendance/coverage/coverage.ts'
import type { Day, Instant } from '#base/dates.ts'
import type { ChasedMatter } from '#people/ladder/contact.ts'
import type { SchoolOption } from '#schools/schools/school.ts'

export const lists = ['leads', 'no-record', 'roles', 'guidance', 'returns', 'plans'] as const
export type ListName = (typeof lists)[number]

export const listWords: Record<ListName, { title: string; says: string }> = {
  leads: {
    title: 'No DSL in date on our record, and not booked',
    says: 'Schools whose DSL is overdue or has no training on our record, whose post is vacant, or that have not told us who it is, and who have no place, had or asked for, at an event that counts. Where nobody is confirmed as DSL, a place of the person proposed counts. A place of a colleague does not. Those on a waiting list are here.',
  },
  'no-record': {
    title: 'No record of any attendance',
    says: 'Schools of which our record holds nobody who attended any event, here or before.',
  },
  roles: {
    title: 'Nobody confirmed their roles this year',
    says: 'Schools that were asked who holds their roles and have still to answer for at least one.',
  },
  guidance: {
    title: 'Guidance without an answer',
    says: 'Schools that were given it and have not done what it asks: answered, or confirmed it where no answer is asked. Where nothing is asked: schools that it has not reached.',
  },
  returns: {
    title: 'Safeguarding audit not submitted',
    says: 'Schools that an open round asks and whose head has not submitted, nor sent another audit.',
  },
  plans: {
    title: 'After the safeguarding audit',
    says: 'Schools with an overdue action in the plan of their return, or that dispute something of our record.',
  },
}

const begun = 'Dear {name},\n\n'
const end = '\n\nSee what we hold, and tell us, here: {link}\n\nIf you have done so already, thank you.'

/** A message to schools of a list, for its sender to change. `of`: the title of its subject. */
export const followUpWords: Record<ListName, (of: string) => { subject: string; body: string }> = {
  leads: () => ({
    subject: 'Training of your designated safeguarding lead',
    body: `${begun}Our record has no designated safeguarding lead of {school} whose training is in date. Please book a place, tell us what they did elsewhere, or tell us who it is.${end}`,
  }),
  'no-record': () => ({
    subject: 'Our safeguarding conferences and {school}',
    body: `${begun}Our record has nobody from {school} at any of our conferences. Please tell us who was there, or send somebody to the next one.${end}`,
  }),
  roles: () => ({
    subject: 'Who leads safeguarding at {school}',
    body: `${begun}We asked who holds the safeguarding roles at {school} and still need an answer for at least one. Please say who it is, or that nobody does at the moment.${end}`,
  }),
  guidance: (of) => ({
    subject: `${of}: what {school} does with it`,
    body: `${begun}We gave {school} “${of}”. Our record does not say yet that you have done what it asks, or that you have it. Please read it and tell us.${end}`,
  }),
  returns: (of) => ({
    subject: `${of}: {school}`,
    body: `${begun}Our record does not have “${of}” of {school}, submitted by its head. Please submit it, or send us the audit that you did instead.${end}`,
  }),
  plans: () => ({
    subject: 'After the safeguarding audit of {school}',
    body: `${begun}An action in the plan of {school} is overdue on our record, or you dispute something of it. Please tell us what is done.${end}`,
  }),
}

/** What a list can be of: a document of guidance, or an open round of the annual return. */
export type Subject = { id: string; title: string; dueOn: Day }

/** A list, and the subject that it is of; '' where it is of none. */
export type Listing = { list: ListName; of: string }

/** The matter that each list is about, and its subject. */
export const matterOf: Record<ListName, (of: string) => { matter: ChasedMatter; subjectId: string }> = {
  leads: () => ({ matter: 'requirement', subjectId: 'lead' }),
  'no-record': () => ({ matter: 'never_reached', subjectId: '' }),
  roles: () => ({ matter: 'roles_not_confirmed', subjectId: '' }),
  guidance: (of) => ({ matter: 'guidance', subjectId: of }),
  returns: (of) => ({ matter: 'return_missing', subjectId: of }),
  plans: () => ({ matter: 'return_plan', subjectId: '' }),
}

/** What is done with schools of a list: places are for those that somebody is to come from. */
export const hasPlaces = (list: ListName): boolean => list === 'leads' || list === 'no-record' || list === 'roles'

export const addressOf = ({ list, of }: Listing): string => `/organiser/chasing/lists/${list}${of ? `?of=${of}` : ''}`

export type ListedSchool = SchoolOption & {
  phase: string
  kind: string
  trust: string
  ward: string
  telephone: string
  state: string
  /** The day of the last contact about anything; null: nobody was contacted. */
  lastTried: Day | null
  chased: 0 | 1
  waits: 0 | 1
}

/** An event to come, and how many of its places nobody has taken. */
export type ComingEvent = { id: string; code: string; title: string; startsAt: Instant; free: number }

export const narrowings = ['phase', 'kind', 'trust', 'ward'] as const
export type Narrowing = (typeof narrowings)[number]
export type Narrowed = Record<Narrowing, string>

export const narrowingNames: Record<Narrowing, string> = { phase: 'Phase', kind: 'Kind', trust: 'Trust', ward: 'Ward' }

export const sayCategory = (by: Narrowing, stored: string): string => categoryLabel(by, stored, stored)

/** How many schools of a list are of one phase, kind, trust and ward. */
export type Group = Record<Narrowing, string> & { schools: number }

/** How many schools the filters leave. */
export const countOf = (groups: readonly Group[], by: Narrowed): number =>
  groups
    .filter((group) => narrowings.every((one) => by[one] === '' || group[one] === by[one]))
    .reduce((sum, { schools }) => sum + schools, 0)

/** What each list can be narrowed to, by what its schools are. */
export const choicesOf = (groups: readonly Group[], by: Narrowing): { value: string; text: string }[] =>
  [...new Set(groups.map((group) => group[by]))]
    .filter((value) => value !== '')
    .map((value) => ({ value, text: sayCategory(by, value) }))
    .toSorted((a, b) => a.text.localeCompare(b.text, 'en-GB'))
