// What messages about an event show, as fields and facts.
import { sayDeadline, sayLongDay, sayWhen } from '#base/dates.ts'
import { atStart } from '#base/words.ts'
import { calendarTitleOf, daysOf, type EventForInvites, programmeOf } from '#calendars/invites/invite.ts'
import type { Block, Sender } from '#emails/messages/mail.tsx'
import { type Slots, wordsOf } from '#emails/messages/words.ts'
import type { FreeAfter, SaidTerms } from '#money/terms/words.ts'

/** The day it begins; '' without a session. */
const dayOf = (event: EventForInvites): string => (event.sessions[0] ? sayLongDay(event.sessions[0].startsAt) : '')

/** The event's title in a subject, the same as in calendars. */
export const inSubjectOf = (event: EventForInvites) => ({ title: calendarTitleOf(event) })

type Booking = { sender: Sender; event: EventForInvites; reference: string; schoolName: string }

/**
 * Words of a message to whoever booked. @param kind as in `OwnWords` @param more further fields,
 * or instead of the usual ones
 */
export const bookingWordsOf = <S extends Slots>(
  kind: string,
  slots: S,
  { sender, event, reference, schoolName: school }: Booking,
  more: Readonly<Record<string, string | undefined>> = {},
) => wordsOf(kind, slots, sender.words, { title: event.title, day: dayOf(event), school, reference, ...more }, inSubjectOf(event))

/** The hours by day, from the first start to the last end, workshops included. */
export const whenOf = (event: Pick<EventForInvites, 'sessions'>): string =>
  daysOf(event.sessions)
    .map(({ startsAt, endsAt }) => sayWhen(startsAt, endsAt))
    .join('; ')

export const programmeBlocks = (event: Pick<EventForInvites, 'sessions'>) => {
  const lines = programmeOf(event.sessions)
  return lines.length === 0 ? [] : [{ paragraph: 'Programme:' }, { list: lines }]
}

/** Terms of cancelling: their name and version, and what they mean for this event. */
export const termsBlocks = (terms: SaidTerms | undefined, opening = 'Terms of cancelling that you accepted'): Block[] =>
  terms ? [{ paragraph: `${opening} (${terms.label}):` }, { list: terms.sentences }] : []

/** Until when a school may cancel for nothing after a change: because of it, or as ever. */
export const freeBlocks = (free: FreeAfter | undefined, because: string): Block[] =>
  free
    ? [
        {
          paragraph: free.moved
            ? `Because ${because}, you may cancel free of charge ${free.until}, on the page of your booking.`
            : `By the terms that you accepted, you may cancel free of charge ${free.until}, on the page of your booking.`,
        },
      ]
    : []

/** Places without a name in a message about new places, and by when they need one. */
export const unnamedBlocks = (unnamed: number, namesDueAt: string | null | undefined): Block[] =>
  unnamed === 0
    ? []
    : [
        {
          paragraph: `${atStart(unnamed, 'place has', 'places have')} no name yet. Name who is coming on the page of your booking${namesDueAt ? `, by ${sayDeadline(namesDueAt)}` : ''}.`,
        },
      ]
