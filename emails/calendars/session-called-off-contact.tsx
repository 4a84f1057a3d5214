import { sayLongDay } from '#base/dates.ts'
import { type CalledOff, sayCalledOff } from '#calendars/invites/called-off.ts'
import type { EventForInvites } from '#calendars/invites/invite.ts'
import { footerOf, type Rendered, worded } from '#emails/messages/mail.tsx'
import { heading, paragraphsOf, type Slots, sentence, subject } from '#emails/messages/words.ts'
import type { FreeAfter } from '#money/terms/words.ts'
import type { ContactFacts } from './event-changed-contact.tsx'
import { bookingWordsOf, freeBlocks, programmeBlocks, whenOf } from './event-facts.ts'

export const contactSessionCalledOffWords = {
  subject: subject('A part is called off: {title}, {day}', ['title']),
  heading: heading('The event goes ahead; one part of it does not'),
  opening: sentence(
    'To a school with places',
    'A part of “{title}” is called off: {part}. Everything else of the event takes place, and your booking for {school} is kept. We write to each person whom it concerns, where we have an address.',
    ['title', 'part'],
  ),
  waits: sentence(
    'To a school that waits for places',
    'A part of “{title}” is called off: {part}. Everything else of the event takes place, and you still wait for a place for {school}. If it no longer suits you, withdraw the request on its page.',
    ['title', 'part'],
  ),
  again: sentence(
    'When a workshop is called off',
    'Those who had chosen this workshop need another one. They can choose it themselves, and you can choose for them on the page of your booking.',
  ),
  ask: sentence(
    'When workshops can no longer be changed',
    'Those who had chosen this workshop need another one. Workshops can no longer be changed on the page of your booking: ask the organiser.',
  ),
} satisfies Slots

/** To whoever booked: a session is called off, and the event goes ahead. */
export const contactSessionCalledOff = ({
  event,
  calledOff,
  free,
  waits,
  ...facts
}: ContactFacts & { event: EventForInvites; calledOff: CalledOff; free: FreeAfter | undefined; waits: boolean }): Rendered => {
  const { session, why, choose } = calledOff
  const words = bookingWordsOf(
    'session_called_off_contact',
    contactSessionCalledOffWords,
    { ...facts, event },
    {
      day: sayLongDay(session.startsAt),
      part: sayCalledOff(event, session),
    },
  )
  return worded(words, footerOf(facts.sender, facts.contact), [
    ...paragraphsOf(words(waits ? 'waits' : 'opening')),
    ...(why ? [{ paragraph: why }] : []),
    ...(!waits && (choose === 'again' || choose === 'ask') ? paragraphsOf(words(choose)) : []),
    {
      facts: [
        ['Times now', whenOf(event)],
        ['Coming', waits ? undefined : facts.delegates.join(', ') || 'Not named yet'],
        ['Reference', facts.reference],
      ],
    },
    ...programmeBlocks(event),
    ...freeBlocks(free, 'the times of the day change'),
    { button: 'See or change your booking', href: facts.bookingPage },
  ])
}
