// Freed places go to those who wait: offered in order, with a deadline that the clock alone keeps.

import { expect, it } from 'vitest'
import { placeBooking } from '#booking/placing/place-booking.ts'
import { endPastRequests } from '#booking/waiting/end-request.ts'
import { offerFreedPlaces } from '#booking/waiting/offer-places.ts'
import { acceptOffer, declineOffer, expireOffers, withdrawOffer } from '#booking/waiting/settle-offer.ts'
import { eventById } from '#events/events/store.ts'
import { anAct, anEvent, db, rows, run, tick, tripsOf } from '#test/support/factories.ts'
import { insert } from '#test/support/rows.ts'
import { aFullEvent, aGuest, anOrganiser, asks, offerNow, offersOf, placesOf, setRules, takenOf, tokenOf, wasThere } from './world.ts'

const later = (now: Date, hours: number): Date => new Date(now.getTime() + hours * 3_600_000)

// “A freed place is offered by email until a stated time, and counts as taken until then.”
it('A freed place is offered to the school that asked first, until the time stated, and it counts as taken until then', async () => {
  const { event, free } = await aFullEvent(2)
  const [first, second] = [await aGuest(), await aGuest()]
  const reference = await asks(first, event.code, 1)
  await asks(second, event.code, 1)
  expect(await offerNow()).toBe(false)
  await free(1)
  const now = tick()
  expect(await offerNow(now)).toBe(true)
  const expiresAt = later(now, 48).toISOString()
  expect(await offersOf(event.id)).toEqual([{ school: first.school.name, places: 1, state: 'open', expiresAt }])
  expect(await placesOf(reference)).toEqual([{ state: 'held', waitsFor: 'list', n: 1 }])
  expect(await takenOf(event.id, now)).toBe(2)
  expect(await takenOf(event.id, later(now, 48))).toBe(1)
  expect(await rows(`SELECT act, origin FROM Log WHERE eventId = ?1 AND act LIKE 'offer.%'`, event.id)).toEqual([
    { act: 'offer.made', origin: 'schedule' },
  ])
  const mail = await rows<{ toAddress: string; subject: string; text: string }>(
    `SELECT y.toAddress, y.subject, y.text FROM Message m JOIN MessageBody y ON y.messageId = m.id WHERE m.eventId = ?1 AND m.kind = 'offer'`,
    event.id,
  )
  expect(mail).toHaveLength(1)
  expect(mail[0]?.toAddress).toContain(first.act().actor.email)
  expect(mail[0]?.subject).toContain('Accept by Wednesday 4 March 2026')
  expect(mail[0]?.text).toContain('/offers/')
  // Only the hash of the token is kept.
  expect(await rows('SELECT 1 FROM Offer WHERE tokenHash = ?1', await tokenOf(reference))).toEqual([])
  expect(await offerNow()).toBe(false)
})

it('Accepting makes the places certain, invites those with a name, and tells whoever asked', async () => {
  const { event, free } = await aFullEvent(2)
  const guest = await aGuest()
  const reference = await asks(guest, event.code, 2, { names: ['Ada Named'] })
  await free(2)
  await offerNow()
  const [offer] = await rows<{ text: string }>(
    `SELECT y.text FROM Message m JOIN MessageBody y ON y.messageId = m.id WHERE m.eventId = ?1 AND m.kind = 'offer'`,
    event.id,
  )
  expect(offer?.text).toContain('Coming: Ada Named')
  const done = await acceptOffer(anAct(), { token: await tokenOf(reference) })
  expect(done.ok).toBe(true)
  expect(await placesOf(reference)).toEqual([{ state: 'confirmed', waitsFor: null, n: 2 }])
  expect(await rows('SELECT state, settledAt IS NOT NULL AS at FROM Offer WHERE eventId = ?1', event.id)).toEqual([
    { state: 'accepted', at: 1 },
  ])
  expect(
    await rows(
      `SELECT n.name FROM Invitation i JOIN Person n ON n.id = i.personId JOIN Place p ON p.id = i.placeId WHERE p.eventId = ?1 AND i.state = 'live'`,
      event.id,
    ),
  ).toEqual([{ name: 'Ada Named' }])
  const mail = await rows<{ text: string }>(
    `SELECT y.text FROM Message m JOIN MessageBody y ON y.messageId = m.id WHERE m.eventId = ?1 AND m.kind = 'offer_accepted'`,
    event.id,
  )
  expect(mail).toHaveLength(1)
  expect(mail[0]?.text).toContain('Ada Named')
  expect(mail[0]?.text).toContain('One place has no name yet')
  expect(await acceptOffer(anAct(), { token: await tokenOf(reference) })).toEqual({ ok: false, reason: 'settled' })
  expect(await declineOffer(anAct(), { token: await tokenOf(reference) })).toEqual({ ok: false, reason: 'settled' })
})

