// An invitation is one calendar entry in one person's calendar, for one place at one session. It
// keeps its UID for life; every visible change has a higher SEQUENCE, and so has its cancellation.
import { type Instant, londonDay, sayLongDay, sayTime } from '#base/dates.ts'
import { neutralTitle, type OutgoingMessage } from '#messages/outbox/message.ts'

/**
 * `block`: of a workshop, which only those who chose it attend; `room`: '' where it is unknown;
 * `venueName`: another venue than the event's; '' or undefined: none.
 */
export type SessionForInvites = { id: string; title: string; startsAt: Instant; endsAt: Instant; block?: string } & InVenue

type InVenue = { room?: string | undefined; venueName?: string | undefined; venueAddress?: string | undefined }

/** What messages and calendar entries show of an event. */
export type EventForInvites = {
  id: string
  code: string
  title: string
  attendanceMode: 'in_person' | 'online' | 'mixed'
  venueName: string
  venueAddress: string
  venuePostcode: string
  joiningLink: string
  contactName: string
  contactEmail: string
  contactTelephone: string
  /** In calendars and subjects; null: the title, or a neutral one if `sensitive`; '': the title. */
  calendarTitle?: string | null | undefined
  /** The topic should not be readable over somebody's shoulder. */
  sensitive?: boolean | undefined
  /** An entry per session (default) or per day. */
  calendarEntries?: 'each' | 'day' | undefined
  /** Minutes before the start for the reminder; null or undefined: none. */
  alarmMinutes?: number | null | undefined
  /** When choosing workshops closes; null or undefined: when it begins. */
  rules?: { choicesCloseAt: Instant | null } | undefined
  /** It asks afterwards what it was worth. */
  evaluated?: boolean | undefined
  sessions: readonly SessionForInvites[]
  /** Counted when naming the others, or everybody's entries would be renamed. */
  calledOff?: readonly SessionForInvites[] | undefined
}

/**
 * A confirmed place with its person. `bookedByOther`: somebody else gave us their details, so the
 * first message says so; `byCouncil`: the council did, for the school.
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
  /** How they come to a mixed event; null: as everyone. */
  attendance: 'in_person' | 'online' | null
  /** For somebody who booked for themself: free cancelling `until 23:59 on Monday 8 June 2026`. */
  cancelBy?: string | undefined
}

/** A confirmed place with its sessions; `email` null: no address, so nothing new is sent. */
export type AttendingPlace = Omit<InvitedPlace, 'name' | 'email'> & {
  name: string | null
  email: string | null
  attends: readonly string[]
}

/** A part of a day's entry; `name`: for the message, where the calendar must be neutral. */
export type Part = { title: string; name?: string | undefined; room?: string | undefined; startsAt: Instant; endsAt: Instant }

/** Equal ones need no new message. `about`: its name in messages, where calendars are neutral. */
export type Shown = {
  title: string
  startsAt: Instant
  endsAt: Instant
  room?: string | undefined
  where: string
  joiningLink: string
  about?: string | undefined
  parts?: Part[] | undefined
}

/** A live invitation with its person; `email` is null once their details are erased. */
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
  attendance: InvitedPlace['attendance']
  attends: string[]
}

/** The sessions that every place attends. */
export const forEveryone = <S extends SessionForInvites>(sessions: readonly S[]): S[] => sessions.filter((session) => !session.block)

/** All sessions including called-off ones, by start. */
export const plannedSessions = (event: Pick<EventForInvites, 'sessions' | 'calledOff'>): SessionForInvites[] =>
  [...event.sessions, ...(event.calledOff ?? [])].sort((a, b) => (a.startsAt < b.startsAt ? -1 : a.startsAt > b.startsAt ? 1 : 0))

/** The days with their hours: from the first start to the last end, workshops included. */
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
 * The programme by time, each block of workshops once; empty for a single session.
 * @param chosen ids of a person's workshops, which are named; undefined: nobody's
 * @param breaks of the event, to be listed too
 */
