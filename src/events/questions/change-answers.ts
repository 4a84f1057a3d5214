import type { Act } from '#base/act.ts'
import { instant } from '#base/dates.ts'
import { atomically } from '#base/db/atomically.ts'
import { logged } from '#base/log/store.ts'
import { ok, type Result, refuse } from '#base/result.ts'
import { type EventDetails, firstStart } from '#events/events/event.ts'
import { changedAnswers, type PlacedAnswer, type Question, type StandingAnswer, withdrawnAnswers } from './question.ts'
import { endAnswers, insertAnswers } from './store.ts'

export type AnswerRefusal = 'event_started' | 'event_cancelled' | 'booking_cancelled' | 'place_ended'

type Answering = { event: EventDetails; isCancelled: boolean }

/** Too late once the event has begun. */
export const answerRefusal = ({ event, isCancelled }: Answering, now: Date): Exclude<AnswerRefusal, 'place_ended'> | undefined => {
  if (event.state === 'cancelled') return 'event_cancelled'
  if (isCancelled) return 'booking_cancelled'
  return (firstStart(event) ?? '9999') <= instant(now) ? 'event_started' : undefined
}

/**
 * Gives, changes or withdraws answers until the event begins. The caller checks access.
 * @param form what was asked, so that an emptied field withdraws @returns how many changed
 */
export const changeAnswers = async (
  act: Act,
  booking: { id: string; schoolId: string } & Answering,
  given: readonly PlacedAnswer[],
  standing: readonly StandingAnswer[],
  form: { questions: readonly Question[]; placeIds: readonly (string | null)[] },
): Promise<Result<number, AnswerRefusal>> => {
  const refusal = answerRefusal(booking, act.now)
  if (refusal) return refuse(refusal)
  const changed = changedAnswers(given, standing)
  const ended = withdrawnAnswers(given, standing, form)
  if (changed.length + ended.length === 0) return ok(0)
  const result = await atomically<AnswerRefusal>(
    act.db,
    [
      ...insertAnswers(act, booking.id, changed),
      ...(ended.length > 0 ? [endAnswers(act, booking.id, ended)] : []),
      logged(act, {
        act: 'booking.answers_changed',
        subject: ['booking', booking.id],
        eventId: booking.event.id,
        schoolId: booking.schoolId,
        after: { given: changed.map(told), takenBack: ended.map(told) },
      }),
    ],
    { answer_misplaced: 'place_ended' },
  )
  return result.ok ? ok(changed.length + ended.length) : result
}

const told = ({ questionId, placeId }: PlacedAnswer) => ({ questionId, placeId })
