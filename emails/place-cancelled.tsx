import { sayLongDay } from '../src/dates.ts'
import { type EntryFacts, entryFacts } from './invitation.tsx'
import { footerOf, mail, type Rendered } from './mail.tsx'

type Because = 'passed_on' | 'readdressed' | undefined

const headings = {
  given_up: 'Your place is cancelled',
  passed_on: 'Somebody else comes in your place',
  readdressed: 'The invitation now goes to another address',
}

const sentences: Record<keyof typeof headings, (title: string, schoolName: string) => string> = {
  given_up: (title, schoolName) => `The place that you had at “${title}” for ${schoolName} has been cancelled. The event itself goes on.`,
  passed_on: (title, schoolName) => `${schoolName} now sends somebody else to “${title}” in your place, so you are no longer expected.`,
  readdressed: (title, schoolName) =>
    `${schoolName} has corrected the address to which the invitation to “${title}” goes, so the one sent to this address no longer holds.`,
}

/** To a delegate: your place has been given up, somebody else has it, or the invitation was sent to the wrong address. */
export const placeCancelled = ({ sender, page, shown, contact, schoolName, because }: EntryFacts & { because?: Because }): Rendered =>
  mail(
    `${because === undefined ? 'Your place is cancelled' : because === 'passed_on' ? 'You no longer have a place' : 'Invitation withdrawn'}: ${shown.title}, ${sayLongDay(shown.startsAt)}`,
    [
      { heading: headings[because ?? 'given_up'] },
      { paragraph: sentences[because ?? 'given_up'](shown.title, schoolName) },
      { facts: entryFacts({ ...shown, joiningLink: '' }) },
      { paragraph: 'The entry attached takes it out of your calendar.' },
      { paragraph: `If you think this is a mistake, ask whoever books for ${schoolName}${contact ? `, or ${contact}` : ''}.` },
      { button: 'See the event page', href: page },
    ],
    footerOf(sender, contact),
  )
