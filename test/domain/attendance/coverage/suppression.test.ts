// What a reader is given of how people in roles stand is tried to be worked out here, from all
// reports of random counties, by somebody who has the register of schools beside them.
import fc from 'fast-check'
import { expect, it, vi } from 'vitest'
import { type Given, type GivenBefore, givenOf, type Stood, sayGiven } from '#attendance/coverage/suppression.ts'
import { knownStates } from '#attendance/requirements/state.ts'
import { holdsFor } from '#test/support/holds.ts'
import { attack, type Figure } from '../../../support/attacker.ts'

vi.setConfig({ testTimeout: 60_000 })

const smallest = 5
const states: readonly string[] = knownStates

type Made = { stood: readonly Stood[]; given: Given | undefined }

const ids = (some: readonly Stood[]): string[] => some.map(({ schoolId }) => schoolId)

const figuresOf = ({ stood, given }: Made): Figure[] => {
  if (!given) return []
  const counted = stood.filter(({ schoolId }) => !given.apart.includes(schoolId))
  return [
    ...given.parts.map(({ of, n }) => ({ schools: ids(counted), states: of, n })),
    ...given.groups.map((group) => ({
      schools: ids(counted.filter(({ kind }) => group.kinds.includes(kind))),
      states: ['in_date'],
      n: group.inDate,
    })),
  ]
}

const attacked = (reports: readonly Made[]) =>
  attack(
    reports.map((one) => ({ schools: ids(one.stood), figures: figuresOf(one) })),
    states,
    smallest,
  )

/**
 * Of each two reports the earlier names its schools: what follows of those that came since, if
 * nobody turned.
 */
const attackedByName = (reports: readonly Made[]) =>
  reports.flatMap((first, n) =>
    reports.slice(n + 1).flatMap((second) => {
      const known = first.stood.map(({ schoolId, state }) => ({ schools: [schoolId], states: [state], n: 1 }))
      const all = [...new Set([...ids(first.stood), ...ids(second.stood)])]
      const told = attack([{ schools: all, figures: [...known, ...figuresOf(second)] }], states, smallest)
      return told.filter(({ schools }) => !schools.some((id) => ids(first.stood).includes(id)))
    }),
  )

/** All that an officer sees of the same report: nothing is put together. */
const bare = (stood: readonly Stood[]): Given => ({
  parts: knownStates.map((state) => ({ of: [state], n: stood.filter((one) => one.state === state).length })),
  groups: [...Map.groupBy(stood, ({ kind }) => kind)].map(([kind, own]) => ({
    ...{ kinds: [kind], asked: own.length, inDate: own.filter(({ state }) => state === 'in_date').length },
  })),
  apart: [],
})

const sizes = { primary: 40, secondary: 16, special: 9, all_through: 3, nursery: 2, post_16: 3 }

const school = fc.record({
  kind: fc.constantFrom(...Object.entries(sizes).flatMap(([kind, n]) => Array.from({ length: n }, () => kind))),
  state: fc.constantFrom(...knownStates, 'in_date' as const, 'in_date' as const),
})
/** A county, and what happens in it between its reports: schools open, close, change and turn. */
const county = fc.record({
  schools: fc.array(school, { minLength: 6, maxLength: 60 }),
  months: fc.array(
    fc.record({
      opened: fc.array(school, { maxLength: 2 }),
      closed: fc.array(fc.nat(200), { maxLength: 2 }),
      moved: fc.array(fc.tuple(fc.nat(200), fc.constantFrom(...Object.keys(sizes))), { maxLength: 1 }),
      turned: fc.tuple(fc.integer({ min: 0, max: 2 }), fc.array(fc.tuple(fc.nat(200), fc.constantFrom(...knownStates)), { maxLength: 3 })),
    }),
    { maxLength: 4 },
  ),
})

const historyOf = ({ schools, months }: typeof county extends fc.Arbitrary<infer C> ? C : never): Stood[][] => {
  let now: Stood[] = schools.map((one, n) => ({ ...one, schoolId: `s${n}` }))
  const all = [now]
  for (const [
    month,
    {
      opened,
      closed,
      moved,
      turned: [odds, turning],
    },
  ] of months.entries()) {
    // In two months of three nobody turns.
    const turned = odds === 0 ? turning : []
    const gone = new Set(closed.map((n) => n % now.length))
    const [kindOf, stateOf] = [
      new Map(moved.map(([n, kind]) => [n % now.length, kind])),
      new Map(turned.map(([n, state]) => [n % now.length, state])),
    ]
    now = [
      ...now
        .map((one, n) => ({ ...one, kind: kindOf.get(n) ?? one.kind, state: stateOf.get(n) ?? one.state }))
        .filter((_, n) => !gone.has(n)),
      ...opened.map((one, n) => ({ ...one, schoolId: `m${month}-${n}` })),
    ]
    if (now.length === 0) break
    all.push(now)
  }
  return all
}

