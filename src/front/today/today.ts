// What an organiser sees first: what waits, by event and day, and what the week still needs.
import { addDays, type Day, type Instant, londonDay, sayLongDay, sayShortDay } from '#base/dates.ts'
import { counted } from '#base/words.ts'
import { type EventList, sayAdviceWaits } from '#events/events/list-scope.ts'
import { sayProposalsWait } from '#people/proposals/proposal.ts'

/** What waits at one event. */
export type EventWaits = {
  code: string
  title: string
  startsAt: Instant
  namesDueAt: Instant | null
  /** Places: without a name past that day, to approve, on the waiting list. */
  unnamed: number
  approvals: number
  waiting: number
  /** Stated access to answer or arrange, those late, the first day of an answer, and by whom. */
  access: number
  accessLate: number
  answerBy: Day | null
  answers: string | null
}

/** Registers of one event, that are open today or were never closed. */
export type OpenRegisters = { title: string; sessionId: string; startsAt: Instant; registers: number; isOver: boolean }

/** Counts of what waits beside events, and of what went wrong. */
export type ToDo = {
  claims: number
  /** Failed messages; bounced and withheld ones count in `failing`. */
  unsent: number
  /** Paused sendings: their recipients hear nothing until they are resumed. */
  paused: number
  /** Messages that were to start at a time, did not, and wait as drafts. */
  notStarted: number
  /** Email addresses that do not work. */
  failing: number
  /** Recent mails to the sending address that could not be read or trusted. */
  unread: number
  /** Work of the service that failed again and again. */
  failedJobs: number
  reviews: number
  /** Sessions that schools asked for and nobody has answered. */
  sessions: number
  /** Open complaints about data, and those past their day; administrators alone. */
  complaints: number
  complaintsLate: number
  /** What waits for a second person, and what of it is overdue. */
  proposals: number
  overdue: number
  /** Not sent since yesterday because a share of the mail plan was spent. */
  ceilings: number
  /** Used up of the mail plan. */
  sharedSpent: 0 | 1
  strangersSpent: 0 | 1
  /** Second-factor codes no longer checked after too many wrong ones. */
  factorTries: number
  drafts: number
  /** National publications on which nobody has decided, and the days since the oldest. */
  advice: number
  adviceDays: number | null
  /** 1 while no register is imported. */
  noSchools: number
}

/** An event of the next seven days. */
export type WeekEvent = {
  code: string
  title: string
  startsAt: Instant
  attendanceMode: 'in_person' | 'online' | 'mixed'
  venueName: string
  hasLink: boolean
  /** Of its confirmed places. */
  places: number
  unnamed: number
  /** Blocks of workshops, places without one of each, workshops without a room. */
  blocks: number
  unchosen: number
  roomless: number
  /** Stated access, and what of it is not answered. */
  access: number
  unanswered: number
  materials: number
}

export type Today = { next: EventList; waits: EventWaits[]; registers: OpenRegisters[]; week: WeekEvent[]; toDo: ToDo }

export type Waiting = {
  text: string
  href: string
  /** Of which event, by when, whose turn it is. */
  hint: string
  by: Day | undefined
  isOverdue: boolean
}

const waitsOf = (event: EventWaits, today: Day): (Waiting & { on: Day })[] => {
  const at = `/organiser/events/${event.code}`
  const on = londonDay(event.startsAt)
  const of = `${event.title}, ${sayShortDay(on)}`
  const namesDue = event.namesDueAt === null ? undefined : londonDay(event.namesDueAt)
  const answerBy = event.answerBy ?? undefined
  const late = event.accessLate > 0 ? `, ${event.accessLate} of them late` : ''
  const lines: [n: number, text: string, href: string, by?: Day | undefined, who?: string | null][] = [
    [event.unnamed, `${counted(event.unnamed, 'place')} without a name`, `${at}/bookings?state=overdue`, namesDue, 'the schools'],
    [event.approvals, `${counted(event.approvals, 'place')} to approve or refuse`, `${at}/bookings?state=approval`],
    [event.access, `${counted(event.access, 'access need')} to answer or arrange${late}`, `${at}/needs`, answerBy, event.answers],
    [event.waiting, `${counted(event.waiting, 'place')} on the waiting list`, `${at}/waiting`],
  ]
  return lines
    .filter(([n]) => n > 0)
    .map(([, text, href, by, who]) => ({
      text,
      href,
      hint: [of, by && `by ${sayLongDay(by)}`, who && `waits for ${who}`].filter(Boolean).join(' · '),
      by,
      isOverdue: by !== undefined && by < today,
      on,
    }))
}

const registersOf = ({ title, sessionId, startsAt, registers, isOver }: OpenRegisters): Waiting & { on: Day } => {
  const on = londonDay(startsAt)
  return {
    text: `${counted(registers, 'register')} to ${isOver ? 'sign off' : 'take today'}`,
    href: registers === 1 ? `/register/${sessionId}` : '/register',
    hint: `${title}, ${sayShortDay(on)}`,
    by: on,
    isOverdue: isOver,
    on,
  }
}

