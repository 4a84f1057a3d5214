import { sayLongDay } from '../src/dates.ts'
import { aboutOf } from '../src/invites/invite.ts'
import { type EntryFacts, entryFacts } from './invitation.tsx'
import { footerOf, mail, type Rendered } from './mail.tsx'

type Because = 'passed_on' | 'readdressed' | 'left_workshop' | 'regrouped' | undefined

const headings = {
  given_up: 'Your place is cancelled',
  passed_on: 'Somebody else comes in your place',
  readdressed: 'The invitation now goes to another address',
  left_workshop: 'You are no longer in this workshop',
  regrouped: 'Your calendar shows this in another entry',
}

const subjects: Record<keyof typeof headings, string> = {
  given_up: 'Your place is cancelled',
  passed_on: 'You no longer have a place',
  readdressed: 'Invitation withdrawn',
  left_workshop: 'No longer your workshop',
  regrouped: 'Now in another entry',
}

const sentences: Record<keyof typeof headings, (title: string, schoolName: string) => string> = {
  given_up: (title, schoolName) => `The place that you had at “${title}” for ${schoolName} has been cancelled. The event itself goes on.`,
  passed_on: (title, schoolName) => `${schoolName} now sends somebody else to “${title}” in your place, so you are no longer expected.`,
  readdressed: (title, schoolName) =>
    `${schoolName} has corrected the address to which the invitation to “${title}” goes, so the one sent to this address no longer holds.`,
  left_workshop: (title, schoolName) =>
    `The choice of workshops for you from ${schoolName} has changed: you are no longer in “${title}”. Your place at the event is kept, and a workshop that you are in instead comes in a message of its own.`,
  regrouped: (title, schoolName) =>
    `Nothing changes about your place at “${title}” for ${schoolName}. This part is no longer an entry of its own in your calendar: another entry, sent in a message of its own, includes it.`,
}

/** To a delegate: your place has been given up, somebody else has it, the address was wrong, or you are in another workshop. */
export const placeCancelled = ({ sender, page, shown, contact, schoolName, because }: EntryFacts & { because?: Because }): Rendered =>
  mail(
    `${subjects[because ?? 'given_up']}: ${shown.title}, ${sayLongDay(shown.startsAt)}`,
    [
      { heading: headings[because ?? 'given_up'] },
      { paragraph: sentences[because ?? 'given_up'](aboutOf(shown), schoolName) },
      { facts: entryFacts({ ...shown, joiningLink: '' }) },
      { paragraph: 'The entry attached takes it out of your calendar.' },
      { paragraph: `If you think this is a mistake, ask whoever books for ${schoolName}${contact ? `, or ${contact}` : ''}.` },
      { button: 'See the event page', href: page },
    ],
    footerOf(sender, contact),
  )
