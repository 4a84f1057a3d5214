import type { Telling } from '../src/needs/need.ts'
import { footerOf, mail, type Rendered, type Sender } from './mail.tsx'

/** To whoever booked: the delegate says that they cannot come, or that it is not they who were meant. Nothing has been cancelled. */
export const delegateSays = ({
  sender,
  what,
  name,
  title,
  when,
  schoolName,
  reference,
  bookingPage,
  contact,
}: {
  sender: Sender
  what: Telling
  name: string
  title: string
  when: string
  schoolName: string
  reference: string
  bookingPage: string
  contact: string
}): Rendered =>
  mail(
    what === 'cannot_come' ? `${name} cannot come: ${title}` : `Not the right person: ${title}`,
    [
      {
        heading: what === 'cannot_come' ? 'Somebody with a place cannot come' : 'Somebody says that they are not the person you booked for',
      },
      {
        paragraph:
          what === 'cannot_come'
            ? `${name} has told us that they cannot come to “${title}” for ${schoolName}.`
            : `Whoever got our invitation for ${name} says that it is not for them: the address may be wrong, or the place was meant for somebody else.`,
      },
      {
        facts: [
          ['Event', title],
          ['When', when],
          ['Booking', reference],
        ],
      },
      {
        paragraph:
          'Nothing has been changed: the place is still theirs. You can send someone else, which costs nothing, or cancel the place.',
      },
      { button: 'Open the booking', href: bookingPage },
    ],
    footerOf(sender, contact),
  )
