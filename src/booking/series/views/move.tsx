import { instant, sayWhen } from '#base/dates.ts'
import { sayMoney } from '#base/money.ts'
import { Button, Choices } from '#base/web/field.tsx'
import { Bullets, Caption, ErrorSummary, Heading, Link, P, Page, SummaryList, Title } from '#base/web/page-parts.tsx'
import { counted } from '#base/words.ts'
import type { BookedPlace } from '#booking/bookings/booked-place.ts'
import type { Channel } from '#booking/bookings/booking.ts'
import { roomFor } from '#booking/bookings/booking.ts'
import type { BookingDetails } from '#booking/bookings/booking-details.ts'
import { placeName } from '#booking/bookings/views/place-card.tsx'
import type { ShownPrice } from '#booking/placing/show-price.ts'
import { priceRows } from '#booking/placing/views/price.tsx'
import { bookingState, type EventDetails, firstStart, lastEnd, placesOpen } from '#events/events/event.ts'
import { venueLine } from '#events/events/views/words.tsx'
import { schoolLabel } from '#schools/schools/school.ts'
import type { MoveTyped } from '../forms.ts'
import { mailsOfMove, type OtherDate, sayMails } from '../series.ts'

const whenOf = (event: EventDetails): string => {
  const start = firstStart(event)
  const end = lastEnd(event)
  return start && end ? sayWhen(start, end) : 'No date yet'
}

const roomWords = ({ event, school }: OtherDate, channel: Channel, now: Date): string => {
  const state = bookingState(event, event.taken, now)
  if (channel === 'school' && state === 'not_open_yet') return 'booking is not open yet'
  if (channel === 'school' && state === 'closed') return 'booking is closed'
  if (channel === 'school' && event.rules.approval) return 'an organiser must approve each booking there: ask them to move you'
  const room = Math.max(0, roomFor(event, school, channel))
  const left = Math.max(0, placesOpen(event))
  return room === 0 ? 'no place for your school' : `${counted(left, 'place')} left; your school can have ${room}`
}

/** `mails`: how many each person gets once the date is chosen; '' if nobody is named. */
const Happens = ({ from, mails = 'emails' }: { from: EventDetails; mails?: string }) => (
  <Bullets>
    <li>the places at “{from.title}” are released, and nothing is charged for that</li>
    {mails === '' ? null : (
      <li>
        each person gets {mails}, which say to which day they are moved: the old date is taken out of their calendar, and the new one is put
        in
      </li>
    )}
    <li>places without a name stay without a name; names are wanted by the new date’s own day</li>
    <li>workshops, answers to questions, and needs are not taken along: they are chosen and answered again</li>
    <li>if the new date has no room for all of them, nothing changes</li>
  </Bullets>
)

type MovePageProps = {
  booking: BookingDetails
  event: EventDetails
  dates: readonly OtherDate[]
  places: readonly BookedPlace[]
  typed: MoveTyped
  channel: Channel
  now: Date
  problems?: Record<string, string> | undefined
}

export const MovePage = ({ booking, event, dates, places, typed, channel, now, problems }: MovePageProps) => (
  <Page>
    <ErrorSummary problems={problems} />
    <Caption>Booking {booking.reference}</Caption>
    <Title>Move to another date</Title>
    <SummaryList
      rows={[
        ['School', schoolLabel(booking.school)],
        ['Now', `${event.title}, ${whenOf(event)}`],
      ]}
    />
    {dates.length === 0 || places.length === 0 ? (
      <P>
        {places.length === 0
          ? 'No place of this booking can be moved: only places that your school has for certain can.'
          : 'There is no other date that lies ahead.'}
      </P>
    ) : (
      <form method="post" action={`/bookings/${booking.reference}/move`} novalidate>
        <input type="hidden" name="formId" value={typed.formId} />
        <Choices
          name="to"
          type="radios"
          label="Which date?"
          values={[typed.to]}
          problems={problems}
          options={dates.map((date) => ({
            value: date.event.code,
            text: whenOf(date.event),
            hint: `${date.event.title === event.title ? '' : `${date.event.title}. `}${venueLine(date.event)}: ${roomWords(date, channel, now)}`,
          }))}
        />
        <Choices
          name="place"
          type="checkboxes"
          label="Which places?"
          values={typed.placeIds}
          problems={problems}
          options={places.map((place) => ({ value: place.id, text: placeName(place), ...(place.role ? { hint: place.role } : {}) }))}
        />
        <P>You check everything on the next page. When you move:</P>
        <Happens from={event} />
        <Button>Continue</Button>
      </form>
    )}
    <P>
      <Link href={`/bookings/${booking.reference}`}>Leave it as it is</Link>
    </P>
  </Page>
)

type CheckMovePageProps = {
  booking: BookingDetails
  event: EventDetails
  to: OtherDate
  places: readonly BookedPlace[]
  typed: MoveTyped
  /** The other date's terms as sentences; none: cancelling is free there. */
  terms: readonly string[]
  /** What the places cost there, and now. */
  price: (ShownPrice & { before: number }) | undefined
  /** What each of the two bookings then owes, in sentences. */
  owed: readonly string[]
  now: Date
  problems?: Record<string, string> | undefined
}

export const CheckMovePage = ({ booking, event, to, places, typed, terms, price, owed, now, problems }: CheckMovePageProps) => (
  <Page>
    <ErrorSummary problems={problems} />
    <Caption>Booking {booking.reference}</Caption>
    <Title>Check before you move</Title>
    <SummaryList
      rows={[
        ['School', schoolLabel(booking.school)],
        ['From', `${event.title}, ${whenOf(event)}`],
        ['To', `${to.event.title}, ${whenOf(to.event)}`],
        ['Where', venueLine(to.event)],
        [
          counted(places.length, 'place'),
          <ul class="govuk-list govuk-!-margin-bottom-0">
            {places.map((place) => (
              <li>{placeName(place)}</li>
            ))}
          </ul>,
        ],
      ]}
    />
    <Happens
      from={event}
      mails={places.some(({ personId }) => personId !== null) ? sayMails(mailsOfMove(event, to.event, places, instant(now))) : ''}
    />
    <form method="post" action={`/bookings/${booking.reference}/move`} novalidate>
      <input type="hidden" name="formId" value={typed.formId} />
      <input type="hidden" name="to" value={to.event.code} />
      {places.map((place) => (
        <input type="hidden" name="place" value={place.id} />
      ))}
      {to.event.termsId === null ? null : (
        <>
          <Heading>Terms of cancelling at the new date</Heading>
          <Bullets>
            {terms.map((sentence) => (
              <li>{sentence}</li>
            ))}
          </Bullets>
          <input type="hidden" name="termsId" value={to.event.termsId} />
          <Choices
            name="authority"
            type="checkboxes"
            label="Your agreement"
            values={typed.authority ? ['yes'] : []}
            problems={problems}
            options={[{ value: 'yes', text: 'I may spend for the school, and the school accepts these terms' }]}
          />
        </>
      )}
      {price ? (
        <>
          <Heading id="price">What it costs at the new date</Heading>
          <SummaryList rows={[...priceRows(price), ['Instead of', sayMoney(price.before)]]} />
          <input type="hidden" name="priceId" value={price.ground.list?.id ?? ''} />
          <input type="hidden" name="seen" value={String(price.gross)} />
        </>
      ) : null}
      {owed.map((sentence) => (
        <P>{sentence}</P>
      ))}
      <Button name="action" value="move">
        Move {counted(places.length, 'place')}
      </Button>
    </form>
    <P>
      <Link href={`/bookings/${booking.reference}`}>Leave it as it is</Link>
    </P>
  </Page>
)
