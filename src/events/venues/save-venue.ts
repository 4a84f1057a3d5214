import type { Act } from '#base/act.ts'
import { atomically, guardBroken } from '#base/db/atomically.ts'
import { storedAs } from '#base/db/stored-row.ts'
import { logged } from '#base/log/store.ts'
import { ok, type Result, refuse } from '#base/result.ts'
import { insertVenue, setListed, updateVenue } from './store.ts'
import type { Venue, VenueFacts } from './venue.ts'

export type VenueRefusal = 'venue_listed' | 'stale' | 'saved_otherwise'

const nameTaken = { Venue_name: 'venue_listed' } as const

/** Adds a venue to the list; the same form sent again acts once. @param id made with the form */
export const addVenue = async (act: Act, id: string, facts: VenueFacts): Promise<Result<true, VenueRefusal>> => {
  const result = await atomically<VenueRefusal>(
    act.db,
    [insertVenue(act, id, facts), logged(act, { act: 'venue.added', subject: ['venue', id], after: { name: facts.name } })],
    { ...nameTaken, 'Venue.id': 'saved_otherwise' },
  )
  if (result.ok) return ok(true)
  const stored = await storedAs(act.db, 'Venue', id, facts)
  if (stored === undefined) return result
  return stored === 'same' ? ok(true) : refuse('saved_otherwise')
}

/** Events keep the name and address that they have. */
export const changeVenue = async (act: Act, venue: Venue, version: number, facts: VenueFacts): Promise<Result<true, VenueRefusal>> => {
  // Pressed twice.
  if (version !== venue.version) return (await storedAs(act.db, 'Venue', venue.id, facts)) === 'same' ? ok(true) : refuse('stale')
  const result = await atomically<VenueRefusal>(
    act.db,
    [
      ...updateVenue(act, venue, facts),
      logged(act, { act: 'venue.changed', subject: ['venue', venue.id], before: { name: venue.name }, after: { name: facts.name } }),
    ],
    { ...nameTaken, [guardBroken]: 'stale' },
  )
  return result.ok || (await storedAs(act.db, 'Venue', venue.id, facts)) === 'same' ? ok(true) : result
}

export const listVenue = async (act: Act, venue: Venue, isListed: boolean): Promise<Result<true, 'venue_listed'>> => {
  if ((venue.retiredAt === null) === isListed) return ok(true)
  const result = await atomically<'venue_listed'>(
    act.db,
    [
      setListed(act, venue.id, isListed),
      logged(act, { act: isListed ? 'venue.listed' : 'venue.unlisted', subject: ['venue', venue.id], after: { name: venue.name } }),
    ],
    nameTaken,
  )
  return result.ok ? ok(true) : result
}
