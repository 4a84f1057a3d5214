import { sayMoney } from '#base/money.ts'
import { Caption, Link, P, Page, SummaryList, Title } from '#base/web/page-parts.tsx'
import type { BookingDetails } from '#booking/bookings/booking-details.ts'
import { placeName } from '#booking/bookings/views/place-card.tsx'
import { whereOf } from '#calendars/invites/invite.ts'
import { type EventDetails, eventFor } from '#events/events/event.ts'
import { attendanceTitles, attendanceWords } from '#events/events/views/words.tsx'
import { type AttendanceChange, type Changer, toPayByCard } from '../change-attendance.ts'

const sayMore = (pence: number, by: Changer): string =>
  `${sayMoney(pence)} more is owed, ${by === 'school' ? 'which you pay by card on the next page' : 'which the school can pay by card on the page of its booking'}. The place is changed at once, also if it is paid later`

const sayCost = (price: AttendanceChange['price'], by: Changer): string => {
  const { was, is, byCard } = price
  return was === is
    ? 'What the place costs stays as it is.'
    : `The place costs ${sayMoney(is)} then instead of ${sayMoney(was)}, with VAT: ${
        is > was
          ? byCard
            ? sayMore(toPayByCard(price), by)
            : `${sayMoney(is - was)} more is owed`
          : byCard
            ? `${sayMoney(was - is)} goes back to the card`
            : `${sayMoney(was - is)} less is owed, and what was paid of it is credited`
      }.`
}

/** What changing to the room or online means. */
export const AboutAttendance = ({ change: { found, place, to, price }, by }: { change: AttendanceChange; by: Changer }) => (
  <>
    <SummaryList
      rows={[
        ['Place of', placeName(place)],
        ['Now', place.attendance ? attendanceTitles[place.attendance] : undefined],
        ['Then', `${attendanceTitles[to]}: ${whereOf(eventFor(found.event, to))}`],
      ]}
    />
    <P>{sayCost(price, by)}</P>
    <P>
      It stays the same place of the same booking.{' '}
      {place.email === null ? '' : 'Their calendar entry is replaced by one that says where they take part, and they get it by email. '}
      Whether they can change back depends on what is left {attendanceWords[to === 'online' ? 'in_person' : 'online']} then.
    </P>
  </>
)

export const NoChangePage = ({ booking, event, sentence }: { booking: BookingDetails; event: EventDetails; sentence: string }) => (
  <Page>
    <Caption>{event.title}</Caption>
    <Title>This place stays as it is</Title>
    <p class="govuk-body-l">{sentence}</p>
    <P>
      <Link href={`/bookings/${booking.reference}`}>Back to the booking</Link>
    </P>
  </Page>
)