it('Declining gives the places to the next school, and the booking ends with its last place', async () => {
  const { event, free } = await aFullEvent(1)
  const [first, second] = [await aGuest(), await aGuest()]
  const declined = await asks(first, event.code, 1)
  const next = await asks(second, event.code, 1)
  await free(1)
  await offerNow()
  expect((await declineOffer(anAct(), { token: await tokenOf(declined) })).ok).toBe(true)
  expect(await placesOf(declined)).toEqual([{ state: 'cancelled', waitsFor: 'list', n: 1 }])
  expect(await rows('SELECT cancelledAt IS NOT NULL AS ended FROM Booking WHERE reference = ?1', declined)).toEqual([{ ended: 1 }])
  await offerNow()
  expect((await offersOf(event.id)).map(({ school, state }) => [school, state])).toEqual([
    [first.school.name, 'declined'],
    [second.school.name, 'open'],
  ])
  expect((await acceptOffer(anAct(), { token: await tokenOf(next) })).ok).toBe(true)
})

// “An offer that has run out counts as nothing by the clock alone: it cannot be accepted, and its place can be booked, before anything has noticed.”
it('An offer that has run out counts as nothing by the clock alone: it cannot be accepted, and its place can be booked, before any job has run', async () => {
  const { event, free } = await aFullEvent(1, { placesPerSchool: 1 })
  const [waiter, other] = [await aGuest(), await aGuest()]
  const reference = await asks(waiter, event.code, 1)
  await free(1)
  const now = tick()
  await offerNow(now)
  const just = new Date(later(now, 48).getTime() - 1)
  const over = later(now, 48)
  const direct = { code: event.code, schoolId: other.school.id, delegates: [], unnamed: 1 }
  expect(await placeBooking(other.act(just), { ...direct, formId: crypto.randomUUID() })).toEqual({ ok: false, reason: 'event_full' })
  expect(await acceptOffer(anAct({ now: over }), { token: await tokenOf(reference) })).toEqual({ ok: false, reason: 'lapsed' })
  expect((await placeBooking(other.act(over), { ...direct, formId: crypto.randomUUID() })).ok).toBe(true)
  expect(await takenOf(event.id, over)).toBe(1)
  expect((await eventById(db, event.id, over))?.waiting).toBe(0)
})

it('A lapsed offer ends the request for its places and tells whoever asked; what else the school waits for keeps its turn', async () => {
  const { event, free } = await aFullEvent(3)
  const guest = await aGuest()
  const reference = await asks(guest, event.code, 3, { acceptsFewer: true })
  await free(1)
  const now = tick()
  await offerNow(now)
  expect(await expireOffers(anAct({ now: later(now, 47) }))).toBe(false)
  expect(await expireOffers(anAct({ now: later(now, 48) }))).toBe(true)
  expect(await expireOffers(anAct({ now: later(now, 48) }))).toBe(false)
  expect(await placesOf(reference)).toEqual([
    { state: 'cancelled', waitsFor: 'list', n: 1 },
    { state: 'held', waitsFor: 'list', n: 2 },
  ])
  const mail = await rows<{ subject: string; text: string }>(
    `SELECT y.subject, y.text FROM Message m JOIN MessageBody y ON y.messageId = m.id WHERE m.eventId = ?1 AND m.kind = 'offer_ended'`,
    event.id,
  )
  expect(mail).toHaveLength(1)
  expect(mail[0]?.subject).toContain('Your offer has ended')
  expect(mail[0]?.text).toContain('Still waiting for: 2 places')
  await offerNow(later(now, 49))
  expect((await offersOf(event.id)).map(({ places, state }) => [places, state])).toEqual([
    [1, 'lapsed'],
    [1, 'open'],
  ])
})

