import { dimensionNames } from '#attendance/coverage/coverage.ts'
import type { Document } from '#base/document.ts'
import { DocumentView } from '#base/web/document.tsx'
import { Button, Select } from '#base/web/field.tsx'
import { Link } from '#base/web/page-parts.tsx'
import type { Results } from '../document.ts'
import { type Breakdown, breakdowns, type Result } from '../result.ts'

const files = [
  ['report.pdf', 'As PDF'],
  ['report.xlsx', 'As a spreadsheet'],
  ['report.ods', 'As OpenDocument'],
  ['tables.csv', 'As CSV'],
] as const

export const ResultsPage = ({
  results,
  document,
  result,
  by,
}: {
  results: Results
  document: Document
  result: Result | undefined
  by: Breakdown
}) => {
  const at = `/coverage/returns/reports/${results.number}`
  const chosen = result ? `?${new URLSearchParams({ question: result.question.id, by })}` : ''
  return (
    <>
      <ul class="govuk-list muster-actions muster-no-print">
        {files.map(([file, text]) => (
          <li>
            <Link href={`${at}/${file}${file === 'report.pdf' ? chosen : ''}`}>{text}</Link>
          </li>
        ))}
      </ul>
      <form method="get" class="muster-filter muster-coverage-filter muster-no-print">
        <Select
          {...{ name: 'question', label: 'One question', value: result?.question.id }}
          options={[
            { value: '', text: 'All questions' },
            ...results.sections.flatMap((section) => section.results.map(({ question }) => ({ value: question.id, text: question.label }))),
          ]}
        />
        <Select
          {...{ name: 'by', label: 'By', value: by }}
          options={breakdowns.map((one) => ({ value: one, text: dimensionNames[one] }))}
        />
        <Button kind="secondary">Show</Button>
      </form>
      <DocumentView document={document} />
    </>
  )
}
