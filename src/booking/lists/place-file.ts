import { type Instant, londonDay, londonTime } from '#base/dates.ts'
import { cellOf, sayAnswer } from '#base/questions/kind.ts'
import { standingOf, standingWords } from '#base/standing.ts'
import type { Column } from '#base/web/csv.ts'
import { headingOf } from '#events/questions/csv.ts'
import type { Question } from '#events/questions/question.ts'
import { sayCourseLacked } from '#people/people/earlier-course.ts'
import type { BookingFilter, ExportedPlace } from './listed-place.ts'

/** A column for each question of one event; of several events one for all that was answered. */
const answerColumns = (filter: BookingFilter, questions: readonly Question[]): Column<ExportedPlace>[] =>
  filter.event
    ? questions.map((question) => ({
        name: headingOf(question),
        width: 25,
        value: ({ answered }) => answered.filter(({ questionId }) => questionId === question.id).map((one) => cellOf(one, one.value))[0],
      }))
    : [
        {
          name: 'Answers',
          width: 40,
          value: ({ answered }) => answered.map((one) => `${one.label}: ${sayAnswer(one, one.value)}`).join('; '),
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
  { name: 'Earlier course', width: 30, value: ({ lacks }) => lacks && sayCourseLacked(lacks) },
  { name: 'Comes because', width: 30, value: ({ reason }) => reason },
  { name: 'Comes', width: 12, value: ({ attendance }) => attendance && (attendance === 'online' ? 'Online' : 'In the room') },
]

/** The columns of a file, which never has dietary or access needs. */
export const exportColumns = (now: Instant, filter: BookingFilter, questions: readonly Question[]): Column<ExportedPlace>[] => [
  ...columnsAt(now),
  ...answerColumns(filter, questions),
]
