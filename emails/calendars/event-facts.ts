// What messages about an event show, as fields and facts.
import { sayDeadline, sayLongDay, sayWhen } from '#base/dates.ts'
import { atStart } from '#base/words.ts'
import { calendarTitleOf, daysOf, type EventForInvites, programmeOf } from '#calendars/invites/invite.ts'
import type { Block } from '#emails/messages/mail.tsx'
import type { SaidTerms } from '#money/terms/words.ts'

/** The day it begins; '' without a session. */
export const dayOf = (event: EventForInvites): string => (event.sessions[0] ? sayLongDay(event.sessions[0].startsAt) : '')

/** The event's title in a subject, the same as in calendars. */
export const inSubjectOf = (event: EventForInvites) => ({ title: calendarTitleOf(event) })

/** The hours by day, from the first start to the last end, workshops included. */
export const whenOf = (event: Pick<EventForInvites, 'sessions'>): string =>
  daysOf(event.sessions)
    .map(({ startsAt, endsAt }) => sayWhen(startsAt, endsAt))
    .join('; ')

/** The programme as blocks; empty for a single session. */
export const programmeBlocks = (event: Pick<EventForInvites, 'sessions'>) => {
  const lines = programmeOf(event.sessions)
  return lines.length === 0 ? [] : [{ paragraph: 'Programme:' }, { list: lines }]
}

/** Terms of cancelling: their name and version, and what they mean for this event. */
export const termsBlocks = (terms: SaidTerms | undefined, opening = 'Terms of cancelling that you accepted'): Block[] =>
  terms ? [{ paragraph: `${opening} (${terms.label}):` }, { list: terms.sentences }] : []

/** Places without a name in a message about new places, and by when they need one. */
export const unnamedBlocks = (unnamed: number, namesDueAt: string | null | undefined): Block[] =>
  unnamed === 0
    ? []
    : [
        {
          paragraph: `${atStart(unnamed, 'place has', 'places have')} no name yet. Name who is coming on the page of your booking${namesDueAt ? `; names are due by ${sayDeadline(namesDueAt)}` : ''}.`,
        },
      ]
