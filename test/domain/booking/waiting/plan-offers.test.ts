// Whatever the list and the limits, what is planned could be taken by all who are offered it.
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { inOrder, planOffers, type WaitingBooking } from '#booking/waiting/waiting.ts'
import { holdsFor } from '#test/support/holds.ts'

const world = fc
  .record({
    free: fc.nat(8),
    kept: fc.nat(4),
    perSchool: fc.option(fc.integer({ min: 1, max: 4 })),
    perTrust: fc.option(fc.integer({ min: 1, max: 5 })),
    order: fc.constantFrom('first_come' as const, 'no_record_first' as const),
    asks: fc.array(
      fc.record({
        school: fc.nat(4),
        places: fc.integer({ min: 1, max: 5 }),
        acceptsFewer: fc.boolean(),
        offered: fc.nat(5).map((n) => n === 0),
        since: fc.nat(3),
        entitled: fc.boolean(),
      }),
      { maxLength: 8 },
    ),
    taken: fc.array(fc.nat(2), { minLength: 5, maxLength: 5 }),
    records: fc.array(fc.option(fc.integer({ min: 2018, max: 2025 })), { minLength: 5, maxLength: 5 }),
  })
  .map(({ free, kept, perSchool, perTrust, order, asks, taken, records }) => {
    const heldBack = Math.min(kept, free)
    // The schools 0 to 2 are of one trust; what is reserved is for those of even number.
    const trustTaken = (taken[0] ?? 0) + (taken[1] ?? 0) + (taken[2] ?? 0)
    const queue = asks.map((ask, index): WaitingBooking => {
      const year = records[ask.school]
      return {
        bookingId: `b${index}`,
        reference: `R${index}`,
        schoolId: `s${ask.school}`,
        school: { name: `School ${ask.school}`, town: '', urn: null },
        trustUid: ask.school < 3 ? 't' : null,
        trustName: null,
        booker: { accountId: null, email: null, name: null },
        waitingSince: `2026-03-0${ask.since + 1}T09:00:00.000Z`,
        acceptsFewer: ask.acceptsFewer,
        placeIds: Array.from({ length: ask.places }, (_, n) => `b${index}-${n}`),
        names: Array.from({ length: ask.places }, () => null),
        ways: [],
        lastOn: year === null || year === undefined ? null : `${year}-05-01`,
        offered: ask.offered,
        taken: taken[ask.school] ?? 0,
        trustTaken: ask.school < 3 ? trustTaken : 0,
        heldBacks: ask.school % 2 === 0 && heldBack > 0 ? [{ id: 'h', left: heldBack }] : [],
      }
    })
    return {
      event: {
        capacity: 20,
        taken: 20 - free,
        heldBack,
        placesPerSchool: perSchool,
        rules: { placesPerTrust: perTrust, waitingOrder: order },
      },
      queue,
    }
  })

it('No plan offers more than is free, than is reserved, or than a limit lets a school or a trust take', () => {
  holdsFor([world], { seed: 20261124, numRuns: 500 }, ({ event, queue }) => {
    const plan = planOffers(event, queue)
    const places = plan.flatMap((offer) => offer.places.map((place) => ({ ...place, booking: offer.booking })))
    const kept = places.filter((place) => place.heldBackId !== null)
    const free = event.capacity - event.taken
    expect(places.length).toBeLessThanOrEqual(free)
    expect(kept.length).toBeLessThanOrEqual(event.heldBack)
    expect(places.length - kept.length).toBeLessThanOrEqual(free - event.heldBack)
    expect(new Set(places.map((place) => place.id)).size).toBe(places.length)
    expect(kept.every((place) => place.booking.heldBacks.length > 0)).toBe(true)
    for (const { booking, places: own } of plan) {
      const of = (same: (other: WaitingBooking) => boolean): number => places.filter((place) => same(place.booking)).length
      expect(booking.offered).toBe(false)
      expect(own.length === booking.placeIds.length || (booking.acceptsFewer && own.length > 0)).toBe(true)
      if (event.placesPerSchool !== null)
        expect(booking.taken + of((other) => other.schoolId === booking.schoolId)).toBeLessThanOrEqual(event.placesPerSchool)
      if (event.rules.placesPerTrust !== null && booking.trustUid !== null)
        expect(booking.trustTaken + of((other) => other.trustUid === booking.trustUid)).toBeLessThanOrEqual(event.rules.placesPerTrust)
    }
  })
})

it('A plan follows the order, and whoever comes earlier gets no less for those who come later', () => {
  holdsFor([world], { seed: 20261124, numRuns: 300 }, ({ event, queue }) => {
    const plan = planOffers(event, queue)
    const order = inOrder(event.rules.waitingOrder, queue)
    expect(plan.map((offer) => offer.booking)).toEqual(order.filter((booking) => plan.some((offer) => offer.booking === booking)))
    for (let n = 0; n <= order.length; n += 1)
      expect(planOffers(event, order.slice(0, n))).toEqual(plan.filter((offer) => order.indexOf(offer.booking) < n))
  })
})
