// Open data: for each school that a frozen report of a closed school year counts, whether it took
// part. That is a public fact of a school. Nothing of roles, people or reasons is in it.
import type { Question } from '#attendance/coverage/coverage.ts'
import { type Day, type Instant, londonDay } from '#base/dates.ts'
import { toDelimited } from '#base/web/csv.ts'
import { counted, plural } from '#base/words.ts'

export type Line = {
  schoolId: string
  urn: string
  name: string
  laCode: string
  laName: string
  phase: string
  attended: boolean
  reply: 'none' | 'agreed' | 'corrected' | 'disputed'
}

export type Publication = {
  id: string
  number: number
  question: Question
  frozenAt: Instant
  replyDays: number
  publishedOn: Day
  leftOut: number
}

/** A report that could be published, and what it still waits for. */
export type Candidate = {
  number: number
  id: string
  question: Question
  frozenAt: Instant
  schools: number
  /** Days to answer that it was frozen with. */
  replyDays: number
  /** Schools that were not shown their line, and those that it never reached. */
  notShown: number
  leftOut: number
  /** Schools that it reached, whose last day to answer is not counted yet. */
  uncounted: number
  /** The last day on which a school may answer; null: none was shown anything. */
  replyBy: Day | null
  undecided: number
}

/** The school year that a question is of, '2025-26', if that was over when it was frozen. */
export const schoolYear = ({ from, to, event }: Question, frozenAt: Instant): string | undefined => {
  const year = Number(from.slice(0, 4))
  const isWhole = from === `${year}-09-01` && to === `${year + 1}-08-31` && event === undefined
  return isWhole && londonDay(frozenAt) > to ? `${year}-${String(year + 1).slice(2)}` : undefined
}

/** The last school year that is over. */
export const lastClosed = (today: Day): { from: Day; to: Day } => {
  const year = Number(today.slice(0, 4)) - (today.slice(5) >= '09-01' ? 1 : 2)
  return { from: `${year}-09-01`, to: `${year + 1}-08-31` }
}

export const isReady = ({ notShown, uncounted, replyBy, undecided }: Candidate, today: Day): boolean =>
  notShown === 0 && uncounted === 0 && undecided === 0 && (replyBy === null || replyBy < today)

/** What is said of schools that are left out. */
export const sayLeftOut = (leftOut: number): string =>
  leftOut === 0
    ? ''
    : ` ${counted(leftOut, 'school')} ${plural(leftOut, 'is', 'are')} left out, because what we would publish is not known to have arrived there.`

export const everyTopic = 'All conferences'

/** The marks of the Department for Education: not applicable, and not available. */
const phaseOf = (phase: string): string => (phase === '' ? 'x' : phase === 'Not applicable' ? 'z' : phase)

type Field = { name: string; type: 'string' | 'boolean'; description: string; value: (line: Line, of: Publication) => string }

const replies: Record<Line['reply'], string> = {
  none: 'no answer',
  agreed: 'agreed',
  corrected: 'corrected',
  disputed: 'disputed',
}

/** In the order of the file: time, place, filters, then what was found. */
export const fields: readonly Field[] = [
  {
    name: 'time_period',
    type: 'string',
    description: 'The school year, such as 202526 for 1 September 2025 to 31 August 2026.',
    value: (_line, { question }) => `${question.from.slice(0, 4)}${question.to.slice(2, 4)}`,
  },
  { name: 'time_identifier', type: 'string', description: 'Always Academic year.', value: () => 'Academic year' },
  { name: 'geographic_level', type: 'string', description: 'Always School.', value: () => 'School' },
  {
    name: 'old_la_code',
    type: 'string',
    description: 'The three-digit code of the local authority.',
    value: ({ laCode }) => laCode || 'x',
  },
  { name: 'la_name', type: 'string', description: 'The local authority.', value: ({ laName }) => laName || 'x' },
  { name: 'school_urn', type: 'string', description: 'The unique reference number of the school.', value: ({ urn }) => urn },
  { name: 'school_name', type: 'string', description: 'The school, as GIAS named it.', value: ({ name }) => name },
  { name: 'phase', type: 'string', description: 'Phase of education; z: not applicable.', value: ({ phase }) => phaseOf(phase) },
  {
    name: 'event_kind',
    type: 'string',
    description: `What the conferences were about; ${everyTopic}: any.`,
    value: (_line, { question }) => question.topic?.label ?? everyTopic,
  },
  {
    name: 'attended',
    type: 'boolean',
    description: 'Whether somebody took part for the school in that year, by our record.',
    value: ({ attended }) => (attended ? 'yes' : 'no'),
  },
  {
    name: 'reply',
    type: 'string',
    description:
      'What the school answered: no answer; agreed; corrected (we corrected our record); disputed (the council looked into it, and did not change our record).',
    value: ({ reply }) => replies[reply],
  },
]

export const coverageCsv = (of: Publication, lines: readonly Line[]): string =>
  toDelimited([fields.map(({ name }) => name), ...lines.map((line) => fields.map(({ value }) => value(line, of)))], {
    separator: ',',
    bom: false,
  })

export const licence = {
  name: 'OGL-UK-3.0',
  title: 'Open Government Licence v3.0',
  path: 'https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/',
}

/** A description of the file for programs (Frictionless tabular data package). */
export const dataPackage = (of: Publication, council: string): object => ({
  profile: 'tabular-data-package',
  name: `safeguarding-conferences-${schoolYear(of.question, of.frozenAt)}`,
  title: `Schools that took part in safeguarding conferences, ${schoolYear(of.question, of.frozenAt)}`,
  description: `By the record of ${council}, frozen on ${londonDay(of.frozenAt)}. “No” means that our record holds nobody who took part for the school; it says nothing of training elsewhere. That a school took part says nothing of any one person${of.leftOut === 0 ? ': no line is left out.' : '.'}${sayLeftOut(of.leftOut)}`,
  created: of.publishedOn,
  licenses: [licence],
  contributors: [{ title: council, role: 'publisher' }],
  sources: [{ title: 'Get Information About Schools', path: 'https://get-information-schools.service.gov.uk/' }],
  resources: [
    {
      profile: 'tabular-data-resource',
      name: 'coverage',
      path: 'coverage.csv',
      format: 'csv',
      mediatype: 'text/csv',
      encoding: 'utf-8',
      schema: {
        fields: fields.map(({ name, type, description }) => ({
          name,
          type,
          description,
          ...(type === 'boolean' ? { trueValues: ['yes'], falseValues: ['no'] } : {}),
        })),
        missingValues: ['x', 'z'],
        primaryKey: ['time_period', 'school_urn'],
      },
    },
  ],
})
