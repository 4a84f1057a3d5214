import fc from 'fast-check'
import { expect, it, vi } from 'vitest'
import { dimensions } from '#attendance/coverage/coverage.ts'
import type { FrozenSchool } from '#attendance/reports/frozen.ts'
import { stateOn, states } from '#guidance/answers/state.ts'
import { daysOf, figuresOf, groupsBy, inChasingOrder, sayOf, spreadOf, spreads, type UptakeSchool } from '#guidance/uptake/uptake.ts'
import { dayOf, lastDay, life, play } from '#test/domain/guidance/answers/lives.ts'
import { holdsFor } from '#test/support/holds.ts'

vi.setConfig({ testTimeout: 60_000 })

const facts = (name: string, more: Partial<FrozenSchool> = {}): FrozenSchool => ({
  ...{ schoolId: name, urn: `1${name.length}`, name, town: 'Ledbury', sector: 'maintained', kind: 'primary', phase: 'Primary' },
  ...{ trustUid: '', trustName: '', wardCode: 'w1', wardName: 'North', districtCode: '', districtName: '', faith: 'none' },
  ...{ gender: 'Mixed', settlement: 'rural', sizeBand: '2', freeMealsBand: '1', code: null, lastAt: null, evidence: [] },
  ...more,
})

const dates = {
  ...{ available: '2025-09-01', issued: '2025-09-10', opened: undefined, acknowledged: undefined },
  ...{ answered: undefined, adopted: undefined, published: undefined },
}
const one = (name: string, more: Partial<UptakeSchool> = {}, school: Partial<FrozenSchool> = {}): UptakeSchool => ({
  ...{
    school: facts(name, school),
    meetsOn: undefined,
    state: 'issued',
    reach: 'delivered',
    told: [],
    answered: undefined,
    level: undefined,
    how: undefined,
    early: false,
    dates,
    attended: false,
    later: false,
    why: '',
    evidence: [],
  },
  publishedLevel: undefined,
  ...more,
})

const adopted = (on: string, more: Partial<UptakeSchool> = {}): Partial<UptakeSchool> => ({
  ...{ state: 'as_is', answered: 1, level: 'stated', dates: { ...dates, answered: on, adopted: on } },
  ...more,
})

const county = [
  one('Ashfield', adopted('2025-10-02', { attended: true })),
  one('Bosbury', adopted('2025-10-08', { level: 'verified' }), { sector: 'academy', trustUid: 't1', trustName: 'Hedgerow Trust' }),
  one('Colwall', { state: 'own_policy', answered: 1, level: 'stated', dates: { ...dates, answered: '2025-10-20' } }),
  one('Dilwyn', { state: 'acknowledged', dates: { ...dates, acknowledged: '2025-09-12' }, attended: true }),
  one('Eardisley', {}, { sector: 'academy', trustUid: 't1', trustName: 'Hedgerow Trust' }),
]

it('counts each school once, adoptions by how they are known, and who came to the launch apart from them', () => {
  expect(figuresOf(county)).toEqual({
    ...{ asked: 5, answered: 3, adopted: 2, published: 0, attended: 2 },
    levels: { stated: 1, seen: 0, verified: 1 },
    states: {
      ...{ as_is: 2, with_changes: 0, own_policy: 1, not_adopting: 0, not_applicable: 0 },
      ...{ acknowledged: 1, opened: 0, issued: 1, not_issued: 0 },
    },
  })
})

it('a school that came to the launch and said nothing has not adopted it', () => {
  const [dilwyn] = county.filter(({ school }) => school.name === 'Dilwyn')
  expect(figuresOf([dilwyn as UptakeSchool])).toMatchObject({ asked: 1, attended: 1, answered: 0, adopted: 0 })
})

it('by trust: the schools of a trust together, and those of none', () => {
  expect(groupsBy(county, 'trust').map(({ label, asked, adopted: n }) => [label, asked, n])).toEqual([
    ['Hedgerow Trust', 2, 1],
    ['Not in a trust', 3, 1],
  ])
})

it('schools without an answer come first, and of them those to whom least came', () => {
  expect(inChasingOrder(county).map(({ school }) => school.name)).toEqual(['Eardisley', 'Dilwyn', 'Colwall', 'Ashfield', 'Bosbury'])
})

