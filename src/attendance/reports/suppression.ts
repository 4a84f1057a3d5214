// What whoever sees no schools gets of a frozen report, on its page and in a paper without names:
// no figure of so few schools that it would name one, and no small count of how roles stand.
import { categoryLabel } from '#attendance/coverage/coverage.ts'
import { confidential, ofRoles, type Shown, suppressTogether } from '#attendance/coverage/suppression.ts'
import type { FrozenSchool } from './frozen.ts'

export const sectorOf = ({ sector, kind }: FrozenSchool): string => categoryLabel('sector-kind', `${sector}.${kind}`, '')
export const phaseOf = ({ phase }: FrozenSchool): string => categoryLabel('phase', phase, phase)

export type CountedSchool = { school: FrozenSchool; counted: boolean; reached: boolean }
export type Group = { label: string; reached: number; counted: number }
export type ShownGroup = { label: string; reached: Shown; counted: Shown }

export const groupsOf = (lines: readonly CountedSchool[], labelOf: (school: FrozenSchool) => string): Group[] =>
  [
    ...Map.groupBy(
      lines.filter((line) => line.counted),
      ({ school }) => labelOf(school),
    ),
  ]
    .map(([label, own]) => ({ label, reached: own.filter((line) => line.reached).length, counted: own.length }))
    .toSorted((a, b) => a.label.localeCompare(b.label, 'en-GB'))

const fewest = ofRoles.threshold

export const fewTogether = 'Groups of few schools, together'

/** Groups of fewer than five schools in one, with the next in size if that is still so few. */
export const withoutFew = <T>(groups: readonly T[], sizeOf: (one: T) => number, together: (few: readonly T[]) => T): T[] => {
  const few: T[] = []
  let size = 0
  for (const one of groups.toSorted((a, b) => sizeOf(a) - sizeOf(b))) {
    if (sizeOf(one) >= fewest && (few.length === 0 || size >= fewest)) break
    few.push(one)
    size += sizeOf(one)
  }
  return few.length === 0 ? [...groups] : [...groups.filter((one) => !few.includes(one)), together(few)]
}

export const groupsWithoutFew = (groups: readonly Group[]): Group[] =>
  withoutFew(
    groups,
    ({ counted }) => counted,
    (few) => ({
      label: fewTogether,
      reached: few.reduce((sum, one) => sum + one.reached, 0),
      counted: few.reduce((sum, one) => sum + one.counted, 0),
    }),
  )

export const isFew = (count: number): boolean => count > 0 && count < fewest

/** The same schools by several things: what is hidden in one stands open in none. */
export const hiddenCounts = (tables: readonly (readonly Group[])[]): { tables: ShownGroup[][]; reached: Shown; counted: Shown } => {
  const shown = suppressTogether(
    tables.map((groups) => ({
      columns: ['reached', 'not'],
      rows: groups.map(({ label, reached, counted }) => ({ key: label, cells: [reached, counted - reached] })),
    })),
    ofRoles,
  )
  return {
    tables: shown.map(({ rows }) =>
      rows.map(({ key, cells: [reached = confidential], total }) => ({ label: key, reached, counted: total })),
    ),
    ...{ reached: shown[0]?.totals[0] ?? confidential, counted: shown[0]?.total ?? confidential },
  }
}
