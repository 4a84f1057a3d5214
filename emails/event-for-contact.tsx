import { type Instant, sayLongDay, sayWhen } from '../src/dates.ts'
import { type EventForInvites, forEveryone, whereOf } from '../src/invites/invite.ts'
import { sayMoment } from '../src/terms/words.ts'
import { footerOf, mail, type Rendered, type Sender } from './mail.tsx'

type ContactFacts = { sender: Sender; bookingPage: string; reference: string; schoolName: string; delegates: string[]; contact: string }

const times = (event: EventForInvites): string => {
  const together = forEveryone(event.sessions)
  return (together.length > 0 ? together : event.sessions).map((session) => sayWhen(session.startsAt, session.endsAt)).join('; ')
}

/** Workshops that are kept and have another name or time. */
const workshopsChanged = (before: EventForInvites, after: EventForInvites): string[] =>
  after.sessions.flatMap((is) => {
    const was = before.sessions.find((session) => session.id === is.id)
    if (!is.block || !was) return []
    const same = was.title === is.title && was.startsAt === is.startsAt && was.endsAt === is.endsAt
    return same ? [] : [`The workshop “${was.title || is.title}” is now “${is.title}”, ${sayWhen(is.startsAt, is.endsAt)}.`]
  })

const onDay = (event: EventForInvites): string => (event.sessions[0] ? `, ${sayLongDay(event.sessions[0].startsAt)}` : '')

/** To whoever booked: what has changed, and that each delegate has been told. */
export const contactEventChanged = ({
  before,
  after,
  freeUntil,
  waits,
  ...facts
}: ContactFacts & { before: EventForInvites; after: EventForInvites; freeUntil: Instant | undefined; waits: boolean }): Rendered =>
  mail(
    `Changed: ${after.title}${onDay(after)}`,
    [
      { heading: 'An event that you booked has changed' },
      {
        paragraph: waits
          ? `You still wait for a place for ${facts.schoolName} at “${after.title}”. If it no longer suits you, withdraw the request on its page.`
          : `Your booking for ${facts.schoolName} at “${after.title}” is kept. We have sent each person whom it concerns an update for their calendar.`,
      },
      {
        list: [
          ...(before.title === after.title ? [] : [`It was called “${before.title}”.`]),
          ...(times(before) === times(after) ? [] : [`It was to be on ${times(before)}.`]),
          ...workshopsChanged(before, after),
          ...(whereOf(before) === whereOf(after) ? [] : [`The place was: ${whereOf(before)}.`]),
          ...(before.joiningLink === after.joiningLink ? [] : ['The link to join is new.']),
        ],
      },
      {
        facts: [
          ['When', times(after)],
          ['Where', whereOf(after)],
          ['Coming', waits ? undefined : facts.delegates.join(', ') || 'Not named yet'],
          ['Reference', facts.reference],
        ],
      },
      ...(freeUntil
        ? [
            {
              paragraph: `Because the event has been moved, you may cancel free of charge until ${sayMoment(freeUntil)}, on the page of your booking.`,
            },
          ]
        : []),
      { button: 'See or change your booking', href: facts.bookingPage },
    ],
    footerOf(facts.sender, facts.contact),
  )

/** To whoever booked: the event is off, and each delegate has been told. */
export const contactEventCancelled = ({
  event,
  why,
  waited,
  ...facts
}: ContactFacts & { event: EventForInvites; why: string; waited: boolean }): Rendered =>
  mail(
    `Cancelled: ${event.title}${onDay(event)}`,
    [
      { heading: waited ? 'An event that you waited for is cancelled' : 'An event that you booked is cancelled' },
      {
        paragraph: waited
          ? `“${event.title}” will not take place. Your request for places has ended, and any offer with it.`
          : `“${event.title}” will not take place. We have told each person coming; you do not need to do anything, and nothing is charged.`,
      },
      ...(why ? [{ paragraph: why }] : []),
      {
        facts: [
          ['Was to be', times(event)],
          ['Booked for', facts.delegates.join(', ')],
          ['School', facts.schoolName],
          ['Reference', facts.reference],
        ],
      },
      { button: 'See your booking', href: facts.bookingPage },
    ],
    footerOf(facts.sender, facts.contact),
  )
