import { sayInstant } from '#base/dates.ts'
import { sayFile } from '#base/files/file.ts'
import { Button, FileField, type Problems } from '#base/web/field.tsx'
import { ErrorSummary, P, Page, Title } from '#base/web/page-parts.tsx'
import { reportFields } from '../document.ts'
import type { Template } from '../template.ts'

export const TemplatePage = ({ template, problems }: { template: Template | undefined; problems?: Problems | undefined }) => (
  <Page>
    <ErrorSummary problems={problems} />
    <Title>Word template of reports</Title>
    <P>
      {template
        ? `Word files of reports are written into ${template.name} (${sayFile(template)}), chosen on ${sayInstant(new Date(template.chosenAt))}.`
        : 'Word files of reports are plain. Upload a template with your crest, fonts and footer to write them into it.'}
    </P>
    <P>
      A template has a paragraph that says {'{{report}}'} and nothing else: the report takes its place, in your styles Heading 1 to 3,
      Caption and Table Grid. In other paragraphs, and in headers and footers, these words are filled in:{' '}
      {Object.keys(reportFields)
        .map((name) => `{{${name}}}`)
        .join(', ')}
      . Final reports stay as they are.
    </P>
    <form method="post" enctype="multipart/form-data" novalidate>
      <FileField name="file" label="Template" hint="A Word file (docx) without macros." accept=".docx" problems={problems} />
      <div class="govuk-button-group">
        <Button>Use this template</Button>
        {template ? (
          <Button kind="secondary" name="action" value="drop">
            Write plain files again
          </Button>
        ) : null}
      </div>
    </form>
  </Page>
)
