// A workshop is a session that some people of an event choose: a place has one of each block, and
// no two at the same time. It has places of its own, and never more people than fit.
import { blocksOf, type EventSession, plenary } from './event.ts'

type Timed = Pick<EventSession, 'startsAt' | 'endsAt'>
type Counted = Pick<EventSession, 'capacity' | 'chosen'>

export const longestBlock = 100

/** Whether nobody can attend both; ending when the other starts is no overlap. */
export const overlap = (one: Timed, other: Timed): boolean => one.startsAt < other.endsAt && other.startsAt < one.endsAt

/** How many more can choose it; undefined without a limit of its own. */
export const leftIn = (workshop: Counted): number | undefined =>
  workshop.capacity === null ? undefined : Math.max(0, workshop.capacity - workshop.chosen)

export const isFull = (workshop: Counted): boolean => leftIn(workshop) === 0

/** `12 of 20 places left`, `Full`, or `No limit`. */
export const sayLeft = (workshop: Counted): string => {
  const left = leftIn(workshop)
  if (left === undefined) return 'No limit'
  if (left === 0) return workshop.capacity === 1 ? 'Full: its place is taken' : `Full: all ${workshop.capacity} places taken`
  return `${left} of ${workshop.capacity} places left`
}

/** Why one place cannot have these workshops: two of a block, or two at the same time. */
export const choiceProblem = (
  chosen: readonly (Timed & Pick<EventSession, 'id' | 'block'>)[],
): 'one_workshop_a_block' | 'workshops_clash' | undefined => {
  const pairs = chosen.flatMap((one, index) => chosen.slice(index + 1).map((other) => [one, other] as const))
  if (pairs.some(([one, other]) => one.block === other.block)) return 'one_workshop_a_block'
  return pairs.some(([one, other]) => overlap(one, other)) ? 'workshops_clash' : undefined
}

/** Not full, and not clashing with an earlier one. @param ids by start */
export const choicesThatFit = (sessions: readonly EventSession[], ids: readonly string[]): string[] => {
  const had = sessions.filter((session) => session.block !== '' && ids.includes(session.id))
  return had
    .filter((one, index) => {
      const earlier = had.slice(0, index)
      return !isFull(one) && earlier.every((other) => other.block !== one.block && !overlap(other, one))
    })
    .map((session) => session.id)
}

const quoted = (session: Pick<EventSession, 'title'>): string => `“${session.title}”`

type Described = Timed & Pick<EventSession, 'title' | 'block' | 'capacity' | 'room' | 'venueId'>

/** What an organiser should check in an event's workshops; never prevents saving. */
export const workshopWarnings = (event: { sessions: readonly Described[]; capacity: number }): string[] => {
  const blocks = blocksOf(event.sessions)
  const alone = blocks
    .filter(({ workshops }) => workshops.length === 1)
    .map(({ block }) => `“${block}” has one workshop only, so there is nothing to choose between.`)
  const short = blocks.flatMap(({ block, workshops }) => {
    const places = workshops.reduce((sum, one) => sum + (one.capacity ?? Number.POSITIVE_INFINITY), 0)
    return places < event.capacity
      ? [`The workshops of “${block}” have ${places} places together, and the event has ${event.capacity}: not everyone can choose one.`]
      : []
  })
  const between = blocks.flatMap(({ workshops }, index) =>
    workshops.flatMap((one) =>
      blocks
        .slice(index + 1)
        .flatMap((later) => later.workshops.filter((other) => overlap(one, other)))
        .map((other) => `${quoted(one)} and ${quoted(other)} overlap, so nobody can choose both.`),
    ),
  )
  const over = blocks
    .flatMap(({ workshops }) => workshops)
    .flatMap((one) =>
      plenary(event.sessions)
        .filter((session) => overlap(one, session))
        .map((session) => `${quoted(one)} overlaps with ${session.title ? quoted(session) : 'a session'}, which everyone attends.`),
    )
  return [...alone, ...short, ...between.slice(0, 5), ...over.slice(0, 5)]
}
