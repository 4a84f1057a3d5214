import { type Act, actsFor, hasRole } from '#base/act.ts'
import { instant } from '#base/dates.ts'
import { atomically, guardBroken } from '#base/db/atomically.ts'
import { togetherOrApart } from '#base/db/failed-job.ts'
import { readNow } from '#base/db/read.ts'
import { sha256 } from '#base/id.ts'
import type { Job } from '#base/job.ts'
import { logged } from '#base/log/store.ts'
import { ok, type Result, refuse } from '#base/result.ts'
import { movedPrices } from '#booking/bookings/pricing.ts'
import { outcomeOfTaking } from '#booking/pricing/show-owed.ts'
import { invitePlaces, senderOf } from '#calendars/invites/invite-places.ts'
import type { OfferEnd } from '#emails/booking/offer-ended.tsx'
import { firstStart } from '#events/events/event.ts'
import { queuedAll } from '#messages/outbox/store.ts'
import { markLinesNotified } from '#money/ledger/store.ts'
import { invitedOf } from './invitee.ts'
import { notifyOfAcceptance, notifyOfOfferEnd } from './notify-booker.ts'
import { type OfferDetails, type SettleRefusal, stateAt } from './offer.ts'
import { confirmOffered, endOffered, offersRunOut, returnOffered, sameOffer, selectOffer, settleOffers } from './offer-store.ts'

/** The email's link, or the offer's id for its school or organisers. */
export type OfferKey = { token: string } | { id: string }

/**
 * An offer that the key's holder may see; without the link, only its school and organisers. A link
 * sent to somebody who no longer acts for the school does not work: it would let them decide for
 * it.
 */
export const findOffer = async (act: Act, key: OfferKey): Promise<OfferDetails | undefined> => {
  const details = await readNow(act.db, selectOffer(act, 'token' in key ? { tokenHash: await sha256(key.token) } : key))
  if ('token' in key && details && !details.booking.strayed) return details
  return details && (actsFor(act.actor, details.booking.schoolId) || hasRole(act.actor, 'organiser', 'administrator')) ? details : undefined
}

const refusals = {
  offer_is_settled: 'settled',
  offer_has_ended: 'lapsed',
  event_cancelled: 'event_cancelled',
  ...movedPrices('changed' as const),
  [guardBroken]: 'changed',
} as const satisfies Record<string, SettleRefusal>

/** Retries once when something changed; a second answer learns the first one's result. */
const settling = async (
  act: Act,
  key: OfferKey,
  write: (found: OfferDetails) => Promise<Result<unknown, SettleRefusal>>,
): Promise<Result<OfferDetails, SettleRefusal>> => {
  for (let tries = 1; ; tries += 1) {
    const details = await findOffer(act, key)
    if (!details) return refuse('no_such_offer')
    const state = stateAt(details.offer, instant(act.now))
    if (details.event.state === 'cancelled') return refuse('event_cancelled')
    if (state !== 'open') return refuse(state === 'lapsed' ? 'lapsed' : 'settled')
    const result = await write(details)
    if (result.ok) return ok(details)
    if (result.reason !== 'changed' || tries === 3) return result
  }
}

const about = ({ booking, event, offer }: OfferDetails) => ({
  subject: ['booking', booking.id] as const,
  eventId: event.id,
  schoolId: booking.schoolId,
  before: { offerId: offer.id, state: 'open' },
})

/**
 * Accepts an open offer at the price and start shown: confirms places, invites people, notifies
 * the booker. Of two answers one gets 'settled'; nobody may lack a required earlier course.
 * @param shown undefined: no page was shown; `seen`: pence with VAT
 */
