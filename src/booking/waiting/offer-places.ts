import type { Act } from '#base/act.ts'
import { atomically, guardBroken } from '#base/db/atomically.ts'
import { eachApart } from '#base/db/failed-job.ts'
import { newId, newToken, sha256 } from '#base/id.ts'
import type { Job } from '#base/job.ts'
import { logged } from '#base/log/store.ts'
import { ok, type Result, refuse } from '#base/result.ts'
import { outcomeOfTaking } from '#booking/pricing/show-owed.ts'
import { senderOf } from '#calendars/invites/invite-places.ts'
import type { EventDetails } from '#events/events/event.ts'
import { offerDeadline } from '#events/events/offer-deadline.ts'
import { queuedAll } from '#messages/outbox/store.ts'
import { notifyOfOffer } from './notify-booker.ts'
import type { OutOfTurnReason } from './offer.ts'
import { insertOffers } from './offer-store.ts'
import { eventsToOffer, readWaitingList } from './store.ts'
import { fitNow, type NotNow, type PlannedOffer, planOffers } from './waiting.ts'

const mostEvents = 20
/** Offers per batch, so that messages and log entries stay within a batch's limit. */
const mostAtOnce = 25
const mostRounds = 8

/** Job, in each event's order. Each batch is guarded, so that two runs offer nothing twice. */
export const offerFreedPlaces: Job = async (act) =>
  eachApart(
    act,
    'offerFreedPlaces',
    await eventsToOffer(act, mostEvents),
    (eventId) => eventId,
    (eventId) => offerAt(act, eventId),
  )

const offerAt = async (act: Act, eventId: string): Promise<boolean> => {
  let offered = false
  for (let round = 0; round < mostRounds; round += 1) {
    const list = await readWaitingList(act, eventId)
    const expiresAt = list && list.event.state === 'published' ? offerDeadline(list.event, act.now, list.calendar) : undefined
    if (!list || !expiresAt) return offered
    const planned = planOffers(list.event, list.queue)
    if (planned.length === 0) return offered
    const result = await write(act, list.event, planned.slice(0, mostAtOnce), expiresAt, undefined)
    offered = offered || result.ok
    if (result.ok && planned.length <= mostAtOnce) return offered
  }
  return offered
}

export type OfferRefusal = NotNow | 'no_such_booking' | 'too_late' | 'changed' | 'not_published'

/**
 * Offers places to one school of the list at once, out of its turn: an organiser's act. Limits and
 * what is reserved hold for it too.
 * @param ask.places all that it waits for, unless it takes fewer
 */
export const offerOutOfTurn = async (
  act: Act,
  ask: { eventId: string; reference: string; places: number; reason: OutOfTurnReason },
): Promise<Result<{ places: number }, OfferRefusal>> => {
  const list = await readWaitingList(act, ask.eventId)
  const booking = list?.queue.find((one) => one.reference === ask.reference.toUpperCase())
  if (!list || !booking) return refuse('no_such_booking')
  if (list.event.state !== 'published') return refuse('not_published')
  const expiresAt = offerDeadline(list.event, act.now, list.calendar)
  if (!expiresAt) return refuse('too_late')
  const wanted = booking.placeIds.length
  const asked = booking.acceptsFewer ? Math.min(Math.max(1, ask.places), wanted) : wanted
  // Exactly the named number or none, even if the school takes fewer.
  const fits = fitNow(list.event, { ...booking, acceptsFewer: false }, asked)
  if (!fits.ok) return refuse(fits.why)
  const result = await write(act, list.event, [{ ...fits.offer, booking }], expiresAt, ask.reason)
  return result.ok ? ok({ places: asked }) : refuse('changed')
}

const write = async (
  act: Act,
  event: EventDetails,
  planned: readonly PlannedOffer[],
  expiresAt: string,
  outOfTurn: OutOfTurnReason | undefined,
): Promise<Result<unknown, 'changed'>> => {
  const sender = await senderOf(act)
  const offers = await Promise.all(
    planned.map(async ({ booking, places }) => {
      const token = newToken()
      const ids = places.map((place) => place.id)
      const { priced, owes, terms } = await outcomeOfTaking(act, event, { id: booking.bookingId, reference: booking.reference }, ids)
      const made = { booking, places, id: newId(act.now), bookingId: booking.bookingId, token, tokenHash: await sha256(token), expiresAt }
      return { ...made, money: priced.money, owes, terms }
    }),
  )
  return atomically(
    act.db,
    [
      ...insertOffers(
        act,
        event,
        offers.map(({ id, bookingId, tokenHash, places }) => ({ id, bookingId, tokenHash, expiresAt, places })),
      ),
      ...queuedAll(
        act,
        offers.flatMap(({ booking, places, token, money, owes, terms }) =>
          notifyOfOffer(
            act,
            sender,
            event,
            { ...booking, id: booking.bookingId },
            {
              places: places.length,
              named: booking.names.slice(0, places.length).flatMap((name) => (name === null ? [] : [name])),
              expiresAt,
              token,
              money,
              owes,
              terms,
              stillWaiting: booking.placeIds.length - places.length,
            },
          ),
        ),
      ),
      ...offers.map(({ id, booking, places }) =>
        logged(act, {
          act: 'offer.made',
          subject: ['booking', booking.bookingId],
          eventId: event.id,
          schoolId: booking.schoolId,
          after: {
            offerId: id,
            expiresAt,
            placeIds: places.map((place) => place.id),
            ...(outOfTurn ? { outOfTurn } : { order: event.rules.waitingOrder }),
          },
        }),
      ),
    ],
    {
      [guardBroken]: 'changed',
      event_full: 'changed',
      school_limit_reached: 'changed',
      trust_limit_reached: 'changed',
      held_back: 'changed',
      not_held_back_for_school: 'changed',
      event_cancelled: 'changed',
      'Offer.bookingId': 'changed',
    },
  )
}
