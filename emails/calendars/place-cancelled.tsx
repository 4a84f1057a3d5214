import { type Instant, sayLongDay } from '#base/dates.ts'
import { footerOf, mail, type Rendered } from '#emails/messages/mail.tsx'
import { heading, paragraphsOf, type Slots, sentence, subject } from '#emails/messages/words.ts'
import { type EntryFacts, entryFacts, entryWords } from './invitation.tsx'

type Because = 'passed_on' | 'readdressed' | 'left_workshop' | 'regrouped' | 'moved' | undefined

export const placeCancelledWords = {
  givenUpSubject: subject('Your place is cancelled: {title}, {day}', ['title'], 'Subject, when the place is cancelled'),
  givenUpHeading: heading('Your place is cancelled', [], 'Heading, when the place is cancelled'),
  givenUp: sentence(
    'When the place is cancelled',
    'The place that you had at “{title}” for {school} has been cancelled. The event itself goes on.',
    ['title'],
  ),
  passedOnSubject: subject('You no longer have a place: {title}, {day}', ['title'], 'Subject, when somebody else comes'),
  passedOnHeading: heading('Someone else comes in your place', [], 'Heading, when somebody else comes'),
  passedOn: sentence(
    'When somebody else comes',
    '{school} now sends someone else to “{title}” in your place. You are no longer expected.',
    ['title'],
  ),
  readdressedSubject: subject('Invitation withdrawn: {title}, {day}', ['title'], 'Subject, when the address was wrong'),
  readdressedHeading: heading('The invitation now goes to another address', [], 'Heading, when the address was wrong'),
  readdressed: sentence(
    'When the address was wrong',
    '{school} has corrected an address: the invitation to “{title}” that came here is withdrawn.',
    ['title'],
  ),
  leftSubject: subject('No longer your workshop: {title}, {day}', ['title'], 'Subject, when a workshop is left'),
  leftHeading: heading('You are no longer in this workshop', [], 'Heading, when a workshop is left'),
  left: sentence(
    'When a workshop is left',
    'The choice of workshops for you from {school} has changed: you are no longer in “{title}”. Your place at the event is kept, and a workshop that you are in instead comes in a message of its own.',
    ['title'],
  ),
  regroupedSubject: subject('Now in another entry: {title}, {day}', ['title'], 'Subject, when another entry includes it'),
  regroupedHeading: heading('Your calendar shows this in another entry', [], 'Heading, when another entry includes it'),
  regrouped: sentence(
    'When another entry includes it',
    'Nothing changes about your place at “{title}” for {school}. This part is no longer an entry of its own in your calendar: another entry, sent in a message of its own, includes it.',
    ['title'],
  ),
  movedSubject: subject('Moved to {moved}: {title}', ['title', 'moved'], 'Subject, when the place is moved to another date'),
  movedHeading: heading('You are moved to {moved}', ['moved'], 'Heading, when the place is moved to another date'),
  moved: sentence(
    'When the place is moved to another date',
    '{school} has moved your place at “{title}” to {moved}. The invitation to the new date comes in a message of its own; this one takes the old date out.',
    ['title', 'moved'],
  ),
  closing: sentence('About the calendar', 'The entry attached takes it out of your calendar.'),
} satisfies Slots

const slotOf = {
  given_up: 'givenUp',
  passed_on: 'passedOn',
  readdressed: 'readdressed',
  left_workshop: 'left',
  regrouped: 'regrouped',
  moved: 'moved',
} as const

type PlaceCancelledFacts = EntryFacts & { because?: Because; movedTo?: Instant | undefined }

/** To a delegate: cancelled, somebody else's, a wrong address, or another workshop. */
export const placeCancelled = ({ sender, page, shown, contact, schoolName, because, movedTo }: PlaceCancelledFacts): Rendered => {
  const slot = slotOf[because ?? 'given_up']
  const words = entryWords(
    'place_cancelled',
    placeCancelledWords,
    { sender, shown, schoolName },
    { moved: movedTo ? sayLongDay(movedTo) : 'another date' },
  )
  return mail(words(`${slot}Subject`), footerOf(sender, contact), [
    { heading: words(`${slot}Heading`) },
    ...paragraphsOf(words(slot)),
    {
      facts: entryFacts({ ...shown, joiningLink: '' }).map(([label, value]): [string, string | undefined] => [
        because === 'moved' && label === 'When' ? 'Until now' : label,
        value,
      ]),
    },
    ...paragraphsOf(words('closing')),
    { paragraph: `If you think this is a mistake, ask the people who book for ${schoolName}${contact ? `, or ${contact}` : ''}.` },
    { button: 'See the event page', href: page },
  ])
}
