// A line of a report in words, as its school is shown it and as the paper says it.
import { type Made, sayMade } from '#attendance/corrections/correction.ts'
import { dayOf } from '#attendance/coverage/evidence.ts'
import type { CountedSchool, FrozenReport, FrozenSchool } from '#attendance/reports/frozen.ts'
import { type FrozenStanding, type FrozenState, isCounted, isNamed, isReached, sayStanding } from '#attendance/reports/frozen-standing.ts'
import { sayDay } from '#base/dates.ts'
import { listed } from '#base/words.ts'
import type { OwnLine, ShownLine } from './reply.ts'

/** @param labels what the report calls its requirements */
export const linesOf = (rows: readonly OwnLine[], labels: ReadonlyMap<string, string>): ShownLine[] => {
  // Of schools that became one since, each line says whose it is.
  const severalSchools = new Set(rows.map(({ schoolId }) => schoolId)).size > 1
  return rows.map(({ name, ...row }) => {
    const line = lineOf(row, labels)
    return severalSchools ? { ...line, requirement: `${name}: ${line.requirement}` } : line
  })
}

/** Corrections of closed registers that a paper counts, those after its report was frozen apart. */
export const correctionLines = (
  made: readonly Made[],
  { number, frozenAt }: Pick<FrozenReport, 'number' | 'frozenAt'>,
  namesSchools: boolean,
): string[] =>
  made.map((one) => {
    const since = one.at > frozenAt ? ` That was after report ${number} was frozen: its figures are from before.` : ''
    return `${sayMade(one, namesSchools).join(' ')}.${since}`
  })

const sayCame = (came: readonly string[]): string => {
  const days = [...new Set(came.map(dayOf))].map(sayDay)
  return days.length > 0 ? `Took part on ${listed(days)}` : 'Took part in what the report asks'
}

const lineOf = (
  { requirementId, state, why, lastAt, code, came }: Omit<OwnLine, 'name'>,
  labels: ReadonlyMap<string, string>,
): ShownLine =>
  requirementId === ''
    ? {
        requirement: 'Taking part',
        state: undefined,
        why: `${code === null ? 'No attendance on record in what the report asks' : sayCame(JSON.parse(came) as string[])}. ${
          lastAt === null ? 'No record of anybody attending any event.' : `Last attended any event on ${sayDay(dayOf(lastAt))}.`
        }`,
      }
    : {
        requirement: labels.get(requirementId) ?? requirementId,
        state: state as FrozenState,
        why: sayStanding({ state: state as FrozenState, why }),
      }

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
