// What messages about an event show, as fields and facts.
import { sayDeadline, sayLongDay, sayTime, sayWhen } from '#base/dates.ts'
import { atStart } from '#base/words.ts'
import { calendarTitleOf, daysOf, type EventForInvites, isHidden, programmeOf } from '#calendars/invites/invite.ts'
import type { Block, Sender } from '#emails/messages/mail.tsx'
import { type Slots, wordsOf } from '#emails/messages/words.ts'
import type { FreeAfter, SaidTerms } from '#money/terms/words.ts'

/** The day it begins; '' without a session. */
const dayOf = (event: EventForInvites): string => (event.sessions[0] ? sayLongDay(event.sessions[0].startsAt) : '')

const timeOf = (event: EventForInvites): string => (event.sessions[0] ? sayTime(event.sessions[0].startsAt) : '')

/** The event's title in a subject, the same as in calendars. */
export const inSubjectOf = (event: EventForInvites) => ({ title: calendarTitleOf(event) })

/** A school in a sentence or a subject. */
export const inSubject = (school: string): string => school.replace(/ \(URN \w+\)$/, '')

/** Several events may have one discreet title, so the reference stands beside it. */
export const ofBookingInSubject = (event: EventForInvites, reference: string, school: string) => ({
  title: isHidden(event) ? `${calendarTitleOf(event)} (${reference})` : event.title,
  school: inSubject(school),
})

/** Names of at most three; more are on the page of the booking. */
export const sayWho = (names: readonly string[], unnamed = 0): string => {
  const named = names.length > 3 ? [`${names.length} people, named on the page of the booking`] : names
  return [...named, ...(unnamed > 0 ? [`${unnamed} to be named`] : [])].join(', ') || 'Not named yet'
}

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
) =>
  wordsOf(
    kind,
    slots,
    sender.words,
    { title: event.title, day: dayOf(event), time: timeOf(event), school: inSubject(school), reference, ...more },
    ofBookingInSubject(event, reference, school),
  )

/** The hours by day, from the first start to the last end, workshops included. */
export const whenOf = (event: Pick<EventForInvites, 'sessions'>): string =>
  daysOf(event.sessions)
    .map(({ startsAt, endsAt }) => sayWhen(startsAt, endsAt))
    .join('; ')

export const programmeBlocks = (event: Pick<EventForInvites, 'sessions'>) => {
  const lines = programmeOf(event.sessions)
  return lines.length === 0 ? [] : [{ paragraph: 'Programme:' }, { list: lines }]
}

/** Until when cancelling is free. @param where its page has all terms */
export const termsBlocks = (terms: SaidTerms | undefined, where = 'the page of your booking'): Block[] =>
  terms ? [{ paragraph: `${terms.lastFree} All terms are on ${where}.` }] : []

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
          paragraph: `${atStart(unnamed, 'place has', 'places have')} no name yet. Name who is coming${namesDueAt ? ` by ${sayDeadline(namesDueAt)}` : ''}.`,
        },
      ]
