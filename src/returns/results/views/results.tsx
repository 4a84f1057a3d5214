import type { Document } from '#base/document.ts'
import { DocumentView } from '#base/web/document.tsx'
import { Button, Select } from '#base/web/field.tsx'
import { Link } from '#base/web/page-parts.tsx'
import type { Result, Results } from '../document.ts'

const files = [
  ['report.pdf', 'As PDF'],
  ['report.xlsx', 'As a spreadsheet'],
  ['report.ods', 'As OpenDocument'],
  ['tables.csv', 'As CSV'],
] as const

export const ResultsPage = ({ results, document, result }: { results: Results; document: Document; result: Result | undefined }) => {
  const at = `/coverage/returns/reports/${results.number}`
  const chosen = result ? `?${new URLSearchParams({ question: result.question.id })}` : ''
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
          name="question"
          label="One question by kind of school"
          value={result?.question.id}
          options={[
            { value: '', text: 'All questions' },
            ...results.sections.flatMap((section) => section.results.map(({ question }) => ({ value: question.id, text: question.label }))),
          ]}
        />
        <Button kind="secondary">Show</Button>
      </form>
      <DocumentView document={document} />
    </>
  )
}
