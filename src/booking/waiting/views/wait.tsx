import type { Child } from 'hono/jsx'
import { sayDeadline, sayInstant } from '#base/dates.ts'
import { Button, Choices, type Problems, TextField } from '#base/web/field.tsx'
import { Caption, ErrorSummary, Heading, Link, P, Page, Title, VisuallyHidden, Warning } from '#base/web/page-parts.tsx'
import { counted } from '#base/words.ts'
import type { Way } from '#booking/bookings/attendance.ts'
import type { KnownAsker } from '#booking/bookings/booker.ts'
import type { BookingSchool, Channel } from '#booking/bookings/booking.ts'
import { AttendanceField } from '#booking/placing/views/attendance-fields.tsx'
import { BookedEvent } from '#booking/placing/views/before-booking.tsx'
import { ContactFields } from '#booking/placing/views/contact-fields.tsx'
import { sayOfferHours } from '#events/events/booking-rules.ts'
import type { EventDetails } from '#events/events/event.ts'
import { attendanceWords, sayWays } from '#events/events/views/words.tsx'
import type { AskedPerson } from '#people/people/spelling.ts'
import type { JoinValues } from '../forms.ts'
import type { OpenOffer } from '../offer.ts'
import { aheadOf, type WaitingBooking } from '../waiting.ts'
import { mayBeOvertaken, orderWords } from './words.tsx'

export type WaitProps = {
  event: EventDetails
  school: BookingSchool
  channel: Channel
  /** People at the school who may have asked the council. */
  askers: readonly KnownAsker[]
  queue: readonly WaitingBooking[]
  offers: readonly OpenOffer[]
  /** How many more places the limits allow the school. */
  most: number
  /** Why the school cannot join now, in a sentence. */
  cannot: string | undefined
  /** Places are available at once or by approval, so use the booking form. */
  bookable: 'now' | 'by_approval' | undefined
  values: JoinValues
  /** The ways of coming of which nothing is left. */
  full: readonly Way[]
  terms?: Child
  problems?: Problems | undefined
  /** The booking whose number was invalid. */
  fewerOf?: string | undefined
  /** Whose record may be meant by whoever asked. */
  question?: AskedPerson | undefined
}

const HowItWorks = ({ event, queue }: Pick<WaitProps, 'event' | 'queue'>) => {
  const schools = new Set(queue.map((booking) => booking.schoolId)).size
  const places = queue.reduce((sum, booking) => sum + booking.placeIds.length, 0)
  return (
    <>
      <P>
        {schools === 0
          ? 'No school waits for a place now.'
          : `${counted(schools, 'school waits', 'schools wait')} for ${counted(places, 'place')}.`}{' '}
        {orderWords[event.rules.waitingOrder]}
      </P>
      <P>
        When places come free we send an offer by email. It is open for {sayOfferHours(event.rules.offerHours)}, but never beyond the start
        of the event; its email says until when. Until then the places are kept for the school. In the last hour before the event nothing is
        offered: what is free then can be booked at once.
      </P>
    </>
  )
}

type OwnProps = Pick<WaitProps, 'event' | 'queue' | 'problems' | 'fewerOf'> & { booking: WaitingBooking }

const Own = ({ event, queue, booking, problems, fewerOf }: OwnProps) => {
  const ahead = aheadOf(event.rules.waitingOrder, queue, booking.bookingId)
  const n = booking.placeIds.length
  return (
    <section class="govuk-inset-text" aria-label={`Booking ${booking.reference}`}>
      <p class="govuk-body govuk-!-font-weight-bold">
        {booking.school.name} waits for {sayWays(booking.ways)} since {sayInstant(booking.waitingSince)}.
      </p>
      <P>
        {ahead.schools === 0
          ? 'No other school is before it.'
          : `${counted(ahead.schools, 'school is', 'schools are')} before it, waiting for ${counted(ahead.places, 'place')}.`}
        {mayBeOvertaken(event.rules.waitingOrder)
          ? ' A school that joins later may come before it, by the order of this list.'
          : ' The council can offer places to another school out of turn.'}
        {n > 1
          ? booking.acceptsFewer
            ? ' It takes as many as come free.'
            : ' It is offered all of them together, and passed over while fewer are free.'
          : ''}
      </P>
      {n > 1 ? (
        <form method="post" action={`/events/${event.code}/wait/fewer`} novalidate>
          <input type="hidden" name="school" value={booking.schoolId} />
          <input type="hidden" name="reference" value={booking.reference} />
          <TextField
            name="places"
            label="Wait for fewer places"
            hint="Its turn is kept"
            value=""
            width={3}
            inputmode="numeric"
            {...(problems && fewerOf === booking.reference ? { problems } : {})}
          />
          <Button kind="secondary">Change the number</Button>
        </form>
      ) : null}
      <p class="govuk-body govuk-!-margin-bottom-0">
        <Link href={`/events/${event.code}/wait/withdraw?booking=${booking.reference}`}>
          Withdraw<VisuallyHidden> booking {booking.reference} from the waiting list</VisuallyHidden>
        </Link>{' '}
        or <Link href={`/bookings/${booking.reference}`}>see booking {booking.reference}</Link>.
      </p>
    </section>
  )
}

