import { type Context, Hono } from 'hono'
import { selectCalendar } from '#base/council/calendar-store.ts'
import { instant } from '#base/dates.ts'
import { readTogether } from '#base/db/read.ts'
import { notFound } from '#base/errors.ts'
import { mayAsk } from '#base/web/access.ts'
import type { AppEnv } from '#base/web/env.ts'
import { flash } from '#base/web/flash.ts'
import { text, typedOf } from '#base/web/form.ts'
import { atStart } from '#base/words.ts'
import { outcomeOfTaking } from '#booking/bookings/show-owed.ts'
import { offerDeadline } from '#events/events/offer-deadline.ts'
import { eventByCode } from '#events/events/store.ts'
import { approveBooking, readDecision, refuseBooking } from './decide-booking.ts'
import { selectToDecide } from './decision-store.ts'
import { removeFromList } from './end-request.ts'
import { readDecisionTyped, readKeepsTurn, readOutOfTurn, readReason } from './forms.ts'
import { offerOutOfTurn } from './offer-places.ts'
import { selectOffersOf } from './offer-store.ts'
import { findOffer, withdrawOffer } from './settle-offer.ts'
import { selectWaitingList } from './store.ts'
import { DecisionPage, OfferOutOfTurnPage, RemovePage, WithdrawOfferPage } from './views/decisions.tsx'
import { decisionRefusals, endRefusals, offerRefusals, settleRefusals } from './views/refusals.tsx'
import { WaitingListPage } from './views/waiting-list.tsx'

type C = Context<AppEnv>

const readPage = async (c: C) => {
  const { db, now } = c.var.act
  const event = await eventByCode(db, c.req.param('code') ?? '', now)
  if (!event) throw notFound('event')
  const read = await readTogether(db, {
    offers: selectOffersOf(db, event.id),
    toDecide: selectToDecide(db, event.id),
    calendar: selectCalendar(db),
    queue: selectWaitingList(db, event.id, instant(now)),
  })
  return { event, ...read }
}

/** The event with its list, and the address's booking if it still waits. */
const readOne = async (c: C) => {
  const page = await readPage(c)
  return { ...page, booking: page.queue.find((one) => one.reference === (c.req.param('reference') ?? '').toUpperCase()) }
}

/** Pressed twice, or the school withdrew meanwhile. */
const gone = (c: C) => {
  flash(c, 'That booking does not wait any more. Nothing has been changed', false)
  return c.redirect(`/organiser/events/${(c.req.param('code') ?? '').toUpperCase()}/waiting`, 303)
}

const backTo = (code: string) => ({ href: `/organiser/events/${code}/waiting`, text: 'Waiting list' })

const showOut = async (
  c: C,
  typed: { places: string; reason: string },
  shown: { problems?: Record<string, string>; refusal?: string } = {},
) => {
  const { event, queue, booking, calendar } = await readOne(c)
  if (!booking) return gone(c)
  const until = offerDeadline(event, c.var.act.now, calendar)
  return c.render(<OfferOutOfTurnPage event={event} queue={queue} booking={booking} typed={typed} until={until} {...shown} />, {
    title: 'Offer places out of turn',
    hasProblems: shown.problems !== undefined || shown.refusal !== undefined,
    back: backTo(event.code),
  })
}

const showRemove = async (c: C, reason: string, shown: { problems?: Record<string, string>; refusal?: string } = {}) => {
  const { event, booking } = await readOne(c)
  if (!booking) return gone(c)
  return c.render(<RemovePage event={event} booking={booking} reason={reason} {...shown} />, {
    title: 'Remove from the waiting list',
    hasProblems: shown.problems !== undefined || shown.refusal !== undefined,
    back: backTo(event.code),
  })
}

const showWithdraw = async (c: C, shown: { problems?: Record<string, string>; refusal?: string } = {}) => {
  const found = await findOffer(c.var.act, { id: c.req.param('offer') ?? '' })
  if (!found || found.event.code !== (c.req.param('code') ?? '').toUpperCase()) throw notFound('offer')
  return c.render(<WithdrawOfferPage found={found} {...shown} />, {
    title: 'Withdraw an offer',
    hasProblems: shown.problems !== undefined || shown.refusal !== undefined,
    back: backTo(found.event.code),
  })
}

const done = (c: C, said: string) => {
  flash(c, said)
  return c.redirect(`/organiser/events/${(c.req.param('code') ?? '').toUpperCase()}/waiting`, 303)
}

