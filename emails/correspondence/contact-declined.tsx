import { sayWhen } from '#base/dates.ts'
import { footerOf, type Rendered, type Sender, worded } from '#emails/messages/mail.tsx'
import { heading, paragraphsOf, type Slots, subject, wordsOf } from '#emails/messages/words.ts'

export const contactDeclinedWords = {
  subject: subject('A delegate’s calendar answered no: {title}', ['title']),
  heading: heading('A calendar has said no'),
  what: {
    label: 'What has happened',
    text: 'The calendar of {name} answered “no” to “{title}”. The place is still theirs, and we email them too.',
    must: ['name', 'title'],
  },
  do: {
    label: 'What they can do',
    text: 'Please ask them whether they are coming. If not, send someone else free of charge, or cancel the place.',
  },
} satisfies Slots

/** To the booking's contact: a delegate's calendar declined, which cancels nothing. */
export const contactDeclined = (of: {
  sender: Sender
  name: string
  title: string
  startsAt: string
  endsAt: string
  schoolName: string
  reference: string
  bookingPage: string
  contact: string
}): Rendered => {
  const says = wordsOf(
    'contact_declined',
    contactDeclinedWords,
    of.sender.words,
    { name: of.name, title: of.title },
    { name: 'A delegate' },
  )
  return worded(says, footerOf(of.sender, of.contact), [
    ...paragraphsOf(says('what')),
    {
      facts: [
        ['Event', of.title],
        ['When', sayWhen(of.startsAt, of.endsAt)],
        ['For', of.schoolName],
        ['Booking', of.reference],
      ],
    },
    ...paragraphsOf(says('do')),
    { button: 'Open the booking', href: of.bookingPage },
  ])
}
