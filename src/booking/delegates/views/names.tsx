import type { Calendar } from '#base/council/working-day.ts'
import { type Instant, sayWhen } from '#base/dates.ts'
import { Button, type Problems } from '#base/web/field.tsx'
import { Caption, ErrorSummary, Link, P, Page, SummaryList, Title } from '#base/web/page-parts.tsx'
import { type Colleague, namesDueOfBooking, type RoleOption } from '#booking/bookings/booking.ts'
import type { BookingDetails } from '#booking/bookings/booking-details.ts'
import { sayNamesDue } from '#booking/bookings/views/refusals.tsx'
import { DelegateFields, PastePeople, PickColleagues, WhereInvitationsGo } from '#booking/placing/views/delegate-fields.tsx'
import { daysOf } from '#calendars/invites/invite.ts'
import type { EventDetails } from '#events/events/event.ts'
import type { Question } from '#events/questions/question.ts'
import type { AskedPerson } from '#people/people/spelling.ts'
import { schoolLabel } from '#schools/schools/school.ts'
import type { SchoolChoices } from '#schools/schools/school-choice.ts'
import type { TypedNames } from '../forms.ts'

export type NamesProps = {
  calendar: Calendar
  booking: BookingDetails
  event: EventDetails
  roles: readonly RoleOption[]
  schools: SchoolChoices
  colleagues: readonly Colleague[]
  now: Instant
  questions: readonly Question[]
  /** An organiser enters what a caller knew. */
  addressOptional: boolean
  typed: TypedNames
  /** For a swap: who has the place now. */
  instead?: string | undefined
  /** For a swap: what the booking owes, in a sentence. */
  owes: string
  /** Unnamed places that do not fit on this form. */
  further: number
  /** Used for a person without an address. */
  ownAddress: string | undefined
  moreSchoolsAt?: number | undefined
  /** Whom it is asked about, by the number of the row. */
  questionsOfPeople?: ReadonlyMap<number, AskedPerson> | undefined
  problems?: Problems | undefined
}

export const BookedPlaces = ({ booking, event }: { booking: BookingDetails; event: EventDetails }) => (
  <SummaryList
    rows={[
      ['Event', event.title],
      ['When', daysOf(event.sessions).map(({ startsAt, endsAt }) => <div>{sayWhen(startsAt, endsAt)}</div>)],
      ['School', schoolLabel(booking.school)],
    ]}
  />
)

export const NamesPage = (props: NamesProps) => {
  const { calendar, booking, event, colleagues, now, typed, instead, owes, further, moreSchoolsAt, questionsOfPeople, ...each } = props
  const { problems } = each
  const count = typed.placeIds.length
  const waits = booking.places.some((place) => typed.placeIds.includes(place.id) && place.state === 'held')
  const heading = instead ? `Send someone else instead of ${instead}` : count === 1 ? 'Name the person coming' : 'Name the people coming'
  return (
    <Page>
      <ErrorSummary problems={problems} />
      <Caption>Booking {booking.reference}</Caption>
      <Title>{heading}</Title>
      <BookedPlaces booking={booking} event={event} />
      {instead ? (
        <P>
          You can send someone else until the event begins. It costs nothing: what is owed for this booking stays as it is, and the place
          stays your school’s. {owes} You see who is told what before anything is changed.
        </P>
      ) : (
        <P>
          {count === 1 ? 'One place has no name yet.' : `${count + further} places have no name yet.`}
          {` ${sayNamesDue(namesDueOfBooking(event, booking, calendar), event, now)}`}
          {count > 1 ? ' Leave a row empty when you do not know yet.' : ''}
          {further > 0 ? ` This form takes ${count} of them; name the others afterwards.` : ''}
        </P>
      )}
      <form method="post" novalidate id="names">
        {typed.placeIds.map((id) => (
          <input type="hidden" name="place" value={id} />
        ))}
        {typed.clashesSeen.map((key) => (
          <input type="hidden" name="clash" value={key} />
        ))}
        <input type="hidden" name="was" value={typed.was ?? ''} />
        <input type="hidden" name="rows" value={String(typed.rows.length)} />
        {/* Enter in a text field presses the first button of a form. */}
        <button type="submit" name="action" value="save" class="govuk-visually-hidden" tabindex={-1}>
          {instead ? 'Continue' : 'Save'}
        </button>
        <PickColleagues colleagues={colleagues} picked={typed.picks} type={count === 1 ? 'radios' : 'checkboxes'} />
        {count > 1 ? <PastePeople pasted={typed.pasted} most={count} problems={problems} /> : null}
        <WhereInvitationsGo {...each} />
        {typed.rows.map((row, index) => (
          <DelegateFields
            row={row}
            number={index + 1}
            of={typed.rows.length}
            heading={instead ? 'Who comes now' : undefined}
            oneMore={moreSchoolsAt === index + 1}
            insist={false}
            question={questionsOfPeople?.get(index + 1)}
            {...each}
          />
        ))}
        {instead ? null : (
          <P>
            {waits
              ? 'Anybody you name for a place that you wait for is told when the place is yours. '
              : 'Each person you name is sent an invitation for their calendar, and told where we have their details from. '}
            You can send someone else later.
          </P>
        )}
        <Button name="action" value="save">
          {instead ? 'Continue' : count === 1 ? 'Save this name' : 'Save these names'}
        </Button>
      </form>
      <P>
        <Link href={`/bookings/${booking.reference}`}>Back to the booking without changing anything</Link>
      </P>
    </Page>
  )
}

export const NothingToNamePage = ({ booking, sentence }: { booking: BookingDetails; sentence: string }) => (
  <Page>
    <Caption>Booking {booking.reference}</Caption>
    <Title>Nobody can be named here now</Title>
    <p class="govuk-body-l">{sentence}</p>
    <Link href={`/bookings/${booking.reference}`}>See the booking</Link>
  </Page>
)
