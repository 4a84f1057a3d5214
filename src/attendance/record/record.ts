// The training record of a school as at a day, for its governors and an inspection: who is in which
// role, what each was last trained in, which roles nobody holds, what the school states of all
// staff and what it is exempt from. It says what our record holds, and no more.

import type { GivenException } from '#attendance/requirements/exception.ts'
import type { SchoolStanding } from '#attendance/requirements/school-standing.ts'
import { type StandingRow, sayRowState, standingColumns } from '#attendance/requirements/standing-row.ts'
import { lowerFirst } from '#attendance/requirements/state.ts'
import type { Day } from '#base/dates.ts'
import type { Column } from '#base/web/csv.ts'
import { listed } from '#base/words.ts'
import type { SchoolCard, SchoolName } from '#schools/schools/school.ts'

/** The school as the register named it on the day. */
export type RecordSchool = SchoolName & Pick<SchoolCard, 'outsideKind'> & { id: string; trustName: string | undefined }

export type TrainingRecord = {
  school: RecordSchool
  day: Day
  /** Whether any requirement was in force that binds the school. */
  asked: boolean
  /**
   * Each person in a role, or only proposed for it, with each requirement; what is asked of one
   * person stands together.
   */
  people: readonly StandingRow[]
  /** What is asked of a role in which nobody is confirmed. */
  gaps: readonly StandingRow[]
  /** The latest statement of each requirement that is asked of all staff. */
  statements: readonly StandingRow[]
  /** Those that hold on the day. */
  exceptions: readonly GivenException[]
}

const holdsOn = ({ from, until }: GivenException, day: Day): boolean => from <= day && (until === undefined || day <= until)

export const recordOf = (
  school: RecordSchool,
  day: Day,
  stands: { found: readonly SchoolStanding[]; rows: readonly StandingRow[] },
  exceptions: readonly GivenException[],
): TrainingRecord => {
  const stated = new Set(stands.found.flatMap(({ edition }) => (edition.whose === 'statement' ? [edition.requirementId] : [])))
  const of = stands.rows.filter(({ requirementId }) => !stated.has(requirementId))
  const people = of.filter(({ who }) => who !== '')
  return {
    school,
    day,
    asked: stands.found.length > 0,
    people: [...Map.groupBy(people, ({ who, role }) => `${role} ${who}`).values()].flat(),
    gaps: of.filter(({ who }) => who === ''),
    statements: stands.rows.filter(({ requirementId }) => stated.has(requirementId)),
    exceptions: exceptions.filter((one) => holdsOn(one, day)),
  }
}

type RecordLine = StandingRow & { school: RecordSchool; asAt: Day }

export const linesOf = ({ school, day, people, gaps, statements }: TrainingRecord): RecordLine[] =>
  [...people, ...gaps, ...statements].map((row) => ({ ...row, school, asAt: day }))

export const recordColumns: Column<RecordLine>[] = [
  { name: 'School', value: ({ school }) => school.name },
  { name: 'URN', value: ({ school }) => school.urn },
  { name: 'As at', value: ({ asAt }) => asAt },
  ...standingColumns('council'),
]

export const isConfirmed = ({ about }: Pick<StandingRow, 'about'>): boolean => about !== 'proposed'

/** `Ann Lee (Designated safeguarding lead)`, each once; '' where nobody is only proposed. */
export const sayProposals = (people: readonly Pick<StandingRow, 'about' | 'who' | 'role'>[]): string =>
  listed([...new Set(people.filter((row) => !isConfirmed(row)).map(({ who, role }) => `${who} (${role})`))])

export const proposedCount = 'Somebody who is proposed and not confirmed does not count. Only what they attended for the school is shown.'

/** `5 in date, 1 no training on our record` */
export const sayStates = (rows: readonly StandingRow[]): string =>
  [...Map.groupBy(rows, (row) => lowerFirst(sayRowState({ ...row, day: undefined }, 'council')))]
    .map(([name, own]) => `${own.length} ${name}`)
    .join(', ')

export const sayWhatItIs = (council: string): string =>
  `It is what ${council} holds: registers of its own events, and trainings elsewhere that somebody told it of. People in roles are those whom the school or the council has confirmed; somebody who is only proposed is marked as proposed, with what they attended for the school. “No training on our record” says that we hold none, not that nobody was trained: what was done elsewhere and not told is not in it. For an earlier day it says how things stood by what is known now. How a training is known: attended means that it was marked in a register of the council’s event; verified, that an officer checked what shows it; seen, that this was shown to the council; stated, that somebody said so. It is no certificate, and it does not say whether a training was good enough for the role.`
