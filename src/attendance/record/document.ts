// The training record as a document, of which its PDF is made: what the page says, in its order.

import { sayException } from '#attendance/requirements/exception.ts'
import { type StandingRow, sayLast, sayRowState } from '#attendance/requirements/standing-row.ts'
import { evidenceNames } from '#attendance/requirements/training.ts'
import { type Instant, sayDay, sayInstant, sayShortDay } from '#base/dates.ts'
import type { Document, DocumentBlock, DocumentTable } from '#base/document.ts'
import { counted, listed } from '#base/words.ts'
import { isSetting, placeWord, schoolLabel } from '#schools/schools/school.ts'
import { isConfirmed, proposedCount, sayProposals, sayStates, sayWhatItIs, type TrainingRecord } from './record.ts'

const heading = (text: string): DocumentBlock => ({ kind: 'heading', text })
const paragraph = (text: string): DocumentBlock => ({ kind: 'paragraph', text })

const stateAndWhy = 'State by our record, and why'

const table = (caption: string, columns: DocumentTable['columns'], rows: DocumentTable['rows'], sheet = caption): DocumentBlock => ({
  kind: 'table',
  caption,
  sheet,
  columns,
  rows,
})

const lastOf = (row: StandingRow): string =>
  [sayLast(row), row.last?.where, row.evidence && evidenceNames[row.evidence]].filter(Boolean).join('. ')

/** The sentence why begins with the state where the row is of somebody confirmed. */
const stateOf = (row: StandingRow): string => {
  const state = sayRowState(row, 'council')
  return row.why.startsWith(state) ? row.why : `${state}. ${row.why}`
}

const dueOf = ({ due }: StandingRow): string => (due ? sayShortDay(due) : '')

const peopleOf = ({ people }: TrainingRecord): DocumentBlock[] => {
  const confirmed = people.filter(isConfirmed)
  const summary =
    confirmed.length === 0
      ? 'Nobody is confirmed in a role of which something is asked.'
      : `Of ${counted(confirmed.length, 'line')}: ${sayStates(confirmed)}.`
  return people.length === 0
    ? [paragraph(summary)]
    : [
        paragraph(confirmed.length < people.length ? `${summary} ${proposedCount}` : summary),
        table(
          'People in roles',
          [
            { name: 'Person and role', width: 18 },
            { name: 'Training', width: 18 },
            { name: 'Last training on record, where, and how it is known', width: 24 },
            { name: 'Due', width: 9 },
            { name: stateAndWhy, width: 31 },
          ],
          people.map((row) => [`${row.who}, ${row.role}`, row.requirement, lastOf(row), dueOf(row), stateOf(row)]),
        ),
      ]
}

const gapsOf = ({ gaps, people }: TrainingRecord): DocumentBlock[] => {
  const unrecorded = people.filter(({ state }) => state === 'no_record')
  const proposals = sayProposals(people)
  if (gaps.length + unrecorded.length === 0 && proposals === '')
    return [paragraph('None: every role has somebody confirmed in it, and nobody is without a record.')]
  return [
    ...(proposals ? [paragraph(`Proposed and not confirmed yet: ${proposals}.`)] : []),
    ...(gaps.length > 0
      ? [
          table(
            'Roles in which nobody is confirmed',
            [
              { name: 'Role', width: 30 },
              { name: 'Training', width: 30 },
              { name: stateAndWhy, width: 40 },
            ],
            gaps.map((row) => [row.role, row.requirement, stateOf(row)]),
            'Gaps',
          ),
        ]
      : []),
    ...(unrecorded.length > 0
      ? [paragraph(`No training on our record: ${listed(unrecorded.map(({ who, requirement }) => `${who} (${requirement})`))}.`)]
      : []),
  ]
}

const statedOf = ({ school, statements }: TrainingRecord): DocumentBlock[] =>
  statements.length === 0
    ? [paragraph('Nothing is asked of all staff on that day.')]
    : [
        table(
          `All staff, as the ${placeWord(school)} states it`,
          [
            { name: 'Training', width: 25 },
            { name: 'Staff', width: 12 },
            { name: 'As at', width: 10 },
            { name: 'Due', width: 10 },
            { name: stateAndWhy, width: 43 },
          ],
          statements.map((row) => [
            row.requirement,
            row.last ? row.last.title : 'Nothing is stated',
            row.last ? sayShortDay(row.last.on) : '',
            dueOf(row),
            stateOf(row),
          ]),
          'All staff',
        ),
      ]

const exemptOf = ({ exceptions }: TrainingRecord): DocumentBlock[] =>
  exceptions.length === 0
    ? [paragraph('None hold on that day.')]
    : [
        table(
          'Exemptions and extensions',
          [{ name: 'Training' }, { name: 'Whose' }, { name: 'What' }, { name: 'Reason' }],
          exceptions.map((one) => [
            one.requirement,
            one.personId ? (one.person ?? 'Not recorded') : 'The whole school',
            sayException(one),
            one.reason,
          ]),
          'Exemptions',
        ),
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
          ...(isSetting(record.school) && record.statements.length === 0
            ? []
            : [heading(`All staff, as the ${placeWord(record.school)} states it`), ...statedOf(record)]),
        ]
      : [paragraph(`No training rule applied to this ${placeWord(record.school)} on that day.`)]),
    heading('Exemptions and extensions'),
    ...exemptOf(record),
    heading('What this record is, and what it is not'),
    paragraph(sayWhatItIs(made.council)),
  ],
})
