// What changed of an event or of a calendar entry, a line each: what it was and what it is now.
import { sayLongDay, sayWhen } from '#base/dates.ts'
import { listed } from '#base/words.ts'
import { aboutOf, daysOf, type EventForInvites, hasLink, roomOf, type Shown, whereOf } from './invite.ts'
import { dayNumber, daysWith, sayHours } from './named-change.ts'

type Hours = { startsAt: string; endsAt: string }
/** `id`: it stays the same part; a part without one is compared by its name or its time. */
type Part = Hours & { id?: string; name: string; room: string }

/** What a reader sees of an event. `days`: the hours of each; `parts`: the programme. */
export type Seen = {
  title: string
  calendarTitle: string
  days: readonly Hours[]
  parts: readonly Part[]
  where: string
  hasLink: boolean
}

/** An event as a booking has it. @param chosen workshops of its delegates, by id */
export const seenOfEvent = (event: EventForInvites, chosen: ReadonlySet<string>): Seen => {
  const own = event.sessions.filter(({ id, block }) => !block || chosen.has(id))
  const blocks = Map.groupBy(
    event.sessions.filter(({ block }) => block),
    ({ block }) => `${block}`,
  )
  const open = [...blocks].filter(([, ofBlock]) => ofBlock.some(({ id }) => !chosen.has(id)))
  return {
    title: event.title,
    calendarTitle: event.title,
    days: daysOf(event.sessions),
    parts: [
      ...own.map(({ id, title, startsAt, endsAt, ...session }) => ({ id, name: title, startsAt, endsAt, room: roomOf(session) })),
      ...open.flatMap(([block, ofBlock]) => daysOf(ofBlock).map((hours) => ({ id: block, name: block, room: '', ...hours }))),
    ],
    where: whereOf(event),
    hasLink: hasLink(event),
  }
}

/** One entry of somebody's calendar, as its message says it. */
export const seenOfEntry = (shown: Shown): Seen => {
  const { startsAt, endsAt, room = '' } = shown
  return {
    title: aboutOf(shown),
    calendarTitle: shown.title,
    days: [shown],
    parts: shown.parts?.map(({ title, name, ...part }) => ({ ...part, name: name ?? title, room: part.room ?? '' })) ?? [
      { name: '', startsAt, endsAt, room },
    ],
    where: room ? shown.where.slice(room.length + 2) : shown.where,
    hasLink: hasLink(shown),
  }
}

const changed = (what: string, was: string, is: string): string[] => (was === is ? [] : [`${what}: was ${was}, now ${is}.`])

/** What differs, was and is; empty for a reader who sees the same. */
export const linesOfChange = (was: Seen, is: Seen): string[] => [
  ...changed('Title', `“${was.title}”`, `“${is.title}”`),
  ...(was.title === is.title ? changed('Name in your calendar', `“${was.calendarTitle}”`, `“${is.calendarTitle}”`) : []),
  ...linesOfDays(was.days, is.days),
  ...linesOfParts(was.parts, is.parts),
  ...changed('Place', was.where, is.where),
  ...(was.hasLink === is.hasLink ? [] : [is.hasLink ? 'The link to join is new.' : 'There is no link to join any more.']),
]

const linesOfDays = (was: readonly Hours[], is: readonly Hours[]): string[] => {
  const day = ({ startsAt }: Hours): string => sayLongDay(startsAt)
  const all = (days: readonly Hours[]): string => listed(days.map(({ startsAt, endsAt }) => sayWhen(startsAt, endsAt)))
  if (was.length !== is.length) return changed('Days', all(was), all(is))
  return was.flatMap((before, index) => {
    const after = is[index] ?? before
    return [
      ...changed('Day', day(before), day(after)),
      ...changed(is.length > 1 ? `Time on ${day(after)}` : 'Time', sayHours(before), sayHours(after)),
    ]
  })
}

const linesOfParts = (was: readonly Part[], is: readonly Part[]): string[] => {
  const pairs = pairsOf(was, is)
  const known = new Set(pairs.values())
  return [
    ...was.flatMap((before) => {
      const after = pairs.get(before)
      return after ? linesOfPart([before, was], [after, is]) : addedOrGone('No longer', before, was)
    }),
    ...is.filter((after) => !known.has(after)).flatMap((after) => addedOrGone('New', after, is)),
  ]
}

/** The hours of a day's only part are the day's, which are compared already. */
const isAlone = ({ startsAt }: Part, among: readonly Part[]): boolean =>
  among.filter((one) => dayNumber(among, one.startsAt) === dayNumber(among, startsAt)).length === 1

const addedOrGone = (what: string, part: Part, among: readonly Part[]): string[] => {
  const when = daysWith(among).length < 2 ? sayHours(part) : sayWhen(part.startsAt, part.endsAt)
  return part.name === '' && isAlone(part, among) ? [] : [`${what}: ${part.name ? `“${part.name}”, ` : ''}${when}.`]
}

const linesOfPart = ([was, before]: [Part, readonly Part[]], [is, after]: [Part, readonly Part[]]): string[] => {
  const name = is.name ? `“${is.name}”` : sayHours(is)
  const otherDay = dayNumber(before, was.startsAt) !== dayNumber(after, is.startsAt)
  const when = (part: Part): string => (otherDay ? sayWhen(part.startsAt, part.endsAt) : sayHours(part))
  const called = (part: Part): string => (part.name ? `“${part.name}”` : 'without a name')
  const alone = isAlone(was, before) && isAlone(is, after)
  return [
    ...changed(sayHours(is), called(was), called(is)),
    ...(alone ? [] : changed(name, when(was), when(is))),
    ...changed(alone && !is.name ? 'Room' : `Room of ${name}`, was.room || 'not known', is.room || 'not known'),
  ]
}

/** Which part became which: by id, else by name and time, by name, or by time. */
const pairsOf = (was: readonly Part[], is: readonly Part[]): Map<Part, Part> => {
  const pairs = new Map<Part, Part>()
  const when = (part: Part, among: readonly Part[]): string => `${dayNumber(among, part.startsAt)} ${sayHours(part)}`
  const match = (same: (before: Part, after: Part) => boolean): void => {
    for (const before of was) {
      const taken = new Set(pairs.values())
      const after = pairs.has(before) ? undefined : is.find((one) => !taken.has(one) && same(before, one))
      if (after) pairs.set(before, after)
    }
  }
  const sameTime = (before: Part, after: Part): boolean => when(before, was) === when(after, is)
  match((before, after) => before.id === after.id && (before.id !== undefined || (before.name === after.name && sameTime(before, after))))
  match((before, after) => before.id === undefined && before.name === after.name)
  match((before, after) => before.id === undefined && sameTime(before, after))
  return pairs
}
