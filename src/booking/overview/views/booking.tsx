import type { Child } from 'hono/jsx'
import { londonDay, sayInstant } from '#base/dates.ts'
import { markTypes, markWords, outcomeOf } from '#base/standing.ts'
import { LinkGroups, PageHead, sayCountdown, TaskList } from '#base/web/page-head.tsx'
import { Bullets, Details, Heading, Link, P, SummaryList } from '#base/web/page-parts.tsx'
import { counted } from '#base/words.ts'
import type { BookingDetails } from '#booking/bookings/booking-details.ts'
import { mayBookMore, type NextSteps, noSteps, placesThat } from '#booking/bookings/next-steps.ts'
import { NotReached, PlaceCard } from '#booking/bookings/views/place-card.tsx'
import { Programme, timeAndPlace } from '#booking/placing/views/before-booking.tsx'
import { contactOf } from '#calendars/invites/invite.ts'
import { type EventDetails, firstStart, lastEnd } from '#events/events/event.ts'
import type { BookingAnswers } from '#events/questions/question.ts'
import type { Accepted } from '#money/terms/terms.ts'
import { schoolLabel } from '#schools/schools/school.ts'
import { AskedOfBooking } from './answers.tsx'
import { Standing, tasksOf } from './booking-standing.tsx'
import { Cancelling } from './charges.tsx'

const WatchedTogether = ({ reference }: { reference: string }) => (
  <>
    If several of you watched at one screen, <Link href={`/bookings/${reference}/together`}>say who watched together</Link>.
  </>
)

const WhatIsNext = ({ event, may, everyone, reference }: { event: EventDetails; may: NextSteps; everyone: boolean; reference: string }) => (
  <Details summary="What happens next">
    <Bullets>
      {may.change ? (
        <li>
          {everyone ? 'Each person' : 'Each person whose address is known'} gets an invitation for their calendar by email. An update
          follows automatically if the time or the place changes.
        </li>
      ) : null}
      {event.attendanceMode === 'in_person' ? null : (
        <li>The link to join online is in their invitation. {may.change ? null : <WatchedTogether reference={reference} />}</li>
      )}
      <li>On the day, the organiser marks who came. That is what counts.</li>
      {may.change ? (
        <li>
          If someone cannot come, send someone else: it costs nothing, up to the start. Or cancel their place here, so that another school
          can have it.
        </li>
      ) : (
        <li>It has begun, so nothing can be changed here. If someone came instead, they give their name at the door.</li>
      )}
      {contactOf(event) ? <li>Questions: {contactOf(event)}.</li> : null}
    </Bullets>
  </Details>
)

type WhatHappenedProps = {
  reference: string
  event: EventDetails
  places: readonly BookingDetails['places'][number][]
}

const WhatHappened = ({ event, places, reference }: WhatHappenedProps) => {
  const outcomes = places.map((place) => outcomeOf(place.marks ?? []))
  const outcomesInWords = [
    ...markTypes.flatMap((what) => {
      const n = outcomes.filter((one) => one === what).length
      return n > 0 ? [`${n} ${markWords[what].toLowerCase()}`] : []
    }),
    ...(outcomes.includes(undefined) ? [`${outcomes.filter((one) => one === undefined).length} not recorded yet`] : []),
  ]
  return (
    <>
      <Heading>What happened</Heading>
      <P>
        Of {counted(places.length, 'place')}: {outcomesInWords.join(', ')}. This is what counts.
        {contactOf(event) ? ` If it is not right, tell the organiser: ${contactOf(event)}.` : ''}
      </P>
      {event.attendanceMode === 'in_person' ? null : (
        <P>
          <WatchedTogether reference={reference} />
        </P>
      )}
    </>
  )
}

/** Others stand at the end of the page. */
const mostActs = 3

type BookingPageProps = {
  booking: BookingDetails
  event: EventDetails
  accepted: Accepted
  asked: BookingAnswers
  may: NextSteps
  now: string
  /** Sees the history, and may decide and restore. */
  organiser: boolean
  /** Acts for the school. */
  school: boolean
  /** Books for it. */
  books: boolean
  /** What waiting places would cost; undefined: none wait, or they are free. */
  wouldCost?: string | undefined
  money?: Child
}

type Links = Pick<BookingPageProps, 'booking' | 'event' | 'may' | 'now' | 'organiser' | 'school' | 'books'> & {
  certain: readonly BookingDetails['places'][number][]
  over: boolean
}

