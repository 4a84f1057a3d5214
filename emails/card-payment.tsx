import { type Instant, sayLongDay } from '../src/dates.ts'
import { sayMoney } from '../src/money.ts'
import { type Block, footerOf, mail, type Rendered, type Sender } from './mail.tsx'

export type CardFacts = {
  sender: Sender
  title: string
  startsAt: Instant | null
  reference: string
  schoolName: string
  bookingPage: string
  contact: string
}

const onDay = (of: CardFacts): string => (of.startsAt ? `, ${sayLongDay(of.startsAt)}` : '')
const facts = (of: CardFacts, ...more: [string, string][]): Block => ({
  facts: [
    ['Event', of.title],
    ['When', of.startsAt ? sayLongDay(of.startsAt) : undefined],
    ['School', of.schoolName],
    ...more,
    ['Reference', of.reference],
  ],
})

const aboutCard = (of: CardFacts, subject: string, blocks: readonly Block[]): Rendered =>
  mail(
    `${subject}: ${of.title}${onDay(of)}`,
    [...blocks, { button: 'See your booking', href: of.bookingPage }],
    footerOf(of.sender, of.contact),
  )

/** To whoever booked: the payment came when the places were gone, and goes back. */
export const cardTooLate = (of: CardFacts, pence: number): Rendered =>
  aboutCard(of, 'Your payment came too late and is paid back', [
    { heading: 'Your payment came too late' },
    {
      paragraph: `Your card payment reached us when the places were no longer held for you and could not be given to you any more. We pay all of it back to the card; your bank takes five to ten days.`,
    },
    facts(of, ['Paid back', sayMoney(pence)]),
    {
      paragraph:
        'Nobody of your school has a place from this booking. If you still want to come, look at the event: you can book again, or wait for a place.',
    },
  ])

/** The same, to the contact of the event. */
export const cardTooLateForOrganiser = (of: CardFacts, pence: number): Rendered =>
  mail(
    `A payment came too late: ${of.title}${onDay(of)}`,
    [
      { heading: 'A card payment came too late' },
      {
        paragraph: `${of.schoolName} paid by card when its places were no longer held and there was no room for them. The whole sum goes back to the card by itself, and we have told the school. There is nothing that you must do.`,
      },
      facts(of, ['Paid back', sayMoney(pence)]),
      { button: 'See the booking', href: of.bookingPage },
    ],
    footerOf(of.sender, of.contact),
  )

/** To whoever booked: nothing was paid in time, so the places are free again. */
export const cardHoldEnded = (of: CardFacts, places: number): Rendered =>
  aboutCard(of, places === 1 ? 'Your place is no longer held' : 'Your places are no longer held', [
    { heading: places === 1 ? 'Your place is no longer held' : 'Your places are no longer held' },
    {
      paragraph: `The card payment was not finished in time, so ${places === 1 ? 'the place is' : 'the places are'} free for others again. Nothing has been charged.`,
    },
    facts(of),
    { paragraph: 'If you still want to come, book again on the page of the event.' },
  ])

/** To whoever booked: money goes back to the card. */
export const cardMoneyReturned = (of: CardFacts, pence: number): Rendered =>
  aboutCard(of, 'We pay money back to your card', [
    { heading: 'We pay money back to your card' },
    {
      paragraph:
        'You have paid more by card than the booking costs now. The difference goes back to the card; your bank takes five to ten days.',
    },
    facts(of, ['Paid back', sayMoney(pence)]),
  ])

/** To whoever booked: what was owed is paid. */
export const cardReceived = (of: CardFacts, pence: number): Rendered =>
  aboutCard(of, 'We have your payment', [
    { heading: 'We have your payment' },
    { paragraph: 'Thank you. What you paid by card is taken off what the booking owes.' },
    facts(of, ['Paid by card', sayMoney(pence)]),
  ])