// “Freed places are offered in the order that the organiser chose: first come, or schools with no record of the topic first.”
it('The order is the organiser’s: a school with no record at the topic comes before one that asked earlier', async () => {
  const { event, free } = await aFullEvent(1)
  const [early, never] = [await aGuest(), await aGuest()]
  await asks(early, event.code, 1)
  await asks(never, event.code, 1)
  await setRules(event.id, `waitingOrder = 'no_record_first'`)
  await wasThere(early.school.id, event.topicId, '2024-05-01')
  await free(1)
  await offerNow()
  expect((await offersOf(event.id)).map(({ school }) => school)).toEqual([never.school.name])
})

// “Neither can be lowered below what somebody has already, and the capacity not below what is taken, on offer and reserved.”
it('Raising the capacity offers at once, and lowering it below what is taken and on offer is refused', async () => {
  const { event } = await aFullEvent(1)
  const guest = await aGuest()
  await asks(guest, event.code, 2)
  const now = tick()
  const set = (capacity: number, at: Date) =>
    run('UPDATE Event SET capacity = ?2, changedAt = ?3, version = version + 1 WHERE id = ?1', event.id, capacity, at.toISOString())
  await set(3, now)
  await offerNow(now)
  expect((await offersOf(event.id)).map(({ places }) => places)).toEqual([2])
  await expect(set(2, later(now, 1))).rejects.toThrow('capacity_below_taken')
  await set(1, later(now, 48))
  expect(await takenOf(event.id, later(now, 48))).toBe(1)
})

it('“What is left at the moment of release is anyone’s, by the clock, and offered to the waiting list first.” “What schools took of it stays theirs.”', async () => {
  const event = await anEvent({ capacity: 2, placesPerSchool: null })
  const [kept, waits, late] = [await aGuest(), await aGuest(), await aGuest()]
  const release = new Date('2026-05-01T09:00:00.000Z')
  await db.batch([
    insert('HeldBack', { id: `kept ${event.id}`, eventId: event.id, releaseAt: release.toISOString() }),
    insert('HeldBackSchool', { heldBackId: `kept ${event.id}`, schoolId: kept.school.id }),
  ])
  const took = await asks(kept, event.code, 1)
  await asks(waits, event.code, 1)
  await offerNow(new Date(release.getTime() - 1))
  expect(await offersOf(event.id)).toEqual([])
  const direct = { code: event.code, schoolId: late.school.id, formId: crypto.randomUUID(), delegates: [], unnamed: 1 }
  expect(await placeBooking(late.act(release), direct)).toEqual({ ok: false, reason: 'others_are_waiting' })
  await offerNow(release)
  expect((await offersOf(event.id)).map(({ school }) => school)).toEqual([waits.school.name])
  expect(await placesOf(took)).toEqual([{ state: 'confirmed', waitsFor: null, n: 1 }])
})

it('In the last hour before the start nothing is offered, and what is free is anyone’s', async () => {
  const { event, free } = await aFullEvent(1)
  const [waiter, other] = [await aGuest(), await aGuest()]
  await asks(waiter, event.code, 1)
  const early = new Date('2026-06-12T07:20:00.000Z')
  await free(1, early)
  const direct = () =>
    placeBooking(other.act(new Date('2026-06-12T07:30:00.000Z')), {
      code: event.code,
      schoolId: other.school.id,
      formId: crypto.randomUUID(),
      delegates: [],
      unnamed: 1,
    })
  expect(await direct()).toEqual({ ok: false, reason: 'others_are_waiting' })
  expect(await offerNow(new Date('2026-06-12T07:30:00.001Z'))).toBe(false)
  const booked = await placeBooking(other.act(new Date('2026-06-12T07:30:00.001Z')), {
    code: event.code,
    schoolId: other.school.id,
    formId: crypto.randomUUID(),
    delegates: [],
    unnamed: 1,
  })
  expect(booked.ok).toBe(true)
})

it('When the event begins, requests that still wait for it end, and those who asked are told', async () => {
  const { event } = await aFullEvent(1)
  const [waiter, asker] = [await aGuest(), await aGuest()]
  const listed = await asks(waiter, event.code, 2)
  await setRules(event.id, 'approval = 1')
  const undecided = await asks(asker, event.code, 1)
  const start = new Date('2026-06-12T08:30:00.000Z')
  expect(await endPastRequests(anAct({ now: new Date(start.getTime() - 1) }))).toBe(false)
  expect(await endPastRequests(anAct({ now: start }))).toBe(true)
  expect(await endPastRequests(anAct({ now: start }))).toBe(false)
  expect(await placesOf(listed)).toEqual([{ state: 'cancelled', waitsFor: 'list', n: 2 }])
  expect(await placesOf(undecided)).toEqual([{ state: 'cancelled', waitsFor: 'approval', n: 1 }])
  const subjects = await rows<{ subject: string }>(
    `SELECT y.subject FROM Message m JOIN MessageBody y ON y.messageId = m.id WHERE m.eventId = ?1 AND m.kind = 'offer_ended' ORDER BY y.subject`,
    event.id,
  )
  expect(subjects.map(({ subject }) => subject.split(':')[0])).toEqual(['No place came free', 'Your request was not decided'])
})