const OnOffer = ({ offer }: { offer: OpenOffer }) => (
  <Warning>
    {counted(offer.places, 'place is', 'places are')} on offer until {sayDeadline(offer.expiresAt)}.{' '}
    <Link href={`/bookings/${offer.reference}/offer`}>Accept or decline</Link>
  </Warning>
)

const JoinForm = ({ event, school, channel, askers, most, values, full, terms, problems, fewerOf, question }: WaitProps) => (
  <form method="post" action={`/events/${event.code}/wait`} novalidate>
    <input type="hidden" name="school" value={school.id} />
    <input type="hidden" name="formId" value={values.formId} />
    {channel === 'organiser' ? (
      <ContactFields typed={values.contact} known={askers} school={school} question={question} problems={problems} />
    ) : null}
    {full.length > 1 ? (
      <AttendanceField event={event} name="attendance" value={values.attendance} problems={fewerOf ? undefined : problems} />
    ) : full[0] ? (
      <>
        <input type="hidden" name="attendance" value={full[0]} />
        <P>It is for places {attendanceWords[full[0]]}; of the others some are to be had at once.</P>
      </>
    ) : null}
    {most === 1 ? (
      <>
        <input type="hidden" name="places" value="1" />
        <P>You can have one {school.taken + school.waiting > 0 ? 'more ' : ''}place.</P>
      </>
    ) : (
      <>
        <TextField
          name="places"
          label="How many places do you need?"
          hint={Number.isFinite(most) ? `You can have ${most}${school.taken + school.waiting > 0 ? ' more' : ''}` : undefined}
          value={fewerOf ? '' : values.places}
          width={3}
          inputmode="numeric"
          {...(problems && !fewerOf ? { problems } : {})}
        />
        <Choices
          type="radios"
          name="how"
          label="Choose whether to wait for all"
          values={[values.how || 'all']}
          options={[
            {
              value: 'all',
              text: 'We need all of them together',
              hint: 'Your school is passed over while fewer are free, keeping its turn',
            },
            { value: 'partly', text: 'We take as many as there are', hint: 'What is free is offered, and you wait on for the others' },
          ]}
          {...(problems && !fewerOf ? { problems } : {})}
        />
      </>
    )}
    {terms}
    <P>
      When you press the button {school.name} is on the waiting list; nobody has a place yet and nothing is owed. An offer says what its
      places cost before you accept it. You name who is coming once a place is certain. If you would rather name people now,{' '}
      <Link href={`/events/${event.code}/book?school=${school.id}`}>use the booking form</Link>.
    </P>
    <Button>Join the waiting list</Button>
  </form>
)

/** The waiting list for one school: its order, the school's position, and how to join. */
export const WaitPage = (props: WaitProps) => {
  const { event, school, channel, queue, offers, cannot, bookable, problems, fewerOf } = props
  const own = queue.filter((booking) => booking.schoolId === school.id)
  return (
    <Page>
      <ErrorSummary problems={problems} />
      <Caption>{event.title}</Caption>
      <Title>Waiting list</Title>
      <BookedEvent event={event} school={school} />
      {channel === 'organiser' ? <P>You ask as the council, for the school.</P> : null}
      {offers.map((offer) => (
        <OnOffer offer={offer} />
      ))}
      {own.map((booking) => (
        <Own event={event} queue={queue} booking={booking} problems={problems} fewerOf={fewerOf} />
      ))}
      {cannot && own.length === 0 ? null : <HowItWorks event={event} queue={queue} />}
      {cannot ? (
        <P id="places">{cannot}</P>
      ) : bookable ? (
        <>
          <P>
            {bookable === 'now'
              ? 'Places are to be had at once, so there is nothing to wait for.'
              : 'An organiser decides on each booking for this event. Ask for places; if they are approved when none is free, your school waits as of the time it asked.'}
          </P>
          <a href={`/events/${event.code}/book?school=${school.id}`} class="govuk-button" draggable={false} data-module="govuk-button">
            {bookable === 'now' ? 'Book places' : 'Ask for places'}
          </a>
        </>
      ) : (
        <>
          <Heading>{own.length > 0 ? 'Wait for more places' : 'Join the waiting list'}</Heading>
          <JoinForm {...props} />
        </>
      )}
    </Page>
  )
}
