import { expect, it } from 'vitest'
import { matchAll as matching, type PlaceToMatch, worthOf } from '#attendance/meetings/match.ts'
import type { Participant } from '#attendance/meetings/report.ts'
import { atOnce, givingWay } from '#base/steps.ts'

const minute = 60_000
const at = (minutes: number) => Date.parse('2026-10-06T12:00:00.000Z') + minutes * minute

const came = (name: string, facts: Partial<Participant> & { from?: number } = {}): Participant => ({
  ...{ name, before: '', email: '', open: [], stated: null, lines: [1] },
  spans: [[at(facts.from ?? 0), at((facts.from ?? 0) + 30)]],
  ...facts,
})
const place = (placeId: string, name: string | null, facts: Partial<PlaceToMatch> = {}): PlaceToMatch => ({
  ...{ placeId, name, email: null, school: 'Marlbury', expected: true, joinings: [] },
  ...facts,
})
const matchAll = (...asked: Parameters<typeof matching>) => givingWay(matching(...asked), atOnce)
const pressed = (minutes: number, otherName = '') => ({ joinings: [{ at: at(minutes), otherName }] })

it('an exact address is one place, whatever the name', async () => {
  expect(await matchAll([came('JD', { email: 'jane@a.example' })], [place('jane', 'Jane Doe', { email: 'Jane@A.example' })])).toEqual([
    { how: 'address', placeId: 'jane' },
  ])
})

it('the address of a post is one place with the name of whoever is on it, and is decided by a person with another name', async () => {
  const lead = [place('jane', 'Jane Doe', { email: 'dsl@a.example' })]
  expect(await matchAll([came('Jane M. Doe', { email: 'dsl@a.example' })], lead)).toEqual([{ how: 'address', placeId: 'jane' }])
  expect(await matchAll([came('John Roe', { email: 'dsl@a.example' })], lead)).toEqual([{ how: 'open', near: ['jane'] }])
})

it('an address of two places settles nothing, and both are proposed', async () => {
  const both = [place('a', 'Jane Doe', { email: 'office@a.example' }), place('b', 'John Roe', { email: 'office@a.example' })]
  expect(await matchAll([came('Office', { email: 'office@a.example' })], both)).toEqual([{ how: 'open', near: ['a', 'b'] }])
})

it('an exact name, without accents and capitals, is one if it is one place in the whole event and one identity in the whole report', async () => {
  const places = [place('sian', 'Siân O’Neill'), place('omar', 'Omar Haddad')]
  expect(await matchAll([came('SIAN O NEILL'), came('Omar Haddad')], places)).toEqual([
    { how: 'name', placeId: 'sian' },
    { how: 'name', placeId: 'omar' },
  ])
})

it('two places of one name in the event, at whichever session, are decided by a person', async () => {
  const places = [place('here', 'Jane Doe'), place('elsewhere', 'Jane Doe', { expected: false })]
  expect(await matchAll([came('Jane Doe')], places)).toEqual([{ how: 'open', near: ['here'] }])
})

it('two identities of one name in the report are decided by a person, though there is one place', async () => {
  const twice = [came('Jane Doe', { email: 'one@a.example' }), came('Jane Doe', { email: 'two@b.example' })]
  expect(await matchAll(twice, [place('jane', 'Jane Doe')])).toEqual([
    { how: 'open', near: ['jane'] },
    { how: 'open', near: ['jane'] },
  ])
})

it('a name that is only like another is proposed and never taken', async () => {
  expect(await matchAll([came('Victor Hugo')], [place('a', 'Viktor Hugo'), place('b', 'Zara Quill')])).toEqual([
    { how: 'open', near: ['a'] },
  ])
})

it('the link that each pressed tells two of one name apart', async () => {
  const places = [place('first', 'Jane Doe', pressed(0)), place('second', 'Jane Doe', pressed(40))]
  const both = [came('Jane Doe', { email: 'x@a.example', from: 1 }), came('Jane Doe', { email: 'y@a.example', from: 41 })]
  expect(await matchAll(both, places)).toEqual([
    { how: 'link', placeId: 'first' },
    { how: 'link', placeId: 'second' },
  ])
})

it('a link that says one thing and an address that says another are decided by a person', async () => {
  const places = [place('first', 'Jane Doe', pressed(0)), place('second', 'John Roe', { email: 'x@a.example' })]
  expect((await matchAll([came('Jane Doe', { email: 'x@a.example', from: 1 })], places))[0]?.how).toBe('open')
})

it('whoever joined by the link of another and said their name is proposed for that place', async () => {
  const places = [place('sian', 'Siân O’Neill', pressed(0, 'Omar Haddad')), place('other', 'Zara Quill')]
  expect(await matchAll([came('Omar Haddad', { from: 1 })], places)).toEqual([{ how: 'open', near: ['sian'] }])
})

it('of two for one place the better-founded stays, and the other is decided by a person', async () => {
  const places = [place('jane', 'Jane Doe', { email: 'jane@a.example' })]
  expect(await matchAll([came('Room 4', { email: 'jane@a.example' }), came('Jane Doe')], places)).toEqual([
    { how: 'address', placeId: 'jane' },
    { how: 'open', near: ['jane'] },
  ])
})

it('a new name and the one before it must be of the same place', async () => {
  expect(await matchAll([came('JD', { before: 'Jane Doe' })], [place('jane', 'Jane Doe')])).toEqual([{ how: 'name', placeId: 'jane' }])
  expect((await matchAll([came('John Roe', { before: 'Jane Doe' })], [place('jane', 'Jane Doe'), place('john', 'John Roe')]))[0]?.how).toBe(
    'open',
  )
})

it('somebody who is not expected at this session is decided by a person', async () => {
  expect(await matchAll([came('Jane Doe')], [place('jane', 'Jane Doe', { expected: false })])).toEqual([{ how: 'open', near: [] }])
})

it('minutes are worth what the session asks for', () => {
  const half = { kind: 'percent', amount: 50 } as const
  const hour = { kind: 'minutes', amount: 60 } as const
  expect([
    worthOf(60, 60, 120, half),
    worthOf(59, 59, 120, half),
    worthOf(0, 0, 120, half),
    worthOf(null, 30, 120, half),
    worthOf(null, 60, 120, half),
    worthOf(60, 60, 120, hour),
    // A session shorter than what is asked for is attended by whoever was there all the time.
    worthOf(45, 45, 45, hour),
  ]).toEqual(['attended', 'part', 'not', 'unknown', 'attended', 'attended', 'attended'])
})

it('a thousand against a thousand take a moment, in steps of five thousand comparisons between which others are served', async () => {
  const names = Array.from({ length: 1000 }, (_, n) => `Person Number${n}`)
  const before = process.cpuUsage()
  let steps = 0
  const matched = await givingWay(
    matching(
      names.map((name) => came(`${name} x`)),
      names.map((name, n) => place(String(n), name)),
    ),
    async () => {
      steps += 1
    },
  )
  expect(steps).toBe(200)
  expect(matched.every(({ how }) => how === 'open')).toBe(true)
  expect(process.cpuUsage(before).user).toBeLessThan(10_000_000)
})
