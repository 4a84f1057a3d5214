import type { Child } from 'hono/jsx'
import { sayInstant } from '#base/dates.ts'
import { Button, Choices, type Problems, TextArea, TextField } from '#base/web/field.tsx'
import { Caption, Details, ErrorSummary, Link, P, Table, Title, VisuallyHidden } from '#base/web/page-parts.tsx'
import { counted, inWords } from '#base/words.ts'
import { allowanceOf, type BookingSchool, refusalToAsk } from '#booking/bookings/booking.ts'
import { sayRefusal } from '#booking/bookings/views/refusals.tsx'
import { AttendanceField } from '#booking/placing/views/attendance-fields.tsx'
import { BookedEvent } from '#booking/placing/views/before-booking.tsx'
import { bookingEndsAt, bookingState, type EventDetails } from '#events/events/event.ts'
import { shortWhen } from '#events/events/views/places.tsx'
import { BookingTag } from '#events/events/views/words.tsx'
import { forScope, type Question } from '#events/questions/question.ts'
import { QuestionFields } from '#events/questions/views/fields.tsx'
import type { OwnTrust } from '#schools/schools/record.ts'
import { schoolLabel } from '#schools/schools/school.ts'
import { mostSchools, type TrustBooking, type TypedRow, type TypedTrust } from '../trust-booking.ts'

export const ChooseEventPage = ({ trust, events, now }: { trust: OwnTrust; events: readonly EventDetails[]; now: Date }) => {
  const open = events.filter((event) => ['open', 'full'].includes(bookingState(event, event.taken, now)))
  return (
    <>
      <Caption>{trust.name}</Caption>
      <Title>Book for several schools</Title>
      {open.length === 0 ? (
        <P>No event can be booked just now.</P>
      ) : (
        <Table
          caption="Events that can be booked"
          captionClass="govuk-visually-hidden"
          columns={['Event', 'When', 'Places', 'Booking closes']}
          rows={open.map((event) => {
            const end = bookingEndsAt(event)
            return [
              <Link href={`/trusts/${trust.uid}/events/${event.code}`}>{event.title}</Link>,
              shortWhen(event),
              <BookingTag state={bookingState(event, event.taken, now)} />,
              end ? sayInstant(end) : '',
            ]
          })}
        />
      )}
    </>
  )
}

const sayHas = (school: BookingSchool): string =>
  [
    `has ${counted(school.taken, 'place')}`,
    school.waiting > 0 ? `waits for ${school.waiting}` : '',
    school.heldBack > 0 ? `${inWords(school.heldBack, 'place is', 'places are')} reserved for it` : '',
  ]
    .filter(Boolean)
    .join(', ')

const Hidden = ({ row, number }: { row: TypedRow; number: number }) => (
  <>
    <input type="hidden" name={`school-${number}`} value={row.schoolId} />
    <input type="hidden" name={`formId-${number}`} value={row.formId} />
  </>
)

type SchoolFieldsProps = {
  row: TypedRow
  number: number
  school: BookingSchool
  event: EventDetails
  now: Date
  named: boolean
  problems: Problems | undefined
}

const SchoolFields = ({ row, number, school, event, now, named, problems }: SchoolFieldsProps) => {
  const refusal = refusalToAsk(event, school, 'school', now)
  const allowed = allowanceOf(event, school)
  const wrong = problems?.[`places-${number}`] ?? problems?.[`people-${number}`]
  return (
    <li>
      <h2 class="govuk-heading-s govuk-!-margin-bottom-1">{schoolLabel(school)}</h2>
      <P>
        It {sayHas(school)}.{refusal || !Number.isFinite(allowed) ? '' : ` It can have ${allowed} more.`}
      </P>
      {refusal && !wrong ? (
        <P>{sayRefusal(refusal, { event, school, asked: 1 })}</P>
      ) : (
        <>
          <Hidden row={row} number={number} />
          <TextField
            name={`places-${number}`}
            label={`How many places for ${school.name}?`}
            hint="Leave it empty for none"
            value={row.places}
            width={3}
            inputmode="numeric"
            problems={problems}
          />
          {named ? (
            <Details
              open={row.people !== '' || problems?.[`people-${number}`] !== undefined}
              summary={
                <>
                  Name people now<VisuallyHidden> for {school.name}</VisuallyHidden>
                </>
              }
            >
              <TextArea
                name={`people-${number}`}
                label={`Who comes from ${school.name}`}
                hint="A line each: name, email address, role. Name others later"
                value={row.people}
                rows={3}
                problems={problems}
              />
            </Details>
          ) : null}
        </>
      )}
    </li>
  )
}

const sayBooked = ({ confirmed, unnamed, waiting, held }: TrustBooking): string =>
  [
    confirmed > 0 ? counted(confirmed, 'place') : '',
    unnamed > 0 ? `${unnamed} without a name` : '',
    waiting > 0 ? `${waiting} waiting` : '',
    held > 0 ? `${held} held until paid` : '',
  ]
    .filter(Boolean)
    .join(', ') || 'Nothing any more'

