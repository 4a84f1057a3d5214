// A line of a report in words, as its school is shown it and as the paper says it.
import { type Made, sayMade } from '#attendance/corrections/correction.ts'
import { dayOf } from '#attendance/coverage/evidence.ts'
import type { CountedSchool, FrozenReport, FrozenSchool } from '#attendance/reports/frozen.ts'
import { type FrozenStanding, type FrozenState, isCounted, isNamed, isReached, sayStanding } from '#attendance/reports/frozen-standing.ts'
import { sayDay } from '#base/dates.ts'
import { listed } from '#base/words.ts'
import type { ReportLine, ShownLine } from './reply.ts'

/** Of several schools that became one since, each line says whose it is. */
export const ownLines = (rows: readonly Pick<ReportLine, 'schoolId' | 'name' | 'says'>[]): ShownLine[] =>
  rows.flatMap(({ name, says }) => (rows.length > 1 ? says.map((one) => ({ ...one, about: `${name}: ${one.about}` })) : says))

/** Corrections of closed registers that a paper counts, those after its report was frozen apart. */
export const correctionLines = (made: readonly Made[], number: number, knownAt: string, namesSchools = false): string[] =>
  made.map((one) => {
    const since = one.at > knownAt ? ` That was after the position of report ${number}: its figures are from before.` : ''
    return `${sayMade(one, namesSchools).join(' ')}.${since}`
  })

const sayCame = (came: readonly string[]): string => {
  const days = [...new Set(came.map(dayOf))].map(sayDay)
  return days.length > 0 ? `Took part on ${listed(days)}` : 'Took part in what the report asks'
}

/** A line of a report of coverage as it is kept. `came`: instants or days, as JSON. */
export type CoverageRow = Omit<ReportLine, 'says'> & {
  requirementId: string
  state: string
  why: string
  lastAt: string | null
  code: number | null
  came: string
}

const sayLine = ({ requirementId, state, why, lastAt, code, came }: CoverageRow, labels: ReadonlyMap<string, string>): ShownLine =>
  requirementId === ''
    ? {
        about: 'Taking part',
        says: `${code === null ? 'No attendance on record in what the report asks' : sayCame(JSON.parse(came) as string[])}. ${
          lastAt === null ? 'No record of anybody attending any event.' : `Last attended any event on ${sayDay(dayOf(lastAt))}.`
        }`,
      }
    : { about: labels.get(requirementId) ?? requirementId, says: sayStanding({ state: state as FrozenState, why }) }

/** @param labels what the report calls its requirements */
export const coverageLines = (rows: readonly CoverageRow[], labels: ReadonlyMap<string, string>): ReportLine[] =>
  [...Map.groupBy(rows, ({ schoolId }) => schoolId).values()].flatMap((ofSchool) =>
    ofSchool.slice(0, 1).map(({ schoolId, urn, name, town, trustName }) => ({
      ...{ schoolId, urn, name, town, trustName },
      says: ofSchool.map((row) => sayLine(row, labels)),
    })),
  )

/** A line of a school: whether it is counted, and as reached. */
export type PaperLine = CountedSchool & { named: boolean; says: string; state?: FrozenState }

export const paperLines = (
  report: FrozenReport,
  schools: readonly FrozenSchool[],
  standings: readonly FrozenStanding[],
  requirementId: string,
): PaperLine[] => {
  if (report.about === 'attendance')
    return schools.map((school) => ({
      ...{ school, counted: true, reached: school.code !== null, named: school.code === null },
      says: school.lastAt === null ? 'No attendance on record' : 'Did not take part in what is asked; attended before',
    }))
  const byId = new Map(standings.filter((one) => one.requirementId === requirementId).map((one) => [one.schoolId, one]))
  return schools.flatMap((school) => {
    const line = byId.get(school.schoolId)
    if (!line) return []
    const says = sayStanding(line)
    return [{ school, counted: isCounted(line), reached: isReached(line), named: isNamed(line), says, state: line.state }]
  })
}