/** An event's waiting list. Mounted at /organiser/events. */
export const organiserWaitingPages = new Hono<AppEnv>()
  .get('/:code/waiting', async (c) => {
    const page = await readPage(c)
    return c.render(<WaitingListPage {...page} now={instant(c.var.act.now)} actor={c.var.act.actor} />, {
      title: `Waiting list of ${page.event.title}`,
      back: mayAsk(c.var.act.actor, 'GET /organiser/events/:code')
        ? { href: `/organiser/events/${page.event.code}`, text: page.event.title }
        : { href: '/organiser/chasing', text: 'Next steps due' },
    })
  })
  .get('/:code/waiting/offers/:offer/withdraw', (c) => showWithdraw(c))
  .post('/:code/waiting/offers/:offer/withdraw', async (c) => {
    const keepsTurn = readKeepsTurn(await c.req.parseBody())
    if (keepsTurn === undefined) {
      c.status(422)
      return showWithdraw(c, { problems: { turn: 'Choose what becomes of the request' } })
    }
    const withdrawn = await withdrawOffer(c.var.act, { id: c.req.param('offer'), keepsTurn })
    if (!withdrawn.ok) {
      c.status(409)
      return showWithdraw(c, { refusal: settleRefusals[withdrawn.reason] })
    }
    return done(c, 'The offer is withdrawn, and the school is sent a message')
  })
  .get('/:code/waiting/:reference/offer', (c) => showOut(c, { places: '', reason: '' }))
  .post('/:code/waiting/:reference/offer', async (c) => {
    const body = await c.req.parseBody()
    const typed = typedOf(body, ['places', 'reason'])
    const { event, booking } = await readOne(c)
    if (!booking) return gone(c)
    const read = readOutOfTurn(body, booking.placeIds.length)
    if (!read.ok) {
      c.status(422)
      return showOut(c, typed, { problems: read.problems })
    }
    const offered = await offerOutOfTurn(c.var.act, {
      eventId: event.id,
      reference: booking.reference,
      places: read.places,
      reason: read.reason,
    })
    if (!offered.ok) {
      if (offered.reason === 'no_such_booking') return gone(c)
      c.status(409)
      return showOut(c, typed, { refusal: offerRefusals[offered.reason] })
    }
    return done(c, atStart(offered.value.places, 'place is offered', 'places are offered'))
  })
  .get('/:code/waiting/:reference/remove', (c) => showRemove(c, ''))
  .post('/:code/waiting/:reference/remove', async (c) => {
    const body = await c.req.parseBody()
    const { booking } = await readOne(c)
    if (!booking) return gone(c)
    const read = readReason(body, 'why')
    if ('problem' in read) {
      c.status(422)
      return showRemove(c, text(body, 'reason'), { problems: { reason: read.problem } })
    }
    const removed = await removeFromList(c.var.act, { reference: booking.reference, reason: read.reason })
    if (!removed.ok) {
      c.status(409)
      return showRemove(c, read.reason, { refusal: endRefusals[removed.reason] })
    }
    return done(c, 'Removed from the waiting list, and the school is sent a message')
  })

const showDecision = async (c: C, reason: string, shown: { problems?: Record<string, string>; refusal?: string } = {}) => {
  const decision = await readDecision(c.var.act, c.req.param('reference') ?? '')
  if (!decision) throw notFound('booking')
  const certain = decision.certain.map(({ id }) => id)
  const taking = await outcomeOfTaking(c.var.act, decision.event, decision.booking, certain, 0, 'the school')
  return c.render(<DecisionPage decision={decision} taking={taking} reason={reason} {...shown} />, {
    title: `Request ${decision.booking.reference}`,
    hasProblems: shown.problems !== undefined || shown.refusal !== undefined,
    back: backTo(decision.event.code),
  })
}

/** Approving or refusing one booking. Mounted at /bookings. */
export const organiserDecisionPages = new Hono<AppEnv>()
  .get('/:reference/decision', (c) => showDecision(c, ''))
  .post('/:reference/decision', async (c) => {
    const { act } = c.var
    const body = await c.req.parseBody()
    const typed = readDecisionTyped(body)
    const reference = c.req.param('reference').toUpperCase()
    const read = typed === 'refuse' ? readReason(body, 'why') : { reason: '' }
    if (!typed || 'problem' in read) {
      c.status(422)
      const problem = 'problem' in read ? read.problem : 'Press one of the two buttons: approve or refuse'
      return showDecision(c, text(body, 'reason'), { problems: { reason: problem } })
    }
    const decided = typed === 'approve' ? await approveBooking(act, reference) : await refuseBooking(act, reference, read.reason)
    if (!decided.ok) {
      if (decided.reason === 'no_such_booking') throw notFound('booking')
      c.status(409)
      return showDecision(c, read.reason, { refusal: decisionRefusals[decided.reason] })
    }
    const result = decided.value
    flash(
      c,
      typeof result === 'number'
        ? 'Refused. The school is sent the reason'
        : result.listed === 0
          ? 'Approved: booked for the school'
          : result.certain === 0
            ? 'Approved. The school is on the waiting list'
            : `Approved. ${result.certain} of the places are the school’s, the others are on the waiting list`,
    )
    return c.redirect(`/bookings/${reference}`, 303)
  })
