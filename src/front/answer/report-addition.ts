// What a report says beside the answer: what members are asked, corrections, and the schools by
// name with what each answered.
import { isReached, type NamedSchool, progressOf, sayAnswered, sayDecided, sayReached, sayWorkedOut } from '#attendance/replies/reply.ts'
import type { DocumentBlock, DocumentTable } from '#base/document.ts'
import { counted, listed } from '#base/words.ts'
import { specs } from './definition.ts'
import type { Replies } from './difference.ts'
import type { AnswerRow } from './population.ts'
import type { Content, Finishing, Report } from './report.ts'

const askedHeading = 'What members are asked'

const heading = (text: string): DocumentBlock => ({ kind: 'heading', text })
const paragraph = (text: string): DocumentBlock => ({ kind: 'paragraph', text })

const sayColumn = (key: string, row: AnswerRow | undefined): string =>
  row ? String(specs.find((one) => one.key === key)?.columns[0]?.value(row) ?? '') : ''

/** The schools that were reached, by trust, as they were shown what is said of them. */
const namedTable = (schools: readonly NamedSchool[], { rows }: Content, form: Finishing['form']): DocumentTable => {
  const byId = new Map(rows.map((row) => [row.schoolId, row]))
  const named = schools
    .filter(isReached)
    .toSorted((a, b) => Number(a.trustName === '') - Number(b.trustName === '') || a.trustName.localeCompare(b.trustName, 'en-GB'))
  const matters = [...new Set(named.flatMap(({ says }) => says.map(({ about }) => about)))]
  return {
    kind: 'table',
    sheet: 'Schools',
    caption: `${counted(named.length, 'school')}, by trust`,
    columns: [
      { name: 'School', width: 22 },
      { name: 'URN', width: 11 },
      { name: 'Trust', width: 17 },
      ...matters.map((name) => ({ name, width: 30 })),
      { name: 'What the school answers, and what was decided', width: 20 },
      ...(form === 'private'
        ? [
            { name: 'Contact about it', width: 16 },
            { name: 'Next step', width: 16 },
          ]
        : []),
    ],
    rows: named.map((one) => [
      `${one.name}${one.town ? `, ${one.town}` : ''}`,
      one.urn,
      one.trustName || 'Not in a trust',
      ...matters.map((matter) => one.says.find(({ about }) => about === matter)?.says ?? ''),
      [sayAnswered(one).replace(/\.$/, ''), sayDecided(one)].filter(Boolean).join('. '),
      ...(form === 'private' ? ['contact', 'next'].map((key) => sayColumn(key, byId.get(one.schoolId)) || 'None') : []),
    ]),
  }
}

const schoolBlocks = (schools: readonly NamedSchool[], content: Content, form: Finishing['form'], replyDays: number): DocumentBlock[] => {
  const progress = progressOf(schools, content.about.on)
  return [
    heading('Schools by name'),
    paragraph(
      `${sayReached(progress)}${sayWorkedOut(progress)} Each that it reached had ${replyDays} school days to answer, from the first email that arrived, a call or a letter. No person is named.`,
    ),
    namedTable(schools, content, form),
  ]
}

export type Ground = {
  report: Report
  content: Content
  schools: readonly NamedSchool[]
  /** What two people corrected of closed registers that it counts, without names of schools. */
  corrected: readonly string[]
}

export const besideAnswer = (
  { report, content, schools, corrected }: Ground,
  { form, ask }: Pick<Finishing, 'form' | 'ask'>,
): DocumentBlock[] => [
  ...(ask === '' ? [] : [heading(askedHeading), paragraph(ask)]),
  ...(corrected.length === 0 ? [] : [heading('Corrections'), { kind: 'list' as const, items: corrected }]),
  ...(form === 'unnamed' ? [paragraph('This report names no school.')] : schoolBlocks(schools, content, form, report.replyDays)),
]

/** Of what stands beside a final report what its members are asked. */
export const askedOf = (beside: readonly DocumentBlock[]): readonly DocumentBlock[] =>
  beside[0]?.kind === 'heading' && beside[0].text === askedHeading ? beside.slice(0, 2) : []

export const sayReplies = ({ answered, right, corrected, stands, ...of }: Replies): string => {
  const open = answered - right - corrected - stands
  const parts = [
    ...(right > 0 ? [`${right} agreed`] : []),
    ...(corrected > 0 ? [`for ${corrected} the record was corrected`] : []),
    ...(stands > 0 ? [`for ${stands} it stays as it is`] : []),
    ...(open > 0 ? [`${open} ${open === 1 ? 'is' : 'are'} to be decided`] : []),
  ]
  return `${sayReached(of)} ${answered === 0 ? 'None has answered.' : `${counted(answered, 'school')} answered: ${listed(parts)}.`}`
}