// “Raising the capacity or a limit offers at once.”
it('Raising the limit for a trust offers to a school that it held up', async () => {
  const trust = { trustUid: 'T-raised', trustName: 'Raised Trust' }
  const { event, free } = await aFullEvent(3)
  await setRules(event.id, 'placesPerTrust = 3')
  const [one, other] = [await aGuest(trust), await aGuest(trust)]
  await free(2)
  await asks(one, event.code, 1)
  await asks(other, event.code, 2)
  await free(1)
  await setRules(event.id, 'placesPerTrust = 2')
  expect(await offerNow()).toBe(false)
  await setRules(event.id, 'placesPerTrust = 3')
  expect(await offerNow()).toBe(true)
  expect((await offersOf(event.id)).map(({ school, places }) => [school, places])).toEqual([[other.school.name, 2]])
})

it('An organiser may take an offer back, with the school’s turn kept or not', async () => {
  const { event, free } = await aFullEvent(2)
  const organiser = await anOrganiser()
  const [kept, off] = [await aGuest(), await aGuest()]
  const keptReference = await asks(kept, event.code, 1)
  const offReference = await asks(off, event.code, 1)
  await free(2)
  await offerNow()
  const ids = await rows<{ id: string; reference: string }>(
    'SELECT o.id, b.reference FROM Offer o JOIN Booking b ON b.id = o.bookingId WHERE o.eventId = ?1',
    event.id,
  )
  const idOf = (reference: string): string => ids.find((one) => one.reference === reference)?.id ?? ''
  expect((await withdrawOffer(kept.act(), { id: idOf(offReference), keepsTurn: true })).ok).toBe(false)
  expect((await withdrawOffer(organiser.act(), { id: idOf(keptReference), keepsTurn: true })).ok).toBe(true)
  expect((await withdrawOffer(organiser.act(), { id: idOf(offReference), keepsTurn: false })).ok).toBe(true)
  expect(await placesOf(keptReference)).toEqual([{ state: 'held', waitsFor: 'list', n: 1 }])
  expect(await placesOf(offReference)).toEqual([{ state: 'cancelled', waitsFor: 'list', n: 1 }])
  await offerNow()
  expect((await offersOf(event.id)).map(({ school, state }) => [school, state])).toEqual([
    [kept.school.name, 'withdrawn'],
    [off.school.name, 'withdrawn'],
    [kept.school.name, 'open'],
  ])
})

it('A place that ends in any way settles the offer that held nothing else', async () => {
  const { event, free } = await aFullEvent(1)
  const guest = await aGuest()
  const reference = await asks(guest, event.code, 1)
  await free(1)
  await offerNow()
  await run(
    `UPDATE Place SET state = 'cancelled', heldUntil = NULL, stateAt = ?2 WHERE eventId = ?1 AND state = 'held'`,
    event.id,
    tick().toISOString(),
  )
  expect((await offersOf(event.id)).map(({ state }) => state)).toEqual(['withdrawn'])
  expect(await acceptOffer(anAct(), { token: await tokenOf(reference) })).toEqual({ ok: false, reason: 'settled' })
})

it('The job takes one round trip when there is nothing to do, and as many for ten that wait as for one', async () => {
  expect(
    await tripsOf(async (on) => {
      expect(await offerFreedPlaces(anAct({ db: on }))).toBe(false)
    }),
  ).toBe(1)
  expect(
    await tripsOf(async (on) => {
      expect(await expireOffers(anAct({ db: on }))).toBe(false)
    }),
  ).toBe(1)
  const trips = async (n: number): Promise<number> => {
    const { event, free } = await aFullEvent(10)
    for (let index = 0; index < n; index += 1) await asks(await aGuest(), event.code, 1)
    await free(n)
    return tripsOf(async (on) => {
      await offerFreedPlaces(anAct({ db: on }))
      expect((await offersOf(event.id)).length).toBe(n)
    })
  }
  expect(await trips(1)).toBe(await trips(10))
})
