import { sayInstant } from '../src/dates.ts'
import { whereOf } from '../src/invites/invite.ts'
import { footerOf, mail, type Rendered } from './mail.tsx'
import { dayOf, type OfferFacts, placesInWords, whenOf } from './offer.tsx'

/** To whoever asked: an organiser has approved the request, wholly or with places on the waiting list, or refused it and says why. */
export const bookingDecided = ({
  sender,
  event,
  reference,
  schoolName,
  contact,
  approved,
  places,
  listed,
  named,
  unnamed,
  namesDueAt,
  reason,
  bookingPage,
  money,
}: OfferFacts & {
  approved: boolean
  /** Places on the waiting list since. */
  listed: number
  named: readonly string[]
  unnamed: number
  namesDueAt: string | null
  reason: string
  bookingPage: string
  /** What the places cost, who pays and how. */
  money?: readonly (readonly [label: string, value: string])[] | undefined
}): Rendered =>
  mail(
    `${approved ? (places > 0 ? 'Approved' : 'Approved, on the waiting list') : 'Not approved'}: ${event.title}${dayOf(event)}`,
    [
      { heading: approved ? 'Your request is approved' : 'Your request was not approved' },
      ...(approved && places > 0 ? [{ paragraph: `${schoolName} has ${placesInWords(places)} at “${event.title}”.` }] : []),
      ...(listed > 0
        ? [
            {
              paragraph: `${listed === 1 ? 'One place is' : `${listed} places are`} on the waiting list, as of the time you asked. We send you an offer when ${listed === 1 ? 'it is' : 'they are'} free.`,
            },
          ]
        : []),
      ...(approved
        ? []
        : [{ paragraph: `The organiser has refused the request of ${schoolName} for “${event.title}”. Nobody has a place from it.` }]),
      ...(reason ? [{ paragraph: reason }] : []),
      {
        facts: [
          ['Reference', reference],
          ['When', whenOf(event)],
          ['Where', whereOf(event)],
          ['Coming', approved && places > 0 ? named.join(', ') || 'Not named yet' : undefined],
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
      { button: 'See your booking', href: bookingPage },
    ],
    footerOf(sender, contact),
  )
