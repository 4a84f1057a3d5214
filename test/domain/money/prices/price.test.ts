import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { vatOf } from '#base/money.ts'
import { quoteNext } from '#events/events/own-price.ts'
import {
  findPrice,
  type PriceList,
  priceCells,
  type QuoteGround,
  quotePlaces,
  reduced,
  sayQuote,
  sayRule,
  totalOf,
} from '#money/prices/price.ts'
import { sayOwnPrice, sayPriceFrom, shownPrices } from '#money/prices/shown-price.ts'
import { holdsFor } from '#test/support/holds.ts'

const standard = { id: 'std', code: 'S', name: 'Standard rate', basisPoints: 2000 }
const exempt = { id: 'ex', code: 'E', name: 'Exempt', basisPoints: 0 }

const aList = (facts: Partial<PriceList> = {}): PriceList => ({
  ...{ id: 'list-1', key: 'list', version: 3, name: 'Whole days', defaultPence: 10_000, defaultEarlyPence: null, vatCodeId: 'std' },
  ...{ freePlaces: 0, onlineLessPence: 0, notes: '', rows: [], vatCodes: [standard, exempt] },
  ...facts,
})

const academyWith = { status: 'academy', area: 'inside', agreement: 'with' } as const
const academyWithout = { ...academyWith, agreement: 'without' } as const
const blank = { pence: null, earlyPence: null, vatCodeId: null }

const aGround = (facts: Partial<QuoteGround> = {}): QuoteGround => ({
  ...{ list: aList(), status: 'academy', area: 'inside', earlyUntil: null, asOf: '2026-05-01T09:00:00.000Z', freeLeft: 0 },
  ...{ agreements: [], hasAgreement: false, code: undefined },
  ...facts,
})

const half = { id: 'code-1', code: 'HALF', percentOff: 50, penceOff: null }
const summary = (ground: Partial<QuoteGround>, places: number) =>
  quotePlaces(aGround(ground), places).map(({ basis, pence, vatPence }) => [basis, pence, vatPence])

describe('a blank of the table falls back to the stated default', () => {
  it('a row with its own price is used for exactly its status, area and service agreement', () => {
    const list = aList({ rows: [{ ...academyWith, ...blank, pence: 8000 }] })
    const used = priceCells.filter((cell) => findPrice(list, cell, false).row === 'row')
    expect(used).toEqual([academyWith])
    expect(priceCells.map((cell) => findPrice(list, cell, false).pence).filter((pence) => pence === 10_000)).toHaveLength(19)
  })

  it('a row with only a VAT code has the default price with that VAT, and a price of nothing is a price and no blank', () => {
    const list = aList({
      rows: [
        { ...academyWith, ...blank, vatCodeId: 'ex' },
        { ...academyWithout, ...blank, pence: 0 },
      ],
    })
    expect(findPrice(list, academyWith, false)).toEqual({ pence: 10_000, early: false, row: 'default', vat: exempt })
    expect(findPrice(list, academyWithout, false)).toEqual({ pence: 0, early: false, row: 'row', vat: standard })
  })

  it('the early price of a row with a price of its own is its own or none; a row without one has the default’s', () => {
    const list = aList({
      defaultEarlyPence: 9000,
      rows: [
        { ...academyWith, ...blank, pence: 9500 },
        { ...academyWithout, ...blank, earlyPence: 8500 },
      ],
    })
    expect(findPrice(list, academyWith, true)).toMatchObject({ pence: 9500, early: false, row: 'row' })
    expect(findPrice(list, academyWithout, true)).toMatchObject({ pence: 8500, early: true, row: 'row' })
    expect(findPrice(list, academyWithout, false)).toMatchObject({ pence: 10_000, early: false, row: 'default' })
    expect(findPrice(list, { ...academyWith, status: 'other' }, true)).toMatchObject({ pence: 9000, early: true, row: 'default' })
  })

  it('a list whose VAT code was not read is a mistake of the program, not a price without VAT', () => {
    expect(() => findPrice(aList({ vatCodes: [] }), academyWith, false)).toThrow('names a VAT code that was not read')
  })
})

// “Early prices hold up to the instant that the organiser has set for the event, that instant
// included.”
it('the early price holds up to the very instant, and not a millisecond longer', () => {
  const ground = { list: aList({ defaultEarlyPence: 7500 }), earlyUntil: '2026-05-01T16:00:00.000Z' }
  expect(summary({ ...ground, asOf: '2026-05-01T16:00:00.000Z' }, 1)).toEqual([['early', 7500, 1500]])
  expect(summary({ ...ground, asOf: '2026-05-01T16:00:00.001Z' }, 1)).toEqual([['price', 10_000, 2000]])
  expect(summary({ ...ground, earlyUntil: null }, 1)).toEqual([['price', 10_000, 2000]])
})

