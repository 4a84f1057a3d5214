import { sayInstant } from '../src/dates.ts'
import { whereOf } from '../src/invites/invite.ts'
import { footerOf, mail, type Rendered } from './mail.tsx'
import { dayOf, type OfferFacts, placesInWords, whenOf } from './offer.tsx'

/** To whoever asked: the places that were offered are the school's. */
export const offerAccepted = ({
  sender,
  event,
  reference,
  schoolName,
  places,
  contact,
  named,
  unnamed,
  stillWaiting,
  namesDueAt,
  bookingPage,
  money,
}: OfferFacts & {
  named: readonly string[]
  unnamed: number
  stillWaiting: number
  namesDueAt: string | null
  bookingPage: string
  /** What the places cost, who pays and how. */
  money?: readonly (readonly [label: string, value: string])[] | undefined
}): Rendered =>
  mail(
    `Booking ${reference}: ${event.title}${dayOf(event)}`,
    [
      { heading: 'The offer is accepted' },
      { paragraph: `${schoolName} has ${placesInWords(places)} more at “${event.title}”.` },
      {
        facts: [
          ['Reference', reference],
          ['When', whenOf(event)],
          ['Where', whereOf(event)],
          ['Coming', named.join(', ') || 'Not named yet'],
          ['Still waiting for', stillWaiting > 0 ? placesInWords(stillWaiting) : undefined],
          ...(money ?? []),
        ],
      },
      ...(unnamed > 0
        ? [
            {
              paragraph: `${unnamed === 1 ? 'One place has' : `${unnamed} places have`} no name yet. Name who is coming on the page of your booking${namesDueAt ? `; names are due by ${sayInstant(namesDueAt)}` : ''}.`,
            },
          ]
        : []),
      ...(named.length > 0 ? [{ paragraph: 'Each person coming gets an invitation for their calendar.' }] : []),
      {
        paragraph:
          'If someone cannot come, send someone else on the page of your booking: it costs nothing, up to the start. Or cancel their place as early as you can, so that another school can have it.',
      },
      { button: 'See or change your booking', href: bookingPage },
    ],
    footerOf(sender, contact),
  )
