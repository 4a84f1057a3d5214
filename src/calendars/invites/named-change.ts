// The name of a change of an event, the same on the page before saving, in subjects and texts of
// messages, and in a booking's history.
import { londonDay, sayTime } from '#base/dates.ts'
import { listed } from '#base/words.ts'
import {
  aboutOf,
  calendarTitleOf,
  daysOf,
  type EventForInvites,
  forEveryone,
  hasLink,
  type SessionForInvites,
  type Shown,
} from './invite.ts'

/**
 * `date`: the day or days; `times`: the hours people are there; `programme`: what is on within
 * them; `workshops`: one that somebody chose; `entries`: grouped otherwise in calendars.
 */
const changeNames = [
  ...(['title', 'calendar_title', 'date', 'times', 'programme', 'workshops'] as const),
  ...(['place', 'room', 'joining_link', 'entries'] as const),
]
export type ChangeName = (typeof changeNames)[number]

type Session = SessionForInvites & {
  /** How many people have chosen it now. */
  chosen?: number
}

/** What people can see change in an event. */
type Visible = Pick<EventForInvites, 'title' | 'attendanceMode' | 'venueName' | 'venueAddress' | 'venuePostcode' | 'joiningLink'> &
  Partial<Pick<EventForInvites, 'calendarTitle' | 'calendarEntries' | 'sensitive'>> & { sessions: readonly Session[] }

type Hours = Pick<Session, 'startsAt' | 'endsAt'>

/** Whether the days differ, and whether their hours do, from the first start to the last end. */
const daysDiffer = (was: readonly Hours[], is: readonly Hours[]): { date: boolean; times: boolean } => {
  const [before, after] = [was, is].map(daysOf) as [Hours[], Hours[]]
  const dates = (days: readonly Hours[]): string => days.map(({ startsAt }) => londonDay(startsAt)).join()
  const hours = (days: readonly Hours[]): string => days.map(sayHours).join()
  return { date: dates(before) !== dates(after), times: before.length === after.length && hours(before) !== hours(after) }
}

/** `9am to 4pm` */
export const sayHours = ({ startsAt, endsAt }: Hours): string => `${sayTime(startsAt)} to ${sayTime(endsAt)}`

type Part = { name: string; startsAt: string; endsAt: string }

/** What is on, day by day; a day's only part has the day's hours, which are compared separately. */
const programmeKey = (parts: readonly Part[]): string => {
  const ofDay = Map.groupBy(parts, ({ startsAt }) => londonDay(startsAt))
  return JSON.stringify(
    parts
      .map(({ name, ...hours }) => {
        const alone = ofDay.get(londonDay(hours.startsAt))?.length === 1
        return [dayNumber(parts, hours.startsAt), alone ? '' : sayHours(hours), name].join('\n')
      })
      .sort(),
  )
}

/** Sessions for everyone by name, and each block of workshops once. */
const partsOf = (sessions: readonly Session[]): Part[] => [
  ...forEveryone(sessions).map(({ title, startsAt, endsAt }) => ({ name: title, startsAt, endsAt })),
  ...[
    ...Map.groupBy(
      sessions.filter(({ block }) => block),
      ({ block, startsAt }) => `${block}\n${londonDay(startsAt)}`,
    ).values(),
  ].flatMap((ofBlock) => daysOf(ofBlock).map((hours) => ({ name: `${ofBlock[0]?.block}`, ...hours }))),
]

const placeOf = (event: Visible): string => [event.attendanceMode, event.venueName, event.venueAddress, event.venuePostcode].join('\n')

/** Whether `of` differs for a session that is kept. */
const keptDiffer = (before: Visible, after: Visible, of: (session: Session) => string): boolean =>
  before.sessions.some((was) => {
    const is = after.sessions.find(({ id }) => id === was.id)
    return is !== undefined && of(was) !== of(is)
  })