it('the median and the range of days, worked by hand', () => {
  expect([spreadOf([]), spreadOf([9]), spreadOf([30, 2, 9]), spreadOf([28, 22])]).toEqual([
    undefined,
    { schools: 1, median: 9, least: 9, most: 9 },
    { schools: 3, median: 9, least: 2, most: 30 },
    { schools: 2, median: 25, least: 22, most: 28 },
  ])
})

it('the days from nationally available to issued, acknowledged and adopted, at the schools of which both dates are known', () => {
  expect(spreads(county, 1)).toEqual([
    { measure: 'national_issued', later: false, spread: { schools: 5, median: 9, least: 9, most: 9 } },
    { measure: 'issued_acknowledged', later: false, spread: { schools: 1, median: 2, least: 2, most: 2 } },
    { measure: 'national_acknowledged', later: false, spread: { schools: 1, median: 11, least: 11, most: 11 } },
    { measure: 'issued_adopted', later: false, spread: { schools: 2, median: 25, least: 22, most: 28 } },
    { measure: 'national_adopted', later: false, spread: { schools: 2, median: 34, least: 31, most: 37 } },
  ])
})

it('a school that opened 48 days after the issue lengthens no days: it is counted apart, from its own first day', () => {
  const dated = { ...dates, issued: '2025-10-28', acknowledged: '2025-10-29' }
  const opened = one('Fownhope', { state: 'acknowledged', dates: dated, later: true })
  expect(spreads([...county, opened], 1)).toEqual([
    ...spreads(county, 1),
    { measure: 'issued_acknowledged', later: true, spread: { schools: 1, median: 1, least: 1, most: 1 } },
    { measure: 'issued_adopted', later: true, spread: undefined },
  ])
})

it('an adoption of an earlier version is no number of days of this one', () => {
  const [ashfield] = county
  expect([daysOf('issued_adopted', ashfield as UptakeSchool, 2), daysOf('national_issued', ashfield as UptakeSchool, 2)]).toEqual([
    undefined,
    9,
  ])
})

it('An adoption from before it was issued counts, and is left out of days.', () => {
  const early = one('Fownhope', adopted('2025-09-03', { early: true }))
  expect(figuresOf([...county, early]).adopted).toBe(3)
  expect(spreads([...county, early], 1)[2]).toEqual(spreads(county, 1)[2])
  expect(spreads([...county, early], 1)[3]).toEqual(spreads(county, 1)[3])
})

it('says x of y, with a share from ten schools on', () => {
  expect([sayOf(2, 5), sayOf(312, 419), sayOf(0, 12), sayOf(418, 419)]).toEqual([
    '2 of 5',
    '312 of 419 (74%)',
    '0 of 12 (0%)',
    '418 of 419 (99%)',
  ])
})

it('whatever schools lived through, the groups of every dimension add up to all, state by state', () => {
  holdsFor([life, fc.integer({ min: 0, max: lastDay }).map(dayOf)], { numRuns: 1000 }, (happenings, on) => {
    const schools = play(happenings).flatMap((lived, n) => {
      const found = stateOn(lived, on)
      if (!found) return []
      const school = facts(lived.name, {
        ...{ sector: ['maintained', 'academy', 'independent'][n % 3] ?? '', kind: n % 2 ? 'primary' : 'special', wardCode: `w${n % 4}` },
        ...(n % 3 === 1 ? { trustUid: `t${n % 2}`, trustName: `Trust ${n % 2}` } : {}),
      })
      return [one(lived.name, { ...found, school, answered: found.answer?.version, attended: n % 2 === 0 })]
    })
    const all = figuresOf(schools)
    expect(states.reduce((sum, state) => sum + all.states[state], 0)).toBe(all.asked)
    expect(all.levels.stated + all.levels.seen + all.levels.verified).toBe(all.adopted)
    for (const dimension of dimensions) {
      const groups = groupsBy(schools, dimension)
      for (const name of ['asked', 'answered', 'adopted', 'published', 'attended'] as const)
        expect(groups.reduce((sum, group) => sum + group[name], 0)).toBe(all[name])
      for (const state of states) expect(groups.reduce((sum, group) => sum + group.states[state], 0)).toBe(all.states[state])
    }
    expect(figuresOf(inChasingOrder(schools))).toEqual(all)
  })
})
