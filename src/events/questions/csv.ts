// An event's answers in a file: one row a place. An answer of a whole booking stands beside its
// first place alone, so that numbers add up.
import { cellOf } from '#base/questions/kind.ts'
import type { Column } from '#base/web/csv.ts'
import type { AnsweringPlace, EventAnswers } from './answers.ts'
import type { Question } from './question.ts'

/** The column of a question. */
export const headingOf = ({ label, scope, retiredAt }: Question): string =>
  `${label}${scope === 'booking' ? ' (once for the booking)' : ''}${retiredAt ? ' (no longer asked)' : ''}`

export const answerColumns = ({ questions, places, values }: EventAnswers): Column<AnsweringPlace>[] => {
  const first = new Map(places.toReversed().map(({ bookingId, placeId }) => [bookingId, placeId]))
  return [
    { name: 'School', width: 35, value: ({ school }) => school },
    { name: 'Town', width: 18, value: ({ town }) => town },
    { name: 'URN', width: 9, value: ({ urn }) => urn },
    { name: 'Booking', width: 11, value: ({ reference }) => reference },
    { name: 'Name', width: 25, value: ({ named, name }) => (named === 1 ? (name ?? 'Name erased') : 'To be named') },
    ...questions.map((question) => ({
      name: headingOf(question),
      width: 25,
      value: ({ placeId, bookingId }: AnsweringPlace) => {
        const about = question.scope === 'place' ? placeId : first.get(bookingId) === placeId ? bookingId : ''
        const value = values.get(question.id)?.get(about)
        return value === undefined ? '' : cellOf(question, value)
      },
    })),
  ]
}
