import type { Shown } from '#calendars/invites/invite.ts'
import { type ChangeName, sayChanges } from '#calendars/invites/named-change.ts'
import { linesOfChange, seenOfEntry } from '#calendars/invites/told-change.ts'
import { footerOf, mail, type Rendered } from '#emails/messages/mail.tsx'
import { heading, paragraphsOf, type Slots, sentence, subject } from '#emails/messages/words.ts'
import type { FreeAfter } from '#money/terms/words.ts'
import { type EntryFacts, entryFacts, entryWords, freeBlocks, placeBlocks } from './invitation.tsx'

export const eventChangedWords = {
  subject: subject('New {changes}: {title}, {day}', ['title'], 'Subject, when the event has changed'),
  choiceSubject: subject('Your workshops have changed: {title}, {day}', ['title'], 'Subject, when other workshops are chosen'),
  heading: heading('New {changes}', [], 'Heading, when the event has changed'),
  firstSubject: subject('Your workshops: {title}, {day}', ['title'], 'Subject, when workshops are chosen and none is left for them'),
  choiceHeading: heading('Your workshops have changed', [], 'Heading, when other workshops are chosen'),
  firstHeading: heading('Your workshops', [], 'Heading, when workshops are chosen and none is left for them'),
  opening: sentence('What it means', 'You have a place at “{title}” for {school}. Your place is kept.', ['title']),
  closing: sentence('About the calendar', 'The entry attached replaces the one in your calendar.'),
} satisfies Slots

/** To a delegate: what changed, and what their calendar shows now. */
export const eventChanged = (
  of: EntryFacts & {
    was: Shown
    free?: FreeAfter | undefined
    placePage?: string | undefined
    regrouped?: boolean | undefined
    because?: 'choice' | 'first_choice' | undefined
    changes: readonly ChangeName[]
  },
): Rendered => {
  const words = entryWords('event_changed', eventChangedWords, of, { changes: sayChanges(of.changes) })
  return mail(
    words(of.because === 'first_choice' ? 'firstSubject' : of.because === 'choice' ? 'choiceSubject' : 'subject'),
    footerOf(of.sender, of.contact),
    [
      { heading: words(of.because === 'first_choice' ? 'firstHeading' : of.because === 'choice' ? 'choiceHeading' : 'heading') },
      ...paragraphsOf(words('opening')),
      ...(of.because === 'first_choice' ? [] : [{ list: whatChanged(of.was, of.shown, of.regrouped ?? false) }]),
      { facts: entryFacts(of.shown, of.choosing) },
      ...freeBlocks(of.schoolName, of.free),
      ...paragraphsOf(words('closing')),
      ...placeBlocks(of.page, of.placePage, of.choosing),
    ],
  )
}

const whatChanged = (was: Shown, shown: Shown, regrouped: boolean): string[] => {
  const [before, after] = [seenOfEntry(was), seenOfEntry(shown)]
  if (!regrouped) return linesOfChange(before, after)
  return [
    'The entries in your calendar are put together differently. What this one stands for now is below; any other part has an entry of its own.',
    ...linesOfChange({ ...after, where: before.where, hasLink: before.hasLink }, after),
  ]
}
