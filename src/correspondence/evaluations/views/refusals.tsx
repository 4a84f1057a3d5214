import type { AnswerRefusal, SaveRefusal } from '../evaluation.ts'

export const saveRefusals: Record<SaveRefusal, string> = {
  evaluation_is_asked: 'These questions have gone out, so they stay as they are',
  event_over: 'The event is over or cancelled. People are told before it what they will be asked, so nothing can be changed now',
}

export const answerRefusals: Record<AnswerRefusal, string> = {
  evaluation_answered: 'Answers were given with this link already, and they count once',
  evaluation_closed: 'The time to answer is over',
}
