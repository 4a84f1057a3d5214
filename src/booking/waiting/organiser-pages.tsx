import { type Context, Hono } from 'hono'
import type { Act } from '#base/act.ts'
import { selectCalendar } from '#base/council/calendar-store.ts'
import { instant, sayDeadline } from '#base/dates.ts'
import { mapped, type Read, together } from '#base/db/read.ts'
import { notFound } from '#base/errors.ts'
import { mayAsk } from '#base/web/access.ts'
import type { AppEnv } from '#base/web/env.ts'
import { flash } from '#base/web/flash.ts'
import { page, question, withPages } from '#base/web/page.tsx'
import { P } from '#base/web/page-parts.tsx'
import { type Asked, gone, press } from '#base/web/press.tsx'
import { atStart, counted } from '#base/words.ts'
import { outcomeOfTaking } from '#booking/pricing/show-owed.ts'
import type { EventDetails } from '#events/events/event.ts'
import { offerDeadline } from '#events/events/offer-deadline.ts'
import { selectEventByCode } from '#events/events/store.ts'
import { approveBooking, readDecision, refuseBooking } from './decide-booking.ts'
import { selectToDecide } from './decision-store.ts'
import { removeFromList } from './end-request.ts'
import { outOfTurnForm, reasonForm, withdrawalForm } from './forms.ts'
import { offerOutOfTurn } from './offer-places.ts'
import { selectOffer, selectOffersOf } from './offer-store.ts'
import { withdrawOffer } from './settle-offer.ts'
import { selectWaitingList } from './store.ts'
import { BeforeOffering, Requested } from './views/decisions.tsx'
import { decisionRefusals, endRefusals, offerRefusals, settleRefusals } from './views/refusals.tsx'
import { WaitingList } from './views/waiting-list.tsx'
import type { WaitingBooking } from './waiting.ts'

const listPath = (code: string): string => `/organiser/events/${code.toUpperCase()}/waiting`
const toList = ({ part }: Asked): string => listPath(part('code'))
const backToList = ({ event: { code } }: { event: { code: string } }) => ({ href: listPath(code), text: 'Waiting list' })
const leaveIt = ({ event: { code } }: { event: { code: string } }) => ({ href: listPath(code), text: 'Leave it as it is' })

const readList = ({ db, now, part }: Asked) =>
  mapped(
    together({
      event: selectEventByCode(db, part('code'), now),
      calendar: selectCalendar(db),
      queue: selectWaitingList(db, part('code').toUpperCase(), instant(now)),
    }),
    ({ event, ...read }) => event && { event, ...read },
  )

/** The booking of the address, if it still waits. */
const bookingIn = (queue: readonly WaitingBooking[], part: Asked['part']): WaitingBooking | undefined =>
  queue.find(({ reference }) => reference === part('reference').toUpperCase())

type One = { event: EventDetails; booking: WaitingBooking }

const readOne = (asked: Asked): Read<One | undefined> =>
  mapped(readList(asked), (list) => {
    const booking = list && bookingIn(list.queue, asked.part)
    return booking && { event: list.event, booking }
  })

const waitsNoMore = 'That booking does not wait any more. Nothing has been changed'

/** Leads back to the list if it was removed, or the school withdrew, meanwhile. */
const stillWaiting = async (_act: Act, { queue }: { queue: readonly WaitingBooking[] }, asked: Asked & { c: Context<AppEnv> }) => {
  const booking = bookingIn(queue, asked.part)
  if (booking) return { booking }
  flash(asked.c, waitsNoMore, false)
  return asked.c.redirect(toList(asked), 303)
}

const list = page({
  at: '/:code/waiting',
  read: (asked) =>
    mapped(
      together({
        list: readList(asked),
        offers: selectOffersOf(asked.db, asked.part('code')),
        toDecide: selectToDecide(asked.db, asked.part('code')),
      }),
      ({ list: found, ...read }) => found && { ...found, ...read },
    ),
  also: async ({ actor }) => ({ actor }),
  title: ({ event }) => `Waiting list of ${event.title}`,
  heading: 'Waiting list and approval',
  back: ({ actor }) => (mayAsk(actor, 'GET /organiser/events/:code') ? undefined : { href: '/organiser/chasing', text: 'Next steps due' }),
  wide: true,
  show: (found, _, { now }) => <WaitingList {...found} now={instant(now)} />,
})

