// The parts that people play, and what may be asked of whom.
import type { Actor } from './world.ts'

const signedIn = [
  'somebody',
  'contact',
  'viewer',
  'elsewhere',
  'door',
  'reader',
  'officer',
  'finance',
  'organiser',
  'administrator',
] as const
const everybody = ['nobody', 'delegate', 'helper', ...signedIn] as const

/** Who may ask a row. The actors of the council each hold one role; `viewer` acts for the school and may not book; `elsewhere` acts for another school and is at the door of another event. */
const who = {
  everyone: everybody,
  signedIn,
  signedInOrHelper: ['helper', ...signedIn],
  /** Whoever acts for the very school. */
  school: ['contact', 'viewer'],
  /** Whoever has a role there, and acts for its trust. */
  ownContact: ['contact'],
  /** Whoever may book for it. */
  booking: ['contact'],
  /** Of the school that booked, and organisers, who see all bookings. */
  bookings: ['contact', 'viewer', 'organiser', 'administrator'],
  /** Those of them who change a booking. */
  bookers: ['contact', 'organiser', 'administrator'],
  /** Whoever holds the link that was sent to them. */
  delegate: ['delegate'],
  /** The register of one event. */
  door: ['helper', 'door', 'organiser', 'administrator'],
  /** Who signs it off: nobody who came by the link of a door. */
  closing: ['door', 'organiser', 'administrator'],
  anyDoor: ['helper', 'elsewhere', 'door', 'organiser', 'administrator'],
  /** Whoever does something for the council. */
  council: ['elsewhere', 'door', 'reader', 'officer', 'finance', 'organiser', 'administrator'],
  reports: ['reader', 'officer', 'organiser', 'administrator'],
  /** Figures as they are now. */
  coverage: ['officer', 'organiser', 'administrator'],
  /** Who may say what counts for a school: officers, and never organisers. */
  officers: ['officer', 'administrator'],
  /** Who writes to groups of schools. */
  writers: ['officer', 'organiser', 'administrator'],
  /** Who may be asked to decide as a second person. */
  seconds: ['reader', 'officer', 'finance', 'organiser', 'administrator'],
  schoolReaders: ['officer', 'organiser', 'administrator'],
  /** What is owed, to read: finance and administrators write, organisers read. */
  money: ['finance', 'organiser', 'administrator'],
  finance: ['finance', 'administrator'],
  organisers: ['organiser', 'administrator'],
  administrators: ['administrator'],
  /** What exists on one's own computer alone. */
  local: everybody,
  /** The same, for whoever has the token of the command. */
  command: [],
} as const satisfies Record<string, readonly Actor[]>

export type Who = keyof typeof who

export const mayAsk = (of: Who, actor: Actor): boolean => (who[of] as readonly Actor[]).includes(actor)

const forStaff: readonly Who[] = [
  'reports',
  'coverage',
  'officers',
  'writers',
  'seconds',
  'schoolReaders',
  'money',
  'finance',
  'organisers',
  'administrators',
]

/** Pages that a role of the council opens, and nothing else. */
export const isForStaff = (of: Who): boolean => forStaff.includes(of)

/**
 * Whether asking shows anything that another actor's asking does not: pages of the council are asked by a contact of the school that they are about,
 * who is nearer to them than another school or nobody in particular, and links by those who have one and those who have none.
 */
export const tells = (of: Who, actor: Actor): boolean => {
  if (actor === 'delegate') return of === 'delegate'
  if (actor === 'somebody' || actor === 'elsewhere') return !isForStaff(of)
  return actor === 'nobody' || actor === 'administrator' || !['everyone', 'local', 'command', 'delegate'].includes(of)
}
