import { sayLongDay } from '#base/dates.ts'
import { listed } from '#base/words.ts'
import { type Block, footerOf, mail, type Rendered, type Sender } from '#emails/messages/mail.tsx'
import { paragraphsOf, type Slots, wordsOf } from '#emails/messages/words.ts'

export const addressFailedWords = {
  why: {
    label: 'What has happened',
    text: 'Mail that we sent to {names} came back, or was not accepted. They must be taken as not reached, and we send nothing more to that address until this is put right.',
    must: ['names'],
  },
  what: {
    label: 'What to do',
    text: 'Please look at the address on the page of the booking. If it is misspelt, correct it there: what they have missed is then sent to the new one. If it is right and works again, say so there. You can send someone else instead.',
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
  return mail(
    `We cannot reach ${names}`,
    [
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
              paragraph:
                'What we send about the booking itself went to that address. Only its owner can change the address that they sign in with, on the page of their account.',
            },
          ]
        : []),
    ],
    footerOf(sender, contact),
  )
}
