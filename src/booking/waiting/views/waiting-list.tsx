import type { Actor } from '#base/act.ts'
import { sayDeadline, sayInstant } from '#base/dates.ts'
import { mayAsk } from '#base/web/access.ts'
import { Link, P, SummaryList, Table, Tag, type TagColour, VisuallyHidden } from '#base/web/page-parts.tsx'
import { counted } from '#base/words.ts'
import { sayOfferHours } from '#events/events/booking-rules.ts'
import { type EventDetails, placesLeft } from '#events/events/event.ts'
import { leftWords } from '#events/events/views/places.tsx'
import { schoolLabel } from '#schools/schools/school.ts'
import { type ListedOffer, type OfferState, stateAt, type ToDecide } from '../offer.ts'
import { fitNow, inOrder, type NotNow, type WaitingBooking } from '../waiting.ts'
import { offerStates, orderNames, orderWords, recordWords } from './words.tsx'

const notNow: Record<NotNow, string> = {
  offered_already: 'Has an open offer',
  no_room: 'No place is free',
  held_back: 'What is free is reserved for others',
  school_limit_reached: 'At its limit for a school',
  trust_limit_reached: 'At its limit for a trust',
  not_all: 'Not as many are free as it wants together',
}

const colours: Record<OfferState, TagColour> = { open: 'blue', accepted: 'green', declined: 'grey', lapsed: 'orange', withdrawn: 'grey' }

const Waiting = ({ event, queue, actor }: { event: EventDetails; queue: readonly WaitingBooking[]; actor: Actor }) => {
  const at = `/organiser/events/${event.code}/waiting`
  const organises = mayAsk(actor, 'POST /organiser/events/:code/waiting/:reference/remove')
  return (
    <Table
      caption="Who waits, in the order in which places are offered"
      columns={['School', 'Waits for', 'Since', 'Record', 'Now', 'Do']}
      rows={inOrder(event.rules.waitingOrder, queue).map((booking, index) => {
        const fits = fitNow(event, booking, booking.placeIds.length)
        return [
          <>
            {String(index + 1)}.{' '}
            {organises ? <Link href={`/bookings/${booking.reference}`}>{schoolLabel(booking.school)}</Link> : schoolLabel(booking.school)}
            {booking.trustName ? <span class="muster-also">{booking.trustName}</span> : null}
          </>,
          `${counted(booking.placeIds.length, 'place')}${booking.placeIds.length > 1 ? (booking.acceptsFewer ? ', or fewer' : ', all together') : ''}`,
          sayInstant(booking.waitingSince),
          recordWords(booking),
          fits.ok ? 'Is offered places next' : notNow[fits.why],
          <>
            {fits.ok ? (
              <Link href={`${at}/${booking.reference}/offer`}>
                Offer<VisuallyHidden> places to {booking.school.name} out of turn</VisuallyHidden>
              </Link>
            ) : null}{' '}
            {organises ? (
              <Link href={`${at}/${booking.reference}/remove`}>
                Remove<VisuallyHidden> {booking.school.name} from the list</VisuallyHidden>
              </Link>
            ) : null}
          </>,
        ]
      })}
    />
  )
}

type OffersProps = { event: EventDetails; offers: readonly ListedOffer[]; now: string; organises: boolean }

const Offers = ({ event, offers, now, organises }: OffersProps) => (
  <Table
    caption="Offers"
    columns={['School', { text: 'Places', numeric: true }, 'Offered', 'Accept by', 'State', 'Do']}
    rows={offers.map((offer) => {
      const state = stateAt(offer, now)
      return [
        organises ? <Link href={`/bookings/${offer.reference}`}>{schoolLabel(offer)}</Link> : schoolLabel(offer),
        String(offer.places),
        sayInstant(offer.offeredAt),
        sayDeadline(offer.expiresAt),
        <>
          <Tag colour={colours[state]}>{offerStates[state]}</Tag>
          {offer.settledAt && state !== 'lapsed' ? <span class="muster-also">{sayInstant(offer.settledAt)}</span> : null}
        </>,
        state === 'open' && organises ? (
          <Link href={`/organiser/events/${event.code}/waiting/offers/${offer.id}/withdraw`}>
            Withdraw<VisuallyHidden> the offer to {offer.name}</VisuallyHidden>
          </Link>
        ) : (
          ''
        ),
      ]
    })}
  />
)

type SummaryRow = [name: string, value: string | undefined, action?: { href: string; text: string }]

type WaitingListProps = {
  event: EventDetails
  queue: readonly WaitingBooking[]
  offers: readonly ListedOffer[]
  toDecide: readonly ToDecide[]
  now: string
  actor: Actor
}

/** An event's waiting list: what to decide next, and what was offered. */
export const WaitingList = ({ event, queue, offers, toDecide, now, actor }: WaitingListProps) => {
  const organises = mayAsk(actor, 'POST /organiser/events/:code/waiting/:reference/remove')
  const onOffer = offers.filter((offer) => stateAt(offer, now) === 'open').reduce((sum, offer) => sum + offer.places, 0)
  const at = `/organiser/events/${event.code}`
  const row = (name: string, value: string | undefined, page: string, text: string): SummaryRow =>
    organises ? [name, value, { href: `${at}/${page}`, text }] : [name, value]
  return (
    <>
      <SummaryList
        rows={[
          [
            'Places',
            `${leftWords(event)}${onOffer > 0 ? `; ${onOffer === 1 ? 'one of those taken is' : `${String(onOffer)} of those taken are`} on offer` : ''}`,
          ],
          row(
            'Reserved',
            event.heldBack > 0 ? `${Math.min(event.heldBack, placesLeft(event))} of those left` : undefined,
            'held-back',
            'See',
          ),
          row('Order', orderNames[event.rules.waitingOrder], 'rules', 'Change'),
          row('Time to accept an offer', sayOfferHours(event.rules.offerHours), 'rules', 'Change'),
        ]}
      />
      {toDecide.length > 0 ? (
        <Table
          caption="Waiting for your approval"
          columns={['School', 'Asked for', 'Asked', 'Do']}
          rows={toDecide.map((one) => [
            schoolLabel(one.school),
            counted(one.places, 'place'),
            sayInstant(one.since),
            organises ? (
              <Link href={`/bookings/${one.reference}/decision`}>
                Approve or refuse<VisuallyHidden> the request of {one.school.name}</VisuallyHidden>
              </Link>
            ) : (
              ''
            ),
          ])}
        />
      ) : event.rules.approval ? (
        <P>No request waits for approval.</P>
      ) : null}
      {queue.length === 0 ? (
        <P>No school is on the waiting list. One that asks for more places than are left can join it.</P>
      ) : (
        <>
          <P>
            {orderWords[event.rules.waitingOrder]} Freed places are offered by themselves, down this list, as soon as they are free; what
            becomes free in the last hour before the event is not offered, and anyone can book it.
          </P>
          <Waiting event={event} queue={queue} actor={actor} />
        </>
      )}
      {offers.length > 0 ? <Offers event={event} offers={offers} now={now} organises={organises} /> : <P>Nothing has been offered yet.</P>}
    </>
  )
}
