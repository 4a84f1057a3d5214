import type { Column } from '#base/web/csv.ts'
import { type Results, waveWords } from './evaluation.ts'

type Row = { results: Results; question: string; answer: string; n: number | undefined }

export const evaluationColumns: readonly Column<Row>[] = [
  { name: 'When', value: ({ results }) => waveWords[results.wave].label },
  { name: 'Asked', value: ({ results }) => results.asked },
  { name: 'Answered', value: ({ results }) => results.answered },
  { name: 'Shown', value: ({ results }) => results.released },
  { name: 'Question', value: ({ question }) => question },
  { name: 'Answer', value: ({ answer }) => answer },
  { name: 'People', value: ({ n }) => n },
]

export const evaluationRows = (results: Results): Row[] => {
  const rows = results.figures.flatMap(({ question: { label: question }, summary, texts }) => [
    ...(summary?.rows ?? []).map(([answer, n]) => ({ results, question, answer, n })),
    ...texts.map((answer) => ({ results, question, answer, n: 1 })),
  ])
  return rows.length > 0 ? rows : [{ results, question: '', answer: 'Too few to show', n: undefined }]
}
