// What must hold of any holder and any school, whatever was recorded of them and in which order.
import fc from 'fast-check'
import { expect, it, vi } from 'vitest'
import type { Edition } from '#attendance/requirements/requirement.ts'
import { type SchoolAsked, schoolStandingOn } from '#attendance/requirements/school-standing.ts'
import { saySchoolStanding, sayStanding } from '#attendance/requirements/sentence.ts'
import { type Asked, type Exception, type Spell, standingOn } from '#attendance/requirements/standing.ts'
import { askedOf, countsOf, saidAs, sayParts } from '#attendance/requirements/state.ts'
import type { Training } from '#attendance/requirements/training.ts'
import { addDays, type Day } from '#base/dates.ts'
import { holdsFor } from '#test/support/holds.ts'
import { extension, lead, spell, training } from './world.ts'

vi.setConfig({ testTimeout: 60_000 })

const dayOf = (n: number): Day => addDays('2023-01-01', n)
const day = fc.integer({ min: 0, max: 1800 }).map(dayOf)
const maybe = <T>(of: fc.Arbitrary<T>) => fc.option(of, { nil: undefined })

const edition: fc.Arbitrary<Partial<Edition>> = fc.record({
  ...{ everyMonths: maybe(fc.constantFrom(1, 12, 24)), graceDays: fc.constantFrom(0, 30), leastMinutes: maybe(fc.constantFrom(60, 180)) },
  ...{
    beforeInRole: fc.boolean(),
    inductionDays: fc.constantFrom(0, 45),
    whose: fc.constantFrom('every_holder', 'one_holder', 'statement'),
  },
})

const editions: fc.Arbitrary<Edition[]> = fc.tuple(edition, edition, day).map(([first, second, from]) => [
  { ...lead, ...first, id: 'e1', validTo: from },
  { ...lead, ...second, id: 'e2', validFrom: from },
])

const spells: fc.Arbitrary<Spell[]> = fc
  .array(
    fc.record({
      personId: fc.constantFrom('ann', 'ben'),
      from: maybe(day),
      length: maybe(fc.integer({ min: 1, max: 900 })),
      disputed: fc.constantFrom(false, false, true),
    }),
    { maxLength: 3 },
  )
  .map((some) =>
    some.map(({ personId, from, length, disputed }, n) => ({
      ...spell,
      ...{ id: `s${n}`, personId, from, disputed, to: from === undefined || length === undefined ? undefined : addDays(from, length) },
    })),
  )

const trainings: fc.Arbitrary<Training[]> = fc
  .array(
    fc.record({
      ...{ personId: fc.constantFrom('ann', 'ben'), on: day, minutes: maybe(fc.constantFrom(30, 90, 240)) },
      ...{ purpose: fc.constantFrom('training', 'update', undefined), as: fc.constantFrom(undefined, 'first', 'refresher', 'either') },
    }),
    { maxLength: 5 },
  )
  .map((some) => some.map(({ as, ...one }, n) => ({ ...training, ...one, id: `t${n}`, countsTowards: as ? { lead: as } : {} }) as Training))

const exceptions: fc.Arbitrary<Exception[]> = fc
  .array(
    fc.record({
      personId: maybe(fc.constantFrom('ann', 'ben')),
      kind: fc.constantFrom('exempt', 'extended'),
      from: day,
      days: maybe(fc.integer({ min: 0, max: 400 })),
    }),
    { maxLength: 3 },
  )
  .map((some) =>
    some.map(
      ({ days, ...one }, n) =>
        ({ ...extension, ...one, id: `x${n}`, until: days === undefined ? undefined : addDays(one.from, days) }) as Exception,
    ),
  )

const holder: fc.Arbitrary<Asked> = fc.record({
  editions,
  spell: spells.filter(([one]) => one !== undefined).map(([one]) => one as Spell),
  trainings,
  exceptions,
})

const aSchool: fc.Arbitrary<SchoolAsked> = fc.record({
  ...{ editions, spells, trainings, exceptions },
  school: fc.record({
    kind: fc.constantFrom('primary', 'not_known'),
    sector: fc.constant('academy'),
    lowAge: fc.constantFrom('', '3', '11'),
    nurseryProvision: fc.constant(''),
  }),
  gaps: fc.array(
    fc.record({ roleId: fc.constant('dsl'), answer: fc.constantFrom('vacant' as const, 'not_known' as const), from: day, to: maybe(day) }),
    { maxLength: 2 },
  ),
  statements: fc
    .array(fc.record({ trained: fc.integer({ min: 0, max: 3 }), asAt: day }), { maxLength: 3 })
    .map((some) => some.map((one, n) => ({ id: `w${n}`, requirementId: 'lead', staff: 3, saidBy: 'the head', ...one }))),
})

const shuffled = <T>(some: readonly T[], by: number): T[] =>
  some
    .map((one, n) => ({ one, at: (n * 7919 + by) % 13 }))
    .toSorted((a, b) => a.at - b.at)
    .map(({ one }) => one)

it('the order in which things were recorded says nothing', () => {
  holdsFor([aSchool, day, fc.nat(12)], {}, (asked, on, by) => {
    const other = {
      ...asked,
      ...{ editions: shuffled(asked.editions, by), spells: shuffled(asked.spells, by), trainings: shuffled(asked.trainings, by) },
    }
    const again = {
      ...other,
      statements: shuffled(asked.statements, by),
      gaps: shuffled(asked.gaps, by),
      exceptions: shuffled(asked.exceptions, by),
    }
    const said = (one: SchoolAsked) => {
      const found = schoolStandingOn(one, on)
      return found && { state: found.state, turnsOn: found.turnsOn }
    }
    expect(said(again)).toEqual(said(asked))
  })
})

