import { sayInstant, sayLongDay, sayWhen } from '../src/dates.ts'
import { type EventForInvites, forEveryone, whereOf } from '../src/invites/invite.ts'
import { footerOf, mail, type Rendered, type Sender } from './mail.tsx'

/** What every mail about an offer says of it. */
export type OfferFacts = {
  sender: Sender
  event: EventForInvites
  reference: string
  schoolName: string
  places: number
  contact: string
}

export const placesInWords = (n: number): string => (n === 1 ? 'one place' : `${n} places`)

export const whenOf = (event: EventForInvites): string =>
  forEveryone(event.sessions)
    .map((session) => sayWhen(session.startsAt, session.endsAt))
    .join('; ')

export const dayOf = (event: EventForInvites): string => (event.sessions[0] ? `, ${sayLongDay(event.sessions[0].startsAt)}` : '')

/** To whoever asked: places are free for the school until a stated moment. The link leads to a page with the buttons; it does nothing by itself. */
export const offer = ({
  sender,
  event,
  reference,
  schoolName,
  places,
  contact,
  expiresAt,
  link,
  named,
  stillWaiting,
}: OfferFacts & { expiresAt: string; link: string; named: readonly string[]; stillWaiting: number }): Rendered =>
  mail(
    `Accept by ${sayInstant(expiresAt)}: ${places === 1 ? 'a place' : `${places} places`} at ${event.title}`,
    [
      { heading: places === 1 ? 'A place is free for your school' : `${places} places are free for your school` },
      {
        paragraph: `You waited for “${event.title}”. ${places === 1 ? 'One place is' : `${places} places are`} kept for ${schoolName} until ${sayInstant(expiresAt)}.`,
      },
      { button: 'Accept or decline', href: link },
      {
        paragraph: `If nobody accepts by then, ${places === 1 ? 'the place goes' : 'the places go'} to the next school and your request for ${places === 1 ? 'it' : 'them'} ends. You need not sign in: whoever has this email can answer for the school.`,
      },
      {
        facts: [
          ['Accept by', sayInstant(expiresAt)],
          ['Places', String(places)],
          ['When', whenOf(event)],
          ['Where', whereOf(event)],
          ['School', schoolName],
          ['Coming', named.join(', ') || 'Not named yet: you name them after accepting'],
          ['Still waiting for', stillWaiting > 0 ? placesInWords(stillWaiting) : undefined],
          ['Reference', reference],
        ],
      },
    ],
    footerOf(sender, contact),
  )
