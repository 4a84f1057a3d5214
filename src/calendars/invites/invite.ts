// An invitation is one calendar entry in one person's calendar, for one place at one session. It keeps its UID for life; every change that
// the person must see has a higher SEQUENCE, and so has its withdrawal.
import { type Instant, londonDay, sayLongDay, sayTime } from '#base/dates.ts'
import type { OutgoingMessage } from '#messages/outbox/message.ts'

/** `block`: of a workshop, which only those who chose it attend. */
export type SessionForInvites = { id: string; title: string; startsAt: Instant; endsAt: Instant; block?: string }

/** What messages and calendar entries say about an event. */
export type EventForInvites = {
  id: string
  code: string
  title: string
  attendanceMode: 'in_person' | 'online'
  venueName: string
  venueAddress: string
  venuePostcode: string
  joiningLink: string
  contactName: string
  contactEmail: string
  contactTelephone: string
  /** What calendars and subjects say; null: the title, or a neutral one where `sensitive`; '' or none: the title. */
  calendarTitle?: string | null | undefined
  /** Nobody should read the topic over a colleague's shoulder. */
  sensitive?: boolean | undefined
  /** An entry for each session, as by default, or for each day. */
  calendarEntries?: 'each' | 'day' | undefined
  /** How long before the start calendars remind people; null or none: not at all. */
  alarmMinutes?: number | null | undefined
  /** Until when workshops can be chosen; null or none: until it begins. */
  rules?: { choicesCloseAt: Instant | null } | undefined
  /** In order of their start. */
  sessions: readonly SessionForInvites[]
  /** Sessions that do not take place any more: what others are called counts them still, or everybody's entries would change their names. */
  calledOff?: readonly SessionForInvites[] | undefined
}

/**
 * A confirmed place and the person on it. `bookedByOther`: somebody else gave us their details, so the first message says so;
 * `byCouncil`: it was the council itself, for the school.
 */
export type InvitedPlace = {
  placeId: string
  personId: string
  name: string
  email: string
  schoolId: string
  schoolName: string
  bookedByOther: boolean
  byCouncil?: boolean | undefined
  bookingId: string
  /** Said to someone who booked for themselves: `until 23:59 on Monday 8 June 2026` cancelling is free of charge. */
  cancelBy?: string | undefined
}

/** A confirmed place with the sessions it attends; `email` null: nobody can be written to, so nothing new is sent. */
export type AttendingPlace = Omit<InvitedPlace, 'name' | 'email'> & {
  name: string | null
  email: string | null
  attends: readonly string[]
}

/** One part of an entry for a whole day; `name`: what the message calls it, where the calendar must not. */
export type Part = { title: string; name?: string | undefined; startsAt: Instant; endsAt: Instant }

/**
 * What the recipient sees. `about`: what the message calls it, where the calendar says something neutral; `parts`: of an entry for a day.
 * Two that show the same need no new message.
 */
export type Shown = {
  title: string
  startsAt: Instant
  endsAt: Instant
  where: string
  joiningLink: string
  about?: string | undefined
  parts?: Part[] | undefined
}

/** A live invitation with whom it concerns; `email` is null once the person's details have been erased. */
export type LiveInvitation = {
  id: string
  placeId: string
  personId: string
  sessionId: string
  uid: string
  sequence: number
  shown: Shown
  name: string | null
  email: string | null
  schoolId: string
  schoolName: string
  bookingId: string
  /** The sessions of its place. */
  attends: string[]
}

/** The sessions that every place attends. */
export const forEveryone = <S extends SessionForInvites>(sessions: readonly S[]): S[] => sessions.filter((session) => !session.block)

/** With the sessions that are called off, in order of their start. */
export const plannedSessions = (event: Pick<EventForInvites, 'sessions' | 'calledOff'>): SessionForInvites[] =>
  [...event.sessions, ...(event.calledOff ?? [])].sort((a, b) => (a.startsAt < b.startsAt ? -1 : a.startsAt > b.startsAt ? 1 : 0))

/** When people are there, day by day: from the first start to the last end of whatever is on, workshops too. */
export const daysOf = (sessions: readonly Pick<SessionForInvites, 'startsAt' | 'endsAt'>[]): { startsAt: Instant; endsAt: Instant }[] =>
  [...Map.groupBy(sessions, ({ startsAt }) => londonDay(startsAt))]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, ofDay]) => ({
      startsAt: ofDay.map(({ startsAt }) => startsAt).sort()[0] ?? '',
      endsAt:
        ofDay
          .map(({ endsAt }) => endsAt)
          .sort()
          .at(-1) ?? '',
    }))

/**
 * What is on and when, in order of time, each block of workshops once; nothing for an event that is one session.
 *
 * @param chosen ids of the workshops of one person, which are named; undefined: nobody's
 */
