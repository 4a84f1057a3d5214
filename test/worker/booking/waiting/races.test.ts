// However many ask, answer and run at the same moment, nobody gets what was not there. Each race has a control: without the trigger that
// judges it, it happens.

import { expect, it } from 'vitest'
import { placeBooking } from '#booking/placing/place-booking.ts'
import { offerFreedPlaces } from '#booking/waiting/offer-places.ts'
import { acceptOffer, expireOffers } from '#booking/waiting/settle-offer.ts'
import { anAct, anEvent, db, rows, tick } from '#test/support/factories.ts'
import { insert } from '#test/support/rows.ts'
import {
  aFullEvent,
  aGuest,
  anOrganiser,
  asks,
  type Guest,
  offerNow,
  offersOf,
  placesOf,
  setRules,
  takenOf,
  tokenOf,
  without,
} from './world.ts'

const bookAtOnce = (guests: readonly Guest[], code: string) =>
  Promise.all(
    guests.map((guest) =>
      placeBooking(guest.act(), { code, schoolId: guest.school.id, formId: crypto.randomUUID(), delegates: [], unnamed: 1 }),
    ),
  )

const reasons = (answers: readonly { ok: boolean; reason?: string }[]): Record<string, number> => {
  const counts: Record<string, number> = {}
  for (const answer of answers) counts[answer.reason ?? 'booked'] = (counts[answer.reason ?? 'booked'] ?? 0) + 1
  return counts
}

let trusts = 0
const trustOf = async (n: number): Promise<Guest[]> => {
  trusts += 1
  const trust = { trustUid: `T${trusts}`, trustName: `Trust ${trusts}` }
  return Promise.all(Array.from({ length: n }, () => aGuest(trust)))
}

const trustRush = async () => {
  const event = await anEvent({ capacity: 50, placesPerSchool: 2 })
  await setRules(event.id, 'placesPerTrust = 3')
  const answers = await bookAtOnce(await trustOf(12), event.code)
  return { counts: reasons(answers), taken: await takenOf(event.id, tick()) }
}

it('Twelve schools of one trust ask at once where a trust may have three places: exactly three get one', async () => {
  expect(await trustRush()).toEqual({ counts: { booked: 3, trust_limit_reached: 9 }, taken: 3 })
})

it('control: without its trigger the limit for a trust does not hold', async () => {
  expect((await without(['Place_fits_on_insert'], trustRush)).taken).toBeGreaterThan(3)
})

const heldBackRush = async () => {
  const event = await anEvent({ capacity: 5, placesPerSchool: 2 })
  const kept = await aGuest()
  const at = tick().toISOString()
  await db.batch([
    insert('HeldBack', { id: `kept ${event.id}`, eventId: event.id, releaseAt: '2026-05-01T09:00:00.000Z', createdAt: at }),
    insert('HeldBackSchool', { heldBackId: `kept ${event.id}`, schoolId: kept.school.id }),
  ])
  const strangers = await Promise.all(Array.from({ length: 8 }, () => aGuest()))
  const answers = await bookAtOnce(strangers, event.code)
  return { event, kept, counts: reasons(answers) }
}

// “Places are reserved for schools of a list, or for schools of which nobody has been recorded at the topic, until a stated moment; they alone can book them.”
it('Eight schools ask at once for five places of which two are reserved: three get one, and the two are still there', async () => {
  const { event, kept, counts } = await heldBackRush()
  expect(counts).toEqual({ booked: 3, held_back: 5 })
  const both = await Promise.all([...bookings(kept, event.code, 2)])
  expect(reasons(both)).toEqual({ booked: 2 })
  expect(await takenOf(event.id, tick())).toBe(5)
})

const bookings = (guest: Guest, code: string, n: number) =>
  Array.from({ length: n }, () =>
    placeBooking(guest.act(), { code, schoolId: guest.school.id, formId: crypto.randomUUID(), delegates: [], unnamed: 1 }),
  )

it('control: without its trigger what is reserved is gone', async () => {
  const { counts } = await without(['Place_fits_on_insert'], heldBackRush)
  expect(counts['booked']).toBeGreaterThan(3)
})

const openOffer = async () => {
  const { event, free } = await aFullEvent(1)
  const guest = await aGuest()
  const reference = await asks(guest, event.code, 1)
  await free(1)
  const now = tick()
  await offerNow(now)
  return { event, guest, reference, token: await tokenOf(reference), now }
}

