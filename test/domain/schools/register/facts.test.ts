import { expect, it } from 'vitest'
import { actionFor, differences, factsOf, lifeOf } from '#schools/register/facts.ts'
import { placeOf } from '#schools/register/grid.ts'

const asAt = '2026-11-24'
const life = (facts: Parameters<typeof lifeOf>[0], more: Partial<Parameters<typeof lifeOf>[1]> = {}) =>
  lifeOf(facts, { asAt, succeededOn: undefined, held: undefined, ...more })

it('a school without an opening date has always been open; without a closing date it still is', () => {
  expect(life({ statusCode: '1' })).toEqual({ opensOn: null, closesOn: null })
})

it('its closing date is its last day, so the day after is the first on which it is not open', () => {
  expect(life({ statusCode: '2', closeDate: '2024-02-29' }).closesOn).toBe('2024-03-01')
})

it('closed without a date counts from the first file that said so, and keeps that day', () => {
  expect(life({ statusCode: '2' }).closesOn).toBe(asAt)
  expect(life({ statusCode: '2' }, { held: { statusCode: '2', opensOn: null, closesOn: '2025-01-01' } }).closesOn).toBe('2025-01-01')
  expect(life({ statusCode: '2' }, { succeededOn: '2024-09-01' }).closesOn).toBe('2024-09-01')
})

it('proposed to open without a date is open on no day yet', () => {
  expect(life({ statusCode: '4' }).opensOn).toBe('9999-12-31')
})

it('an absent column keeps what is held and is no change', () => {
  const dating = { asAt, succeededOn: undefined }
  const held = factsOf(
    { urn: '1', name: 'Ash', wardName: 'Castle', easting: '333553', northing: '251602', statusCode: '1' },
    undefined,
    dating,
    placeOf,
  )
  const found = factsOf({ urn: '1', name: 'Ashe', statusCode: '1' }, held, dating, placeOf)
  expect(differences(held, found)).toEqual([{ fact: 'name', old: 'Ash', new: 'Ashe' }])
  expect(found.latitude).toBe(held.latitude)
})

it('a grid reference is converted: Almeley is where it is on a map', () => {
  const { latitude, longitude } = placeOf('333553', '251602')
  expect(latitude).toBeCloseTo(52.158, 2)
  expect(longitude).toBeCloseTo(-2.973, 2)
  expect(placeOf('', '0')).toEqual({ latitude: null, longitude: null })
})

it('a change holds from the file on; a corrected date, or an older file, replaces what was held', () => {
  const name = [{ fact: 'name' as const, old: 'a', new: 'b' }]
  const date = [{ fact: 'opensOn' as const, old: '', new: '2020-09-01' }]
  expect(actionFor(name, asAt, null)).toBe('dated')
  expect(actionFor(name, asAt, asAt)).toBe('replaced')
  expect(actionFor(date, asAt, null)).toBe('replaced')
})
