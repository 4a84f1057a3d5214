import { sayDeadline } from '#base/dates.ts'
import { inWords } from '#base/words.ts'
import { whereOf } from '#calendars/invites/invite.ts'
import { bookingWordsOf, whenOf } from '#emails/calendars/event-facts.ts'
import { footerOf, mail, type Rendered } from '#emails/messages/mail.tsx'
import { heading, paragraphsOf, type Slots, sentence, subject } from '#emails/messages/words.ts'
import type { BookingFacts } from './booking-confirmed.tsx'

export const namesWantedWords = {
  subject: subject('Who is coming? {title}, {day}, {time}, for {school}', ['title']),
  headingOne: heading('Your place has no name yet', [], 'Heading, for one place'),
  heading: heading('{places} have no name yet', ['places'], 'Heading, for several places'),
  opening: sentence(
    'What is asked',
    'Please name who is coming to “{title}”, so that they get their invitation and are expected at the door.',
  ),
  due: sentence('Before names are due', 'Names by {namesDueAt}.', ['namesDueAt']),
  released: sentence('Where places without a name are released', 'A place without a name is given back then.'),
  overdue: sentence('After names were due', 'We asked for names by {namesDueAt}.', ['namesDueAt']),
  closing: sentence('When a place is not needed', 'If you do not need a place, please cancel it, so that another school can have it.'),
} satisfies Slots

/** To whoever booked: some places have no name. `release`: they are cancelled at `namesDueAt`. */
export const namesWanted = (
  of: BookingFacts & { unnamed: number; namesDueAt: string | null; release: boolean; overdue: boolean },
): Rendered => {
  const words = bookingWordsOf('names_due', namesWantedWords, of, {
    places: inWords(of.unnamed, 'place'),
    namesDueAt: of.namesDueAt ? sayDeadline(of.namesDueAt) : undefined,
  })
  return mail(words('subject'), footerOf(of.sender, of.contact), [
    { heading: words(of.unnamed === 1 ? 'headingOne' : 'heading') },
    ...paragraphsOf(
      [
        words('opening'),
        ...(of.namesDueAt ? [words(of.overdue ? 'overdue' : 'due')] : []),
        ...(of.namesDueAt && of.release && !of.overdue ? [words('released')] : []),
      ].join(' '),
    ),
    {
      facts: [
        ['Reference', of.reference],
        ['For', of.schoolName],
        ['When', whenOf(of.event)],
        ['Where', whereOf(of.event)],
      ],
    },
    { button: 'Name the people who are coming', href: `${of.bookingPage}/names` },
    ...paragraphsOf(words('closing')),
  ])
}
