import { describe, expect, it } from 'vitest'
import { isCertain, isOpen, type Recorded, type StoredPlace, sayRecorded, sayStanding, standingOf } from '#base/standing.ts'

const now = '2026-06-01T09:00:00.000Z'
const later = '2026-06-03T16:00:00.000Z'
const earlier = '2026-05-30T09:00:00.000Z'
const place = (facts: Partial<StoredPlace> & { personId?: string | null } = {}) => ({
  ...{ state: 'confirmed' as const, waitsFor: null, heldUntil: null, offerId: null, personId: 'somebody' },
  ...facts,
})

// “Every page, list, file and print says how a place stands in the same words.”
describe('a place stands as', () => {
  it.each([
    ['Booked', place(), 'certain'],
    ['Booked, no name yet', place({ personId: null }), 'certain'],
    ['Waiting for a place', place({ state: 'held', waitsFor: 'list', heldUntil: earlier }), 'open'],
    ['Waiting for approval', place({ state: 'held', waitsFor: 'approval', heldUntil: earlier }), 'open'],
    ['Offered until Wednesday 3 June 2026, 5pm', place({ state: 'held', waitsFor: 'list', heldUntil: later, offerId: 'o' }), 'open'],
    ['Offer not taken up', place({ state: 'held', waitsFor: 'list', heldUntil: earlier, offerId: 'o' }), 'ended'],
    ['Offer not taken up', place({ state: 'cancelled', waitsFor: 'list', offerId: 'o' }), 'ended'],
    ['Held while you pay, until Wednesday 3 June 2026, 5pm', place({ state: 'held', heldUntil: later }), 'open'],
    ['Not paid for in time', place({ state: 'held', heldUntil: earlier }), 'open'],
    ['Waited, got no place', place({ state: 'cancelled', waitsFor: 'approval' }), 'ended'],
    ['Cancelled', place({ state: 'cancelled' }), 'ended'],
  ] as const)('%s', (words, one, kind) => {
    const standing = standingOf(one, now)
    expect([sayStanding(one, now), isCertain(standing) ? 'certain' : isOpen(standing) ? 'open' : 'ended']).toEqual([words, kind])
  })
})

it('a record says what was recorded, else what became of the place, and never that a waiting place is one', () => {
  const line = { place: place(), eventCancelled: false, endsAt: later, outcome: undefined }
  const said = (facts: Partial<Recorded>) => sayRecorded({ ...line, ...facts }, now).text
  expect([
    said({}),
    said({ endsAt: earlier }),
    said({ endsAt: earlier, outcome: 'part' }),
    said({ outcome: 'apologies' }),
    said({ eventCancelled: true }),
    said({ place: place({ state: 'cancelled' }), eventCancelled: true }),
    said({ place: place({ state: 'cancelled', waitsFor: 'approval' }), eventCancelled: true }),
    said({ place: place({ state: 'held', waitsFor: 'list', heldUntil: earlier }) }),
  ]).toEqual([
    'Booked',
    'Not recorded',
    'Attended in part',
    'Apologies',
    'Event cancelled',
    'Event cancelled',
    'Waited, got no place',
    'Waiting for a place',
  ])
})
