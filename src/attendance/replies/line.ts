// A line of a report in words, as its school is shown it and as it is published.
import { type Made, sayMade } from '#attendance/corrections/correction.ts'
import { dayOf } from '#attendance/coverage/evidence.ts'
import { sayDay } from '#base/dates.ts'
import { listed } from '#base/words.ts'
import type { ReportLine, ShownLine } from './reply.ts'

/** Of several schools that became one since, each line says whose it is. */
export const ownLines = (rows: readonly Pick<ReportLine, 'schoolId' | 'name' | 'says'>[]): ShownLine[] =>
  rows.flatMap(({ name, says }) => (rows.length > 1 ? says.map((one) => ({ ...one, about: `${name}: ${one.about}` })) : says))

/** Corrections of closed registers that a report counts, those after its position apart. */
export const correctionLines = (made: readonly Made[], number: number, knownAt: string): string[] =>
  made.map((one) => {
    const since = one.at > knownAt ? ` That was after the position of report ${number}: its figures are from before.` : ''
    return `${sayMade(one, false).join(' ')}.${since}`
  })

const sayCame = (came: readonly string[]): string => {
  const days = [...new Set(came.map(dayOf))].map(sayDay)
  return days.length > 0 ? `Took part on ${listed(days)}` : 'Took part in what the report asks'
}

/** What a report of coverage says of a school. `came`: instants or days, as JSON. */
export type CoverageRow = Omit<ReportLine, 'says'> & { lastAt: string | null; code: number | null; came: string }

export const coverageLine = ({ lastAt, code, came, ...school }: CoverageRow): ReportLine => ({
  ...school,
  says: [
    {
      about: 'Taking part',
      says: `${code === null ? 'No attendance on record in what the report asks' : sayCame(JSON.parse(came) as string[])}. ${
        lastAt === null ? 'No record of anybody attending any event.' : `Last attended any event on ${sayDay(dayOf(lastAt))}.`
      }`,
    },
  ],
})
