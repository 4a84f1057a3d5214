import { sayLongDay } from '../src/dates.ts'
import { aboutOf } from '../src/invites/invite.ts'
import { type EntryFacts, entryFacts } from './invitation.tsx'
import { footerOf, mail, type Rendered } from './mail.tsx'

/** To a delegate: the event is off. The attached entry takes it out of the calendar. */
export const eventCancelled = ({ sender, page, shown, contact, why }: EntryFacts & { why: string }): Rendered =>
  mail(
    `Cancelled: ${shown.title}, ${sayLongDay(shown.startsAt)}`,
    [
      { heading: 'This event is cancelled' },
      { paragraph: `“${aboutOf(shown)}” will not take place. You do not need to do anything.` },
      ...(why ? [{ paragraph: why }] : []),
      { facts: entryFacts({ ...shown, joiningLink: '' }) },
      { paragraph: 'The entry attached takes it out of your calendar.' },
      { button: 'See the event page', href: page },
    ],
    footerOf(sender, contact),
  )