export const programmeOf = (
  sessions: readonly SessionForInvites[],
  chosen?: readonly string[],
  breaks: readonly Pick<SessionForInvites, 'title' | 'startsAt' | 'endsAt'>[] = [],
): string[] => {
  if (sessions.length < 2 && breaks.length === 0) return []
  const all: SessionForInvites[] = [...sessions, ...breaks.map((pause) => ({ ...pause, id: '' }))]
  const several = daysOf(all).length > 1
  // A day's only session has the day's hours, which are shown already.
  const alone = (day: string): boolean => all.filter(({ startsAt }) => londonDay(startsAt) === day).length === 1
  if (all.every(({ title, startsAt }) => title === '' && alone(londonDay(startsAt)))) return []
  const inOrder = all.sort((a, b) => (a.startsAt < b.startsAt ? -1 : a.startsAt > b.startsAt ? 1 : 0))
  const blocks = new Set<string>()
  return inOrder.flatMap((session) => {
    if (session.block && blocks.has(session.block)) return []
    if (session.block) blocks.add(session.block)
    const ofBlock = session.block ? inOrder.filter(({ block }) => block === session.block) : [session]
    const own = session.block ? ofBlock.find(({ id }) => chosen?.includes(id)) : session
    const [span] = own ? [own] : daysOf(ofBlock)
    const from = span ?? session
    const title = session.block
      ? own
        ? `${session.block}: ${own.title}`
        : chosen
          ? `${session.block}: not chosen yet`
          : `${session.block}: ${ofBlock.length === 1 ? 'one workshop' : `one of ${ofBlock.length} workshops each`}`
      : session.title || 'Together'
    const hours = `${sayTime(from.startsAt)} to ${sayTime(from.endsAt)}`
    const when = several ? [sayLongDay(from.startsAt), ...(alone(londonDay(from.startsAt)) ? [] : [hours])].join(', ') : hours
    return [`${when}: ${title}${sayRoom(own)}`]
  })
}

/** `Main hall`, or `Main hall, Shirehall` where that is not the venue of the event. */
export const roomOf = (session: InVenue | undefined): string => [session?.room, session?.venueName].filter(Boolean).join(', ')

/** ` (Main hall)`, after what is there. */
export const sayRoom = (session: InVenue | undefined): string => {
  const room = roomOf(session)
  return room ? ` (${room})` : ''
}

/** A mixed event as somebody who comes to the room, or online, sees it. */
export const seenBy = <E extends Pick<EventForInvites, 'attendanceMode'>>(event: E, attendance: InvitedPlace['attendance']): E =>
  event.attendanceMode === 'mixed' && attendance !== null ? { ...event, attendanceMode: attendance } : event

type Held = Pick<EventForInvites, 'attendanceMode' | 'venueName' | 'venueAddress' | 'venuePostcode'>

const venueOf = (event: Held, session?: InVenue): string =>
  (session?.venueName
    ? [session.venueName, session.venueAddress]
    : [event.venueName, event.venueAddress.replaceAll(/\s*\r?\n\s*/g, ', '), event.venuePostcode]
  )
    .filter(Boolean)
    .join(', ')

/**
 * `Three Counties Hotel, Belmont Road, Hereford, HR2 7BP`, `Online`, or both with `or`. Each venue
 * of these sessions, in their order.
 */
export const whereOf = (
  event: Held & { sessions?: readonly (Pick<SessionForInvites, 'startsAt'> & InVenue)[] },
  sessions = event.sessions ?? [],
): string => {
  if (event.attendanceMode === 'online') return 'Online'
  const venues = sessions.length === 0 ? [venueOf(event)] : [...new Set(sessions.map((session) => venueOf(event, session)))]
  return `${venues.join('; ')}${event.attendanceMode === 'mixed' ? '; or online' : ''}`
}

/** Online participants may be abroad, so times are marked as UK time. */
export const isOnline = (shown: Pick<Shown, 'where' | 'joiningLink'>): boolean => hasLink(shown) || shown.where === 'Online'

