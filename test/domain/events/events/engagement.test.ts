import { expect, it } from 'vitest'
import { clashesOf, type Engagement, sayClash, trainersOf } from '#events/events/engagement.ts'

const one: Engagement = {
  ...{ id: '1', eventId: 'a', code: 'AAA', title: 'Refresher', startsAt: '2026-06-12T08:30:00.000Z', endsAt: '2026-06-12T15:00:00.000Z' },
  ...{ speakers: 'Pat Lee, Hereford College\nKim Fox', venue: 'Town Hall', room: 'Room 1' },
}
const other: Engagement = { ...one, id: '2', eventId: 'b', code: 'BBB', title: 'Update', speakers: '', venue: '' }

const said = (of: Partial<Engagement>) => clashesOf(one, [{ ...other, ...of }]).map(sayClash)
const when = 'Friday 12 June 2026, 9:30am to 4pm.'

it('a trainer is known by the name before the comma, whatever its case, and only while both are given', () => {
  expect(trainersOf(one.speakers)).toEqual(['Pat Lee', 'Kim Fox'])
  expect(said({ speakers: 'PAT LEE, NSPCC' })).toEqual([`Pat Lee also gives “Update”, ${when}`])
  expect(said({ speakers: 'Kim Fox\nPat Lee' })).toEqual([`Pat Lee and Kim Fox also give “Update”, ${when}`])
  expect(said({ speakers: 'Pat Leeson' })).toEqual([])
  expect(said({ speakers: 'Pat Lee', startsAt: one.endsAt, endsAt: '2026-06-12T16:00:00.000Z' })).toEqual([])
})

it('a room, a venue without named rooms, and a room as a school calls it clash; two rooms do not', () => {
  expect(said({ venue: 'town hall', room: 'room 1' })).toEqual([`At Room 1 there is also “Update”, ${when}`])
  expect(said({ venue: 'Town Hall', room: 'Room 2' })).toEqual([])
  expect(said({ venue: 'Town Hall', room: '' })).toEqual([`At Room 1 there is also “Update”, ${when}`])
  expect(said({ eventId: null, code: null, venue: 'Room 1', room: '' })).toEqual([`At Room 1 there is also “Update”, ${when}`])
  expect(said({ eventId: 'a', venue: 'Town Hall', room: '' })).toEqual([])
})
