import { Hono } from 'hono'
import * as z from 'zod'
import { type Act, actsFor } from '#base/act.ts'
import type { AppEnv } from '#base/web/env.ts'
import { ownForm } from '#base/web/fields.tsx'
import { addProblems, type Body, texts } from '#base/web/form.ts'
import { page, withPages } from '#base/web/page.tsx'
import { type Asked, atField, press } from '#base/web/press.tsx'
import { type FoundBooking, readBooking } from '#booking/bookings/booking-store.ts'
import { AnswerFields, answeringPlaces, NothingToAnswer } from '#booking/overview/views/answers.tsx'
import { answerRefusal, changeAnswers } from '#events/questions/change-answers.ts'
import { asTyped, judgeAnswers, readTypedAnswers, type TypedAnswers } from '#events/questions/forms.ts'
import { type BookingAnswers, placedAnswers } from '#events/questions/question.ts'
import { readBookingAnswers } from '#events/questions/store.ts'
import { answerRefusals } from '#events/questions/views/refusals.tsx'

type Here = FoundBooking & { asked: BookingAnswers; insist: boolean; isCancelled: boolean }

/** The booking with its questions, for whoever may see it. */
const find = async (act: Act, { part }: Asked): Promise<Here | undefined> => {
  const [found, asked] = await Promise.all([readBooking(act, part('reference')), readBookingAnswers(act.db, part('reference'))])
  if (!found) return undefined
  const { schoolId, cancelledAt } = found.booking
  return { ...found, asked, insist: actsFor(act.actor, schoolId), isCancelled: cancelledAt !== null }
}

const standing = ({ booking, asked }: Here): TypedAnswers => {
  const about = (placeId: string | null) =>
    asTyped(
      asked.questions,
      asked.answers.filter((answer) => answer.placeId === placeId),
    )
  return { booking: about(null), rows: answeringPlaces(booking).map((place) => about(place.id)) }
}

/** The booking's people have changed since the form, so its rows would go to the wrong ones. */
const isOvertaken = ({ booking }: Here, body: Body): boolean => {
  const [sent, shown] = [texts(body, 'place'), texts(body, 'person')]
  const places = answeringPlaces(booking)
  return (
    sent.length > 0 &&
    (sent.join() !== places.map(({ id }) => id).join() ||
      (shown.length > 0 && shown.join() !== places.map(({ personId }) => personId).join()))
  )
}

const answersForm = (here: Here) =>
  ownForm(
    z.looseObject({}).transform((body, context) => {
      if (isOvertaken(here, body)) return undefined
      const sent = texts(body, 'place')
      const typed = readTypedAnswers(body, Math.max(answeringPlaces(here.booking).length, sent.length))
      const judged = judgeAnswers(here.asked.questions, typed, { insist: here.insist, rows: sent.map((_, index) => index + 1) })
      if (!judged.ok) addProblems(context, judged.problems)
      return { sent, answers: judged.answers }
    }),
  )

const save = press({
  at: '/bookings/:reference/answers',
  find,
  form: (_, here) => answersForm(here),
  attributes: { id: 'answers' },
  shape: (_, here, { body, problems }) => (
    <AnswerFields
      {...here}
      typed={Object.keys(body).length > 0 ? readTypedAnswers(body, answeringPlaces(here.booking).length) : standing(here)}
      problems={problems}
    />
  ),
  button: 'Save answers',
  act: async (act, typed, { subject: { booking, event, asked, isCancelled } }) => {
    if (!typed) return { ok: false, refusal: { afresh: `${answerRefusals.place_ended}.` } }
    return changeAnswers(
      act,
      { id: booking.id, schoolId: booking.schoolId, event, isCancelled },
      placedAnswers(typed.answers, typed.sent),
      asked.answers,
      { questions: asked.questions, placeIds: [null, ...typed.sent] },
    )
  },
  refused: atField('answers', answerRefusals),
  done: (_, changed) => (changed === 0 ? 'The answers are as they were.' : 'The answers are saved.'),
  to: ({ part }) => `/bookings/${part('reference')}`,
})

const answers = page({
  at: '/bookings/:reference/answers',
  find,
  title: 'What the organiser asks',
  caption: ({ event }) => event.title,
  back: ({ booking }) => ({ href: `/bookings/${booking.reference}`, text: 'Back to the booking' }),
  presses: { save },
  show: (here, forms, { now }) => {
    const refusal = answerRefusal(here, now)
    return (
      <NothingToAnswer {...here} refusal={refusal && answerRefusals[refusal]}>
        {forms.save(here)}
      </NothingToAnswer>
    )
  },
})

/** A booking's answers, which can change until the event begins. Mounted at the root. */
export const schoolAnswerPages = withPages(new Hono<AppEnv>(), answers)
