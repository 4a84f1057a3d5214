// A paper without names counts the same schools by sector and by phase. Whoever knows from the register which school is in which
// group adds the two up: what is hidden in one may not follow from the other.
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { confidential, type Shown } from '#attendance/coverage/suppression.ts'
import type { FrozenSchool } from '#attendance/reports/frozen.ts'
import { type CountedSchool, hiddenCounts, phaseOf, sectorOf } from '#attendance/reports/suppression.ts'

type Part = { sector: string; phase: string; size: number; reached: number }

const schoolsOf = (parts: readonly Part[]): CountedSchool[] =>
  parts.flatMap(({ sector, phase, size, reached }) =>
    Array.from({ length: size }, (_, n) => ({
      school: { sector, kind: 'primary', phase } as FrozenSchool,
      counted: true,
      reached: n < reached,
    })),
  )

type Figures = ReturnType<typeof hiddenCounts>

/** Every way in which so many of each part can be reached that agrees with what is shown: what each group can then be. */
const tried = (parts: readonly Part[], { bySector, byPhase, reached }: Pick<Figures, 'bySector' | 'byPhase' | 'reached'>) => {
  const values = new Map<string, Set<number>>()
  const groups = [...bySector.map((one) => ({ ...one, of: sectorOf })), ...byPhase.map((one) => ({ ...one, of: phaseOf }))]
  const members = groups.map(({ label, of }) =>
    parts.flatMap((part, n) => (of({ ...part, kind: 'primary' } as unknown as FrozenSchool) === label ? [n] : [])),
  )
  const sum = (of: readonly number[], at: readonly number[]): number => at.reduce((all, n) => all + (of[n] ?? 0), 0)
  const every = parts.map((_, n) => n)
  const look = (chosen: readonly number[]): void => {
    if (chosen.length < parts.length) {
      for (let n = 0; n <= (parts[chosen.length]?.size ?? 0); n += 1) look([...chosen, n])
      return
    }
    const agrees = (shown: Shown, at: readonly number[]): boolean => shown === confidential || sum(chosen, at) === shown
    if (!agrees(reached, every) || !groups.every((one, n) => agrees(one.reached, members[n] ?? []))) return
    for (const [n, { label }] of groups.entries()) values.set(label, (values.get(label) ?? new Set()).add(sum(chosen, members[n] ?? [])))
  }
  look([])
  return values
}

const none = <T extends { reached: Shown }>(rows: readonly T[]): T[] => rows.map((one) => ({ ...one, reached: confidential }))

it('where a sector that is hidden follows from its phase, phases are not given', () => {
  const parts = [
    { sector: 'maintained', phase: 'Primary', size: 13, reached: 3 },
    { sector: 'academy', phase: 'Primary', size: 20, reached: 12 },
    { sector: 'independent', phase: 'Secondary', size: 16, reached: 1 },
    { sector: 'further_education', phase: 'Secondary', size: 22, reached: 16 },
  ]
  const shown = hiddenCounts(schoolsOf(parts), 5)
  const counts = (rows: readonly { label: string; reached: Shown }[]) => rows.map((one) => [one.label, one.reached])
  expect([counts(shown.bySector), counts(shown.byPhase), shown.reached]).toEqual([
    [
      ['Academy primary', confidential],
      ['Further education primary', 16],
      ['Independent primary', confidential],
      ['Maintained primary', confidential],
    ],
    [
      ['Primary', confidential],
      ['Secondary', confidential],
    ],
    32,
  ])
  // With its phase beside it, the one independent school would stand in the open.
  const open = shown.byPhase.map((one) => ({ ...one, reached: one.label === 'Primary' ? 15 : 17 }))
  const known = (byPhase: Figures['byPhase']) => tried(parts, { ...shown, byPhase }).get('Independent primary')?.size ?? 0
  expect([known(open), known(shown.byPhase) > 5]).toEqual([1, true])
})

it('phases that give nothing away are given', () => {
  const parts = ['maintained', 'academy'].flatMap((sector) =>
    ['Primary', 'Secondary'].map((phase) => ({ sector, phase, size: 20, reached: 10 })),
  )
  const { bySector, byPhase } = hiddenCounts(schoolsOf(parts), 5)
  expect([bySector, byPhase].map((rows) => rows.map((one) => one.reached))).toEqual([
    [20, 20],
    [20, 20],
  ])
})

it('whoever tries every way that agrees with both tables is certain of no more hidden counts than from one of them', () => {
  const part = fc
    .integer({ min: 0, max: 7 })
    .chain((size) => fc.record({ size: fc.constant(size), reached: fc.integer({ min: 0, max: size }) }))
  const where = [
    { sector: 'maintained', phase: 'Primary' },
    { sector: 'academy', phase: 'Primary' },
    { sector: 'academy', phase: 'Secondary' },
    { sector: 'independent', phase: 'Secondary' },
  ]
  fc.assert(
    fc.property(fc.tuple(part, part, part, part), (of) => {
      const parts = where.flatMap((one, n) => ((of[n]?.size ?? 0) > 0 ? [{ ...one, ...(of[n] ?? { size: 0, reached: 0 }) }] : []))
      const shown = hiddenCounts(schoolsOf(parts), 5)
      const both = tried(parts, shown)
      const alone = [tried(parts, { ...shown, byPhase: none(shown.byPhase) }), tried(parts, { ...shown, bySector: none(shown.bySector) })]
      for (const { label, reached } of [...shown.bySector, ...shown.byPhase])
        if (reached === confidential && both.get(label)?.size === 1) expect(alone.some((one) => one.get(label)?.size === 1)).toBe(true)
    }),
    { numRuns: 60 },
  )
})
