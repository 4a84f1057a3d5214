// A person's calendar's answer (PARTSTAT) to an entry. The calendar may have sent it by itself, so
// it changes nothing about the place.
import { type Instant, sayInstant } from '#base/dates.ts'

export type Answer = 'accepted' | 'declined' | 'tentative'

/** `old`: about the entry before its last change. `title`: for a place with several entries. */
export type CalendarAnswer = { answer: Answer; receivedAt: Instant; old: 0 | 1; title: string }

export const answerWords: Record<Answer, string> = { accepted: 'yes', declined: 'no', tentative: 'perhaps' }

/** `Answered no in their calendar on Monday 8 June 2026 at 10:15, before the last change` */
export const sayAnswer = (answer: CalendarAnswer, several = false): string =>
  `Answered ${answerWords[answer.answer]} in their calendar on ${sayInstant(answer.receivedAt)}${answer.old ? ', before the last change' : ''}${several ? ` (${answer.title})` : ''}`
