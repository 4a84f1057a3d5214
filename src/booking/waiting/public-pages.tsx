import { type Context, Hono } from 'hono'
import { instant } from '#base/dates.ts'
import type { AppEnv } from '#base/web/env.ts'
import { flash } from '#base/web/flash.ts'
import { outcomeOfTaking } from '#booking/bookings/show-owed.ts'
import { bookingState } from '#events/events/event.ts'
import { readAnswer, readSeen } from './forms.ts'
import { stateAt } from './offer.ts'
import { acceptOffer, declineOffer, findOffer, type OfferKey } from './settle-offer.ts'
import { NoOfferPage, OfferPage } from './views/offer.tsx'
import { settleRefusals } from './views/refusals.tsx'

type C = Context<AppEnv>

/** The current page of an offer, with the refusal of an answer, if any. */
export const showOffer = async (c: C, key: OfferKey, action: string, refusal?: string) => {
  const found = await findOffer(c.var.act, key)
  // The address is a secret, so no shared cache may keep it.
  c.header('cache-control', 'private, no-store')
  if (!found) {
    c.status(404)
    return c.render(<NoOfferPage />, { title: 'There is no such offer' })
  }
  const state = stateAt(found.offer, instant(c.var.act.now))
  const signedIn = c.var.act.actor.accountId !== undefined
  const held = found.places.filter((place) => place.state === 'held').map(({ id }) => id)
  const taking = state === 'open' ? await outcomeOfTaking(c.var.act, found.event, found.booking, held) : undefined
  const mayJoin = ['open', 'full'].includes(bookingState(found.event, found.event.taken, c.var.act.now))
  return c.render(<OfferPage {...{ found, state, taking, action, refusal, signedIn, mayJoin }} />, {
    title: state === 'open' ? 'Accept or decline an offer' : 'An offer',
    hasProblems: refusal !== undefined,
    head: <meta name="robots" content="noindex" />,
  })
}

/** Settles the offer as the form says; a second answer sees the first one's result. */
export const answerOffer = async (c: C, key: OfferKey, action: string) => {
  const body = await c.req.parseBody()
  const answer = readAnswer(body)
  if (!answer) {
    c.status(422)
    return showOffer(c, key, action, 'Press one of the two buttons: accept or decline.')
  }
  const done = await (answer === 'accept' ? acceptOffer(c.var.act, key, readSeen(body)) : declineOffer(c.var.act, key))
  if (!done.ok) {
    c.status(done.reason === 'no_such_offer' ? 404 : 409)
    return showOffer(c, key, action, settleRefusals[done.reason])
  }
  flash(c, answer === 'accept' ? 'Accepted. What was kept is booked for you' : 'Declined. The next school is asked')
  return c.redirect(action, 303)
}

/**
 * The link in an offer's email: its holder answers for the school, and only posting changes
 * anything. Mounted at /offers.
 */
export const publicOfferPages = new Hono<AppEnv>()
  .get('/:token', (c) => showOffer(c, { token: c.req.param('token') }, `/offers/${c.req.param('token')}`))
  .post('/:token', (c) => answerOffer(c, { token: c.req.param('token') }, `/offers/${c.req.param('token')}`))
