// In whether schools came, what differs between two positions on a topic, each with its cause.
import { basisCodes, gradeCodes } from '#attendance/coverage/evidence.ts'
import { type Causes, differences, type FrozenSchool } from '#attendance/reports/frozen.ts'
import { type Day, type Instant, sayDay } from '#base/dates.ts'
import type { DocumentBlock } from '#base/document.ts'
import { counted } from '#base/words.ts'
import type { AnswerRow, Population } from './population.ts'
import { hasCome } from './spec.ts'

/** The last final report on a topic that everybody may read. `asked`: of its members. */
export type Before<Row = AnswerRow> = {
  number: number
  onDay: Day
  knownAt: Instant
  rows: readonly Row[]
  asked: readonly DocumentBlock[]
}
/** How many schools answered what to what a report says of them. */
export type Replies = { number: number; named: number; reached: number; answered: number; right: number; corrected: number; stands: number }

export type CameRow = Pick<AnswerRow, 'schoolId' | 'came'>
/** What stands beside an answer of the reports before it. `differ`: how many schools. */
export type Last = { before: Before<CameRow> | undefined; replies: Replies | undefined; differ: number }

/** What opens the schools that differ. */
export const sinceReport = 'since.report'

export type Since = Pick<Before, 'number' | 'onDay'> & {
  differ: readonly { name: string; what: string; why: string; explained: boolean }[]
}

const nothing = {
  trustUid: '',
  wardCode: '',
  districtCode: '',
  districtName: '',
  faith: '',
  gender: '',
  settlement: '',
  sizeBand: '',
  freeMealsBand: '',
}

const frozenOf = (row: AnswerRow): FrozenSchool => ({
  ...nothing,
  ...row,
  evidence: [...row.evidence],
  lastAt: row.lastAnyOn,
  code: hasCome(row)
    ? gradeCodes[row.came === 'represented' ? 'represented_attended' : 'own_attended'] +
      basisCodes[row.basis === 'stated' || row.basis === null ? 'earlier' : row.basis]
    : null,
})

/** Of both positions the schools of which one alone counts them, or says that they came. */
export const differing = <Row extends CameRow>(
  before: Pick<Before<Row>, 'rows'>,
  { rows }: Pick<Population, 'rows'>,
): { was: Row[]; is: AnswerRow[]; ids: string[] } => {
  const earlier = new Map(before.rows.map((row) => [row.schoolId, row]))
  const later = new Map(rows.map((row) => [row.schoolId, row]))
  const ids = new Set([...before.rows, ...rows].map(({ schoolId }) => schoolId))
  const differ = [...ids].filter((id) => {
    const [then, now] = [earlier.get(id), later.get(id)]
    return !then || !now || hasCome(then) !== hasCome(now)
  })
  return { was: differ.flatMap((id) => earlier.get(id) ?? []), is: differ.flatMap((id) => later.get(id) ?? []), ids: differ }
}

export const sinceOf = (before: Before, population: Population, causes: Causes): Since => {
  const { was, is } = differing(before, population)
  const day = `on ${sayDay(population.about.on)}`
  const differ = differences(was.map(frozenOf), is.map(frozenOf), before.knownAt, causes, day).map(({ school, what, why, explained }) => {
    const last = is.find(({ schoolId }) => schoolId === school.schoolId)?.lastOn ?? null
    const isOver =
      last !== null && last < population.about.from && was.some((row) => row.schoolId === school.schoolId && row.lastOn === last)
    const own =
      isOver && !explained ? { why: `It last came on ${sayDay(last)}, before these two years.`, explained: true } : { why, explained }
    return { name: `${school.name}${school.town ? `, ${school.town}` : ''}`, what, ...own }
  })
  return { number: before.number, onDay: before.onDay, differ }
}

export const sayDiffer = (differ: number, { number, onDay }: Pick<Before, 'number' | 'onDay'>): string =>
  `${counted(differ, 'school')} ${differ === 1 ? 'differs' : 'differ'} from report ${number}, of ${sayDay(onDay)}, in whether they are counted and came.`

export const saySince = ({ differ, ...before }: Since): string => {
  const unexplained = differ.filter(({ explained }) => !explained).length
  return `${sayDiffer(differ.length, before)} ${unexplained === 0 ? 'Each has its cause on record.' : `Nothing on record explains ${unexplained} of them.`}`
}
