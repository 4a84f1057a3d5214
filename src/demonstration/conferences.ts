// Two years of conferences as the council of the demonstration ran and planned them, each told by its distance from today.
import type { AttendanceMode, Purpose } from '../events/event.ts'

export type Conference = {
  title: string
  topicId: string
  description: string
  purpose: Purpose
  minutes: number
  level: string
  provider: string
  attendanceMode: AttendanceMode
  venue: 'guildhall' | 'marlbury' | 'college' | 'online'
  capacity: number
  placesPerSchool: number | null
  /** Days from today to each session (moved to a weekday), with London clock times. */
  sessions: { days: number; from: string; to: string; title?: string }[]
  /** How much of the capacity schools want, of 1. */
  interest: number
  /** What makes this one different. */
  turn?: 'moved' | 'cancelled' | 'corrected' | 'late_sheet' | 'left_open' | 'not_open_yet' | 'draft' | 'nearly_full' | 'full' | 'door'
  /** Days before the first session on which booking opens by itself; with publication otherwise. */
  opensDaysBefore?: number
  kinds?: string[]
  /** The safeguarding lead of a trust comes for three of its schools. */
  trustLead?: true
  roles?: string[]
}

const allDay = { from: '09:30', to: '15:30' }
const afternoon = { from: '13:30', to: '16:00' }
const twilight = { from: '15:45', to: '17:15' }
const board = 'Alderwickshire Safeguarding Children Board'

const one = (
  conference: Partial<Conference> & Pick<Conference, 'title' | 'topicId' | 'description' | 'capacity' | 'sessions'>,
): Conference => ({
  purpose: 'training',
  minutes: 330,
  level: 'Level 3',
  provider: board,
  attendanceMode: conference.venue === 'online' ? 'online' : 'in_person',
  venue: 'guildhall',
  placesPerSchool: 2,
  interest: 0.9,
  ...conference,
})