const withdraw = question({
  at: '/:code/waiting/offers/:offer/withdraw',
  read: ({ db, now, part }) =>
    mapped(selectOffer({ db, now }, { id: part('offer') }), (found) =>
      found?.event.code === part('code').toUpperCase() ? found : undefined,
    ),
  title: 'Withdraw an offer',
  heading: ({ booking }) => `Withdraw the offer to ${booking.school.name}?`,
  back: backToList,
  above: ({ offer }) => (
    <P>
      {counted(offer.places, 'place is', 'places are')} kept for it until {sayDeadline(offer.expiresAt)}. The person who asked is told that
      the offer no longer stands, and what is free is offered down the list.
    </P>
  ),
  form: withdrawalForm,
  button: [{ text: 'Withdraw the offer', kind: 'warning' }],
  or: leaveIt,
  act: (act, { turn }, { part }) => withdrawOffer(act, { id: part('offer'), keepsTurn: turn === 'back' }),
  refused: settleRefusals,
  done: 'The offer is withdrawn, and the school is sent a message',
  to: toList,
})

const offer = press({
  at: '/:code/waiting/:reference/offer',
  read: readOne,
  form: (_, { booking }) => outOfTurnForm(booking),
  button: ({ booking }: One) => `Offer ${booking.placeIds.length > 1 ? 'the places' : 'the place'}`,
  or: leaveIt,
  act: (act, values, { subject: { event, booking } }) =>
    offerOutOfTurn(act, { eventId: event.id, reference: booking.reference, places: booking.placeIds.length, ...values }),
  refused: { ...offerRefusals, no_such_booking: { after: waitsNoMore } },
  done: (_, { places }) => atStart(places, 'place is offered', 'places are offered'),
  to: toList,
  gone: waitsNoMore,
})

const outOfTurn = page({
  at: offer.at,
  read: readList,
  also: stillWaiting,
  title: 'Offer places out of turn',
  heading: ({ booking }) => `Offer places to ${booking.school.name}`,
  back: backToList,
  presses: { offer },
  show: (found, forms, { now }) => (
    <>
      <BeforeOffering {...found} until={offerDeadline(found.event, now, found.calendar)} />
      {forms.offer(found)}
    </>
  ),
})

const remove = press({
  at: '/:code/waiting/:reference/remove',
  read: readOne,
  form: reasonForm,
  button: [{ text: 'Remove from the list', kind: 'warning' }],
  or: leaveIt,
  act: (act, { reason }, { subject: { booking } }) => removeFromList(act, { reference: booking.reference, reason }),
  refused: endRefusals,
  done: 'Removed from the waiting list, and the school is sent a message',
  to: toList,
  gone: waitsNoMore,
})

const removal = page({
  at: remove.at,
  read: readList,
  also: stillWaiting,
  title: 'Remove from the waiting list',
  heading: ({ booking }) => `Remove ${booking.school.name} from the waiting list?`,
  back: backToList,
  presses: { remove },
  show: (found, forms) => (
    <>
      <P>
        Its request for {counted(found.booking.placeIds.length, 'place')} ends, and the person who asked is told, with your reason. Places
        that it has, or that are on offer to it, are kept.
      </P>
      {forms.remove(found)}
    </>
  ),
})

/** An event's waiting list. Mounted at /organiser/events. */
export const organiserWaitingPages = withPages(new Hono<AppEnv>(), list, withdraw, outOfTurn, removal)

const toBooking = ({ part }: Asked): string => `/bookings/${part('reference').toUpperCase()}`

const approve = press({
  at: '/:reference/decision/approve',
  button: 'Approve',
  act: (act, _, { part }) => approveBooking(act, part('reference')),
  refused: { ...decisionRefusals, no_such_booking: gone },
  done: (_, { certain, listed }) =>
    listed === 0
      ? 'Approved: booked for the school'
      : certain === 0
        ? 'Approved. The school is on the waiting list'
        : `Approved. ${certain} of the places are the school’s, the others are on the waiting list`,
  to: toBooking,
})

const refuse = press({
  at: '/:reference/decision/refuse',
  form: reasonForm,
  button: [{ text: 'Refuse', kind: 'secondary' }],
  act: (act, { reason }, { part }) => refuseBooking(act, part('reference'), reason),
  refused: { ...decisionRefusals, no_such_booking: gone },
  done: 'Refused. The school is sent the reason',
  to: toBooking,
})

const decision = page({
  at: '/:reference/decision',
  also: async (act, _, { part }) => {
    const decision = await readDecision(act, part('reference'))
    if (!decision) throw notFound('booking')
    const certain = decision.certain.map(({ id }) => id)
    return { ...decision, taking: await outcomeOfTaking(act, decision.event, decision.booking, certain, { school: 'the school' }) }
  },
  title: ({ booking }) => `Request ${booking.reference}`,
  caption: ({ event }) => event.title,
  back: backToList,
  presses: { approve, refuse },
  show: ({ taking, ...found }, forms) => <Requested decision={found} taking={taking} approve={forms.approve()} refuse={forms.refuse()} />,
})

/** Approving or refusing one booking. Mounted at /bookings. */
export const organiserDecisionPages = withPages(new Hono<AppEnv>(), decision)
