// An event's answers as CSV: one row a place, repeating its booking's answers.
import { toCsv } from '#base/web/csv.ts'
import type { AnsweringPlace } from './answers.ts'
import { sayValue, type Value } from './kind.ts'
import type { Question } from './question.ts'

export const answersCsv = (
  questions: readonly Question[],
  places: readonly AnsweringPlace[],
  values: ReadonlyMap<string, ReadonlyMap<string, Value>>,
): string =>
  toCsv(
    [
      ...['School', 'Town', 'URN', 'Booking', 'Name'],
      ...questions.map(
        ({ label, scope, retiredAt }) =>
          `${label}${scope === 'booking' ? ' (once for the booking)' : ''}${retiredAt ? ' (no longer asked)' : ''}`,
      ),
    ],
    places.map((place) => [
      ...[place.school, place.town, place.urn, place.reference],
      place.named === 1 ? (place.name ?? 'Name erased') : 'To be named',
      ...questions.map((question) => {
        const value = values.get(question.id)?.get(question.scope === 'booking' ? place.bookingId : place.placeId)
        return value === undefined ? '' : sayValue(question.kind, value)
      }),
    ]),
  )
