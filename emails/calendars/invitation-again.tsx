import { footerOf, type Rendered, worded } from '#emails/messages/mail.tsx'
import { heading, paragraphsOf, type Slots, sentence, subject } from '#emails/messages/words.ts'
import { type EntryFacts, entryFacts, entryWords, placeBlocks } from './invitation.tsx'

export const invitationAgainWords = {
  subject: subject('Your place, sent to your new address: {title}, {day}', ['title']),
  heading: heading('Your place, at your new address'),
  greeting: sentence('Greeting', 'Dear {name},', ['name']),
  opening: sentence('Why it comes', 'Your email address in our records has changed. You still have your place at “{title}” for {school}.', [
    'title',
  ]),
  closing: sentence(
    'About the calendar',
    'The entry attached puts it into the calendar of this address. The one in your old calendar stays there: delete it if you still use that calendar.',
  ),
} satisfies Slots

/** To a delegate at a new address: the entry that their old calendar has, for the new one. */
export const invitationAgain = (of: EntryFacts & { name: string; placePage?: string | undefined }): Rendered => {
  const words = entryWords('invitation_again', invitationAgainWords, of, { name: of.name })
  return worded(words, footerOf(of.sender, of.contact), [
    ...paragraphsOf(words('greeting')),
    ...paragraphsOf(words('opening')),
    { facts: [...entryFacts(of.shown, of.choosing), ['For', of.schoolName]] },
    ...paragraphsOf(words('closing')),
    ...placeBlocks(of.page, of.placePage, of.choosing, of.ticket),
  ])
}
