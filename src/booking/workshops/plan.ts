// Plans an organiser's changes to many people's workshops: moving people, and assigning those who
// have not chosen.
import { allPlaces, blocksOf, type EventDetails, type EventSession } from '#events/events/event.ts'
import { leftIn, overlap } from '#events/events/workshop.ts'

/** A place, named or not, in the organiser's lists. */
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

/** An event and everyone with a place at it. */
export type ChosenWorkshops = { event: EventDetails; people: readonly WorkshopPerson[] }

/**
 * A workshop's people, or with `workshop` undefined those in none of the block; `others`: where
 * they can go.
 */
export type PeopleList = {
  event: EventDetails
  block: string
  /** Of the block, from 1. */
  number: number
  workshop: EventSession | undefined
  others: EventSession[]
  people: WorkshopPerson[]
}

export const sayPerson = (person: Pick<WorkshopPerson, 'personId' | 'name'>): string =>
  person.personId === null ? 'A place to be named' : (person.name ?? 'Name erased')

export type Move = { placeId: string; to: string }

const workshopsIn = (event: Pick<EventDetails, 'sessions'>, person: WorkshopPerson): EventSession[] =>
  event.sessions.filter((session) => session.block !== '' && person.workshopIds.includes(session.id))

/** The person's workshop that clashes with `to`, apart from the one they would leave. */
const clashWith = (event: Pick<EventDetails, 'sessions'>, person: WorkshopPerson, to: EventSession): EventSession | undefined =>
  workshopsIn(event, person).find((session) => session.block !== to.block && overlap(session, to))

/** A block's people: in one workshop, or with `workshopId` undefined in none. */
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

/**
 * The list of a workshop or, without one, of a block.
 * @param asked `block` counts from 1
 */
export const listIn = (
  { event, people }: ChosenWorkshops,
  asked: { workshop: string; block: number },
  now: string,
): PeopleList | undefined => {
  const blocks = blocksOf(event.sessions)
  const workshop = event.sessions.find((one) => one.id === asked.workshop && one.block !== '')
  const index = asked.workshop ? blocks.findIndex(({ block }) => block === workshop?.block) : asked.block - 1
  const chosen = blocks[index]
  return (
    chosen && {
      event,
      block: chosen.block,
      number: index + 1,
      workshop,
      others: chosen.workshops.filter((one) => one.id !== workshop?.id && one.startsAt > now),
      people: peopleIn(event, people, chosen.block, workshop?.id),
    }
  )
}

export type MovePlan = {
  moving: WorkshopPerson[]
  /** Those with another workshop at that time. */
  clashing: { person: WorkshopPerson; with: EventSession }[]
  /** The workshop's room; undefined: no limit. */
  room: number | undefined
}

/** Whether the chosen people fit into a workshop; refused as a whole if not. */
export const planMove = (event: Pick<EventDetails, 'sessions'>, chosen: readonly WorkshopPerson[], to: EventSession): MovePlan => {
  const clashing = chosen.flatMap((person) => {
    const other = clashWith(event, person, to)
    return other ? [{ person, with: other }] : []
  })
  return { moving: chosen.filter((person) => !clashing.some((one) => one.person.id === person.id)), clashing, room: leftIn(to) }
}

export type Assignment = { moves: (Move & { person: WorkshopPerson })[]; without: WorkshopPerson[] }

/**
 * Assigns those who have not chosen in a block, by order of booking, each to the workshop with most
 * room that does not clash; one without limit counts as having the event's places. Moves nobody.
 * @param now workshops that have begun are left out
 */
export const planAssignment = (event: EventDetails, people: readonly WorkshopPerson[], block: string, now: string): Assignment => {
  const workshops = event.sessions.filter((session) => session.block === block && session.startsAt > now)
  const left = new Map(workshops.map((one) => [one.id, leftIn(one) ?? Math.max(1, allPlaces(event) - one.chosen)]))
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