/** What people come for, what else they may change, and what there is to read. */
const linksOf = ({ booking, event, may, now, organiser, school, books, certain, over }: Links) => {
  const path = `/bookings/${booking.reference}`
  const link = (may: boolean, href: string, text: string) => (may ? [{ href, text }] : [])
  const paying = booking.places.some(({ state, waitsFor, heldUntil }) => state === 'held' && waitsFor === null && (heldUntil ?? '') > now)
  const all = [
    ...link(books && paying, `${path}/pay`, 'Pay by card'),
    ...link(books && placesThat(booking, now, 'offered').length > 0, `${path}/offer`, 'Accept or decline'),
    ...link(organiser && placesThat(booking, now, 'for_approval').length > 0, `${path}/decision`, 'Approve or refuse'),
    ...link(may.change && certain.length > 0, `${path}/calendar`, 'Add to your calendar'),
    ...link(
      books && mayBookMore(event, booking, new Date(now)),
      `/events/${event.code}/book?school=${booking.schoolId}`,
      'Book another place',
    ),
  ]
  const toChange = [
    ...all.slice(mostActs),
    ...link(may.move && certain.length > 0, `${path}/move`, 'Move to another date'),
    ...link(organiser && may.change && placesThat(booking, now, 'cancelled').length > 0, `${path}/undo`, 'Undo a cancellation'),
  ]
  const papers = [
    ...link(true, `/events/${event.code}`, 'About the event'),
    ...link(
      school && certain.length > 0,
      `/events/${event.code}/people`,
      event.state === 'cancelled' ? 'People as a list' : over ? 'Who came, as a list' : 'Who is coming, as a list',
    ),
    ...link(true, `${path}/messages`, 'Messages about this booking'),
    ...link(organiser, `${path}/history`, 'History of this booking'),
    ...link(certain.length > 0 && over, `/school/${booking.schoolId}`, 'Your school’s record, to read or print'),
  ]
  return { acts: all.slice(0, mostActs), toChange, papers }
}

export const BookingPage = (props: BookingPageProps) => {
  const { booking, event, accepted, asked, now, organiser, school, books, wouldCost, money } = props
  const may = books ? props.may : noSteps
  const certain = placesThat(booking, now, 'confirmed', 'unnamed')
  const over = (lastEnd(event) ?? '9999') <= now
  const path = `/bookings/${booking.reference}`
  const start = firstStart(event)
  const isAhead = event.state === 'published' && booking.places.some(({ state }) => state !== 'cancelled')
  const tasks = books ? tasksOf({ booking, event, calendar: accepted.calendar, may, now, asked }) : []
  const { acts, toChange, papers } = linksOf({ booking, event, may, now, organiser, school, books, certain, over })
  return (
    <>
      <PageHead
        title={`Booking ${booking.reference}`}
        caption={event.title}
        day={start && londonDay(start)}
        facts={[
          start && isAhead ? sayCountdown(londonDay(start), londonDay(now)) : undefined,
          ...timeAndPlace(event),
          schoolLabel(booking.school),
        ]}
        acts={acts.map(({ href, text }, index) => (
          <a class={index === 0 ? 'govuk-button' : 'govuk-link'} href={href}>
            {text}
          </a>
        ))}
      />
      <Standing booking={booking} event={event} may={props.may} now={now} />
      {wouldCost ? <P>If you get the places: {wouldCost} Nothing is owed for them before that.</P> : null}
      {tasks.length > 0 ? (
        <>
          <Heading>To do</Heading>
          <TaskList tasks={tasks} />
        </>
      ) : null}
      <Heading>{certain.length === 0 || event.state === 'cancelled' ? 'Places' : over ? 'Who came' : 'Who is coming'}</Heading>
      <div class="muster-places">
        {booking.places.map((place) => (
          <PlaceCard place={place} booking={booking} event={event} may={may} now={now} asked={asked} />
        ))}
      </div>
      <AskedOfBooking booking={booking} asked={asked} change={may.change && booking.cancelledAt === null} />
      {certain.length > 0 && event.state === 'published' && over ? (
        <WhatHappened event={event} places={certain} reference={booking.reference} />
      ) : null}
      {money}
      {booking.booker.trouble ? (
        <NotReached trouble={booking.booker.trouble} reference={booking.reference} name={booking.booker.name ?? 'the person who booked'} />
      ) : null}
      <div class="muster-folded">
        <Programme event={event} />
        {books && certain.length > 0 && event.state === 'published' && !over ? (
          <WhatIsNext
            event={event}
            may={may}
            everyone={certain.every((place) => place.email !== null || place.name === null)}
            reference={booking.reference}
          />
        ) : null}
        <Cancelling booking={booking} event={event} accepted={accepted} now={now} />
        <Details summary="When it was booked, and who gets messages">
          <SummaryList
            rows={[
              [everBooked(booking) ? 'Booked' : 'Asked for', sayMade(booking)],
              ['Messages go to', booking.channel === 'organiser' || booking.booker.trouble ? sayTold(booking) : undefined],
            ]}
          />
        </Details>
      </div>
      <LinkGroups
        groups={[
          { title: 'Papers', links: papers },
          { title: 'Change', links: toChange },
        ]}
      />
      {may.change && certain.length > 1 ? (
        <p class="govuk-body govuk-!-margin-top-6">
          <Link href={`${path}/cancel`}>Cancel the whole booking</Link>
        </p>
      ) : null}
    </>
  )
}

/** Who gets the messages about a booking by the council, or that nobody does. */
const sayTold = ({ booker }: BookingDetails): string =>
  booker.email === null
    ? 'Nobody by email: no address of the person who asked is known. Ring them about each change, or print this page and post it'
    : booker.name
      ? `${booker.name}, ${booker.email}`
      : booker.email

/** Whether any place was ever confirmed; waiting ones and those given back unpaid do not count. */
const everBooked = ({ places, givenBackAt }: BookingDetails): boolean =>
  places.some(({ state, waitsFor }) => state === 'confirmed' || (state === 'cancelled' && waitsFor === null && givenBackAt === null))

const sayMade = (booking: BookingDetails): string =>
  `${sayInstant(booking.createdAt)}${booking.channel === 'organiser' ? ', by the council for the school' : ''}${booking.askedBy ? `, asked for by ${booking.askedBy}` : ''}`
