import { describe, expect, it } from 'vitest'
import { bookingState, placesOpen } from '#events/events/event.ts'
import { canBookNow, sayPlaces } from '#events/events/views/places.tsx'

const event = { capacity: 60, taken: 48, waiting: 0, heldBack: 0, placesPerSchool: 2 as number | null }
const school = { taken: 1, waiting: 0, heldBack: 0 }

describe('The page says before anything is typed how many places are left and what the school has', () => {
  it('in numbers', () => {
    expect(sayPlaces(event)).toBe('12 of 60 places left')
    expect(sayPlaces(event, school)).toBe('12 of 60 places left; your school has 1 of 2')
    expect(sayPlaces({ ...event, heldBack: 2 }, { ...school, heldBack: 2 })).toBe(
      '12 of 60 places left, 2 reserved for your school; your school has 1 of 2',
    )
    expect(sayPlaces({ ...event, placesPerSchool: null }, { ...school, taken: 0 })).toBe('12 of 60 places left; your school has 0')
    expect(sayPlaces({ ...event, capacity: 1, taken: 1 }, school, 'Ashfield Park')).toBe('0 of 1 place left; Ashfield Park has 1 of 2')
  })

  // “The page says before anything is typed how many places are left and what the school has: "12 of 60 places left, 3 reserved for some schools; your school has 1 of 2".”
  it('with what is reserved, for this school or for others', () => {
    expect(sayPlaces({ ...event, heldBack: 5 }, school)).toBe('12 of 60 places left, 5 reserved for some schools; your school has 1 of 2')
    expect(sayPlaces({ ...event, heldBack: 5 }, { ...school, heldBack: 2 })).toBe(
      '12 of 60 places left, 2 reserved for your school, 3 reserved for other schools; your school has 1 of 2',
    )
  })

  // “Only places that are certain are had; what is on offer and what is held until paid for is said apart.”
  it('with what is on offer and what is held, which the school does not have yet', () => {
    expect(sayPlaces(event, { ...school, offered: 1 })).toBe('12 of 60 places left; your school has 0 of 2; 1 is on offer to it')
    expect(sayPlaces(event, { ...school, taken: 4, waiting: 1, offered: 1, held: 2 })).toBe(
      '12 of 60 places left; your school has 1 of 2 and waits for 1; 1 is on offer to it; 2 are held until paid for',
    )
  })

  it('with what schools wait for', () => {
    expect(sayPlaces({ ...event, taken: 60, waiting: 3 }, { ...school, waiting: 1 })).toBe(
      '0 of 60 places left, 3 places are waited for; your school has 1 of 2 and waits for 1',
    )
    expect(sayPlaces({ ...event, waiting: 1 })).toBe('12 of 60 places left, 1 place is waited for and offered first')
  })
})

describe('An event is full for a school when nothing is left but what others wait for or what is reserved', () => {
  const open = {
    ...event,
    state: 'published' as const,
    sessions: [
      {
        id: 's',
        position: 1,
        title: '',
        startsAt: '2026-06-12T08:30:00.000Z',
        endsAt: '2026-06-12T15:00:00.000Z',
        block: '',
        capacity: null,
        chosen: 0,
      },
    ],
    bookingOpensAt: null,
    bookingClosesAt: null,
    bookingClosedAt: null,
  }
  const state = (facts: Partial<typeof open>) =>
    bookingState({ ...open, ...facts }, facts.taken ?? open.taken, new Date('2026-05-01T09:00:00.000Z'))

  it('and open as soon as one place more is free', () => {
    expect(state({})).toBe('open')
    expect(state({ waiting: 12 })).toBe('full')
    expect(state({ waiting: 11 })).toBe('open')
    expect(state({ waiting: 6, heldBack: 6 })).toBe('full')
    expect(state({ taken: 60 })).toBe('full')
    expect(placesOpen({ ...event, waiting: 20 })).toBe(0)
  })

  it('but a school for which places are kept can still book', () => {
    const full = { ...event, waiting: 6, heldBack: 6 }
    expect(canBookNow(full, school)).toBe(false)
    expect(canBookNow(full, { ...school, heldBack: 1 })).toBe(true)
    expect(canBookNow({ ...full, taken: 60 }, { ...school, heldBack: 1 })).toBe(false)
  })
})
