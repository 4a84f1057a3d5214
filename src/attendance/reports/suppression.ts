// What whoever sees no schools gets of a frozen report, on its page and in a paper without names:
// no figure of so few schools that it would name one, and no small count of how roles stand.
import { categoryLabel } from '#attendance/coverage/coverage.ts'
import { confidential, ofRolesFrom, type Shown, suppress, suppressTogether } from '#attendance/coverage/suppression.ts'
import { type Arc, type Range, rangeOf } from '#attendance/coverage/suppression-range.ts'
import { askedOf, type Counts, type KnownState, knownStates, sayParts } from '#attendance/requirements/state.ts'
import { counted } from '#base/words.ts'
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

export const fewTogether = 'Groups of few schools, together'

/** Groups of fewer schools than are shown in one, with the next in size if that is still so few. */
export const withoutFew = <T>(
  groups: readonly T[],
  fewest: number,
  sizeOf: (one: T) => number,
  together: (few: readonly T[]) => T,
): T[] => {
  const few: T[] = []
  let size = 0
  for (const one of groups.toSorted((a, b) => sizeOf(a) - sizeOf(b))) {
    if (sizeOf(one) >= fewest && (few.length === 0 || size >= fewest)) break
    few.push(one)
    size += sizeOf(one)
  }
  return few.length === 0 ? [...groups] : [...groups.filter((one) => !few.includes(one)), together(few)]
}

export const groupsWithoutFew = (groups: readonly Group[], fewest: number): Group[] =>
  withoutFew(
    groups,
    fewest,
    ({ counted }) => counted,
    (few) => ({
      label: fewTogether,
      reached: few.reduce((sum, one) => sum + one.reached, 0),
      counted: few.reduce((sum, one) => sum + one.counted, 0),
    }),
  )

export const isFew = (count: number, fewest: number): boolean => count > 0 && count < fewest

/**
 * How many stand how, to whoever sees no schools: those in date and the others are never few, and
 * what the others are made of tells of no few either; undefined where nothing can be given.
 */
const partsWithoutFew = (counts: Counts, fewest: number): Record<KnownState, Shown> | undefined => {
  if (isFew(counts.in_date, fewest) || isFew(askedOf(counts) - counts.in_date, fewest)) return undefined
  const others = knownStates.filter((one) => one !== 'in_date')
  const { rows } = suppress({ columns: others, rows: [{ key: 'others', cells: others.map((one) => counts[one]) }] }, ofRolesFrom(fewest))
  const shown = (n: number): Shown => rows[0]?.cells[n] ?? confidential
  return { in_date: counts.in_date, overdue: shown(0), no_training: shown(1), not_told: shown(2), vacant: shown(3) }
}

/**
 * How schools stood, as a sentence that adds up to all of whom it is asked; undefined where nothing
 * can be given. @param fewest to whoever sees no schools
 */
export const sayStood = (counts: Counts, isStated: boolean, fewest?: number): string | undefined => {
  const parts = fewest === undefined ? counts : partsWithoutFew(counts, fewest)
  return parts && `${sayParts(parts, isStated, counted(askedOf(counts), 'school'))}.`
}

type Tables = { bySector: ShownGroup[]; byPhase: ShownGroup[]; reached: Shown; counted: Shown }

const suppressed = (bySector: readonly Group[], byPhase: readonly Group[], fewest: number): Tables => {
  const shown = suppressTogether(
    [bySector, byPhase].map((groups) => ({
      columns: ['reached', 'not'],
      rows: groups.map(({ label, reached, counted }) => ({ key: label, cells: [reached, counted - reached] })),
    })),
    ofRolesFrom(fewest),
  )
  const [sectors = [], phases = []] = shown.map(({ rows }) =>
    rows.map(({ key, cells: [reached = confidential], total }) => ({ label: key, reached, counted: total })),
  )
  return {
    ...{ bySector: sectors, byPhase: phases },
    ...{ reached: shown[0]?.totals[0] ?? confidential, counted: shown[0]?.total ?? confidential },
  }
}

const notGiven = (groups: readonly ShownGroup[]): ShownGroup[] => groups.map((one) => ({ ...one, reached: confidential }))

/**
 * The hidden counts that somebody can work out who knows from the register which schools are in
 * which groups, by what each sector and each phase share.
 */
const foundOut = (lines: readonly CountedSchool[], { bySector, byPhase, reached }: Tables, fewest: number): ReadonlySet<string> => {
  const of = lines.filter((line) => line.counted)
  const number = (some: readonly CountedSchool[]): number => some.filter((line) => line.reached).length
  const [first, last] = [bySector.length + byPhase.length, bySector.length + byPhase.length + 1]
  const known = new Map<string, Range>()
  const arcOf = (name: string, from: number, to: number, some: readonly CountedSchool[]): Arc => {
    known.set(name, { least: 0, most: some.length })
    return { from, to, name, value: number(some) }
  }
  const shared = bySector.flatMap((sector, y) =>
    byPhase.map((phase, x) => {
      const some = of.filter(({ school }) => sectorOf(school) === sector.label && phaseOf(school) === phase.label)
      return arcOf(`${y} ${x}`, y, bySector.length + x, some)
    }),
  )
  const ofGroups = (groups: readonly ShownGroup[], labelOf: (school: FrozenSchool) => string, nodes: (n: number) => [number, number]) =>
    groups.flatMap(({ label, reached: shown }, n) =>
      shown === confidential
        ? [
            arcOf(
              `${nodes(n).join()} ${label}`,
              ...nodes(n),
              of.filter(({ school }) => labelOf(school) === label),
            ),
          ]
        : [],
    )
  const hidden = [...ofGroups(bySector, sectorOf, (n) => [first, n]), ...ofGroups(byPhase, phaseOf, (n) => [bySector.length + n, last])]
  const whole = reached === confidential ? [arcOf('all', last, first, of)] : []
  const network = { nodes: last + 1, arcs: [...shared, ...hidden, ...whole] }
  return new Set(
    hidden.flatMap((arc) => {
      const { least, most } = rangeOf(network, arc, known, fewest * 2)
      return least === most || (isFew(arc.value, fewest) && most < fewest) ? [arc.name] : []
    }),
  )
}

/**
 * How many are reached by sector and by phase: what is hidden in one table follows from no other.
 * Where the two together give away what one alone does not, phases are not given.
 */
export const hiddenCounts = (lines: readonly CountedSchool[], fewest: number): Tables => {
  const both = suppressed(groupsOf(lines, sectorOf), groupsOf(lines, phaseOf), fewest)
  const sectorsAlone = { ...both, byPhase: notGiven(both.byPhase) }
  const alone = [sectorsAlone, { ...both, bySector: notGiven(both.bySector) }].map((one) => foundOut(lines, one, fewest))
  const together = [...foundOut(lines, both, fewest)]
  return together.every((name) => alone.some((one) => one.has(name))) ? both : sectorsAlone
}
