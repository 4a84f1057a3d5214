// Who is expected in the room, who online, and what is said of each.
import { expect, it } from 'vitest'
import { atDoor, countAtDoor, type DoorPerson, isOnline, type Said, sayCounts, sayPresence, stillHere } from '#attendance/door/people.ts'

const day = '2026-06-12'
const person = (key: string, comesOnline: boolean): DoorPerson => ({
  ...{ key, kind: 'place', name: key, unnamed: false, role: null, school: null, organisation: '', comesOnline },
  ...{ sessionIds: ['morning'], tickets: [] },
})
const everyone = [person('Ann', false), person('Bo', true), person('Cai', true), person('Dai', true), person('Eve', true)]
let number = 0
const said = (key: string, how: Said['how'], kind: Said['kind'] = 'arrived'): Said => {
  number += 1
  const happenedAt = new Date(Date.parse('2026-06-12T08:00:00.000Z') + number * 60_000).toISOString()
  return { key, how, kind, day, number, id: `${number}`, happenedAt, undoesId: null, device: null }
}

it('places online are counted apart, and whoever came to the room after all is counted there', () => {
  const people = atDoor(everyone, [said('Cai', 'join'), said('Dai', 'tap'), said('Eve', 'tap'), said('Eve', 'tap', 'left')], day, [
    'morning',
  ])
  expect(countAtDoor(people)).toEqual({ expected: 1, here: 1, left: 1, online: 2, all: 3 })
  expect(sayCounts(countAtDoor(people))).toBe('1 here, 1 left, 2 online, 1 of 3 still expected')
  expect(people.filter(isOnline).map(({ name }) => name)).toEqual(['Bo', 'Cai'])
  expect(people.map(sayPresence)).toEqual(['', 'Has a place online', 'Joined online at 9:01am', 'Here since 9:02am', 'Left at 9:04am'])
  expect(stillHere(people).map(({ name }) => name)).toEqual(['Dai'])
})

// “Whoever somebody came instead of is not expected any more; if the arrival is taken back, they are.”
it('whoever somebody came instead of is expected no more, until that arrival is taken back', () => {
  const people: DoorPerson[] = [person('Ann', false), person('Bo', true), { ...person('Cai', false), kind: 'walk_in', insteadOf: 'Bo' }]
  const came = said('Cai', 'tap')
  const there = atDoor(people, [came], day, ['morning'])
  expect(countAtDoor(there)).toEqual({ expected: 1, here: 1, left: 0, online: 0, all: 2 })
  expect(there.map(sayPresence)).toEqual(['', 'Someone came instead', expect.stringContaining('Here since')])
  const undone = atDoor(people, [came, { ...said('Cai', 'tap'), undoesId: came.id }], day, ['morning'])
  expect(countAtDoor(undone)).toMatchObject({ here: 0, online: 1 })
  const both = atDoor(people, [came, said('Bo', 'tap')], day, ['morning'])
  expect(countAtDoor(both)).toEqual({ expected: 1, here: 2, left: 0, online: 0, all: 3 })
})