const besides = (toDo: ToDo): Waiting[] => {
  const late = toDo.complaintsLate > 0 ? `, ${toDo.complaintsLate} of them late` : ''
  const lines: [n: number, text: string, href: string, overdue?: number][] = [
    [toDo.noSchools, 'Bring in the national register: no school is known yet', '/organiser/register-imports/new'],
    [toDo.claims, `${counted(toDo.claims, 'person is', 'people are')} waiting to book for a school`, '/organiser/claims'],
    [toDo.proposals, sayProposalsWait(toDo.proposals, toDo.overdue), '/organiser/proposals', toDo.overdue],
    [toDo.sessions, `${counted(toDo.sessions, 'session')} asked for by schools to answer`, '/organiser/sessions-asked?show=asked'],
    [toDo.complaints, `${counted(toDo.complaints, 'complaint')} about data to answer${late}`, '/organiser/complaints', toDo.complaintsLate],
    [toDo.reviews, `${counted(toDo.reviews, 'question')} about the identity of a school`, '/organiser/register-imports'],
    [toDo.advice, sayAdviceWaits(toDo.advice, toDo.adviceDays ?? 0), '/guidance/advice'],
    [toDo.drafts, `${counted(toDo.drafts, 'draft')} to finish and publish`, '/organiser/events?show=drafts'],
  ]
  return lines
    .filter(([n]) => n > 0)
    .map(([, text, href, overdue = 0]) => ({ text, href, hint: '', by: undefined, isOverdue: overdue > 0 }))
}

/** What waits: overdue first, then by the day by which it is due or on which its event begins. */
export const whatWaits = (events: readonly EventWaits[], registers: readonly OpenRegisters[], toDo: ToDo, today: Day): Waiting[] => {
  const dated = [...registers.map(registersOf), ...events.flatMap((event) => waitsOf(event, today))]
  const [before, after] = [dated.filter(({ isOverdue }) => isOverdue), dated.filter(({ isOverdue }) => !isOverdue)].map((some) =>
    some.toSorted((a, b) => ((a.by ?? a.on) < (b.by ?? b.on) ? -1 : 1)),
  )
  const others = besides(toDo)
  const urgent = others.filter(({ isOverdue, href }) => isOverdue || href.endsWith('/new'))
  return [...urgent, ...(before ?? []), ...(after ?? []), ...others.filter((one) => !urgent.includes(one))]
}

/** What went wrong with mail and the work of the service. */
export const whatWentWrong = (toDo: ToDo): { text: string; href: string }[] => {
  const lines: [n: number, text: string, href: string][] = [
    [toDo.unsent, `${counted(toDo.unsent, 'message')} could not be sent`, '/organiser/messages?state=failed'],
    [toDo.paused, `${counted(toDo.paused, 'sending is', 'sendings are')} paused`, '/organiser/sendings'],
    [toDo.notStarted, `${counted(toDo.notStarted, 'message')} did not go at the time that was set`, '/organiser/mailings'],
    [toDo.failing, `${counted(toDo.failing, 'email address does', 'email addresses do')} not work`, '/organiser/addresses'],
    [
      toDo.unread,
      `${counted(toDo.unread, 'mail')} to our sending address could not be read or relied on`,
      '/organiser/log?act=mail.not_read',
    ],
  ]
  return lines.filter(([n]) => n > 0).map(([, text, href]) => ({ text, href }))
}

/** `href`: where what is missing is put right. */
export type Check = { text: string; href?: string }

/** What an event of the week has, in the order of `checkNames`. */
export const checksOf = (event: WeekEvent): Check[] => {
  const at = `/organiser/events/${event.code}`
  const missing = (n: number, text: string, href: string, done: string): Check => (n > 0 ? { text, href: `${at}/${href}` } : { text: done })
  const workshops = event.blocks === 0 ? 'No workshops' : 'All chosen'
  const venue = event.attendanceMode !== 'online' && event.venueName === '' ? 1 : 0
  const rooms = venue ? 'No venue' : `${counted(event.roomless, 'workshop')} without a room`
  return [
    missing(
      event.unnamed,
      `${event.unnamed} of ${event.places} to name`,
      'bookings?state=unnamed',
      event.places > 0 ? 'All named' : 'No places yet',
    ),
    missing(event.unchosen, `${counted(event.unchosen, 'place')} to choose`, 'workshops', workshops),
    missing(event.unanswered, `${event.unanswered} of ${event.access} to answer`, 'needs', event.access > 0 ? 'All answered' : 'None told'),
    missing(event.materials > 0 ? 0 : 1, 'None', 'materials', `${event.materials} there`),
    missing(venue + event.roomless, rooms, 'edit', event.attendanceMode === 'online' ? 'Online only' : event.venueName),
    missing(event.attendanceMode === 'in_person' || event.hasLink ? 0 : 1, 'Missing', 'edit', event.hasLink ? 'There' : 'Not online'),
  ]
}

export const checkNames = ['Names', 'Workshops', 'Food and access', 'Materials', 'Room', 'Joining link'] as const

/** The day after the last of the week. */
export const weekEnd = (today: Day): Day => addDays(today, 8)