// “The first places of a school are free, as many as the list says; then come those that an
// agreement covers, then those that a code makes cheaper.”
it('first free places come before agreements, agreements before codes, and the rest costs the price', () => {
  const agreements = [
    { id: 'own', left: 1 },
    { id: 'trust', left: 2 },
  ]
  const quotes = quotePlaces(aGround({ freeLeft: 1, agreements, hasAgreement: true, code: { ...half, left: 1 } }), 6)
  expect(quotes.map(({ basis, pence, vatPence, agreementId, codeId }) => [basis, pence, vatPence, agreementId, codeId])).toEqual([
    ['first_free', 0, 0, null, null],
    ['agreement', 0, 0, 'own', null],
    ['agreement', 0, 0, 'trust', null],
    ['agreement', 0, 0, 'trust', null],
    ['code', 5000, 1000, null, 'code-1'],
    ['price', 10_000, 2000, null, null],
  ])
})

it('an agreement without a number of places covers all, and one that is used up still has the prices “with a service agreement”', () => {
  const list = aList({ rows: [{ ...academyWith, ...blank, pence: 6000 }] })
  expect(summary({ list, agreements: [{ id: 'a', left: null }], hasAgreement: true }, 3)).toEqual(Array(3).fill(['agreement', 0, 0]))
  const [beyond] = quotePlaces(aGround({ list, agreements: [{ id: 'a', left: 0 }], hasAgreement: true }), 1)
  expect(beyond).toMatchObject({ basis: 'price', pence: 6000, agreement: 'with', agreementId: null })
})

it('a place that costs nothing uses up neither a free place, nor an agreement, nor a code', () => {
  const nothing = { list: aList({ defaultPence: 0 }), freeLeft: 1, agreements: [{ id: 'a', left: 1 }], hasAgreement: true }
  expect(summary({ ...nothing, code: { ...half, left: 1 } }, 2)).toEqual(Array(2).fill(['price', 0, 0]))
})

it('more free places used than there are leave none, and no places cost nothing', () => {
  expect(summary({ freeLeft: -2 }, 1)).toEqual([['price', 10_000, 2000]])
  expect(totalOf(quotePlaces(aGround(), 0))).toEqual({ pence: 0, vatPence: 0, gross: 0 })
})

// “No price is ever below nothing.”
it('a code takes off a part, rounded in the payer’s favour, or a sum, and never more than the price', () => {
  expect([1, 33, 50, 100].map((percentOff) => reduced(9999, { percentOff, penceOff: null }))).toEqual([9899, 6699, 4999, 0])
  expect(reduced(101, { percentOff: 50, penceOff: null })).toBe(50)
  expect([1000, 10_000, 20_000].map((penceOff) => reduced(10_000, { percentOff: null, penceOff }))).toEqual([9000, 0, 0])
})

it('a code reduces the early price when that holds', () => {
  const early = { list: aList({ defaultEarlyPence: 8000 }), earlyUntil: '2026-06-01T00:00:00.000Z' }
  const [quote] = quotePlaces(aGround({ ...early, code: { ...half, left: 1 } }), 1)
  expect(quote).toMatchObject({ basis: 'code', pence: 4000, vatPence: 800, rule: { listPence: 8000, early: true } })
})

// “VAT is rounded for each place, and a total is the sum of its places.”
it('VAT is rounded for each place and not on the total', () => {
  const quotes = quotePlaces(aGround({ list: aList({ defaultPence: 9999, vatCodes: [{ ...standard, basisPoints: 1750 }] }) }), 3)
  expect(quotes.map(({ vatPence }) => vatPence)).toEqual([1750, 1750, 1750])
  expect(totalOf(quotes)).toEqual({ pence: 29_997, vatPence: 5250, gross: 35_247 })
  expect([vatOf(29_997, 1750), vatOf(2, 2500), vatOf(1, 2000), vatOf(-2, 2500)]).toEqual([5249, 1, 0, -1])
})

it('the rule kept with a price says which row of which version made it, and reads as a sentence', () => {
  const list = aList({ rows: [{ ...academyWith, ...blank, pence: 8000 }] })
  const [withOne] = quotePlaces(aGround({ list, hasAgreement: true }), 1)
  const [without] = quotePlaces(aGround({ list }), 1)
  expect(withOne?.rule).toEqual({
    ...{ list: 'Whole days', version: 3, ...academyWith, row: 'row', basis: 'price', early: false, listPence: 8000 },
    ...{ vatCode: 'S', basisPoints: 2000 },
  })
  expect(withOne && sayRule(withOne.rule)).toBe('Academy or free school, in the area, with a service agreement')
  expect(without && sayRule(without.rule)).toBe('The usual price')
  expect([withOne, ...quotePlaces(aGround({ freeLeft: 1 }), 1)].map((quote) => quote && sayQuote(quote))).toEqual([
    '£80.00 and £16.00 VAT',
    'Free of charge, one of the school’s first places',
  ])
})

