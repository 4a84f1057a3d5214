// What a person's calendar answered to an entry. It is something the calendar said, perhaps by itself, and changes nothing about the place.
import { type Instant, sayInstant } from '#base/dates.ts'

export type Answer = 'accepted' | 'declined' | 'tentative'

/** `old`: it answers an entry as it was before the last change. `title`: of the entry, for a place that has several. */
export type CalendarAnswer = { answer: Answer; receivedAt: Instant; old: 0 | 1; title: string }

export const answerWords: Record<Answer, string> = { accepted: 'yes', declined: 'no', tentative: 'perhaps' }

/** `Calendar said no on Monday 8 June 2026 at 10:15, before the last change` */
export const sayAnswer = (answer: CalendarAnswer, several = false): string =>
  `Calendar said ${answerWords[answer.answer]} on ${sayInstant(answer.receivedAt)}${answer.old ? ', before the last change' : ''}${several ? ` (${answer.title})` : ''}`
