import { sayLongDay } from '#base/dates.ts'
import { listed } from '#base/words.ts'
import { type Block, footerOf, mail, type Rendered, type Sender } from '#emails/messages/mail.tsx'
import { paragraphsOf, type Slots, wordsOf } from '#emails/messages/words.ts'

export const addressFailedWords = {
  why: {
    label: 'What has happened',
    text: 'Our email to {names} came back or was not accepted, so we take them as not reached. We send nothing more to that address until it is corrected.',
    must: ['names'],
  },
  what: {
    label: 'What to do',
    text: 'Correct the address on the page of the booking, or say there that it works again: we then send what they missed. You can also send someone else.',
  },
} satisfies Slots

type AddressFailedFacts = {
  sender: Sender
  name: string | null
  people: readonly { name: string; booker: boolean }[]
  bookings: readonly { reference: string; title: string; startsAt: string; schoolName: string; page: string }[]
  contact: string
}

/** To the school's other contact: some people cannot be reached. Names no failing address. */
export const addressFailed = ({ sender, name, people, bookings, contact }: AddressFailedFacts): Rendered => {
  const names = listed([...new Set(people.map((person) => person.name))])
  const says = wordsOf('address_failed', addressFailedWords, sender.words, { names })
  return mail(`We cannot reach ${names}`, footerOf(sender, contact), [
    { heading: `We cannot reach ${names}` },
    ...(name ? [{ paragraph: `Dear ${name},` }] : []),
    ...paragraphsOf(says('why')),
    ...bookings.flatMap((booking): Block[] => [
      {
        facts: [
          ['Event', `${booking.title}, ${sayLongDay(booking.startsAt)}`],
          ['For', booking.schoolName],
          ['Booking', booking.reference],
        ],
      },
      { button: 'Open the booking', href: booking.page },
    ]),
    ...paragraphsOf(says('what')),
    ...(people.some((person) => person.booker)
      ? [
          {
            paragraph: 'Emails about the booking went to that address too. Its owner can change it on the page of their account.',
          },
        ]
      : []),
  ])
}