const pence = fc.integer({ min: 0, max: 1_000_000 })
const maybe = <T>(of: fc.Arbitrary<T>) => fc.option(of, { nil: null })
const grounds: fc.Arbitrary<QuoteGround> = fc.record({
  list: fc
    .record({
      defaultPence: pence,
      defaultEarlyPence: maybe(pence),
      basisPoints: fc.integer({ min: 0, max: 10_000 }),
      rows: fc.subarray([...priceCells]).chain((cells) =>
        fc.tuple(
          ...cells.map((cell) =>
            fc.record({
              cell: fc.constant(cell),
              pence: maybe(pence),
              earlyPence: maybe(pence),
              vatCodeId: maybe(fc.constantFrom('std', 'ex')),
            }),
          ),
        ),
      ),
    })
    .map(({ rows, basisPoints, ...facts }) =>
      aList({ ...facts, vatCodes: [{ ...standard, basisPoints }, exempt], rows: rows.map(({ cell, ...row }) => ({ ...cell, ...row })) }),
    ),
  status: fc.constantFrom('maintained', 'academy', 'independent', 'further_education', 'other'),
  area: fc.constantFrom('inside', 'outside'),
  earlyUntil: fc.constantFrom(null, '2026-05-01T00:00:00.000Z', '2026-07-01T00:00:00.000Z'),
  asOf: fc.constant('2026-06-01T00:00:00.000Z'),
  freeLeft: fc.integer({ min: -3, max: 5 }),
  agreements: fc.array(fc.record({ id: fc.uuid(), left: maybe(fc.integer({ min: 0, max: 4 })) }), { maxLength: 3 }),
  hasAgreement: fc.boolean(),
  code: fc.option(
    fc
      .record({
        ...{ id: fc.constant('c'), code: fc.constant('C'), left: fc.integer({ min: 0, max: 5 }) },
        off: fc.oneof(
          fc.record({ percentOff: fc.integer({ min: 1, max: 100 }), penceOff: fc.constant(null) }),
          fc.record({ percentOff: fc.constant(null), penceOff: fc.integer({ min: 1, max: 1_000_000 }) }),
        ),
      })
      .map(({ off, ...code }) => ({ ...code, ...off })),
    { nil: undefined },
  ),
})

it('whatever the list, the total is the sum of the places, in whole pence, never below nothing and never above the table', () => {
  holdsFor([grounds, fc.integer({ min: 0, max: 12 })], {}, (ground, places) => {
    const quotes = quotePlaces(ground, places)
    const total = totalOf(quotes)
    expect(quotes).toHaveLength(places)
    let [net, vat] = [0, 0]
    for (const quote of quotes) {
      expect(Number.isInteger(quote.pence) && Number.isInteger(quote.vatPence)).toBe(true)
      expect(quote.pence).toBeGreaterThanOrEqual(0)
      expect(quote.pence).toBeLessThanOrEqual(quote.rule.listPence)
      expect(quote.vatPence).toBe(vatOf(quote.pence, quote.vat.basisPoints))
      net += quote.pence
      vat += quote.vatPence
    }
    expect(total).toEqual({ pence: net, vatPence: vat, gross: net + vat })
  })
})

it('whatever the list, no more places are free, covered or cheaper by a code than there are', () => {
  holdsFor([grounds, fc.integer({ min: 0, max: 12 })], {}, (ground, places) => {
    const quotes = quotePlaces(ground, places)
    const count = (basis: string) => quotes.filter((quote) => quote.basis === basis).length
    expect(count('first_free')).toBeLessThanOrEqual(Math.max(0, ground.freeLeft))
    expect(count('code')).toBeLessThanOrEqual(ground.code?.left ?? 0)
    for (const { id, left } of ground.agreements)
      expect(quotes.filter((quote) => quote.agreementId === id).length).toBeLessThanOrEqual(left ?? places)
    expect(quotes.every((quote) => (quote.agreementId === null) === (quote.basis !== 'agreement'))).toBe(true)
  })
})

