import { describe, expect, it } from 'vitest'
import { aheadOf, fitNow, inOrder, planOffers, type WaitingBooking } from '#booking/waiting/waiting.ts'
import type { WaitingOrder } from '#events/events/booking-rules.ts'

const booking = (name: string, places: number, facts: Partial<WaitingBooking> = {}): WaitingBooking => ({
  bookingId: name,
  reference: name,
  schoolId: `school of ${name}`,
  school: { name, town: 'Leominster', urn: '100001' },
  trustUid: null,
  trustName: null,
  booker: { accountId: null, email: null, name: null },
  waitingSince: '2026-03-02T09:00:00.000Z',
  acceptsFewer: false,
  placeIds: Array.from({ length: places }, (_, index) => `${name}-${index + 1}`),
  names: Array.from({ length: places }, () => null),
  ways: [],
  lastOn: null,
  offered: false,
  taken: 0,
  trustTaken: 0,
  heldBacks: [],
  ...facts,
})

const event = (
  free: number,
  facts: { heldBack?: number; placesPerSchool?: number | null; placesPerTrust?: number | null; waitingOrder?: WaitingOrder } = {},
) => ({
  capacity: 10,
  taken: 10 - free,
  heldBack: facts.heldBack ?? 0,
  placesPerSchool: facts.placesPerSchool ?? null,
  rules: { placesPerTrust: facts.placesPerTrust ?? null, waitingOrder: facts.waitingOrder ?? ('first_come' as const) },
})

const offered = (...args: Parameters<typeof planOffers>): Record<string, number> =>
  Object.fromEntries(planOffers(...args).map((offer) => [offer.booking.reference, offer.places.length]))

const since = (hour: number): { waitingSince: string } => ({ waitingSince: `2026-03-02T${String(hour).padStart(2, '0')}:00:00.000Z` })

describe('Freed places are offered in the order that the organiser chose', () => {
  const queue = [
    booking('old record', 1, { ...since(9), lastOn: '2019-05-01' }),
    booking('new record', 1, { ...since(10), lastOn: '2025-05-01' }),
    booking('never, late', 1, since(12)),
    booking('never, early', 1, since(11)),
  ]
  const order = (by: WaitingOrder) => inOrder(by, queue).map((one) => one.reference)

  it('first come: whoever asked first', () => {
    expect(order('first_come')).toEqual(['old record', 'new record', 'never, early', 'never, late'])
  })

  // “Among equals whoever asked first comes first.”
  it('no record first: schools never recorded at the topic, then whoever asked first', () => {
    expect(order('no_record_first')).toEqual(['never, early', 'never, late', 'old record', 'new record'])
  })

  it('A school is told how many are before it', () => {
    expect(aheadOf('first_come', queue, 'never, early')).toEqual({ schools: 2, places: 2 })
    expect(aheadOf('no_record_first', queue, 'never, early')).toEqual({ schools: 0, places: 0 })
  })
})

describe('What is free goes down the list', () => {
  it('to each school all that it asked for, as far as there is room', () => {
    expect(offered(event(4), [booking('a', 2, since(9)), booking('b', 1, since(10)), booking('c', 2, since(11))])).toEqual({ a: 2, b: 1 })
  })

  // “A school that wants all of its places together is passed over while not all are free and keeps its turn; one that takes fewer gets those there are.”
  it('A school that wants all of its places together is passed over while not all are free; one that takes fewer gets those', () => {
    const queue = [booking('all', 3, since(9)), booking('some', 3, { ...since(10), acceptsFewer: true })]
    expect(offered(event(2), queue)).toEqual({ some: 2 })
    expect(offered(event(3), queue)).toEqual({ all: 3 })
    expect(offered(event(5), queue)).toEqual({ all: 3, some: 2 })
  })

  it('Nobody is offered more than the limits of school and trust let it take, and two bookings of one school share them', () => {
    const twice = [booking('a1', 1, { ...since(9), schoolId: 'a', taken: 1 }), booking('a2', 1, { ...since(10), schoolId: 'a', taken: 1 })]
    expect(offered(event(5, { placesPerSchool: 2 }), twice)).toEqual({ a1: 1 })
    const trust = [
      booking('x', 1, { ...since(9), trustUid: 't', trustTaken: 1 }),
      booking('y', 2, { ...since(10), trustUid: 't', trustTaken: 1, acceptsFewer: true }),
      booking('z', 1, since(11)),
    ]
    expect(offered(event(5, { placesPerTrust: 3 }), trust)).toEqual({ x: 1, y: 1, z: 1 })
    expect(offered(event(5, { placesPerTrust: 1 }), trust)).toEqual({ z: 1 })
  })

  // “A school uses what is reserved for it first.”
  it('Reserved places go only to a school that they are for, and its own are used first', () => {
    const kept = [booking('stranger', 2, since(9)), booking('kept for', 2, { ...since(10), heldBacks: [{ id: 'h', left: 1 }] })]
    expect(offered(event(1, { heldBack: 1 }), kept)).toEqual({})
    expect(offered(event(1, { heldBack: 1 }), [booking('kept for', 1, { heldBacks: [{ id: 'h', left: 1 }] })])).toEqual({ 'kept for': 1 })
    const both = planOffers(event(2, { heldBack: 1 }), kept.slice(1))
    expect(both[0]?.places).toEqual([
      { id: 'kept for-1', heldBackId: 'h' },
      { id: 'kept for-2', heldBackId: null },
    ])
    const shared = ['a', 'b'].map((name, index) => booking(name, 1, { ...since(9 + index), heldBacks: [{ id: 'h', left: 1 }] }))
    expect(offered(event(1, { heldBack: 1 }), shared)).toEqual({ a: 1 })
  })

  it('A school answers one offer before it gets another', () => {
    expect(offered(event(2), [booking('a', 1, { ...since(9), offered: true }), booking('b', 1, since(10))])).toEqual({ b: 1 })
  })

  it('and when nothing fits, it is said why', () => {
    const why = (...args: Parameters<typeof fitNow>) => {
      const fits = fitNow(...args)
      return fits.ok ? 'fits' : fits.why
    }
    expect(why(event(0), booking('a', 1), 1)).toBe('no_room')
    expect(why(event(1), booking('a', 2), 2)).toBe('not_all')
    expect(why(event(2, { heldBack: 2 }), booking('a', 2), 2)).toBe('held_back')
    expect(why(event(2, { placesPerSchool: 2 }), booking('a', 2, { taken: 1 }), 2)).toBe('school_limit_reached')
    expect(why(event(2, { placesPerTrust: 1 }), booking('a', 2, { trustUid: 't' }), 2)).toBe('trust_limit_reached')
    expect(why(event(2), booking('a', 2, { offered: true }), 2)).toBe('offered_already')
    expect(why(event(2), booking('a', 2), 2)).toBe('fits')
  })
})
