import fc from 'fast-check'
import { expect, it } from 'vitest'
import { type AskedCharge, ageOf, agesOfOpen, bandOf, bands, openOf } from '#money/ledger/age.ts'
import { holdsFor } from '#test/support/holds.ts'

const charge = (number: number, pence: number, askedOn: string | null): AskedCharge => ({ number, route: 'invoice', pence, askedOn })

it.each([
  [null, 'notAsked'],
  ['2026-05-31', 'to30'],
  ['2026-05-01', 'to30'],
  ['2026-04-30', 'to60'],
  ['2026-04-01', 'to60'],
  ['2026-03-31', 'to90'],
  ['2026-03-02', 'to90'],
  ['2026-03-01', 'over90'],
])('on 31 May what was asked for on %s is %s', (askedOn, band) => {
  expect(bandOf(askedOn, '2026-05-31')).toBe(band)
})

it('days are counted by the calendar, across the change of clocks', () => {
  expect([ageOf('2026-03-28', '2026-03-30'), ageOf('2026-10-24', '2026-10-26'), ageOf('2026-06-01', '2026-05-31')]).toEqual([2, 2, 0])
})

it('what was paid counts against what was asked for first; what nobody asked for is paid last', () => {
  const charges = [charge(1, 100, '2026-03-20'), charge(2, 200, '2026-01-10'), charge(3, 300, null)]
  expect(openOf(charges, 450, 'card')).toEqual([
    { route: 'invoice', pence: 300, askedOn: null },
    { route: 'invoice', pence: 100, askedOn: '2026-03-20' },
    { route: 'invoice', pence: 50, askedOn: '2026-01-10' },
  ])
  expect(openOf(charges, 650, 'card').at(-1)).toEqual({ route: 'card', pence: 50, askedOn: null })
})

it('whatever was charged and paid, the ages add up to what is owed', () => {
  const day = fc.option(fc.constantFrom('2026-01-10', '2026-03-01', '2026-04-15', '2026-05-31'), { nil: null })
  holdsFor(
    [fc.array(fc.tuple(fc.integer({ min: -50, max: 500 }), day), { maxLength: 6 }), fc.integer({ min: 1, max: 2000 })],
    {},
    (made, owed) => {
      const open = openOf(
        made.map(([pence, askedOn], number) => charge(number, pence, askedOn)),
        owed,
        'invoice',
      )
      const ages = agesOfOpen(open, '2026-05-31')
      expect(bands.reduce((sum, band) => sum + ages[band], 0)).toBe(owed)
    },
  )
})
