import type { Calendar } from '#base/council/working-day.ts'
import { type Instant, sayDeadline, sayInstant } from '#base/dates.ts'
import type { PlaceStanding } from '#base/standing.ts'
import type { Task } from '#base/web/page-head.tsx'
import { Inset, Warning } from '#base/web/page-parts.tsx'
import { atStart, counted, listed } from '#base/words.ts'
import type { BookedPlace } from '#booking/bookings/booked-place.ts'
import { namesDueOfBooking } from '#booking/bookings/booking.ts'
import type { BookingDetails } from '#booking/bookings/booking-details.ts'
import { mayAskAgain, type NextSteps, placesThat } from '#booking/bookings/next-steps.ts'
import { Ended } from '#booking/bookings/views/booking-link.tsx'
import { placeName } from '#booking/bookings/views/place-card.tsx'
import { sayNamesDue } from '#booking/bookings/views/refusals.tsx'
import { blocksOf, type EventDetails } from '#events/events/event.ts'
import type { BookingAnswers } from '#events/questions/question.ts'
import { missing } from './answers.tsx'

/** What a delegate said about coming, until it is dealt with. */
const sayWord = (place: BookedPlace): string =>
  place.word?.statement === 'not_me'
    ? `The person who got our mail for ${placeName(place)} said on ${sayInstant(place.word.at)} that it is not for them.`
    : `${placeName(place)} said on ${sayInstant(place.word?.at ?? '')} that they cannot come.`

type StandingProps = {
  booking: BookingDetails
  event: EventDetails
  calendar: Calendar
  may: NextSteps
  now: Instant
}

/** How its places stand, and until when they are held or offered. */
export const Standing = ({ booking, event, may, now }: Omit<StandingProps, 'calendar'>) => {
  const count = (...standings: PlaceStanding[]): number => placesThat(booking, now, ...standings).length
  const published = event.state === 'published'
  const offered = placesThat(booking, now, 'offered')
  return (
    <>
      {event.state === 'cancelled' ? <Warning>This event is cancelled.{event.cancelReason ? ` ${event.cancelReason}` : ''}</Warning> : null}
      <Ended booking={booking} />
      {count('for_approval') > 0 && published ? (
        <Inset>
          {may.change
            ? 'An organiser decides on this request. Until then nobody has a place; you get an email.'
            : 'The event began before an organiser decided on this request, so nobody has a place.'}
        </Inset>
      ) : null}
      {count('waiting') > 0 && published && !may.change ? <Inset>The event began before a place came free.</Inset> : null}
      {offered.length > 0 ? (
        <Warning>
          {counted(offered.length, 'place')} on offer until {sayDeadline(offered[0]?.heldUntil ?? now)}.
        </Warning>
      ) : null}
      {count('given_up') > 0 && booking.cancelledAt === null ? (
        <Inset>
          {atStart(count('given_up'), 'place was', 'places were')} on offer and not accepted in time, so your school waits for{' '}
          {count('given_up') === 1 ? 'it' : 'them'} no more.
        </Inset>
      ) : null}
      <HeldToPay booking={booking} now={now} />
    </>
  )
}

const HeldToPay = ({ booking, now }: Pick<StandingProps, 'booking' | 'now'>) => {
  const held = booking.places.filter((place) => place.state === 'held' && place.waitsFor === null)
  const until = held[0]?.heldUntil
  if (!until) return null
  return (
    <Inset>
      {until > now
        ? `${held.length === 1 ? 'The place is' : `${held.length} places are`} held until ${sayDeadline(until)} while you pay. Nobody is invited before that.`
        : `The time to pay ran out on ${sayDeadline(until)}. If you have just paid, this page shows it in a moment.`}
    </Inset>
  )
}

/** What whoever reads a booking has to do, a press each. */
export const tasksOf = ({ booking, event, calendar, may, now, asked }: StandingProps & { asked: BookingAnswers }): Task[] => {
  const path = `/bookings/${booking.reference}`
  const places = (...standings: PlaceStanding[]) => placesThat(booking, now, ...standings)
  const unnamed = places('unnamed').length
  const waiting = places('waiting').length
  const ended = booking.cancelledAt !== null
  const ranOut = (!ended && places('given_up', 'not_paid').length > 0) || (ended && booking.cancelledAt === booking.givenBackAt)
  const blocks = blocksOf(event.sessions)
  const undecided = places('confirmed', 'unnamed').filter((place) =>
    blocks.some(({ workshops }) => !workshops.some((one) => place.workshopIds.includes(one.id))),
  ).length
  const lacking = ended ? 0 : missing(booking, asked)
  const whileOpen: (Task | false)[] = [
    ...places('confirmed')
      .filter((place) => place.word && place.word.statement !== 'comes')
      .map((place) => ({
        href: `${path}/places/${place.id}/name`,
        text: `Send someone else instead of ${placeName(place)}`,
        hint: sayWord(place),
      })),
    unnamed > 0 && {
      href: `${path}/names`,
      text: 'Name the people who are coming',
      hint: `${atStart(unnamed, 'place has no name yet.', 'places have no name yet.')} ${sayNamesDue(namesDueOfBooking(event, booking, calendar), event, now)}`,
    },
    may.choose &&
      undecided > 0 && {
        href: `${path}/workshops`,
        text: 'Choose workshops',
        hint: `${atStart(undecided, 'place has no workshop yet', 'places have no workshops yet')}: each person has one of ${listed(blocks.map(({ block }) => block))}. ${
          event.rules.choicesCloseAt ? `Choose by ${sayDeadline(event.rules.choicesCloseAt)}.` : 'Workshops fill up: choose soon.'
        }`,
      },
    lacking > 0 && {
      href: `${path}/answers`,
      text: 'Answer the organiser’s questions',
      hint: `${atStart(lacking, 'answer that the organiser needs is', 'answers that the organiser needs are')} not given yet.`,
    },
    waiting > 0 && {
      href: `/events/${event.code}/wait?school=${booking.schoolId}`,
      text: 'See your place on the waiting list',
      hint: `Waiting for ${counted(waiting, 'place')}${booking.waitingSince ? ` since ${sayInstant(booking.waitingSince)}` : ''}. ${
        booking.acceptsFewer ? 'As many as come free are offered to you.' : 'They are offered when all of them are free.'
      }`,
    },
  ]
  return [
    ...(may.change ? whileOpen : []),
    ranOut &&
      mayAskAgain(event, booking, new Date(now)) && {
        href: `/events/${event.code}/book?school=${booking.schoolId}`,
        text: 'Book again, or wait for places',
        hint: 'If you still need them',
      },
  ].filter((task) => task !== false)
}
