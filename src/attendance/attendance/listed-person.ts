// Whom closing registers or marking many people marks as what, and what that charges: the page
// lists it by school, and the press does what was listed.

import type { Instant } from '#base/dates.ts'
import { sha256 } from '#base/id.ts'
import type { MarkType } from '#base/standing.ts'
import { type SchoolName, schoolLabel } from '#schools/schools/school.ts'
import type { Stay } from './arrival.ts'
import type { Absence } from './register.ts'

export type ListedPerson = {
  /** Id of the place or walk-in. */
  key: string
  name: string
  school: string
  /** What the press marks, by the title of the session; [] for somebody who is marked already. */
  marks: readonly { session: string; markType: MarkType }[]
  /** What they are marked as already. */
  is?: MarkType | undefined
  stays: readonly Stay[]
  /** They said on their own page that they cannot come. */
  cannotComeAt: Instant | null
  /** They sent apologies for another session. */
  apologies?: boolean
  absence?: Absence | undefined
}

const compare = new Intl.Collator('en-GB').compare

/**
 * By school and name: those whom the press marks, and those already marked whom closing charges or
 * somebody who came without a place excuses.
 */
export const listPeople = (marked: readonly ListedPerson[], absences: readonly Absence[]): [school: string, people: ListedPerson[]][] => {
  const absenceOf = new Map(absences.filter(({ due, unexpected }) => due || unexpected.length > 0).map((one) => [one.placeId, one]))
  const withAbsence = marked.map((person) => ({ ...person, absence: absenceOf.get(person.key) }))
  const keys = new Set(marked.map(({ key }) => key))
  const others = [...absenceOf.values()]
    .filter(({ placeId }) => !keys.has(placeId))
    .map((absence): ListedPerson => {
      const { placeId: key, name, school } = absence
      return { key, name: name ?? 'Not named', school, marks: [], stays: [], cannotComeAt: null, absence }
    })
  const people = [...withAbsence, ...others].sort((a, b) => compare(a.school, b.school) || compare(a.name, b.name) || compare(a.key, b.key))
  return [...Map.groupBy(people, ({ school }) => school)]
}

/** The school somebody stands under in such a list. */
export const schoolOf = (school: SchoolName | undefined, organisation: string): string =>
  school ? schoolLabel(school) : organisation || 'Not matched to a school yet'

export const chargedPence = (absences: readonly Absence[]): number => absences.reduce((sum, { due, pence }) => sum + (due ? pence : 0), 0)

/** What a page showed of charges alone; '' where there are none. */
export const chargesShown = async (absences: readonly Absence[]): Promise<string> =>
  absences.some(({ due }) => due) ? shownAs([], absences) : ''

/** What a page showed of marks and charges, in one word that its form sends back. */
export const shownAs = (marked: unknown, absences: readonly Absence[]): Promise<string> =>
  sha256(JSON.stringify([marked, absences.flatMap(({ placeId, due }) => (due ? [placeId] : []))]))
