import fc from 'fast-check'
import { expect, it } from 'vitest'
import { planAssignment, planMove, type WorkshopPerson } from '#booking/workshops/plan.ts'
import type { EventDetails, EventSession } from '#events/events/event.ts'
import { choiceProblem, choicesThatFit, overlap, sayLeft } from '#events/events/workshop.ts'
import { holdsFor } from '#test/support/holds.ts'

const session = (id: string, facts: Partial<EventSession> = {}): EventSession => ({
  id,
  position: 1,
  title: id,
  startsAt: '2099-06-12T10:00:00.000Z',
  endsAt: '2099-06-12T11:00:00.000Z',
  block: 'Morning',
  capacity: null,
  chosen: 0,
  ...{ room: '', about: '', speakers: '' },
  ...facts,
})
const person = (id: string, workshopIds: string[] = [], bookedAt = '2099-01-01T00:00:00.000Z'): WorkshopPerson => ({
  id,
  reference: 'ABC234',
  personId: id,
  name: id,
  email: null,
  role: null,
  school: 'Ashfield',
  town: '',
  urn: null,
  bookedAt,
  workshopIds,
})
const event = (sessions: EventSession[], capacity = 60) => ({ sessions, capacity }) as EventDetails
const before = '2099-06-12T00:00:00.000Z'

it('workshops one after the other do not overlap, and what is left is said in words', () => {
  expect(overlap(session('a'), session('b', { startsAt: '2099-06-12T11:00:00.000Z', endsAt: '2099-06-12T12:00:00.000Z' }))).toBe(false)
  expect(overlap(session('a'), session('b', { startsAt: '2099-06-12T10:59:59.999Z', endsAt: '2099-06-12T12:00:00.000Z' }))).toBe(true)
  expect([session('a', { capacity: 20, chosen: 8 }), session('a', { capacity: 2, chosen: 3 }), session('a')].map(sayLeft)).toEqual([
    '12 of 20 places left',
    'Full: all 2 places taken',
    'No limit',
  ])
})

it('a cancelled place has again what is not full and does not clash with an earlier one', () => {
  const [a, full, c] = [session('a'), session('b', { block: 'Noon', capacity: 1, chosen: 1 }), session('c', { block: 'Late' })]
  expect(choicesThatFit([a, full, c], ['a', 'b', 'c'])).toEqual(['a'])
  expect(choiceProblem([a, session('d')])).toBe('one_workshop_a_block')
  expect(choiceProblem([a, c])).toBe('workshops_clash')
})

it('a move is planned with who clashes and how many fit', () => {
  const [a, b, noon] = [session('a'), session('b', { capacity: 3, chosen: 2 }), session('n', { block: 'Noon' })]
  const people = [person('Ann', ['a']), person('Ben', ['a', 'n'])]
  const plan = planMove(event([a, b, noon]), people, b)
  expect([plan.moving.map(({ id }) => id), plan.clashing.map((one) => [one.person.id, one.with.id]), plan.room]).toEqual([
    ['Ann'],
    [['Ben', 'n']],
    1,
  ])
})

it('an assignment never puts too many into a workshop, nobody twice, nobody at two places at once, and leaves nobody out who fits', () => {
  holdsFor(
    [
      fc.array(fc.record({ capacity: fc.option(fc.integer({ min: 1, max: 4 })), chosen: fc.nat(3), late: fc.boolean() }), {
        minLength: 1,
        maxLength: 4,
      }),
      fc.array(fc.boolean(), { maxLength: 12 }),
    ],
    {},
    (workshops, clashing) => {
      const noon = session('noon', { block: 'Noon', startsAt: '2099-06-12T10:30:00.000Z', endsAt: '2099-06-12T11:30:00.000Z' })
      const morning = workshops.map(({ capacity, chosen, late }, index) =>
        session(`w${index}`, {
          capacity,
          chosen: Math.min(chosen, capacity ?? chosen),
          ...(late ? { startsAt: '2099-06-12T11:30:00.000Z', endsAt: '2099-06-12T12:00:00.000Z' } : {}),
        }),
      )
      const people = clashing.map((clashes, index) => person(`p${index}`, clashes ? ['noon'] : []))
      const { moves, without } = planAssignment(event([...morning, noon]), people, 'Morning', before)
      expect([...moves.map(({ placeId }) => placeId), ...without.map(({ id }) => id)].sort()).toEqual(people.map(({ id }) => id).sort())
      const left = (one: EventSession): number =>
        (one.capacity ?? Number.POSITIVE_INFINITY) - one.chosen - moves.filter(({ to }) => to === one.id).length
      for (const one of morning) expect(left(one)).toBeGreaterThanOrEqual(0)
      for (const { person: who, to } of moves) {
        const target = morning.find((one) => one.id === to)
        expect(target && who.workshopIds.includes('noon') && overlap(target, noon)).toBeFalsy()
      }
      for (const who of without)
        expect(
          morning.filter((one) => one.capacity !== null && left(one) > 0 && !(who.workshopIds.includes('noon') && overlap(one, noon))),
        ).toEqual([])
    },
  )
})
