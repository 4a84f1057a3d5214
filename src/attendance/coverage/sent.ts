// Whom each school sent: a row for each person at each session, as the register or an earlier
// record has it, so that “took part” can be read person by person. People of schools that merged or
// split stand under the school that there is now, marked so.
import type { Day } from '#base/dates.ts'
import { counted } from '#base/words.ts'
import { type EvidenceLevel, evidenceLevels, evidenceNames } from '#schools/schools/earlier-attendance.ts'
import type { SchoolName } from '#schools/schools/school.ts'
import { basisNames, gradeNames, type Reached } from './evidence.ts'

export type Sent = SchoolName & {
  id: string
  schoolId: string
  urn: string
  category: string
  /** undefined: erased, or never known. */
  person: string | undefined
  /** As it was on the place, or in the record. */
  role: string | undefined
  title: string
  /** '' for an event of one session, and for earlier records. */
  session: string
  on: Day
  reached: Reached
  /** Of an earlier record: where it comes from. */
  source: string | undefined
  /** How well an earlier record is known; `stated` of whoever watched at a colleague's screen. */
  known: EvidenceLevel | undefined
}

/** What does not say that anybody came, or comes from elsewhere: counted apart. */
export type Apart = {
  /** Those in the list. */
  attendances: number
  ahead: { schools: number; places: number }
  elsewhere: Record<EvidenceLevel, { schools: number; records: number }>
  /** Counted in the figures, and known by what was said alone. */
  together: { schools: number; people: number }
}

export const sayRecord = ({ reached, source, known }: Sent): string =>
  source === undefined
    ? `${basisNames[reached.basis]}${known === 'stated' ? ', at a colleague’s screen, as stated' : ''}`
    : `${source}: ${evidenceNames[known ?? 'stated'].toLowerCase()}`

export const sayHow = ({ reached }: Sent): string =>
  `${gradeNames[reached.grade]}${reached.throughPredecessor ? ', through a predecessor' : ''}`

export const sayAhead = ({ ahead }: Apart): string =>
  ahead.places === 0
    ? 'Booked ahead: nobody. A booking says nothing of coming, and is in none of the figures.'
    : `Booked ahead: ${counted(ahead.places, 'place')} of ${counted(ahead.schools, 'school')}. A booking says nothing of coming, and is in none of the figures.`

export const sayTogether = ({ together }: Apart): string =>
  `At a colleague’s screen, as stated: ${counted(together.people, 'person', 'people')} of ${counted(together.schools, 'school')}. They are in the figures.`

export const sayElsewhere = ({ elsewhere }: Apart): string => {
  const parts = evidenceLevels.map((level) => {
    const { schools, records } = elsewhere[level]
    const name = evidenceNames[level].toLowerCase()
    return records === 0
      ? `none is ${name}`
      : `${counted(records, 'record')} of ${counted(schools, 'school')} ${records === 1 ? 'is' : 'are'} ${name}`
  })
  return `Records from elsewhere and from before: ${parts.join(', ')}.`
}
