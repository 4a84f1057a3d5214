import type { Act } from '#base/act.ts'
import { type Instant, instant, londonDay, londonTime } from '#base/dates.ts'
import { atomically } from '#base/db/atomically.ts'
import { newId } from '#base/id.ts'
import { logged } from '#base/log/store.ts'
import { ok, type Result, refuse } from '#base/result.ts'
import { standingOf, standingWords } from '#base/standing.ts'
import type { Column } from '#base/web/csv.ts'
import { sayValue } from '#events/questions/kind.ts'
import type { Question } from '#events/questions/question.ts'
import { readExported } from './list-store.ts'
import { type BookingFilter, type ExportedPlace, filterQuery, mostExported } from './listed-place.ts'

export type Export = {
  /** A plain file name without extension. */
  name: string
  columns: Column<ExportedPlace>[]
  places: ExportedPlace[]
}

/** A column for each question of one event; of several events one for all that was answered. */
const answerColumns = (filter: BookingFilter, questions: readonly Question[]): Column<ExportedPlace>[] =>
  filter.event
    ? questions.map(({ id, label }) => ({
        name: label,
        width: 25,
        value: ({ answered }) => answered.filter(({ questionId }) => questionId === id).map(({ kind, value }) => sayValue(kind, value))[0],
      }))
    : [
        {
          name: 'Answers',
          width: 40,
          value: ({ answered }) => answered.map(({ label, kind, value }) => `${label}: ${sayValue(kind, value)}`).join('; '),
        },
      ]

const columnsAt = (now: Instant): Column<ExportedPlace>[] => [
  { name: 'School', width: 35, value: (place) => place.school },
  { name: 'Town', width: 18, value: (place) => place.town },
  { name: 'URN', width: 9, value: (place) => place.urn },
  { name: 'Person', width: 25, value: (place) => place.name },
  { name: 'Email', width: 30, value: (place) => place.email },
  { name: 'Telephone', width: 18, value: (place) => place.telephone },
  { name: 'Telephone of the school', width: 20, value: (place) => place.schoolTelephone },
  { name: 'Role', width: 25, value: (place) => place.role },
  { name: 'Also represents', width: 30, value: (place) => place.representsNames },
  { name: 'Place', width: 16, value: (place) => standingWords[standingOf(place, now)] },
  { name: 'Event', width: 35, value: (place) => place.eventTitle },
  { name: 'Event date', width: 12, value: (place) => londonDay(place.startsAt) },
  { name: 'Event code', width: 11, value: (place) => place.eventCode },
  { name: 'Workshops', width: 40, value: (place) => place.workshops.join('; ') },
  { name: 'Reference', width: 11, value: (place) => place.reference },
  { name: 'Booked', width: 17, value: ({ bookedAt }) => `${londonDay(bookedAt)} ${londonTime(bookedAt)}` },
  {
    name: 'Booked by',
    width: 30,
    value: ({ channel, booker }) => (channel === 'organiser' ? `The council${booker ? `, for ${booker}` : ''}` : booker),
  },
  { name: 'Comes', width: 12, value: ({ attendance }) => attendance && (attendance === 'online' ? 'Online' : 'In the room') },
]

/**
 * Exports the filtered places. Logs the filter and the count, but not searched words, which may be
 * a name. Never includes dietary or access needs.
 * @returns 'too_many' above `mostExported`
 */
export const exportBookings = async (act: Act, filter: BookingFilter, format: 'csv' | 'xlsx'): Promise<Result<Export, 'too_many'>> => {
  const { places, questions } = await readExported(act.db, filter, act.now, mostExported + 1)
  if (places.length > mostExported) return refuse('too_many')
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
    columns: [...columnsAt(instant(act.now)), ...answerColumns(filter, questions)],
    places,
  })
}
