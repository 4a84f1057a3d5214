import { sayLongDay } from '../src/dates.ts'
import { type EntryFacts, entryFacts } from './invitation.tsx'
import { footerOf, mail, type Rendered } from './mail.tsx'

/** To a delegate: your place has been given up. The attached entry takes it out of the calendar. */
export const placeCancelled = ({ sender, page, shown, contact, schoolName }: EntryFacts): Rendered =>
  mail(
    `Your place is cancelled: ${shown.title}, ${sayLongDay(shown.startsAt)}`,
    [
      { heading: 'Your place is cancelled' },
      { paragraph: `The place that you had at “${shown.title}” for ${schoolName} has been cancelled. The event itself goes on.` },
      { facts: entryFacts({ ...shown, joiningLink: '' }) },
      { paragraph: 'The entry attached takes it out of your calendar.' },
      { paragraph: `If you think this is a mistake, ask whoever books for ${schoolName}${contact ? `, or ${contact}` : ''}.` },
      { button: 'See the event page', href: page },
    ],
    footerOf(sender, contact),
  )
