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

/** What somebody asked for as a contact whom nobody has confirmed, and by which claim. */
export type ComingRequest = { title: string; code: string; places: number; startsAt: Instant; endsAt: Instant; claimId: string }

export type ComingOfPerson = { personId: string; name: string; places: ComingPlace[]; requests: ComingRequest[] }

export const hasComing = ({ places, requests }: ComingOfPerson): boolean => places.length + requests.length > 0

export const comingAt = (schoolId: string, [first, ...others]: readonly [string, ...string[]]): string =>
  `/school/${schoolId}/staff/${first}/coming${others.length > 0 ? `?with=${others.join(',')}` : ''}`
