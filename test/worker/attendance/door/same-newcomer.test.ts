// The same newcomer is written at two doors, or twice at one.

import { expect, it } from 'vitest'
import { addWalkIn } from '#attendance/attendance/add-walk-in.ts'
import { nameAtDoor } from '#attendance/attendance/name-at-door.ts'
import { addAtDoor } from '#attendance/door/add-at-door.ts'
import { selectDoor } from '#attendance/door/door-store.ts'
import { readNow } from '#base/db/read.ts'
import { newId } from '#base/id.ts'
import { before, db, rows, tick, withoutGuards } from '#test/support/factories.ts'
import { add } from '#test/support/rows.ts'
import { aPlaceWithoutName } from '../../front/trusts/world.ts'
import { aDoor } from './at-the-door.ts'

type Door = Awaited<ReturnType<typeof aDoor>>

const peopleCalled = (name: string) => rows('SELECT id FROM Person WHERE name = ?1', name)
const walkInsOf = async (door: Door) =>
  rows(
    `SELECT s.title, COUNT(*) AS n FROM WalkIn w JOIN Session s ON s.id = w.sessionId WHERE w.eventId = ?1 GROUP BY s.id ORDER BY s.startsAt`,
    door.event.id,
  )

const ways = {
  register: (door: Door, name: string, on?: SqlDatabase) =>
    addWalkIn(door.actAt('09:00', on), {
      ...{ id: newId(tick()), sessionId: door.morning.id, name, schoolId: door.school.id, organisation: '', source: 'screen' as const },
    }),
  door: async (door: Door, name: string, on?: SqlDatabase) =>
    addAtDoor(door.actAt('09:00', on), door.door, (await readNow(db, selectDoor(db, door.event.code))).sessions, {
      ...{ id: newId(tick()), person: newId(tick()), name, schoolId: door.school.id, organisation: '' },
      ...{ notedAt: new Date('2026-06-12T09:00:00.000Z'), clockAhead: 0 },
    }),
  place: async (door: Door, name: string, on?: SqlDatabase) => {
    await aPlaceWithoutName(door.event, door.school.id)
    const [place] = await rows<{ id: string }>(
      'SELECT id FROM Place WHERE eventId = ?1 AND personId IS NULL ORDER BY rowid DESC',
      door.event.id,
    )
    await add('PlaceSession', { placeId: place?.id ?? '', sessionId: door.morning.id })
    return nameAtDoor(door.actAt('09:00', on), { sessionId: door.morning.id, placeId: place?.id ?? '', name })
  },
}
type Way = keyof typeof ways

/** Two phones have read that nobody of the name is known at the school; `second` writes first. */
const atOnce = async (first: Way, second: Way, name: string, on: SqlDatabase = db) => {
  const door = await aDoor()
  let other: Awaited<ReturnType<(typeof ways)[Way]>> | undefined
  const meanwhile = async () => {
    other = await ways[second](door, name)
  }
  const one = await ways[first](door, name, before(first === 'place' ? 2 : 3, meanwhile, on))
  return { door, one, other, people: (await peopleCalled(name)).length }
}

// “The same newcomer, written at two doors or twice at one, is one person and is on a register once.”
it.each([
  ['register', 'register', { ok: false, reason: 'has_come_already' }],
  ['door', 'register', { ok: false, reason: 'has_come_already' }],
  ['register', 'door', { ok: false, reason: 'has_come_already' }],
  ['door', 'door', { ok: false, reason: 'has_come_already' }],
  ['place', 'register', { ok: true }],
  ['place', 'place', { ok: false, reason: 'already_has_place' }],
] as const)('a newcomer written by %s while another writes the same by %s is one person, and comes once', async (first, second, answer) => {
  const name = `Nerys Pugh-${first}-${second}`
  const { door, one, other, people } = await atOnce(first, second, name)
  expect([other?.ok, people]).toEqual([true, 1])
  expect(one).toMatchObject(answer)
  for (const { n } of await walkInsOf(door)) expect(n).toBe(1)
})

it('control: without the guard the same newcomer written at the same moment is two people', async () => {
  expect((await atOnce('register', 'register', 'Huw Tudor', withoutGuards)).people).toBe(2)
  expect((await atOnce('door', 'door', 'Mair Tudor', withoutGuards)).people).toBe(2)
  expect((await atOnce('place', 'register', 'Cai Tudor', withoutGuards)).people).toBe(2)
})

// “Another of the name and school is added with a middle name.”
it('somebody who is on the register already is not added again, and another of the name is with a name more', async () => {
  const door = await aDoor()
  expect((await ways.register(door, 'Ann Lee')).ok).toBe(true)
  for (const again of ['register', 'door'] as const)
    expect(await ways[again](door, 'ANN  Lee')).toEqual({ ok: false, reason: 'has_come_already' })
  expect(await walkInsOf(door)).toEqual([{ title: 'Morning', n: 1 }])
  expect((await ways.register(door, 'Ann Mair Lee')).ok).toBe(true)
  expect(await walkInsOf(door)).toEqual([{ title: 'Morning', n: 2 }])
})