it('a holder stands the same until the day on which it turns, and differently on it, if nothing happens', () => {
  holdsFor([holder, day], { numRuns: 60 }, (asked, on) => {
    const standing = standingOn(asked, on)
    if (!standing) return
    const known = { ...asked, trainings: asked.trainings.filter((one) => one.on <= on) }
    const last = standing.turnsOn ?? addDays(on, 1500)
    for (let at = on; at < last; at = addDays(at, 1)) expect([at, standingOn(known, at)?.state]).toEqual([at, standing.state])
    if (standing.turnsOn) expect(standingOn(known, standing.turnsOn)?.state).not.toBe(standing.state)
  })
})

it('a school stands the same until the day on which it turns, and differently on it, if nothing happens', () => {
  holdsFor([aSchool, day], { numRuns: 25 }, (asked, on) => {
    const found = schoolStandingOn(asked, on)
    if (!found) return
    const known = {
      ...asked,
      trainings: asked.trainings.filter((one) => one.on <= on),
      statements: asked.statements.filter(({ asAt }) => asAt <= on),
    }
    const last = found.turnsOn ?? addDays(on, 800)
    for (let at = on; at < last; at = addDays(at, 3)) expect([at, schoolStandingOn(known, at)?.state]).toEqual([at, found.state])
    expect(schoolStandingOn(known, addDays(last, -1))?.state).toBe(found.state)
    if (found.turnsOn) expect(schoolStandingOn(known, found.turnsOn)?.state).not.toBe(found.state)
  })
})

it('one more training that counts never puts anybody behind, and what is recorded of later days changes no earlier one', () => {
  const rank = { vacant: 0, not_known: 0, no_record: 1, not_in_date: 2, due_soon: 3, in_date: 4, exempt: 5 }
  holdsFor([holder, day, day], {}, (asked, on, of) => {
    const more: Training = { ...training, id: 'more', personId: asked.spell.personId, on: of, countsTowards: { lead: 'either' } }
    const before = standingOn(asked, on)
    const after = standingOn({ ...asked, trainings: [...asked.trainings, more] }, on)
    if (of > on) expect(after).toEqual(before)
    else if (before && after) expect(rank[after.state]).toBeGreaterThanOrEqual(rank[before.state])
  })
})

it('an edition that begins later changes nothing of the days before it', () => {
  holdsFor([aSchool, day, edition, fc.integer({ min: 1, max: 700 })], {}, (asked, on, change, days) => {
    const later: Edition = { ...lead, ...change, id: 'e3', validFrom: addDays(on, days) }
    const said = (one: SchoolAsked) => {
      const found = schoolStandingOn(one, on)
      return found && saySchoolStanding(found)
    }
    expect(said({ ...asked, editions: [...asked.editions, later] })).toEqual(said(asked))
  })
})

it('where every holder is asked the school stands no better than any of them, and where one is enough no worse', () => {
  holdsFor([aSchool, day], {}, (asked, on) => {
    const found = schoolStandingOn(asked, on)
    if (!found || found.edition.whose === 'statement' || found.state === 'exempt') return
    const holders = found.holders.map(({ standing }) => standing.state)
    if (found.state === 'in_date') {
      if (found.edition.whose === 'every_holder') expect(holders.every((state) => state === 'in_date' || state === 'exempt')).toBe(true)
      else expect(holders).toContain('in_date')
    } else if (found.edition.whose === 'one_holder') expect(holders).not.toContain('in_date')
  })
})

// “Nobody without training on record is in date: where they still have days to do it, the
// sentence says by when, and nobody is chased before.”
it('of any county the five states add up to those asked; exempt, not asked and not worked out yet are apart from them', () => {
  holdsFor([fc.array(aSchool, { maxLength: 12 }), day], {}, (county, on) => {
    const states = county.map((one) => schoolStandingOn(one, on)?.state ?? 'not_asked')
    const counts = countsOf(states.map((state) => [state, 1]))
    const asked = states.filter((state) => state !== 'not_asked' && state !== 'exempt').length
    const [parts = '', sum] = sayParts(counts, false, String(askedOf(counts))).split(' = ')
    const numbers = parts.split(' · ').map((part) => Number(part.match(/ (\d+)$/)?.[1]))
    expect([Number(sum), numbers.length, numbers.reduce((all, n) => all + n, 0)]).toEqual([asked, 5, asked])
    expect(asked + counts.exempt + counts.not_asked).toBe(county.length)
    // Whoever has no training on record is in date by no word.
    const untrained = county.map((one) => ({ ...one, trainings: [], statements: [] }))
    expect(untrained.map((one) => saidAs[schoolStandingOn(one, on)?.state ?? 'not_asked'])).not.toContain('in_date')
  })
})

it('no sentence says more than the record holds', () => {
  holdsFor([aSchool, holder, day], {}, (asked, one, on) => {
    const [school, standing] = [schoolStandingOn(asked, on), standingOn(one, on)]
    const said = `${school ? saySchoolStanding(school) : ''} ${standing ? sayStanding(standing) : ''}`
    expect(said).not.toMatch(/untrained|undefined|NaN|not trained|never|not in date|no record of what/i)
  })
})
