// What lies ahead of somebody for one school: it is shown when the school ends a role of theirs.
import type { Instant } from '#base/dates.ts'
import type { StoredPlace } from '#base/standing.ts'

/** A place of somebody for a school at an event that is not over, or one that it waits for. */
export type ComingPlace = StoredPlace & {
  id: string
  personId: string
  reference: string
  title: string
  startsAt: Instant
  endsAt: Instant
}

/** What somebody asked for as a contact whom nobody has confirmed. */
export type ComingRequest = { title: string; places: number }

export type ComingOfPerson = { name: string; places: ComingPlace[]; requests: ComingRequest[] }