export const programmeOf = (sessions: readonly SessionForInvites[], chosen?: readonly string[]): string[] => {
  if (sessions.length < 2) return []
  const days = daysOf(sessions)
  const several = days.length > 1
  // A session that is alone on its day has the day's hours, which are said already.
  const alone = (day: string): boolean => sessions.filter(({ startsAt }) => londonDay(startsAt) === day).length === 1
  if (sessions.every(({ title, startsAt }) => title === '' && alone(londonDay(startsAt)))) return []
  const inOrder = [...sessions].sort((a, b) => (a.startsAt < b.startsAt ? -1 : a.startsAt > b.startsAt ? 1 : 0))
  const said = new Set<string>()
  return inOrder.flatMap((session) => {
    if (session.block && said.has(session.block)) return []
    if (session.block) said.add(session.block)
    const ofBlock = session.block ? inOrder.filter(({ block }) => block === session.block) : [session]
    const own = session.block ? ofBlock.find(({ id }) => chosen?.includes(id)) : session
    const [span] = own ? [own] : daysOf(ofBlock)
    const from = span ?? session
    const what = session.block
      ? own
        ? `${session.block}: ${own.title}`
        : chosen
          ? `${session.block}: not chosen yet`
          : `${session.block}: ${ofBlock.length === 1 ? 'one workshop' : `one of ${ofBlock.length} workshops each`}`
      : session.title || 'Together'
    const hours = `${sayTime(from.startsAt)} to ${sayTime(from.endsAt)}`
    const when = several ? [sayLongDay(from.startsAt), ...(alone(londonDay(from.startsAt)) ? [] : [hours])].join(', ') : hours
    return [`${when}: ${what}`]
  })
}

/** `Three Counties Hotel, Belmont Road, Hereford, HR2 7BP`, or `Online`. */
export const whereOf = (event: EventForInvites): string =>
  event.attendanceMode === 'online'
    ? 'Online'
    : [event.venueName, event.venueAddress.replaceAll(/\s*\r?\n\s*/g, ', '), event.venuePostcode].filter(Boolean).join(', ')

/** Whoever joins may be in another country, so times are said to be of the UK. */
export const isOnline = (shown: Pick<Shown, 'where' | 'joiningLink'>): boolean => shown.joiningLink !== '' || shown.where === 'Online'

export const neutralTitle = 'Safeguarding training'

/** What calendars and the subjects of messages call the event. */
export const calendarTitleOf = (event: Pick<EventForInvites, 'title' | 'calendarTitle' | 'sensitive'>): string =>
  event.calendarTitle || (event.calendarTitle === null && event.sensitive ? neutralTitle : event.title)

/** Whether calendars must not say what it is about: then they name no session either. */
export const isHidden = (event: Pick<EventForInvites, 'title' | 'calendarTitle' | 'sensitive'>): boolean =>
  calendarTitleOf(event) !== event.title

/** The title of the entry of one session; with several sessions it says which. */
export const entryTitle = (event: EventForInvites, session: SessionForInvites): string => {
  const title = calendarTitleOf(event)
  const which = whichPart(event, session, isHidden(event))
  return which ? `${title}: ${which}` : title
}

const whichPart = (event: EventForInvites, session: SessionForInvites, hidden: boolean): string => {
  const planned = plannedSessions(event)
  if (planned.length < 2) return ''
  // Which workshop it is would say what it is about.
  if (session.block && hidden) return 'workshop'
  const parts = session.block ? planned.filter((other) => other.block === session.block) : forEveryone(planned)
  if (!session.block && parts.length < 2) return ''
  const position = parts.findIndex((other) => other.id === session.id) + 1
  return (
    (hidden ? '' : session.title) || `${session.block && !hidden ? `${session.block}, workshop` : 'part'} ${position} of ${parts.length}`
  )
}

/** What a message calls one session, whatever the calendar says. */
export const nameOf = (event: EventForInvites, session: SessionForInvites): string => {
  const which = whichPart(event, session, false)
  return which ? `${event.title}: ${which}` : event.title
}

/** Where, and the link, for every entry of the event. */
export const placeShown = (event: EventForInvites): Pick<Shown, 'where' | 'joiningLink'> => ({
  where: whereOf(event),
  joiningLink: event.attendanceMode === 'online' ? event.joiningLink : '',
})

/** The entry of one session by itself. */
export const shownOf = (event: EventForInvites, session: SessionForInvites): Shown => ({
  title: entryTitle(event, session),
  startsAt: session.startsAt,
  endsAt: session.endsAt,
  ...placeShown(event),
  ...(isHidden(event) ? { about: nameOf(event, session) } : {}),
})

/** What a message calls an entry. */
export const aboutOf = (shown: Shown): string => shown.about ?? shown.title

const compared = (shown: Shown): string =>
  JSON.stringify([
    ...[shown.title, aboutOf(shown), shown.startsAt, shown.endsAt, shown.where, shown.joiningLink],
    (shown.parts ?? []).map((part) => [part.title, part.name ?? part.title, part.startsAt, part.endsAt]),
  ])

export const showsTheSame = (one: Shown, other: Shown): boolean => compared(one) === compared(other)

/** `Jo Price, events@example.gov.uk, 01432 000000`: whom to ask about an event. */
export const contactOf = (event: EventForInvites): string =>
  [event.contactName, event.contactEmail, event.contactTelephone].filter(Boolean).join(', ')

/** What an act does to calendars: the statements that write it, and the messages to queue after them in the same batch. */
export type Told = { statements: D1PreparedStatement[]; messages: OutgoingMessage[] }