const reportsOf = (history: readonly Stood[][], giving: (stood: Stood[], before: readonly GivenBefore[]) => Given | undefined): Made[] => {
  const reports: Made[] = []
  for (const stood of history) {
    const before = reports.toReversed().map((one) => ({ given: one.given, schools: one.stood }))
    reports.push({ stood, given: giving(stood, before) })
  }
  return reports
}

// “Nobody who has all that readers get, and the register, works out how the people of a single
// school stand.”
it('nobody works out from the reports of any county how the people of a school stand; without the rule it is told of many', () => {
  const seen = { reports: 0, given: 0, told: 0 }
  holdsFor([county], { numRuns: 30 }, (of) => {
    const history = historyOf(of)
    const reports = reportsOf(history, (stood, before) => givenOf(stood, smallest, before))
    expect(attacked(reports)).toEqual([])
    expect(attackedByName(reports)).toEqual([])
    seen.reports += reports.length
    seen.given += reports.filter(({ given }) => given).length
    seen.told += attacked(reportsOf(history, bare)).length
  })
  expect([seen.given > seen.reports / 8, seen.told > 500]).toEqual([true, true])
})

const some = (kind: string, ...counts: readonly (readonly [state: Stood['state'], n: number])[]): Stood[] =>
  counts.flatMap(([state, n]) => Array.from({ length: n }, (_, at) => ({ schoolId: `${kind} ${state} ${at}`, kind, state })))

// “How people in roles stand is given to readers by kind of school, put together until at least
// as many are in date, and as many are not, as the council shows of few.”
it('kinds and states are put together only as far as it takes', () => {
  const stood = [
    ...some('primary', ['in_date', 20], ['no_training', 58], ['overdue', 4]),
    ...some('secondary', ['in_date', 9], ['not_told', 7]),
    ...some('special', ['in_date', 3], ['overdue', 2]),
    ...some('nursery', ['no_training', 4]),
  ]
  const given = givenOf(stood, smallest)
  expect(given?.groups).toEqual([
    { kinds: ['primary'], asked: 82, inDate: 20 },
    { kinds: ['secondary', 'special', 'nursery'], asked: 25, inDate: 12 },
  ])
  expect(sayGiven(given, false)).toBe(
    'In date 32 · overdue on our record 6 · no training on our record 62 · the school has not told us who it is 7 · post vacant 0 = 107 schools.',
  )
  const vacant = [...some('primary', ['in_date', 20], ['no_training', 58], ['overdue', 4], ['vacant', 2])]
  expect(sayGiven(givenOf(vacant, smallest), false)).toBe(
    'In date 20 · overdue on our record or post vacant 6 · no training on our record 58 · the school has not told us who it is 0 = 84 schools.',
  )
  // Of a county in which all are in date, or all but few, nothing is given.
  expect([some('primary', ['in_date', 30]), some('primary', ['in_date', 30], ['overdue', 4])].map((one) => givenOf(one, smallest))).toEqual(
    [undefined, undefined],
  )
  expect(givenOf([], smallest)).toBeUndefined()
})

// “What readers are given is kept with its report: two reports subtracted from each other say of
// no school how it stands. Schools asked since are in no figure then, or nothing is given.”
it('a school that came or left is told by no two reports, unless others turned meanwhile', () => {
  const was = some('primary', ['in_date', 20], ['no_training', 20])
  const first = { given: givenOf(was, smallest) ?? { parts: [], groups: [], apart: [] }, schools: was }
  const next = (stood: readonly Stood[]) => {
    const given = givenOf(stood, smallest, [first])
    return given && [given.groups.map(({ asked, inDate }) => [inDate, asked]), given.apart]
  }
  const fresh: Stood = { schoolId: 'new', kind: 'primary', state: 'no_training' }
  const turned = was.map((one, n) => (n < 2 ? { ...one, state: 'overdue' as const } : one))
  expect(next(was)).toEqual([[[20, 40]], []])
  expect(next([...was, fresh])).toEqual([[[20, 40]], ['new']])
  expect(next([...turned, fresh])).toEqual([[[18, 41]], []])
  expect(next(was.slice(1))).toBeUndefined()
  // A paper that names the schools of the first says how the one that left had stood.
  expect(next([...was.slice(1), { ...fresh, state: 'in_date' }])).toBeUndefined()
})
