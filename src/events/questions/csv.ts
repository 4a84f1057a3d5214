// An event's answers as CSV: one row a place. An answer of a whole booking stands beside its first
// place alone, so that numbers add up.
import { cellOf } from '#base/questions/kind.ts'
import { type Column, csvOf } from '#base/web/csv.ts'
import type { AnsweringPlace, EventAnswers } from './answers.ts'
import type { Question } from './question.ts'

const headingOf = ({ label, scope, retiredAt }: Question): string =>
  `${label}${scope === 'booking' ? ' (once for the booking)' : ''}${retiredAt ? ' (no longer asked)' : ''}`

export const answersCsv = ({ questions, places, values }: EventAnswers): string => {
  const first = new Map(places.toReversed().map(({ bookingId, placeId }) => [bookingId, placeId]))
  const columns: Column<AnsweringPlace>[] = [
    { name: 'School', value: ({ school }) => school },
    { name: 'Town', value: ({ town }) => town },
    { name: 'URN', value: ({ urn }) => urn },
    { name: 'Booking', value: ({ reference }) => reference },
    { name: 'Name', value: ({ named, name }) => (named === 1 ? (name ?? 'Name erased') : 'To be named') },
    ...questions.map((question) => ({
      name: headingOf(question),
      value: ({ placeId, bookingId }: AnsweringPlace) => {
        const about = question.scope === 'place' ? placeId : first.get(bookingId) === placeId ? bookingId : ''
        const value = values.get(question.id)?.get(about)
        return value === undefined ? '' : cellOf(question, value)
      },
    })),
  ]
  return csvOf(columns, places)
}