export const conferences: readonly Conference[] = [
  one({
    title: 'Child-on-child abuse: what every school must do',
    topicId: 'child-on-child-abuse',
    description:
      'Recognising, recording and responding to abuse between children, with the county’s model guidance and time to compare practice.',
    capacity: 90,
    interest: 0.86,
    sessions: [{ days: -706, ...allDay }],
  }),
  one({
    title: 'Designated safeguarding lead: foundation course',
    topicId: 'designated-lead',
    description: 'The two-day course for new leads and deputies. Both days are needed.',
    capacity: 40,
    minutes: 660,
    venue: 'college',
    interest: 0.97,
    roles: ['dsl', 'deputy_dsl', 'head'],
    sessions: [
      { days: -628, ...allDay, title: 'Day one: the role and the law' },
      { days: -621, ...allDay, title: 'Day two: thresholds and records' },
    ],
  }),
  one({
    title: 'Prevent duty: annual briefing',
    topicId: 'prevent',
    description: 'What changed in the duty, the county’s risk picture, and how to refer.',
    purpose: 'briefing',
    minutes: 90,
    level: 'Update',
    venue: 'online',
    capacity: 120,
    placesPerSchool: 3,
    interest: 0.72,
    sessions: [{ days: -546, ...twilight }],
  }),
  one({
    title: 'Online safety conference',
    topicId: 'online-safety',
    description: 'Filtering and monitoring, generative images, and working with parents.',
    capacity: 80,
    venue: 'marlbury',
    interest: 0.8,
    trustLead: true,
    sessions: [{ days: -473, ...allDay }],
  }),
  one({
    title: 'Annual safeguarding update',
    topicId: 'annual-update',
    description: 'What is new in Keeping children safe in education this September, for leads, deputies and governors.',
    purpose: 'update',
    minutes: 90,
    level: 'Update',
    venue: 'online',
    capacity: 130,
    placesPerSchool: 3,
    interest: 0.84,
    sessions: [{ days: -425, ...twilight }],
  }),
  one({
    title: 'Safer recruitment',
    topicId: 'safer-recruitment',
    description: 'For heads, governors and business managers who sit on appointment panels.',
    capacity: 36,
    interest: 0.9,
    turn: 'corrected',
    sessions: [{ days: -348, ...allDay }],
  }),
  one({
    title: 'Child exploitation and county lines',
    topicId: 'exploitation',
    description: 'With the police and the youth justice service: signs, disruption, and what a school can share.',
    capacity: 80,
    venue: 'marlbury',
    interest: 0.78,
    turn: 'moved',
    sessions: [{ days: -264, ...allDay }],
  }),
  one({
    title: 'Designated safeguarding lead: refresher',
    topicId: 'designated-lead',
    description: 'The two-yearly refresher for leads and deputies who hold the foundation certificate.',
    capacity: 60,
    venue: 'college',
    interest: 0.95,
    roles: ['dsl', 'deputy_dsl'],
    sessions: [{ days: -187, ...allDay }],
  }),
  one({
    title: 'Mental health and self-harm: a whole-school answer',
    topicId: 'mental-health',
    description: 'With the child and adolescent mental health team.',
    capacity: 60,
    interest: 0.4,
    turn: 'cancelled',
    sessions: [{ days: -138, ...afternoon }],
    minutes: 150,
  }),
  one({
    title: 'Annual safeguarding update: Keeping children safe in education',
    topicId: 'annual-update',
    description: 'What is new this September, for leads, deputies and governors.',
    purpose: 'update',
    minutes: 90,
    level: 'Update',
    venue: 'online',
    capacity: 130,
    placesPerSchool: 3,
    interest: 0.86,
    trustLead: true,
    sessions: [{ days: -68, ...twilight }],
  }),
  one({
    title: 'Domestic abuse and Operation Encompass',
    topicId: 'domestic-abuse',
    description: 'What the morning telephone call means, and what to do before the first bell.',
    capacity: 50,
    minutes: 150,
    venue: 'marlbury',
    interest: 0.8,
    turn: 'late_sheet',
    sessions: [{ days: -33, ...afternoon }],
  }),
  one({
    title: 'Child-on-child abuse: from policy to practice',
    topicId: 'child-on-child-abuse',
    description: 'A working day on policy, records and language, with schools that have done it.',
    capacity: 90,
    interest: 0.88,
    turn: 'left_open',
    sessions: [{ days: -5, ...allDay }],
  }),
  one({
    title: 'Safeguarding records that stand up',
    topicId: 'record-keeping',
    description: 'What to write, when, and how records move with a child. Bring (without names) a record that you are unsure of.',
    capacity: 40,
    minutes: 150,
    venue: 'college',
    turn: 'nearly_full',
    interest: 1,
    sessions: [{ days: 8, ...afternoon }],
  }),
  one({
    title: 'Prevent duty: annual briefing',
    topicId: 'prevent',
    description: 'What changed in the duty, the county’s risk picture, and how to refer.',
    purpose: 'briefing',
    minutes: 90,
    level: 'Update',
    venue: 'online',
    capacity: 120,
    placesPerSchool: 3,
    interest: 0.35,
    trustLead: true,
    sessions: [{ days: 22, ...twilight }],
  }),
  one({
    title: 'Designated safeguarding lead: foundation course',
    topicId: 'designated-lead',
    description: 'The two-day course for new leads and deputies. Both days are needed.',
    capacity: 24,
    minutes: 660,
    venue: 'college',
    turn: 'full',
    interest: 1,
    roles: ['dsl', 'deputy_dsl', 'head'],
    sessions: [
      { days: 43, ...allDay, title: 'Day one: the role and the law' },
      { days: 50, ...allDay, title: 'Day two: thresholds and records' },
    ],
  }),
  one({
    title: 'Online safety conference',
    topicId: 'online-safety',
    description: 'Filtering and monitoring, generative images, and working with parents: two years on.',
    capacity: 80,
    venue: 'marlbury',
    turn: 'not_open_yet',
    opensDaysBefore: 56,
    sessions: [{ days: 78, ...allDay }],
  }),
  one({
    title: 'Child exploitation in primary schools',
    topicId: 'exploitation',
    description: 'Being prepared with the police: not announced yet.',
    capacity: 60,
    turn: 'draft',
    kinds: ['primary', 'all_through', 'special'],
    sessions: [{ days: 101, ...allDay }],
  }),
]

export const venues = {
  guildhall: { venueName: 'Alderwick Guildhall', venueAddress: 'Market Place, Alderwick', venuePostcode: 'AK1 2PQ', joiningLink: '' },
  marlbury: { venueName: 'Marlbury Corn Exchange', venueAddress: 'Sheep Street, Marlbury', venuePostcode: 'AK2 5RT', joiningLink: '' },
  college: {
    venueName: 'Alderwickshire College, Conference Centre',
    venueAddress: 'Mill Street, Alderwick',
    venuePostcode: 'AK1 7HJ',
    joiningLink: '',
  },
  online: { venueName: '', venueAddress: '', venuePostcode: '', joiningLink: 'https://meet.alderwickshire.example/safeguarding' },
} as const
