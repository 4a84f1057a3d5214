import { sayWhen } from '#base/dates.ts'
import { type Block, footerOf, type Rendered, type Sender, worded } from '#emails/messages/mail.tsx'
import { heading, paragraphsOf, type Slots, subject, wordsOf } from '#emails/messages/words.ts'

export const replyDeclinedWords = {
  subject: subject('Your place is still held: {title}', ['title']),
  heading: heading('Your place is still held'),
  held: {
    label: 'That the place is still held',
    text: 'Your calendar answered that you are not coming to “{title}”. Your place is still held for you: an answer from a calendar cancels nothing.',
    must: ['title'],
  },
  coming: { label: 'If they are coming after all', text: 'If you are coming after all, you need do nothing.' },
} satisfies Slots

/** To a delegate whose calendar declined: they keep the place; how to pass it on or cancel it. */
export const replyDeclined = (of: {
  sender: Sender
  name: string
  title: string
  startsAt: string
  endsAt: string
  schoolName: string
  placePage: string | undefined
  /** Set for somebody who books for the school themselves. */
  bookingPage: string | undefined
  contact: string
}): Rendered => {
  const says = wordsOf('reply_declined', replyDeclinedWords, of.sender.words, { title: of.title })
  return worded(says, footerOf(of.sender, of.contact), [
    { paragraph: `Dear ${of.name},` },
    ...paragraphsOf(says('held')),
    {
      facts: [
        ['Event', of.title],
        ['When', sayWhen(of.startsAt, of.endsAt)],
        ['For', of.schoolName],
      ],
    },
    ...(of.bookingPage
      ? [
          {
            paragraph: 'You booked it yourself: send someone else free of charge, or cancel the place.',
          },
          { button: 'Open the booking', href: of.bookingPage },
        ]
      : [
          {
            paragraph: `If you cannot come, please tell us. The people who book for ${of.schoolName} know what your calendar answered: they can send someone else free of charge, or cancel the place.`,
          },
          ...(of.placePage ? [{ button: 'Say that you cannot come', href: of.placePage } satisfies Block] : []),
        ]),
    ...paragraphsOf(says('coming')),
  ])
}
