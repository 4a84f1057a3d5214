import type { Act } from '#base/act.ts'
import { instant, londonDay, londonTime } from '#base/dates.ts'
import { atomically } from '#base/db/atomically.ts'
import { newId } from '#base/id.ts'
import { logged } from '#base/log/store.ts'
import { ok, type Result, refuse } from '#base/result.ts'
import { standingOf, standingWords } from '#base/standing.ts'
import type { Cell } from '#base/web/csv.ts'
import { placesForExport } from './list-store.ts'
import { type BookingFilter, filterQuery, type ListedPlace, mostExported } from './listed-place.ts'

export type Export = {
  /** Plain letters, without an extension. */
  name: string
  columns: { name: string; width: number }[]
  rows: Cell[][]
}

const columns: { name: string; width: number }[] = [
  { name: 'School', width: 35 },
  { name: 'Town', width: 18 },
  { name: 'URN', width: 9 },
  { name: 'Person', width: 25 },
  { name: 'Email', width: 30 },
  { name: 'Role', width: 25 },
  { name: 'Also represents', width: 30 },
  { name: 'Place', width: 16 },
  { name: 'Event', width: 35 },
  { name: 'Event date', width: 12 },
  { name: 'Event code', width: 11 },
  { name: 'Reference', width: 11 },
  { name: 'Booked', width: 17 },
  { name: 'Booked by', width: 30 },
]

const rowOf = (place: ListedPlace, now: string): Cell[] => [
  place.school,
  place.town,
  place.urn,
  place.name,
  place.email,
  place.role,
  place.representsNames,
  standingWords[standingOf(place, now)],
  place.eventTitle,
  londonDay(place.startsAt),
  place.eventCode,
  place.reference,
  `${londonDay(place.bookedAt)} ${londonTime(place.bookedAt)}`,
  place.channel === 'organiser' ? `The council${place.booker ? `, for ${place.booker}` : ''}` : place.booker,
]

/**
 * The places that a filter finds, as rows for a spreadsheet. That they were taken out is logged, with the filter and how many there were;
 * words that were searched for are not, since they may be a name. What people need to eat or to take part is never among them.
 *
 * @returns 'too_many' above `mostExported`
 */
export const exportBookings = async (act: Act, filter: BookingFilter, format: 'csv' | 'xlsx'): Promise<Result<Export, 'too_many'>> => {
  const places = await placesForExport(act.db, filter, act.now, mostExported + 1)
  if (places.length > mostExported) return refuse('too_many')
  const now = instant(act.now)
  await atomically(
    act.db,
    [
      logged(act, {
        act: 'bookings.exported',
        subject: ['export', newId(act.now)],
        after: { format, places: places.length, filter: filterQuery({ ...filter, q: '' }), searched: filter.q.trim() !== '' },
      }),
    ],
    {},
  )
  return ok({
    name: `bookings-${filter.event ? `${filter.event.toUpperCase()}-` : ''}${londonDay(act.now)}`,
    columns,
    rows: places.map((place) => rowOf(place, now)),
  })
}
