// What must hold of any document and any schools, whatever they lived through and in which order it
// was recorded.
import fc from 'fast-check'
import { expect, it, vi } from 'vitest'
import { type GuidanceState, type State, stateOn, states } from '#guidance/answers/state.ts'
import { holdsFor } from '#test/support/holds.ts'
import { dayOf, knownOn, type Lived, lastDay, life, play } from './lives.ts'

vi.setConfig({ testTimeout: 60_000 })

const day = fc.integer({ min: 0, max: lastDay }).map(dayOf)
const runs = { numRuns: 2000 }

const isOpen = ({ from, to }: Lived, on: string): boolean => (from === undefined || from <= on) && (to === undefined || on < to)

const shuffled = <T>(some: readonly T[], by: number): T[] =>
  some
    .map((one, n) => ({ one, at: (n * 7919 + by) % 13 }))
    .toSorted((a, b) => a.at - b.at)
    .map(({ one }) => one)

it('every school that is open has exactly one state of the current version, and no other school has one', () => {
  holdsFor([life, day], runs, (happenings, on) => {
    const schools = play(happenings)
    const isIssued = schools.some(({ versions }) => versions.some(({ issuedOn }) => issuedOn <= on))
    for (const school of schools) {
      const found = stateOn(school, on)
      expect(found !== undefined).toBe(isIssued && isOpen(school, on))
      if (found) expect(states.filter((one) => one === found.state)).toHaveLength(1)
    }
  })
})

it('the schools of the states add up to the schools that are open', () => {
  holdsFor([life, day], runs, (happenings, on) => {
    const schools = play(happenings)
    if (!schools[0]?.versions.some(({ issuedOn }) => issuedOn <= on)) return
    const found = schools.flatMap((school) => stateOn(school, on) ?? [])
    const counts = states.map((state) => found.filter((one) => one.state === state).length)
    expect(counts.reduce((sum, n) => sum + n, 0)).toBe(schools.filter((school) => isOpen(school, on)).length)
  })
})

it('no answer moves to a version that it was not given for, unless no version since has asked again', () => {
  holdsFor([life, day], runs, (happenings, on) => {
    for (const school of play(happenings)) {
      const found = stateOn(school, on)
      if (!found?.answer) continue
      const { answer, version } = found
      const since = school.versions.filter(({ number }) => number > answer.version && number <= version)
      expect(answer.version).toBeLessThanOrEqual(version)
      expect(since.map(({ askAgain }) => askAgain)).toEqual(since.map(() => false))
      expect(found.why.includes(`That was for version ${answer.version};`)).toBe(answer.version < version)
    }
  })
})

it('a school’s answer is its own: none comes from what it was merged or split from, or from the body before', () => {
  holdsFor([life, day], runs, (happenings, on) => {
    for (const school of play(happenings)) {
      const answer = stateOn(school, on)?.answer
      if (!answer) continue
      expect(answer.id.startsWith(`${school.name} `)).toBe(true)
      expect((answer.decidedOn ?? answer.recordedAt.slice(0, 10)) >= (school.became.filter((one) => one <= on).at(-1) ?? '')).toBe(true)
    }
  })
})

it('the order in which things were recorded says nothing', () => {
  holdsFor([life, day, fc.nat(12)], runs, (happenings, on, by) => {
    for (const school of play(happenings)) {
      const other = {
        ...{ ...school, versions: shuffled(school.versions, by), issues: shuffled(school.issues, by) },
        ...{ receipts: shuffled(school.receipts, by), answers: shuffled(school.answers, by), checks: shuffled(school.checks, by) },
      }
      expect(stateOn(other, on)).toEqual(stateOn(school, on))
    }
  })
})

it('what is recorded later never changes how a school stood on an earlier day', () => {
  holdsFor([life, day], runs, (happenings, on) => {
    for (const school of play(happenings)) expect(stateOn(school, on)).toEqual(stateOn(knownOn(school, on), on))
  })
})

const ranks: readonly State[] = ['not_issued', 'issued', 'opened', 'acknowledged']
const rankOf = (found: GuidanceState | undefined): number => (found?.answer ? 4 : found ? ranks.indexOf(found.state) : -1)

it('one more receipt or answer never sets a school back, nor moves a date later', () => {
  holdsFor([life, day, fc.nat(40)], runs, (happenings, on, which) => {
    for (const school of play(happenings)) {
      const without = { ...school, receipts: school.receipts.filter((_, n) => n !== which % 7) }
      const unanswered = { ...without, answers: school.answers.filter((_, n) => n !== which % 5) }
      const [fewest, fewer, all] = [stateOn(unanswered, on), stateOn(without, on), stateOn(school, on)]
      expect(rankOf(fewer)).toBeGreaterThanOrEqual(rankOf(fewest))
      expect(rankOf(all)).toBeGreaterThanOrEqual(rankOf(fewer))
      for (const what of ['opened', 'acknowledged'] as const) {
        const [before, after] = [fewer?.dates[what], all?.dates[what]]
        if (before !== undefined) expect(after !== undefined && after <= before).toBe(true)
      }
    }
  })
})

it('dates stand side by side: each comes from facts of its own, and a date of adoption only from an adoption', () => {
  holdsFor([life, day], runs, (happenings, on) => {
    for (const school of play(happenings)) {
      const found = stateOn(school, on)
      if (!found) continue
      const bare = stateOn({ ...school, answers: [] }, on)
      expect(bare && { ...bare.dates, answered: found.dates.answered, adopted: found.dates.adopted }).toEqual(found.dates)
      expect(found.dates.adopted !== undefined).toBe(found.state === 'as_is' || found.state === 'with_changes')
    }
  })
})

it('the lives reach every state, answers that stand for an earlier version, and successors', () => {
  const seen = { states: new Set<State>(), earlier: 0, inherited: 0, passed: 0 }
  holdsFor([life, day], runs, (happenings, on) => {
    for (const school of play(happenings)) {
      const found = stateOn(school, on)
      if (!found) continue
      seen.states.add(found.state)
      seen.earlier += Number((found.answer?.version ?? found.version) < found.version)
      seen.inherited += Number(found.why.includes('came to it with'))
      seen.passed += Number(found.why.includes('asked again') || found.why.includes('another body'))
    }
  })
  expect(states.filter((state) => !seen.states.has(state))).toEqual(['not_issued'])
  expect(Math.min(seen.earlier, seen.inherited, seen.passed)).toBeGreaterThan(20)
})
