import { sayChanged } from '#base/changed.ts'
import type { AnswerRefusal } from '../change-answers.ts'
import type { WriteRefusal } from '../question.ts'
import { mostQuestions } from '../question.ts'

export const writeRefusals: Record<WriteRefusal, string> = {
  no_such_question: 'This question is not asked any more. Nothing has been changed',
  question_is_retired: 'This question is not asked any more, so it cannot be changed. Add a new one instead',
  event_cancelled: 'The event is cancelled, so its questions can no longer be changed',
  too_many_questions: `An event asks ${mostQuestions} questions at most. Retire one first`,
  questions_changed: sayChanged('The questions have'),
}

export const answerRefusals: Record<AnswerRefusal, string> = {
  event_started: 'The event has begun, so answers can no longer be changed. Tell the organiser instead',
  event_cancelled: 'The event is cancelled, so there is nothing to answer any more',
  booking_cancelled: 'The booking is cancelled, so there is nothing to answer any more',
  place_ended: 'One of the places has just been cancelled or given to somebody else. Look at the booking as it is now, then try again',
}