const acceptTwice = async () => {
  const { event, reference, token } = await openOffer()
  const answers = await Promise.all([acceptOffer(anAct(), { token }), acceptOffer(anAct(), { token })])
  return { answers: answers.map((one) => (one.ok ? 'accepted' : one.reason)).sort(), event, reference }
}

// “Of two answers at once exactly one works, and the other sees what became of the offer.”
it('The last offer is accepted from two browsers at once: exactly one works, and the other learns that it was settled', async () => {
  const { answers, event, reference } = await acceptTwice()
  expect(answers).toEqual(['accepted', 'settled'])
  expect(await placesOf(reference)).toEqual([{ state: 'confirmed', waitsFor: null, n: 1 }])
  expect(await rows(`SELECT COUNT(*) AS n FROM Log WHERE eventId = ?1 AND act = 'offer.accepted'`, event.id)).toEqual([{ n: 1 }])
  expect(await rows(`SELECT COUNT(*) AS n FROM Message WHERE eventId = ?1 AND kind = 'offer_accepted'`, event.id)).toEqual([{ n: 1 }])
})

it('control: without the trigger both are told that they accepted it', async () => {
  expect((await without(['Offer_settles_once'], acceptTwice)).answers).toEqual(['accepted', 'accepted'])
})

const directAgainstOffer = async () => {
  const { event, free } = await aFullEvent(1)
  const organiser = await anOrganiser()
  await asks(await aGuest(), event.code, 1)
  await free(1)
  const schools = await Promise.all(Array.from({ length: 3 }, () => aGuest()))
  // An organiser who books for a school goes past those who wait.
  const direct = () =>
    schools.map(({ school }) =>
      placeBooking(organiser.act(), { code: event.code, schoolId: school.id, formId: crypto.randomUUID(), delegates: [], unnamed: 1 }),
    )
  const [offered] = await Promise.all([offerFreedPlaces(anAct()), ...direct()])
  return { offered, taken: await takenOf(event.id, tick()) }
}

it('A direct booking and an offer want the same place at once: one of them gets it', async () => {
  for (let round = 0; round < 5; round += 1) expect((await directAgainstOffer()).taken).toBe(1)
})

it('control: without the triggers the place is given twice', async () => {
  const taken = await without(['Place_fits_on_insert', 'Place_fits_on_return'], async () => (await directAgainstOffer()).taken)
  expect(taken).toBeGreaterThan(1)
})

it('Nobody books against an open offer, however many try', async () => {
  const { event, guest, token } = await openOffer()
  const answers = await bookAtOnce(await Promise.all(Array.from({ length: 6 }, () => aGuest())), event.code)
  expect(reasons(answers)).toEqual({ event_full: 6 })
  expect((await acceptOffer(guest.act(), { token })).ok).toBe(true)
})

it('The job runs four times at once: each freed place is offered once', async () => {
  const { event, free } = await aFullEvent(3)
  const guests = await Promise.all([aGuest(), aGuest(), aGuest(), aGuest()])
  for (const guest of guests) await asks(guest, event.code, 1)
  await free(3)
  await Promise.all([offerNow(), offerNow(), offerNow(), offerNow()])
  expect((await offersOf(event.id)).map(({ school, state }) => [school, state])).toEqual(
    guests.slice(0, 3).map((guest) => [guest.school.name, 'open']),
  )
  expect(await rows(`SELECT COUNT(*) AS n FROM Message WHERE eventId = ?1 AND kind = 'offer'`, event.id)).toEqual([{ n: 3 }])
})

it('An offer is accepted in its last moment while it lapses: it is the one or the other, and the place is counted once', async () => {
  for (let round = 0; round < 5; round += 1) {
    const { event, reference, token, now } = await openOffer()
    const end = new Date(now.getTime() + 48 * 3_600_000)
    const last = new Date(end.getTime() - 1)
    const [accepted] = await Promise.all(
      round % 2 === 0
        ? [acceptOffer(anAct({ now: last }), { token }), expireOffers(anAct({ now: end }))]
        : [acceptOffer(anAct({ now: last }), { token }), expireOffers(anAct({ now: end })), expireOffers(anAct({ now: end }))],
    )
    const [offer] = await offersOf(event.id)
    if (accepted.ok) {
      expect(offer?.state).toBe('accepted')
      expect(await placesOf(reference)).toEqual([{ state: 'confirmed', waitsFor: null, n: 1 }])
    } else {
      expect(offer?.state).toBe('lapsed')
      expect(await placesOf(reference)).toEqual([{ state: 'cancelled', waitsFor: 'list', n: 1 }])
    }
  }
})
