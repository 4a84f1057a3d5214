import { type Context, Hono } from 'hono'
import { actsFor } from '#base/act.ts'
import { notFound } from '#base/errors.ts'
import type { AppEnv } from '#base/web/env.ts'
import type { Problems } from '#base/web/field.tsx'
import { flash } from '#base/web/flash.ts'
import { texts } from '#base/web/form.ts'
import { type FoundBooking, readBooking } from '#booking/bookings/booking-store.ts'
import { AnswersPage, answeringPlaces } from '#booking/overview/views/answers.tsx'
import { answerRefusal, changeAnswers } from '#events/questions/change-answers.ts'
import { asTyped, judgeAnswers, readTypedAnswers, type TypedAnswers } from '#events/questions/forms.ts'
import { type BookingAnswers, placedAnswers } from '#events/questions/question.ts'
import { readBookingAnswers } from '#events/questions/store.ts'
import { answerRefusals } from '#events/questions/views/refusals.tsx'

type C = Context<AppEnv>
type Here = FoundBooking & { asked: BookingAnswers; insist: boolean; isCancelled: boolean }

/** The booking with its questions; 404 for one the reader may not see. */
const hereFor = async (c: C): Promise<Here> => {
  const reference = c.req.param('reference') ?? ''
  const [found, asked] = await Promise.all([readBooking(c.var.act, reference), readBookingAnswers(c.env.DB, reference)])
  if (!found) throw notFound('booking')
  const { schoolId, cancelledAt } = found.booking
  return { ...found, asked, insist: actsFor(c.var.act.actor, schoolId), isCancelled: cancelledAt !== null }
}

const show = (c: C, here: Here, typed: TypedAnswers, problems?: Problems) => {
  const refusal = answerRefusal(here, c.var.act.now)
  return c.render(<AnswersPage {...here} typed={typed} refusal={refusal && answerRefusals[refusal]} problems={problems} />, {
    title: 'What the organiser asks',
    hasProblems: problems !== undefined,
    back: { href: `/bookings/${here.booking.reference}`, text: 'Back to the booking' },
  })
}

const standing = ({ booking, asked }: Here): TypedAnswers => {
  const about = (placeId: string | null) =>
    asTyped(
      asked.questions,
      asked.answers.filter((answer) => answer.placeId === placeId),
    )
  return { booking: about(null), rows: answeringPlaces(booking).map((place) => about(place.id)) }
}

/** A booking's answers, which can change until the event begins. Mounted at the root. */
export const schoolAnswerPages = new Hono<AppEnv>()
  .get('/bookings/:reference/answers', async (c) => {
    const here = await hereFor(c)
    return show(c, here, standing(here))
  })
  .post('/bookings/:reference/answers', async (c) => {
    const here = await hereFor(c)
    const { booking, event, asked, insist, isCancelled } = here
    const body = await c.req.parseBody({ all: true })
    const answering = answeringPlaces(booking)
    const places = answering.map(({ id }) => id)
    const people = answering.map(({ personId }) => personId)
    const [sent, shown] = [texts(body, 'place'), texts(body, 'person')]
    const typed = readTypedAnswers(body, Math.max(places.length, sent.length))
    // The booking's people have changed since the form, so its rows would go to the wrong ones.
    if (sent.length > 0 && (sent.join() !== places.join() || (shown.length > 0 && shown.join() !== people.join()))) {
      c.status(409)
      return show(c, here, standing(here), { place: answerRefusals.place_ended })
    }
    const judged = judgeAnswers(asked.questions, typed, { insist, rows: sent.map((_, index) => index + 1) })
    if (!judged.ok) {
      c.status(422)
      return show(c, here, typed, judged.problems)
    }
    const done = await changeAnswers(
      c.var.act,
      { id: booking.id, schoolId: booking.schoolId, event, isCancelled },
      placedAnswers(judged.answers, sent),
      asked.answers,
      { questions: asked.questions, placeIds: [null, ...sent] },
    )
    if (!done.ok) {
      c.status(409)
      return show(c, here, typed, { place: answerRefusals[done.reason] })
    }
    flash(c, done.value === 0 ? 'The answers are as they were.' : 'The answers are saved.')
    return c.redirect(`/bookings/${booking.reference}`, 303)
  })