export const acceptOffer = (
  act: Act,
  key: OfferKey,
  shown?: { seen: number; begins: string },
): Promise<Result<OfferDetails, SettleRefusal>> =>
  settling(act, key, async (found) => {
    const { offer, booking, event } = found
    const places = found.places.filter((place) => place.state === 'held')
    if (found.withoutCourse.length > 0) return refuse('course_missing')
    const { priced, owes, terms } = await outcomeOfTaking(
      act,
      event,
      booking,
      places.map(({ id }) => id),
    )
    if (shown && shown.seen !== priced.gross) return refuse('price_changed')
    if (shown?.begins && shown.begins !== firstStart(event)) return refuse('moved')
    const messages = notifyOfAcceptance(act, await senderOf(act), event, booking, {
      named: places.flatMap((place) => (place.name ? [place.name] : [])),
      unnamed: places.filter((place) => place.personId === null).length,
      stillWaiting: booking.waiting,
      money: priced.money,
      owes,
      terms,
      calendar: found.calendar,
    })
    return atomically(
      act.db,
      [
        settleOffers(act, [offer.id], 'accepted'),
        ...sameOffer(act, found),
        ...priced.statements,
        confirmOffered(act, offer.id),
        ...(await invitePlaces(act, event, invitedOf(booking, places))),
        ...queuedAll(act, messages),
        ...messages.map(({ id }) => markLinesNotified(act, booking.id, id)),
        logged(act, {
          act: 'offer.accepted',
          ...about(found),
          after: { state: 'accepted', placeIds: places.map((place) => place.id) },
        }),
      ],
      refusals,
    )
  })

/** Declines an open offer; its places go to the next school. */
export const declineOffer = (act: Act, key: OfferKey): Promise<Result<OfferDetails, SettleRefusal>> =>
  settling(act, key, async (found) =>
    atomically(
      act.db,
      [
        settleOffers(act, [found.offer.id], 'declined'),
        ...endOffered(act, [found.offer.id]),
        ...(await ended(act, found, 'declined')),
        logged(act, { act: 'offer.declined', ...about(found), after: { state: 'declined' } }),
      ],
      refusals,
    ),
  )

/** @param ask.keepsTurn its places wait again with their turn; otherwise they end */
export const withdrawOffer = (act: Act, ask: { id: string; keepsTurn: boolean }): Promise<Result<OfferDetails, SettleRefusal>> =>
  settling(act, { id: ask.id }, async (found) =>
    atomically(
      act.db,
      [
        settleOffers(act, [found.offer.id], 'withdrawn'),
        ...(ask.keepsTurn ? [returnOffered(act, found.offer.id)] : endOffered(act, [found.offer.id])),
        ...(await ended(act, found, ask.keepsTurn ? 'returned' : 'withdrawn')),
        logged(act, { act: 'offer.withdrawn', ...about(found), after: { state: 'withdrawn', keepsTurn: ask.keepsTurn } }),
      ],
      refusals,
    ),
  )

const ended = async (act: Act, found: OfferDetails, how: OfferEnd): Promise<SqlStatement[]> =>
  queuedAll(act, endedMessages(act, await senderOf(act), found, how))

const endedMessages = (act: Act, sender: Awaited<ReturnType<typeof senderOf>>, found: OfferDetails, how: OfferEnd) => {
  const places = found.places.filter((place) => place.state === 'held').length
  return notifyOfOfferEnd(act, sender, found.event, found.booking, {
    how,
    places,
    stillWaiting: found.booking.waiting + (how === 'returned' ? places : 0),
    expiresAt: found.offer.expiresAt,
    reason: '',
  })
}

const mostLapsed = 25

/** Job: records expired offers. By the clock the places count as free already. */
export const expireOffers: Job = async (act) => {
  let lapsed = false
  for (let tries = 0; tries < 8; tries += 1) {
    const offers = await offersRunOut(act, mostLapsed)
    if (offers.length === 0) return lapsed
    const expired = await togetherOrApart(
      act,
      'expireOffers',
      offers,
      ({ offer }) => offer.id,
      (some) => lapse(act, some),
    )
    lapsed = lapsed || expired
    if (expired && offers.length < mostLapsed) return lapsed
  }
  return lapsed
}

const lapse = async (act: Act, found: readonly OfferDetails[]): Promise<boolean> => {
  const sender = await senderOf(act)
  const ids = found.map(({ offer }) => offer.id)
  const result = await atomically(
    act.db,
    [
      settleOffers(act, ids, 'lapsed'),
      ...endOffered(act, ids),
      ...queuedAll(
        act,
        found.flatMap((one) => endedMessages(act, sender, one, 'lapsed')),
      ),
      ...found.map((one) => logged(act, { act: 'offer.expired', ...about(one), after: { state: 'lapsed' } })),
    ],
    refusals,
  )
  return result.ok
}
