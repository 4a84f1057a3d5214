// Where staff find each page: the sections of the bar, their pages, and the settings beside them.
import { type Actor, hasRole } from '#base/act.ts'
import { mayAsk, type Path } from './access.ts'

type SectionPage = {
  at: Path
  text: string
  /** Addresses that begin otherwise and belong to it. */
  also?: readonly string[]
  /** Beside what it takes to open it. */
  isFor?: (actor: Actor) => boolean
  /** On the page of settings. */
  note?: string
}

export type Section = { title: string; pages: readonly SectionPage[] }

const atDoors = (actor: Actor): boolean => hasRole(actor, 'organiser', 'administrator') || actor.doorEventIds.length > 0
const readsSchools = (actor: Actor): boolean => mayAsk(actor, 'GET /organiser/schools')
const readsReportsAlone = (actor: Actor): boolean => !mayAsk(actor, 'GET /organiser/returns')

const sections: readonly Section[] = [
  {
    title: 'Today',
    pages: [
      { at: '/organiser', text: 'Today' },
      { at: '/register', text: 'Check-in', also: ['/door'], isFor: atDoors },
    ],
  },
  {
    title: 'Events',
    pages: [
      { at: '/organiser/events', text: 'All events', also: ['/organiser/meetings'] },
      { at: '/organiser/bookings', text: 'Bookings', also: ['/bookings'] },
      { at: '/organiser/series', text: 'Series' },
      { at: '/organiser/venues', text: 'Venues' },
      { at: '/organiser/sessions-asked', text: 'Sessions asked for' },
      { at: '/organiser/trainers', text: 'Trainers' },
      { at: '/events', text: 'As schools see them', also: ['/series'] },
    ],
  },
  {
    title: 'Schools',
    pages: [
      { at: '/organiser/schools', text: 'All schools' },
      { at: '/organiser/schools/people-in-roles', text: 'People in roles' },
      { at: '/organiser/chasing', text: 'Follow-up' },
      { at: '/organiser/claims', text: 'Who can book' },
      { at: '/organiser/proposals', text: 'For a second person', isFor: readsSchools },
      { at: '/organiser/register-imports', text: 'Update from GIAS' },
    ],
  },
  { title: 'People', pages: [{ at: '/organiser/people', text: 'People' }] },
  {
    title: 'Guidance and audit',
    pages: [
      { at: '/guidance', text: 'Guidance', also: ['/reached'] },
      { at: '/guidance/advice', text: 'National advice' },
      { at: '/organiser/returns', text: 'Safeguarding audit' },
      { at: '/coverage/returns', text: 'Safeguarding audit', isFor: readsReportsAlone },
      { at: '/requirements', text: 'Training rules' },
      { at: '/requirements/due', text: 'Training due' },
    ],
  },
  {
    title: 'Messages',
    pages: [
      { at: '/organiser/messages', text: 'All messages' },
      { at: '/organiser/mailings', text: 'Written by hand' },
      { at: '/organiser/sendings', text: 'Sent to groups' },
      { at: '/organiser/wordings', text: 'What messages say' },
      { at: '/organiser/addresses', text: 'Addresses that do not work' },
    ],
  },
  {
    title: 'Money',
    pages: [
      { at: '/organiser/finance', text: 'Overview' },
      { at: '/organiser/finance/debtors', text: 'Who owes what' },
      { at: '/organiser/finance/prices', text: 'Prices' },
      { at: '/organiser/finance/payers', text: 'Who pays, and how' },
      { at: '/organiser/terms', text: 'Terms of cancelling' },
    ],
  },
  {
    title: 'Reports',
    pages: [
      { at: '/answer', text: 'Answer' },
      { at: '/coverage', text: 'Coverage' },
      { at: '/reports', text: 'Reports' },
      { at: '/coverage/frozen', text: 'Kept figures' },
      { at: '/coverage/recommendations', text: 'Recommendations' },
      { at: '/organiser/evaluations', text: 'Feedback' },
      { at: '/organiser/open-data', text: 'Open data' },
    ],
  },
]

const settings: readonly Section[] = [
  {
    title: 'The council',
    pages: [
      { at: '/organiser/settings', text: 'Council settings', note: '– name, colours, area and the texts of the service' },
      {
        at: '/organiser/roles',
        text: 'Roles at the council',
        note: '– who may organise, read reports or take a register',
        also: ['/organiser/accounts'],
      },
      { at: '/organiser/first-steps', text: 'First steps', note: '– what a council sets up before its first conference' },
      { at: '/organiser/bank-holidays', text: 'Bank holidays', note: '– days that do not count' },
      { at: '/organiser/term-dates', text: 'Term dates', note: '– when schools are open' },
      { at: '/organiser/ready', text: 'Service check', note: '– whether the service has all that it needs' },
    ],
  },
  {
    title: 'Data protection',
    pages: [
      { at: '/organiser/records', text: 'Keeping and deleting', note: '– how long we keep things, what is due, what is held' },
      { at: '/organiser/complaints', text: 'Complaints about data', note: '– what people complain of, and by when to answer' },
    ],
  },
  {
    title: 'Checks',
    pages: [
      { at: '/organiser/log', text: 'Log', note: '– who did what, and when' },
      { at: '/organiser/audit', text: 'Data check', note: '– stored data that does not add up' },
      { at: '/organiser/refusals', text: 'Refused attempts', note: '– wrong codes, limits reached, pages that are not theirs' },
      { at: '/log', text: 'Protected record', note: '– shows if the record was changed' },
    ],
  },
]

/** Where a page of settings leads back. */
export const toSettings = { href: '/organiser/manage', text: 'Settings' }

const isAt = (path: string, at: string): boolean => path === at || (at !== '/organiser' && path.startsWith(`${at}/`))

/** How much of an address a page begins; 0: it is no page of it. */
const share = (path: string, { at, also = [] }: SectionPage): number =>
  [at, ...also].reduce((most, one) => (isAt(path, one) ? Math.max(most, one.length) : most), 0)

/** The section to which an address belongs. `page`: its page there. */
export const sectionOf = (path: string): { title: string; page: string; isSetting: boolean } | undefined => {
  const found = [...sections, ...settings]
    .flatMap((section) => section.pages.map((page) => ({ section, page, length: share(path, page) })))
    .reduce((best, one) => (one.length > best.length ? one : best))
  if (found.length === 0) return undefined
  return { title: found.section.title, page: found.page.at, isSetting: settings.includes(found.section) }
}

const allowed = (actor: Actor, of: readonly Section[]): Section[] =>
  of
    .map(({ title, pages }) => ({ title, pages: pages.filter(({ at, isFor }) => mayAsk(actor, `GET ${at}`) && isFor?.(actor) !== false) }))
    .filter(({ pages }) => pages.length > 0)

/** Whoever works for the council, except at the door alone. */
export const isStaff = (actor: Actor): boolean => hasRole(actor, 'administrator', 'organiser', 'officer', 'reader', 'finance')

/** What the bar leads to. */
export const sectionsFor = (actor: Actor): Section[] => allowed(actor, sections)

/** What the page of settings leads to. */
export const settingsFor = (actor: Actor): Section[] => allowed(actor, settings)

const ofStaff = ['/account', '/organiser', '/register', '/coverage', '/answer', '/guidance', '/reached', '/requirements', '/reports']

/** Whether it is a page for staff, as wide as the window. */
export const isStaffPage = (path: string): boolean => ofStaff.some((at) => path === at || path.startsWith(`${at}/`))
