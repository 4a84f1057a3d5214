// What a change of an event is called, on the page before it is saved, in the subject and the text of messages, and in the history of a
// booking: for what it is, never "something".
import { londonDay, sayTime } from '#base/dates.ts'
import { aboutOf, calendarTitleOf, daysOf, type EventForInvites, forEveryone, type SessionForInvites, type Shown } from './invite.ts'

/**
 * `times`: the day, or when people come and go; `programme`: what is on in that time; `workshops`: one that somebody has chosen; `entries`:
 * how calendars put it together.
 */
const changeNames = ['title', 'calendar_title', 'times', 'programme', 'workshops', 'place', 'joining_link', 'entries'] as const
export type ChangeName = (typeof changeNames)[number]

type Session = SessionForInvites & {
  /** Of an event as it stands: people who have chosen it. */
  chosen?: number
}

/** What of an event can be seen to change. */
type Visible = Pick<EventForInvites, 'title' | 'attendanceMode' | 'venueName' | 'venueAddress' | 'venuePostcode' | 'joiningLink'> &
  Partial<Pick<EventForInvites, 'calendarTitle' | 'calendarEntries' | 'sensitive'>> & { sessions: readonly Session[] }

/** The hours of each day, from the first start to the last end. */
const hoursOf = (sessions: readonly Pick<Session, 'startsAt' | 'endsAt'>[]): string => JSON.stringify(daysOf(sessions))

type Part = { name: string; startsAt: string; endsAt: string }

/** What is on, day by day, whichever days these are; of a part that is alone on its day the hours are those of the day, which are named apart. */
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

/** Sessions for everyone by their names, and each block of workshops once. */
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

/** Whether a workshop that somebody has chosen, and that is kept, has another name or time. */
const workshopsDiffer = (before: Visible, after: Visible): boolean =>
  before.sessions.some((was) => {
    const is = after.sessions.find(({ id }) => id === was.id)
    if (!was.block || !is?.block || (was.chosen ?? 0) === 0) return false
    return was.title !== is.title || was.startsAt !== is.startsAt || was.endsAt !== is.endsAt
  })

const among = (changed: Partial<Record<ChangeName, boolean>>): ChangeName[] => changeNames.filter((name) => changed[name])

/** The names of what differs in an event for whoever has a place; nothing when they would see the same. */
export const changesOfEvent = (before: Visible, after: Visible): ChangeName[] =>
  among({
    title: before.title !== after.title,
    calendar_title: before.title === after.title && calendarTitleOf(before) !== calendarTitleOf({ sensitive: before.sensitive, ...after }),
    times: hoursOf(before.sessions) !== hoursOf(after.sessions),
    programme: programmeKey(partsOf(before.sessions)) !== programmeKey(partsOf(after.sessions)),
    workshops: workshopsDiffer(before, after),
    place: placeOf(before) !== placeOf(after),
    joining_link: before.joiningLink !== after.joiningLink,
    entries: (before.calendarEntries ?? 'each') !== (after.calendarEntries ?? 'each'),
  })

/**
 * The same of one calendar entry.
 *
 * @param renamed whether the event itself has another title: otherwise it is a part of it that is called differently
 */
export const changesOfEntry = (was: Shown, is: Shown, renamed: boolean): ChangeName[] => {
  const parts = (shown: Shown): string =>
    programmeKey((shown.parts ?? []).map(({ title, name, ...hours }) => ({ name: name ?? title, ...hours })))
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

/** `time, place and joining link`, for a sentence that says of what; `details` when nothing of it has a name. */
export const sayChanges = (changes: readonly ChangeName[]): string => {
  const said = changes.map((change) => words[change])
  return said.length === 0 ? 'details' : said.length === 1 ? `${said[0]}` : `${said.slice(0, -1).join(', ')} and ${said.at(-1)}`
}