describe('as the public reads it', () => {
  const who = (list: PriceList) => shownPrices(list).map((line) => [line.who, line.price.pence])

  it('a list that is the same for all is one line', () => {
    expect(who(aList())).toEqual([['Every school and organisation', 10_000]])
  })

  it('area and service agreement are named only where they make a difference, and statuses with the same prices share their lines', () => {
    const inside = { ...blank, area: 'inside', pence: 5000 } as const
    expect(
      who(
        aList({
          rows: [
            { ...inside, status: 'maintained', agreement: 'with' },
            { ...inside, status: 'maintained', agreement: 'without' },
            { ...inside, status: 'academy', agreement: 'with', pence: 4000 },
          ],
        }),
      ),
    ).toEqual([
      ['Maintained schools, in the area', 5000],
      ['Maintained schools, outside the area', 10_000],
      ['Academies and free schools, in the area, without a service agreement', 10_000],
      ['Academies and free schools, in the area, with a service agreement', 4000],
      ['Academies and free schools, outside the area', 10_000],
      ['Independent schools, further education colleges and other organisations', 10_000],
    ])
  })

  it('where only the agreement makes a difference, the area is not named', () => {
    const rows = priceCells.filter((cell) => cell.agreement === 'with').map((cell) => ({ ...cell, ...blank, pence: 0 }))
    expect(who(aList({ rows }))).toEqual([
      ['Without a service agreement', 10_000],
      ['With a service agreement', 0],
    ])
  })

  it('whatever the list, its lines say every price of the table and no other', () => {
    holdsFor([grounds], {}, ({ list }) => {
      const said = new Set(shownPrices(list).map(({ price }) => `${price.pence} ${price.vat.id}`))
      const table = new Set(priceCells.map((cell) => findPrice(list, cell, false)).map((price) => `${price.pence} ${price.vat.id}`))
      expect(said).toEqual(table)
    })
  })

  it('in one line: free of charge, one price, or from the least, with free places, VAT and the early price while it holds', () => {
    const now = new Date('2026-05-01T09:00:00.000Z')
    const some = [{ ...academyWith, ...blank, pence: 8000 }]
    expect(sayPriceFrom(undefined, null, now)).toBe('Free of charge')
    expect(sayPriceFrom(aList({ defaultPence: 0 }), null, now)).toBe('Free of charge')
    expect(sayPriceFrom(aList({ vatCodeId: 'ex' }), null, now)).toBe('£100.00 a place')
    // Whoever is new reads the free first place in the price, not only beneath the table.
    expect(sayPriceFrom(aList({ vatCodeId: 'ex', freePlaces: 1 }), null, now)).toBe('1 place free, then £100.00')
    expect(sayPriceFrom(aList({ vatCodeId: 'ex', freePlaces: 2 }), null, now)).toBe('2 places free, then £100.00')
    expect(sayPriceFrom(aList({ rows: some }), null, now)).toBe('From £80.00 plus VAT a place')
    expect(sayPriceFrom(aList({ defaultEarlyPence: 9000 }), '2026-06-01T16:00:00.000Z', now)).toBe('£90.00 plus VAT a place')
    expect(sayPriceFrom(aList({ defaultEarlyPence: 9000 }), '2026-04-01T16:00:00.000Z', now)).toBe('£100.00 plus VAT a place')
  })

  it('to a school in one line: its own price, after what is free for it', () => {
    const said = (list: Partial<PriceList>, ground: Partial<Parameters<typeof quoteNext>[1]> = {}, freeUsed = 0) => {
      const day = '2026-06-12'
      const standing = { day, status: 'academy', area: 'inside', trustUid: null } as const
      const asked = { earlyUntil: '2026-06-01T16:00:00.000Z', asOf: '2026-05-01T09:00:00.000Z', freeUsed }
      const quotes = quoteNext(aList({ vatCodeId: 'ex', ...list }), { standing, agreements: [], hasAgreement: false, ...ground }, asked)
      return quotes && sayOwnPrice(quotes)
    }
    const covered = { agreements: [{ id: 'a', name: 'Agreement', left: 1 }], hasAgreement: true }
    expect(said({})).toBe('£100.00 a place')
    expect(said({ vatCodeId: aList().vatCodeId })).toBe('£100.00 plus VAT a place')
    expect(said({ defaultPence: 0 })).toBe('Free of charge')
    expect(said({ defaultEarlyPence: 9000 })).toBe('£90.00 a place')
    expect(said({ freePlaces: 2 }, {}, 1)).toBe('1 place free, then £100.00')
    expect(said({ freePlaces: 1 }, {}, 1)).toBe('£100.00 a place')
    expect(said({}, covered)).toBe('Next place free by your service agreement')
    expect(said({ freePlaces: 1 }, covered)).toBe('Next place free')
    // Used up: its prices hold, and no place is covered.
    expect(said({ rows: [{ ...academyWith, ...blank, pence: 8000 }] }, { agreements: [], hasAgreement: true })).toBe('£80.00 a place')
  })
})
