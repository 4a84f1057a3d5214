// What an organiser does with the workshops of many people at once, worked out before it is done: moving people, and giving those who have
// not chosen what is left.
import type { EventDetails, EventSession } from '#events/events/event.ts'
import { leftIn, overlap } from '#events/events/workshop.ts'

/** Someone with a place, or a place to be named, as the organiser's lists show it. */
export type WorkshopPerson = {
  id: string
  reference: string
  personId: string | null
  name: string | null
  email: string | null
  role: string | null
  school: string
  town: string
  urn: string | null
  bookedAt: string
  workshopIds: string[]
}

export type Move = { placeId: string; to: string }

const workshopsIn = (event: Pick<EventDetails, 'sessions'>, person: WorkshopPerson): EventSession[] =>
  event.sessions.filter((session) => session.block !== '' && person.workshopIds.includes(session.id))

/** The workshop of the person that keeps them from `to`, besides the one of its own block that they would leave for it. */
const clashWith = (event: Pick<EventDetails, 'sessions'>, person: WorkshopPerson, to: EventSession): EventSession | undefined =>
  workshopsIn(event, person).find((session) => session.block !== to.block && overlap(session, to))

/** People of a block: those in one of its workshops, or with `workshopId` undefined those in none of them. */
export const peopleIn = (
  event: Pick<EventDetails, 'sessions'>,
  people: readonly WorkshopPerson[],
  block: string,
  workshopId?: string,
): WorkshopPerson[] => {
  const ids = event.sessions.filter((session) => session.block === block).map((session) => session.id)
  return people.filter((person) =>
    workshopId === undefined ? !person.workshopIds.some((id) => ids.includes(id)) : person.workshopIds.includes(workshopId),
  )
}

export type MovePlan = {
  moving: WorkshopPerson[]
  /** Those who have another workshop at that time. */
  clashing: { person: WorkshopPerson; with: EventSession }[]
  /** How many the workshop has room for; undefined when it has no limit. */
  room: number | undefined
}

/** Whether the people chosen fit into a workshop; it is refused as a whole when they do not. */
export const planMove = (event: Pick<EventDetails, 'sessions'>, chosen: readonly WorkshopPerson[], to: EventSession): MovePlan => {
  const clashing = chosen.flatMap((person) => {
    const other = clashWith(event, person, to)
    return other ? [{ person, with: other }] : []
  })
  return { moving: chosen.filter((person) => !clashing.some((one) => one.person.id === person.id)), clashing, room: leftIn(to) }
}

export type Assignment = { moves: (Move & { person: WorkshopPerson })[]; without: WorkshopPerson[] }

/**
 * Those who have not chosen in a block, in the order in which they booked, each into the workshop with most places left that does not clash
 * with what they have; a workshop without a limit takes its share as if it had as many places as the event. Nobody who has chosen is moved.
 *
 * @param now workshops that have begun are left out
 */
export const planAssignment = (event: EventDetails, people: readonly WorkshopPerson[], block: string, now: string): Assignment => {
  const workshops = event.sessions.filter((session) => session.block === block && session.startsAt > now)
  const left = new Map(workshops.map((one) => [one.id, leftIn(one) ?? Math.max(1, event.capacity - one.chosen)]))
  const waiting = [...peopleIn(event, people, block)].sort((a, b) => (a.bookedAt + a.id < b.bookedAt + b.id ? -1 : 1))
  const moves: Assignment['moves'] = []
  const without: WorkshopPerson[] = []
  for (const person of waiting) {
    const [best] = workshops
      .filter((one) => (left.get(one.id) ?? 0) > 0 && !clashWith(event, person, one))
      .sort((a, b) => (left.get(b.id) ?? 0) - (left.get(a.id) ?? 0))
    if (!best) {
      without.push(person)
      continue
    }
    left.set(best.id, (left.get(best.id) ?? 0) - 1)
    moves.push({ placeId: person.id, to: best.id, person })
  }
  return { moves, without }
}
