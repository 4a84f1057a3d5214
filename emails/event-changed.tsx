import { type Instant, sayWhen } from '../src/dates.ts'
import type { Shown } from '../src/invites/invite.ts'
import { sayMoment } from '../src/terms/words.ts'
import { type EntryFacts, entryFacts, entryWords, placeBlocks } from './invitation.tsx'
import { footerOf, mail, type Rendered } from './mail.tsx'
import { heading, paragraphsOf, type Slots, sentence, subject } from './words.ts'

export const eventChangedWords = {
  subject: subject('Changed: {title}, {day}', ['title']),
  heading: heading('Something about your event has changed'),
  opening: sentence('What it means', 'You have a place at “{title}” for {school}. Your place is kept.', ['title']),
  closing: sentence('About the calendar', 'The entry attached replaces the one in your calendar.'),
} satisfies Slots

/** To a delegate: what your calendar showed is no longer right, and what it shows now. */
export const eventChanged = ({
  sender,
  page,
  shown,
  contact,
  schoolName,
  was,
  freeUntil,
  placePage,
}: EntryFacts & { was: Shown; freeUntil?: Instant | undefined; placePage?: string | undefined }): Rendered => {
  const words = entryWords('event_changed', eventChangedWords, { sender, shown, schoolName })
  return mail(
    words('subject'),
    [
      { heading: words('heading') },
      ...paragraphsOf(words('opening')),
      { list: whatChanged(was, shown) },
      { facts: entryFacts(shown) },
      ...(freeUntil
        ? [
            {
              paragraph: `If you cannot come now, ${schoolName} may cancel your place free of charge until ${sayMoment(freeUntil)}. Tell whoever booked for you.`,
            },
          ]
        : []),
      ...paragraphsOf(words('closing')),
      ...placeBlocks(page, placePage),
    ],
    footerOf(sender, contact),
  )
}

const whatChanged = (was: Shown, shown: Shown): string[] => [
  ...(was.title === shown.title ? [] : [`It was called “${was.title}”.`]),
  ...(was.startsAt === shown.startsAt && was.endsAt === shown.endsAt ? [] : [`It was to be on ${sayWhen(was.startsAt, was.endsAt)}.`]),
  ...(was.where === shown.where ? [] : [`The place was: ${was.where}.`]),
  ...(was.joiningLink === shown.joiningLink ? [] : [shown.joiningLink ? 'The link to join is new.' : 'There is no link to join any more.']),
]
