// What messages about an event say of it, as fields of their words and in their facts.
import { sayLongDay, sayWhen } from '#base/dates.ts'
import { calendarTitleOf, daysOf, type EventForInvites, programmeOf } from '#calendars/invites/invite.ts'
import type { Block } from '#emails/messages/mail.tsx'
import type { SaidTerms } from '#money/terms/words.ts'

/** `one place`, `5 places`. */
export const placesInWords = (n: number): string => (n === 1 ? 'one place' : `${n} places`)

/** The same where a sentence begins. */
export const placesAtStart = (n: number): string => (n === 1 ? 'One place' : `${n} places`)

/** The day on which it begins; '' while no session has a time. */
export const dayOf = (event: EventForInvites): string => (event.sessions[0] ? sayLongDay(event.sessions[0].startsAt) : '')

/** What a subject line calls the event: the same as calendars do. */
export const inSubjectOf = (event: EventForInvites) => ({ title: calendarTitleOf(event) })

/** When people are there, day by day: from the first start to the last end, workshops too. */
export const whenOf = (event: Pick<EventForInvites, 'sessions'>): string =>
  daysOf(event.sessions)
    .map(({ startsAt, endsAt }) => sayWhen(startsAt, endsAt))
    .join('; ')

/** What is on in that time, as a block of a message; nothing where there is but one session. */
export const programmeBlocks = (event: Pick<EventForInvites, 'sessions'>) => {
  const lines = programmeOf(event.sessions)
  return lines.length === 0 ? [] : [{ paragraph: 'Programme:' }, { list: lines }]
}

/** Terms of cancelling in a message: whose and which, then what they come to for this event. */
export const termsBlocks = (terms: SaidTerms | undefined, opening = 'Terms of cancelling that you accepted'): Block[] =>
  terms ? [{ paragraph: `${opening} (${terms.label}):` }, { list: terms.sentences }] : []