const venueOf = ({ venueName = '', venueAddress = '' }: Session): string => [venueName, venueAddress].join('\n')

/** Whether a kept workshop that somebody chose has another name or time; not with its whole day. */
const workshopsDiffer = (before: Visible, after: Visible): boolean => {
  const chosen = ({ sessions }: Visible): Session[] =>
    sessions.filter(({ id }) => before.sessions.some((was) => was.id === id && was.block && (was.chosen ?? 0) > 0))
  const sayIt = (event: Visible, { title, startsAt, endsAt }: Session): string =>
    [title, dayNumber(event.sessions, startsAt), sayHours({ startsAt, endsAt })].join()
  return chosen(before).some((was) => {
    const is = chosen(after).find(({ id }) => id === was.id)
    return is !== undefined && is.block !== '' && sayIt(before, was) !== sayIt(after, is)
  })
}

/** Which of the days of these sessions a moment is on, from 0. */
export const dayNumber = (sessions: readonly Pick<Session, 'startsAt'>[], at: string): number => daysWith(sessions).indexOf(londonDay(at))

export const daysWith = (sessions: readonly Pick<Session, 'startsAt'>[]): string[] =>
  [...new Set(sessions.map(({ startsAt }) => londonDay(startsAt)))].sort()

const among = (changed: Partial<Record<ChangeName, boolean>>): ChangeName[] => changeNames.filter((name) => changed[name])

/** Names of what changed for people with a place; empty if they see no difference. */
export const changesOfEvent = (before: Visible, after: Visible): ChangeName[] =>
  among({
    title: before.title !== after.title,
    calendar_title: before.title === after.title && calendarTitleOf(before) !== calendarTitleOf({ sensitive: before.sensitive, ...after }),
    ...daysDiffer(before.sessions, after.sessions),
    programme: programmeKey(partsOf(before.sessions)) !== programmeKey(partsOf(after.sessions)),
    workshops: workshopsDiffer(before, after),
    place: placeOf(before) !== placeOf(after) || keptDiffer(before, after, venueOf),
    room: keptDiffer(before, after, ({ room = '' }) => room),
    joining_link: before.joiningLink !== after.joiningLink,
    entries: (before.calendarEntries ?? 'each') !== (after.calendarEntries ?? 'each'),
  })

/** @param renamed the event has another title; otherwise a part of it is renamed */
export const changesOfEntry = (was: Shown, is: Shown, renamed: boolean): ChangeName[] => {
  const parts = (shown: Shown): string =>
    programmeKey((shown.parts ?? []).map(({ title, name, ...hours }) => ({ name: name ?? title, ...hours })))
  const rooms = ({ room = '', parts = [] }: Shown): string => JSON.stringify([room, ...parts.map((part) => part.room ?? '')])
  const venue = ({ where, room }: Shown): string => (room ? where.slice(room.length) : `, ${where}`)
  const sameParts = was.parts?.length === is.parts?.length
  const calledOtherwise = aboutOf(was) !== aboutOf(is)
  return among({
    title: calledOtherwise && renamed,
    calendar_title: !calledOtherwise && was.title !== is.title,
    ...daysDiffer([was], [is]),
    programme: (calledOtherwise && !renamed) || parts(was) !== parts(is),
    place: venue(was) !== venue(is),
    room: sameParts && rooms(was) !== rooms(is),
    joining_link: hasLink(was) !== hasLink(is),
  })
}

const words: Record<ChangeName, string> = {
  title: 'title',
  calendar_title: 'name in calendars',
  date: 'date',
  times: 'time',
  programme: 'programme',
  workshops: 'workshops',
  place: 'place',
  room: 'room',
  joining_link: 'joining link',
  entries: 'calendar entries',
}

/** `time, place and joining link`; `details` when no change has a name. */
export const sayChanges = (changes: readonly ChangeName[]): string => {
  return listed(changes.map((change) => words[change])) || 'details'
}
