// The training record as a document, of which its PDF is made: what the page says, in its order.

import { sayException } from '#attendance/requirements/exception.ts'
import { stateNames } from '#attendance/requirements/sentence.ts'
import type { StandingRow } from '#attendance/requirements/standing-row.ts'
import { evidenceNames } from '#attendance/requirements/training.ts'
import { type Instant, sayDay, sayInstant, sayShortDay } from '#base/dates.ts'
import type { Document, DocumentBlock } from '#base/document.ts'
import { counted, listed } from '#base/words.ts'
import { schoolLabel } from '#schools/schools/school.ts'
import { sayStates, sayWhatItIs, type TrainingRecord } from './record.ts'

const heading = (text: string): DocumentBlock => ({ kind: 'heading', text })
const paragraph = (text: string): DocumentBlock => ({ kind: 'paragraph', text })

const lastOf = ({ last, evidence }: StandingRow): string =>
  last
    ? [`${last.title}, ${sayShortDay(last.on)}`, last.where, evidence && evidenceNames[evidence]].filter(Boolean).join('. ')
    : 'None on record'

const stateOf = ({ state, why }: StandingRow): string => `${stateNames[state]}. ${why}`

const dueOf = ({ due }: StandingRow): string => (due ? sayShortDay(due) : '')

const peopleOf = ({ people }: TrainingRecord): DocumentBlock[] =>
  people.length === 0
    ? [paragraph('Nobody is confirmed in a role of which something is asked.')]
    : [
        paragraph(`Of ${counted(people.length, 'line')}: ${sayStates(people)}.`),
        {
          kind: 'table',
          caption: 'People in roles',
          sheet: 'People in roles',
          columns: [
            { name: 'Person and role', width: 18 },
            { name: 'Requirement', width: 18 },
            { name: 'Last training on record, where, and how it is known', width: 24 },
            { name: 'Due', width: 9 },
            { name: 'State by our record, and why', width: 31 },
          ],
          rows: people.map((row) => [`${row.who}, ${row.role}`, row.requirement, lastOf(row), dueOf(row), stateOf(row)]),
        },
      ]

const gapsOf = ({ gaps, people }: TrainingRecord): DocumentBlock[] => {
  const unrecorded = people.filter(({ state }) => state === 'no_record')
  if (gaps.length + unrecorded.length === 0)
    return [paragraph('None: every role has somebody confirmed in it, and nobody is without a record.')]
  return [
    ...(gaps.length > 0
      ? [
          {
            kind: 'table' as const,
            caption: 'Roles in which nobody is confirmed',
            sheet: 'Gaps',
            columns: [
              { name: 'Role', width: 30 },
              { name: 'Requirement', width: 30 },
              { name: 'State by our record, and why', width: 40 },
            ],
            rows: gaps.map((row) => [row.role, row.requirement, stateOf(row)]),
          },
        ]
      : []),
    ...(unrecorded.length > 0
      ? [paragraph(`No record of what is asked: ${listed(unrecorded.map(({ who, requirement }) => `${who} (${requirement})`))}.`)]
      : []),
  ]
}

const statedOf = ({ statements }: TrainingRecord): DocumentBlock[] =>
  statements.length === 0
    ? [paragraph('Nothing is asked of all staff on that day.')]
    : [
        {
          kind: 'table',
          caption: 'All staff, as the school states it',
          sheet: 'All staff',
          columns: [
            { name: 'Requirement', width: 25 },
            { name: 'Staff', width: 12 },
            { name: 'As at', width: 10 },
            { name: 'Due', width: 10 },
            { name: 'State by our record, and why', width: 43 },
          ],
          rows: statements.map((row) => [
            row.requirement,
            row.last ? row.last.title : 'Nothing is stated',
            row.last ? sayShortDay(row.last.on) : '',
            dueOf(row),
            stateOf(row),
          ]),
        },
      ]

const exemptOf = ({ exceptions }: TrainingRecord): DocumentBlock[] =>
  exceptions.length === 0
    ? [paragraph('None hold on that day.')]
    : [
        {
          kind: 'table',
          caption: 'Exemptions and extensions',
          sheet: 'Exemptions',
          columns: [{ name: 'Requirement' }, { name: 'Whose' }, { name: 'What' }, { name: 'Reason' }],
          rows: exceptions.map((one) => [
            one.requirement,
            one.personId ? (one.person ?? 'Not recorded') : 'The whole school',
            sayException(one),
            one.reason,
          ]),
        },
      ]

export const documentOf = (record: TrainingRecord, made: { council: string; at: Instant }): Document => ({
  title: 'Safeguarding training record',
  lines: [
    schoolLabel(record.school),
    ...(record.school.trustName ? [`Of ${record.school.trustName}`] : []),
    `As at ${sayDay(record.day)}, by the record of ${made.council}. Made on ${sayInstant(made.at)}.`,
  ],
  blocks: [
    ...(record.asked
      ? [
          heading('People in roles'),
          ...peopleOf(record),
          heading('Gaps in this record'),
          ...gapsOf(record),
          heading('All staff, as the school states it'),
          ...statedOf(record),
        ]
      : [paragraph('No requirement was in force on that day that binds this school.')]),
    heading('Exemptions and extensions'),
    ...exemptOf(record),
    heading('What this record is, and what it is not'),
    paragraph(sayWhatItIs(made.council)),
  ],
})
