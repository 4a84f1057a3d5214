import { footerOf, type Rendered, worded } from '#emails/messages/mail.tsx'
import { heading, paragraphsOf, type Slots, sentence, subject } from '#emails/messages/words.ts'
import { type EntryFacts, entryFacts, entryWords } from './invitation.tsx'

export const eventCancelledWords = {
  subject: subject('Cancelled: {title}, {day}', ['title']),
  heading: heading('This event is cancelled'),
  opening: sentence('What happened', '“{title}” will not take place. You do not need to do anything.', ['title']),
  closing: sentence('About the calendar', 'The entry attached takes it out of your calendar.'),
} satisfies Slots

/** To a delegate: the event is cancelled. The attached entry removes it from the calendar. */
export const eventCancelled = ({ sender, page, shown, contact, schoolName, why }: EntryFacts & { why: string }): Rendered => {
  const words = entryWords('event_cancelled', eventCancelledWords, { sender, shown, schoolName })
  return worded(words, footerOf(sender, contact), [
    ...paragraphsOf(words('opening')),
    ...(why ? [{ paragraph: why }] : []),
    { facts: entryFacts({ ...shown, joiningLink: '' }) },
    ...paragraphsOf(words('closing')),
    { button: 'See the event page', href: page },
  ])
}