const Booked = ({ bookings, schools }: { bookings: readonly TrustBooking[]; schools: readonly BookingSchool[] }) =>
  bookings.length === 0 ? null : (
    <Table
      caption="What your schools have at this event"
      columns={['School', 'Booking', 'Places']}
      rows={bookings.map((booking) => [
        schools.find(({ id }) => id === booking.schoolId)?.name ?? '',
        <Link href={`/bookings/${booking.reference}`}>{booking.reference}</Link>,
        <>
          {sayBooked(booking)}
          {booking.held > 0 ? (
            <>
              {': '}
              <Link href={`/bookings/${booking.reference}/pay`}>
                pay now<VisuallyHidden> for {booking.reference}</VisuallyHidden>
              </Link>
            </>
          ) : null}
        </>,
      ])}
    />
  )

export type BookManyProps = {
  trust: OwnTrust
  event: EventDetails
  schools: readonly BookingSchool[]
  bookings: readonly TrustBooking[]
  questions: readonly Question[]
  typed: TypedTrust
  now: Date
  problems?: Problems | undefined
  outcome?: Child | undefined
}

export const BookManyPage = ({ trust, event, schools, bookings, questions, typed, now, problems, outcome }: BookManyProps) => {
  const named = !forScope(questions, 'place').some(({ required }) => required)
  const anyCan = schools.some((school) => refusalToAsk(event, school, 'school', now) === undefined)
  const [one] = schools
  return (
    <>
      {outcome ?? <ErrorSummary problems={problems} />}
      <Caption>{event.title}</Caption>
      <Title>Book for several schools of {trust.name}</Title>
      <BookedEvent event={event} />
      <Booked bookings={bookings} schools={schools} />
      {schools.length === 0 ? <P>No open school is under this trust in the register today.</P> : null}
      {one && !anyCan ? (
        <P>{sayRefusal(refusalToAsk(event, one, 'school', now) ?? 'booking_closed', { event, school: one, asked: 1 })}</P>
      ) : (
        <form method="post" action={`/trusts/${trust.uid}/events/${event.code}`} novalidate>
          <input type="hidden" name="rows" value={String(typed.rows.length)} />
          {named ? null : (
            <P>The organiser asks something of each person who comes, so people are named afterwards, on the page of each booking.</P>
          )}
          <ul class="muster-card-list govuk-!-margin-bottom-6">
            {typed.rows.map((row, index) => {
              const school = schools.find(({ id }) => id === row.schoolId)
              return school ? (
                <SchoolFields row={row} school={school} event={event} now={now} named={named} problems={problems} number={index + 1} />
              ) : null
            })}
          </ul>
          <AttendanceField
            event={event}
            name="attendance"
            label="All of them in the room, or all online?"
            value={typed.attendance}
            problems={problems}
          />
          <QuestionFields questions={questions} scope="booking" typed={typed.answers} problems={problems} />
          <Choices
            type="radios"
            name="wait"
            label="If a school cannot have all of its places at once"
            values={[typed.wait]}
            options={[
              { value: '', text: 'Book nothing for it' },
              { value: 'all', text: 'Put it on the waiting list for all of them' },
              { value: 'partly', text: 'Book what there is, and wait for the rest' },
            ]}
            problems={problems}
          />
          <P>Up to {mostSchools} schools in one go. You see what it costs and who pays before anything is booked.</P>
          <Button>Continue</Button>
        </form>
      )}
      <Details summary="To use a code, or to say a purchase order number">
        <P>
          Book for that school on its own, from <Link href={`/events/${event.code}`}>the page of the event</Link>. A purchase order number
          can also be added on the page of each booking, until the invoice is sent.
        </P>
      </Details>
    </>
  )
}

type OutcomePartProps = {
  booked: readonly { school: BookingSchool; reference: string; says: string }[]
  refused: readonly { school: BookingSchool; why: string; waitAt: string | undefined }[]
}

export const OutcomePart = ({ booked, refused }: OutcomePartProps) => (
  <div class="govuk-error-summary" role="alert">
    <h2 class="govuk-error-summary__title">
      {booked.length === 0
        ? 'Nothing has been booked'
        : `Booked for ${booked.length} of ${counted(booked.length + refused.length, 'school')}`}
    </h2>
    {refused.map(({ school, why, waitAt }) => (
      <P>
        <strong>{school.name}</strong>: {why}
        {waitAt ? (
          <>
            {' '}
            <Link href={waitAt}>Join the waiting list for {school.name}</Link>
          </>
        ) : null}
      </P>
    ))}
    {booked.map(({ school, reference, says }) => (
      <P>
        {school.name}: {says} <Link href={`/bookings/${reference}`}>{reference}</Link>
      </P>
    ))}
    {booked.length > 0 ? <P>What is booked stays booked. The form below has only the others: change it, or leave it.</P> : null}
  </div>
)
