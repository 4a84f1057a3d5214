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
  roomOf,
  type SessionForInvites,
  type Shown,
  sayRoom,
} from './invite.ts'

/**
 * `times`: the day, or the hours people are there; `programme`: what is on within them;
 * `workshops`: one that somebody chose; `entries`: grouped otherwise in calendars.
 */
const changeNames = ['title', 'calendar_title', 'times', 'programme', 'workshops', 'place', 'joining_link', 'entries'] as const
export type ChangeName = (typeof changeNames)[number]

type Session = SessionForInvites & {
  /** How many people have chosen it now. */
  chosen?: number
}

/** What people can see change in an event. */
type Visible = Pick<EventForInvites, 'title' | 'attendanceMode' | 'venueName' | 'venueAddress' | 'venuePostcode' | 'joiningLink'> &
  Partial<Pick<EventForInvites, 'calendarTitle' | 'calendarEntries' | 'sensitive'>> & { sessions: readonly Session[] }

/** Each day's hours, from the first start to the last end. */
const hoursOf = (sessions: readonly Pick<Session, 'startsAt' | 'endsAt'>[]): string => JSON.stringify(daysOf(sessions))

type Part = { name: string; startsAt: string; endsAt: string }

/**
 * What is on, day by day, regardless of dates; a day's only part has the day's hours, which are
 * compared apart.
 */
const programmeKey = (parts: readonly Part[]): string => {
  const days = [...new Set(parts.map(({ startsAt }) => londonDay(startsAt)))].sort()
  const ofDay = Map.groupBy(parts, ({ startsAt }) => londonDay(startsAt))
  return JSON.stringify(
    parts
      .map(({ name, startsAt, endsAt }) => {
        const day = londonDay(startsAt)
        const alone = ofDay.get(day)?.length === 1
        return [days.indexOf(day), alone ? '' : sayTime(startsAt), alone ? '' : sayTime(endsAt), name].join('\n')
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

const heldIn = (session: Session): string => [roomOf(session), session.venueAddress ?? ''].join('\n')

/** Whether a kept session is in another room, or at another venue, than was said. */
const roomsDiffer = (before: Visible, after: Visible): boolean =>
  before.sessions.some((was) => {
    const is = after.sessions.find(({ id }) => id === was.id)
    return is !== undefined && heldIn(was) !== heldIn(is)
  })

/** Whether a kept workshop that somebody chose has another name or time. */
const workshopsDiffer = (before: Visible, after: Visible): boolean =>
  before.sessions.some((was) => {
    const is = after.sessions.find(({ id }) => id === was.id)
    if (!was.block || !is?.block || (was.chosen ?? 0) === 0) return false
    return was.title !== is.title || was.startsAt !== is.startsAt || was.endsAt !== is.endsAt
  })

const among = (changed: Partial<Record<ChangeName, boolean>>): ChangeName[] => changeNames.filter((name) => changed[name])

/** Names of what changed for people with a place; empty if they see no difference. */
export const changesOfEvent = (before: Visible, after: Visible): ChangeName[] =>
  among({
    title: before.title !== after.title,
    calendar_title: before.title === after.title && calendarTitleOf(before) !== calendarTitleOf({ sensitive: before.sensitive, ...after }),
    times: hoursOf(before.sessions) !== hoursOf(after.sessions),
    programme: programmeKey(partsOf(before.sessions)) !== programmeKey(partsOf(after.sessions)),
    workshops: workshopsDiffer(before, after),
    place: placeOf(before) !== placeOf(after) || roomsDiffer(before, after),
    joining_link: before.joiningLink !== after.joiningLink,
    entries: (before.calendarEntries ?? 'each') !== (after.calendarEntries ?? 'each'),
  })

/**
 * The same for one entry.
 * @param renamed the event has another title; otherwise a part of it is renamed
 */
export const changesOfEntry = (was: Shown, is: Shown, renamed: boolean): ChangeName[] => {
  const parts = (shown: Shown): string =>
    programmeKey((shown.parts ?? []).map(({ title, name, room, ...hours }) => ({ name: `${name ?? title}${sayRoom({ room })}`, ...hours })))
  const calledOtherwise = aboutOf(was) !== aboutOf(is)
  return among({
    title: calledOtherwise && renamed,
    calendar_title: !calledOtherwise && was.title !== is.title,
    times: was.startsAt !== is.startsAt || was.endsAt !== is.endsAt,
    programme: (calledOtherwise && !renamed) || parts(was) !== parts(is),
    place: was.where !== is.where,
    joining_link: was.joiningLink !== is.joiningLink,
  })
}

const words: Record<ChangeName, string> = {
  title: 'title',
  calendar_title: 'name in calendars',
  times: 'time',
  programme: 'programme',
  workshops: 'workshops',
  place: 'place',
  joining_link: 'joining link',
  entries: 'calendar entries',
}

/** `time, place and joining link`; `details` when no change has a name. */
export const sayChanges = (changes: readonly ChangeName[]): string => {
  return listed(changes.map((change) => words[change])) || 'details'
}