/** The event's title in calendars and subjects. */
export const calendarTitleOf = (event: Pick<EventForInvites, 'title' | 'calendarTitle' | 'sensitive'>): string =>
  event.calendarTitle || (event.calendarTitle === null && event.sensitive ? neutralTitle : event.title)

/** Whether calendars must not show the topic; then they name no sessions either. */
export const isHidden = (event: Pick<EventForInvites, 'title' | 'calendarTitle' | 'sensitive'>): boolean =>
  calendarTitleOf(event) !== event.title

/** The title of one session's entry; says which one if there are several. */
export const entryTitle = (event: EventForInvites, session: SessionForInvites): string => {
  const title = calendarTitleOf(event)
  const which = whichPart(event, session, isHidden(event))
  return which ? `${title}: ${which}` : title
}

const whichPart = (event: EventForInvites, session: SessionForInvites, hidden: boolean): string => {
  const planned = plannedSessions(event)
  if (planned.length < 2) return ''
  // The workshop's title would reveal the topic.
  if (session.block && hidden) return 'workshop'
  const parts = session.block ? planned.filter((other) => other.block === session.block) : forEveryone(planned)
  if (!session.block && parts.length < 2) return ''
  const position = parts.findIndex((other) => other.id === session.id) + 1
  return (
    (hidden ? '' : session.title) || `${session.block && !hidden ? `${session.block}, workshop` : 'part'} ${position} of ${parts.length}`
  )
}

/** A session's name in messages, whatever the calendar shows. */
export const nameOf = (event: EventForInvites, session: SessionForInvites): string => {
  const which = whichPart(event, session, false)
  return which ? `${event.title}: ${which}` : event.title
}

const roomIn = (event: EventForInvites, session: SessionForInvites): string =>
  event.attendanceMode === 'online' ? '' : (session.room ?? '')

/** `Main hall, Three Counties Hotel, …` where the session's room is known. */
const whereIn = (event: EventForInvites, session: SessionForInvites): string =>
  [roomIn(event, session), whereOf(event, [session])].filter(Boolean).join(', ')

/** Place and link of an entry for these sessions. */
export const placeShown = (event: EventForInvites, sessions: readonly SessionForInvites[]): Pick<Shown, 'where' | 'joiningLink'> => ({
  where: whereOf(event, sessions),
  joiningLink: event.attendanceMode === 'in_person' ? '' : event.joiningLink,
})

/** The entry of one session. */
export const shownOf = (event: EventForInvites, session: SessionForInvites): Shown => ({
  title: entryTitle(event, session),
  startsAt: session.startsAt,
  endsAt: session.endsAt,
  ...placeShown(event, [session]),
  ...(roomIn(event, session) ? { room: roomIn(event, session) } : {}),
  where: whereIn(event, session),
  ...(isHidden(event) ? { about: nameOf(event, session) } : {}),
})

export const aboutOf = (shown: Shown): string => shown.about ?? shown.title

const compared = (shown: Shown): string =>
  JSON.stringify([
    shown.title,
    aboutOf(shown),
    shown.startsAt,
    shown.endsAt,
    shown.where,
    hasLink(shown),
    (shown.parts ?? []).map((part) => [part.title, part.name ?? part.title, part.startsAt, part.endsAt, part.room ?? '']),
  ])

export const showsTheSame = (one: Shown, other: Shown): boolean => compared(one) === compared(other)

/** Everybody joins by a link of ours: they see whether there is one, not where the meeting is. */
export const hasLink = ({ joiningLink }: Pick<Shown, 'joiningLink'>): boolean => joiningLink !== ''

/** `Jo Price, events@example.gov.uk, 01432 000000`: the event's contact. */
export const contactOf = (event: EventForInvites): string =>
  [event.contactName, event.contactEmail, event.contactTelephone].filter(Boolean).join(', ')

/** An act's statements for calendars, and the messages to queue after them in the same batch. */
export type Told = { statements: SqlStatement[]; messages: OutgoingMessage[] }
