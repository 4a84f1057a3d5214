// The lines of an answer, the questions that they answer, and the file of its rows: each part is
// counted from the cells of that file.
import { sayDay } from '#base/dates.ts'
import type { Column } from '#base/web/csv.ts'
import { counted } from '#base/words.ts'
import { sayPeriod, specs } from './definition.ts'
import type { About, AnswerRow, Population } from './population.ts'
import type { Spec } from './spec.ts'

type Part = { key: string; label: string; count: number }
export type Line = { key: string; sentence: string; of: number; parts: readonly Part[] }

/** What members ask, each answered by some lines and shown with facts of each school. */
export const questions: readonly {
  key: string
  title: string
  lines: readonly string[]
  bar: readonly string[]
  facts: readonly Column<AnswerRow>[]
}[] = [
  {
    key: 'came',
    title: 'Which schools came?',
    lines: ['came', 'sent', 'missed'],
    bar: ['sent.lead', 'sent.other', 'sent.represented'],
    facts: [
      { name: 'First on this topic', value: ({ firstOn }) => firstOn },
      { name: 'Last on this topic', value: ({ lastOn }) => lastOn },
      { name: 'Times on this topic', value: ({ times }) => times },
      { name: 'Last at any event', value: ({ lastAnyOn }) => lastAnyOn },
    ],
  },
  {
    key: 'people',
    title: 'Whom did they send?',
    lines: ['people', 'registers'],
    facts: [],
    bar: ['people.dsl', 'people.deputy_dsl', 'people.head', 'people.governor'],
  },
  {
    key: 'training',
    title: 'Are their DSLs trained?',
    lines: ['training', 'booked'],
    bar: ['training.in_date', 'training.overdue', 'training.no_training', 'training.not_told'],
    facts: [{ name: 'In date until, overdue since or due by', value: ({ trainingOn }) => trainingOn }],
  },
  {
    key: 'guidance',
    title: 'Who has the guidance?',
    lines: ['guidance'],
    bar: ['guidance.confirmed', 'guidance.told', 'guidance.delivered', 'guidance.queued'],
    facts: [
      { name: 'Issued', value: ({ issuedOn }) => issuedOn },
      { name: 'Days after it was national', value: ({ daysAfter }) => daysAfter },
      { name: 'Reached on', value: ({ reachedOn }) => reachedOn },
    ],
  },
  {
    key: 'answer',
    title: 'What did they do, and how do we know?',
    lines: ['answer', 'adopted', 'meeting', 'level', 'website'],
    bar: ['answer.as_is', 'answer.with_changes', 'answer.own_policy', 'answer.not_adopting'],
    facts: [
      { name: 'Adopted on', value: ({ decidedOn }) => decidedOn },
      { name: 'Governors meet on', value: ({ meetsOn }) => meetsOn },
    ],
  },
  {
    key: 'pupils',
    title: 'Whom do these schools teach?',
    lines: ['pupils', 'girls', 'pupils_adopted', 'girls_adopted', 'census'],
    bar: ['pupils.of'],
    facts: [
      { name: 'Pupils', value: ({ pupils }) => pupils },
      { name: 'Girls', value: ({ girls }) => girls },
      { name: 'Census of pupils', value: ({ censusOn }) => censusOn },
    ],
  },
  {
    key: 'contact',
    title: 'What is done about those that did not come?',
    lines: ['contact', 'next'],
    bar: ['contact.spoke', 'contact.wrote', 'contact.tried'],
    facts: [
      { name: 'Last contact', value: ({ contactOn }) => contactOn },
      { name: 'Next step on', value: ({ nextOn }) => nextOn },
    ],
  },
  {
    key: 'before',
    title: 'How many of the same schools came a year before?',
    lines: ['same', 'before', 'again'],
    facts: [],
    bar: ['same.yes'],
  },
  {
    key: 'sure',
    title: 'How sure is it that they came?',
    lines: ['sure'],
    facts: [],
    bar: ['sure.signed', 'sure.provisional', 'sure.earlier', 'sure.stated'],
  },
  { key: 'settings', title: 'And nurseries, childminders and closed schools?', lines: ['settings'], bar: [], facts: [] },
]

const keyOf = (spec: Spec, part: string): string => `${spec.key}.${part}`

export const linesOf = ({ about, rows }: Population): Line[] =>
  specs.map((spec) => {
    const counts = new Map(Object.keys(spec.labels).map((part) => [part, rows.reduce((sum, row) => sum + spec.count(row, part), 0)]))
    const of = [...counts.values()].reduce((sum, n) => sum + n, 0)
    return {
      key: spec.key,
      sentence: rows.length === 0 ? '' : spec.say((part) => counts.get(part) ?? 0, of, about, rows),
      of,
      parts: [...counts].map(([part, count]) => ({ key: keyOf(spec, part), label: spec.labels[part] ?? '', count })),
    }
  })

/** What an answer does not show. */
export const limits = 'This shows whom we reached and how we know. It does not show that children are safer.'

/** The whole answer in short, of numbers of its lines. */
export const sayShort = (about: About, lines: readonly Line[]): string => {
  const parts = new Map(lines.flatMap((line) => line.parts).map(({ key, count }) => [key, count]))
  const n = (key: string): number => parts.get(key) ?? 0
  const of = lines[0]?.of ?? 0
  if (of === 0) return `No school of the area was open on ${sayDay(about.on)}.`
  return [
    `${n('came.yes')} of ${counted(of, 'school')} came to an event on it ${sayPeriod(about)}.`,
    ...(about.guidance?.isAnswered ? [`${n('adopted.yes')} adopted the guidance.`] : []),
    ...(parts.has('training.in_date')
      ? [`${n('training.in_date')} have a DSL in date; ${n('training.not_told')} have not told us who it is.`]
      : []),
  ].join(' ')
}

/** The schools behind a part; undefined: there is no such part. */
export const schoolsBehind = ({ rows }: Population, key: string): AnswerRow[] | undefined => {
  const spec = specs.find((one) => Object.keys(one.labels).some((part) => keyOf(one, part) === key))
  return spec && rows.filter((row) => spec.count(row, key.slice(spec.key.length + 1)) > 0)
}

/** What is shown of each school behind a part of a question: its states and facts. */
export const columnsOf = (question: (typeof questions)[number]): Column<AnswerRow>[] => [
  ...specs.filter(({ key }) => question.lines.includes(key)).flatMap(({ columns }) => columns),
  ...question.facts,
]

/** The file of the rows: every part of every line is counted from it. */
export const fileColumns: readonly Column<AnswerRow>[] = [
  { name: 'URN', value: ({ urn }) => urn },
  { name: 'School', value: ({ name }) => name },
  { name: 'Town', value: ({ town }) => town },
  { name: 'Sector', value: ({ sector }) => sector },
  { name: 'Kind', value: ({ kind }) => kind },
  { name: 'Phase', value: ({ phase }) => phase },
  { name: 'Trust', value: ({ trustName }) => trustName },
  { name: 'Ward', value: ({ wardName }) => wardName },
  ...questions.flatMap(columnsOf),
]
