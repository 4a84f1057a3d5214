import { sayInstant } from '#base/dates.ts'
import { sayFile } from '#base/files/file.ts'
import { P } from '#base/web/page-parts.tsx'
import { reportFields } from '../document.ts'
import type { Template } from '../template.ts'

export const AboutTemplate = ({ template }: { template: Template | undefined }) => (
  <>
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
  </>
)
