// A conference of the demonstration, dated relative to today.
import type { Wave } from '#correspondence/evaluations/evaluation.ts'
import type { BookingRules } from '#events/events/booking-rules.ts'
import type { AttendanceMode, Purpose } from '#events/events/event.ts'
import type { QuestionFacts } from '#events/questions/question.ts'

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
  /** Places online of a mixed conference. */
  onlineCapacity?: number
  placesPerSchool: number | null
  /** School days from today to each session, with London times; 0: it is going on at loading. */
  sessions: {
    days: number
    from: string
    to: string
    title?: string
    block?: string
    capacity?: number
    room?: string
    about?: string
    speakers?: string[]
  }[]
  /** On the day of the first session. */
  breaks?: { title: string; from: string; to: string }[]
  /** Calendar entries per day instead of per session. */
  calendarEntries?: 'day'
  /** The share of the capacity that schools want. */
  interest: number
  /** What is special about it. */
  turn?: 'moved' | 'cancelled' | 'corrected' | 'late_sheet' | 'left_open' | 'not_open_yet' | 'draft' | 'nearly_full' | 'full' | 'door'
  /** School days before the first session on which booking opens; by default on publication. */
  opensDaysBefore?: number
  kinds?: string[]
  /** A childminder comes too. */
  childminder?: true
  /** Schools are invited to it, and one stops such invitations. */
  invited?: true
  /** A trust's safeguarding lead comes for three of its schools. */
  trustLead?: true
  roles?: string[]
  rules?: Partial<Pick<BookingRules, 'placesPerTrust' | 'approval' | 'waitingOrder' | 'namesRelease'>>
  /** Deadlines, in school days before the first session. */
  namesDueDaysBefore?: number
  choicesCloseDaysBefore?: number
  /** What is asked afterwards, and how many answer right after. */
  evaluated?: { waves: readonly Wave[]; answers: number }
  /** Late cancelling costs what the council's terms say. */
  terms?: true
  /** Places cost what the price list says; early prices until so many school days before. */
  prices?: { earlyDaysBefore: number }
  /** Reserved places for schools never recorded at the topic, until so many school days before. */
  heldBack?: { places: number; releaseDaysBefore: number }
  questions?: QuestionFacts[]
  /** Conferences with one title are a series. */
  series?: true
  /** The share of schools that name people later. */
  unnamed?: number
  /** People are noted at the door as they come, not by the register. */
  door?: true
  /** Those with a place get slides and a link afterwards. */
  materials?: true
  /** Schools on the waiting list once it is full. */
  waiting?: number
}

export const allDay = { from: '09:30', to: '15:30' }
export const afternoon = { from: '13:30', to: '16:00' }
export const twilight = { from: '15:45', to: '17:15' }
const board = 'Alderwickshire Safeguarding Children Board'

export const one = (
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

/** The course of two days, and the yearly briefing. */
export const foundationCourse = {
  ...{ title: 'Designated safeguarding lead: foundation course', topicId: 'designated-lead', minutes: 660, venue: 'college' },
  roles: ['dsl', 'deputy_dsl', 'head'],
} satisfies Partial<Conference>
export const preventBriefing = {
  ...{ title: 'Prevent duty: annual briefing', topicId: 'prevent', purpose: 'briefing', minutes: 90, level: 'Update' },
  description: 'What changed in the duty, the county’s risk picture, and how to refer.',
  ...{ venue: 'online', capacity: 120, placesPerSchool: 3 },
} satisfies Partial<Conference>

/** The days of the foundation course, so many school days from today. */
export const foundationDays = (first: number): Conference['sessions'] => [
  { days: first, ...allDay, title: 'Day one: the role and the law' },
  { days: first + 5, ...allDay, title: 'Day two: thresholds and records' },
]

/** The venues of the county, as they are picked. */
export const countyVenues = [
  {
    id: '01890000-0000-7000-8000-000000000001',
    ...{ name: 'Alderwick Guildhall', address: 'Market Place, Alderwick', postcode: 'AK1 2PQ' },
    rooms: 'Main hall, 150\nRoom 1, 40\nRoom 2, 30\nLibrary, 15',
    access: 'Step-free from Market Place. A lift to every floor, a hearing loop in the main hall, and a quiet room beside it.',
    ...{ parking: 'None at the hall. Park and ride at Mill Street, every ten minutes.', mapLink: '' },
  },
  {
    id: '01890000-0000-7000-8000-000000000002',
    ...{ name: 'Marlbury Corn Exchange', address: 'Sheep Street, Marlbury', postcode: 'AK2 5RT' },
    rooms: 'Exchange, 200\nGallery, 40',
    ...{ access: 'The gallery is up one flight of stairs, without a lift.', parking: 'In Sheep Street, two hours free.', mapLink: '' },
  },
  {
    id: '01890000-0000-7000-8000-000000000003',
    ...{ name: 'Alderwickshire College, Conference Centre', address: 'Mill Street, Alderwick', postcode: 'AK1 7HJ' },
    ...{
      rooms: 'Theatre, 120\nSeminar room, 40',
      access: 'Step-free.',
      parking: 'Free in car park B. Say at the barrier where you are going.',
    },
    mapLink: '',
  },
] as const

const at = ({ id, name, address, postcode }: (typeof countyVenues)[number]) => ({
  ...{ venueId: id, venueName: name, venueAddress: address, venuePostcode: postcode, joiningLink: '' },
})

export const venues = {
  guildhall: at(countyVenues[0]),
  marlbury: at(countyVenues[1]),
  college: at(countyVenues[2]),
  online: {
    ...{ venueId: null, venueName: '', venueAddress: '', venuePostcode: '' },
    joiningLink: 'https://meet.alderwickshire.example/safeguarding',
  },
} as const
