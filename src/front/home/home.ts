// A school's first page: what is due from it, its next event, what is owed, and how it stands
// beside other schools.
import { mayGive } from '#attendance/coverage/suppression.ts'
import { furthestBehind, type StandingRow } from '#attendance/requirements/standing-row.ts'
import type { Instant } from '#base/dates.ts'
import { isCertain, isOpen, type PlaceStanding, type StoredPlace, standingOf } from '#base/standing.ts'

/** A place of the school at an event that is not over. */
export type ComingPlace = StoredPlace & {
  personId: string | null
  name: string | null
  reference: string
  title: string
  startsAt: Instant
  endsAt: Instant
  venueName: string
}

/** One standing of places at the next event: who has them, as far as they are named. */
type PlacesSoFar = { standing: PlaceStanding; place: ComingPlace; n: number; names: string[] }

export type NextEvent = {
  event: Pick<ComingPlace, 'title' | 'startsAt' | 'endsAt' | 'venueName' | 'reference'>
  /** Some of its places are certain. */
  certain: boolean
  places: PlacesSoFar[]
  others: number
}

/** The next event at which a place is certain, else the next at which one may still become so. */
export const nextEventOf = (all: readonly ComingPlace[], now: Instant): NextEvent | undefined => {
  const places = all.map((place) => ({ place, standing: standingOf(place, now) }))
  const live = places.filter(({ standing }) => isCertain(standing) || isOpen(standing))
  const first = live.find(({ standing }) => isCertain(standing)) ?? live[0]
  if (!first) return undefined
  const own = live.filter(({ place }) => place.reference === first.place.reference)
  const byStanding = Map.groupBy(own, ({ standing }) => standing)
  return {
    event: first.place,
    certain: isCertain(first.standing),
    places: [...byStanding].map(([standing, some]) => ({
      standing,
      place: some[0]?.place ?? first.place,
      n: some.length,
      names: some.flatMap(({ place }) => place.name ?? []),
    })),
    others: new Set(live.map(({ place }) => place.reference)).size - 1,
  }
}

/** Where somebody, or a role that nobody holds, is furthest behind, and of how many trainings. */
export type PersonLine = { row: StandingRow; trainings: number }

export const personLinesOf = (rows: readonly StandingRow[]): PersonLine[] =>
  [...Map.groupBy(rows, ({ personId, who, role }) => personId ?? (who || role)).values()].flatMap((own) => {
    const [row] = furthestBehind(own)
    return row ? [{ row, trainings: own.length }] : []
  })

/** Other schools of the phase that are asked a requirement, and those in date by our record. */
/** `smallest`: the smallest count that is shown. */
export type Peers = { requirementId: string; schools: number; inDate: number; smallest: number }

/** Nobody learns of a single school from it. Where all are alike it would say how each stands. */
export const mayTell = ({ schools, inDate, smallest }: Peers): boolean => mayGive(inDate, schools - inDate, smallest)
