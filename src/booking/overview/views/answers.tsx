import type { Child } from 'hono/jsx'
import type { Problems } from '#base/web/field.tsx'
import { Heading, Link, P, SummaryList } from '#base/web/page-parts.tsx'
import type { BookedPlace } from '#booking/bookings/booked-place.ts'
import type { BookingDetails } from '#booking/bookings/booking-details.ts'
import { placeName } from '#booking/bookings/views/place-card.tsx'
import type { TypedAnswers } from '#events/questions/forms.ts'
import { type BookingAnswers, forScope } from '#events/questions/question.ts'
import { answerRows, QuestionFields } from '#events/questions/views/fields.tsx'

/** The places with a person, which questions about each person are asked of. */
export const answeringPlaces = (booking: Pick<BookingDetails, 'places'>): BookedPlace[] =>
  booking.places.filter((place) => place.personId !== null && place.state !== 'cancelled')

/** How many answers the organiser needs are not given. */
export const missing = (booking: BookingDetails, { questions, answers }: BookingAnswers): number => {
  const has = (questionId: string, placeId: string | null): boolean =>
    answers.some((answer) => answer.questionId === questionId && answer.placeId === placeId)
  const once = forScope(questions, 'booking').filter((question) => question.required && !has(question.id, null)).length
  const each = answeringPlaces(booking).flatMap((place) =>
    forScope(questions, 'place').filter((question) => question.required && !has(question.id, place.id)),
  ).length
  return booking.places.some((place) => place.state !== 'cancelled') ? once + each : 0
}

export const AskedOfBooking = ({ booking, asked, change }: { booking: BookingDetails; asked: BookingAnswers; change: boolean }) => {
  const rows = answerRows(
    asked.questions,
    'booking',
    asked.answers.filter((answer) => answer.placeId === null),
  )
  if (asked.questions.length === 0 || (rows.length === 0 && !change)) return null
  const live = asked.questions.some((question) => question.retiredAt === null)
  return (
    <>
      <Heading>What the organiser asks</Heading>
      <SummaryList rows={rows} />
      {change && live ? (
        <P>
          <Link href={`/bookings/${booking.reference}/answers`}>Answer or change answers</Link>
        </P>
      ) : null}
    </>
  )
}

type AnswerFieldsProps = {
  booking: BookingDetails
  asked: BookingAnswers
  typed: TypedAnswers
  insist: boolean
  problems: Problems | undefined
}

export const AnswerFields = ({ booking, asked, typed, insist, problems }: AnswerFieldsProps) => (
  <>
    <P>
      You can change answers until the event begins. Do not say what people need to eat or to take part: each of them is asked that on a
      page of their own.
    </P>
    <QuestionFields questions={asked.questions} scope="booking" typed={typed.booking} problems={problems} insist={insist} />
    {forScope(asked.questions, 'place').length > 0
      ? answeringPlaces(booking).map((place, index) => (
          <fieldset class="govuk-fieldset muster-delegate">
            <legend class="govuk-fieldset__legend govuk-fieldset__legend--m">
              <h2 class="govuk-fieldset__heading">{placeName(place)}</h2>
            </legend>
            <input type="hidden" name="place" value={place.id} />
            <input type="hidden" name="person" value={place.personId ?? ''} />
            <QuestionFields
              questions={asked.questions}
              scope="place"
              row={index + 1}
              typed={typed.rows[index]}
              problems={problems}
              insist={insist}
            />
          </fieldset>
        ))
      : null}
  </>
)

type NothingToAnswerProps = { booking: BookingDetails; asked: BookingAnswers; refusal: string | undefined; children?: Child }

/** @param children the form, where something can be answered */
export const NothingToAnswer = ({ booking, asked, refusal, children }: NothingToAnswerProps) => (
  <>
    {refusal ? (
      <P>{refusal}.</P>
    ) : asked.questions.every((question) => question.retiredAt !== null) ? (
      <P>The organiser asks nothing about this booking.</P>
    ) : (
      children
    )}
    <P>
      <Link href={`/bookings/${booking.reference}`}>Back to the booking</Link>
    </P>
  </>
)
