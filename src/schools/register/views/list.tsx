import type { Day } from '#base/dates.ts'
import { Button, Choices, DayField, FileField, type Problems } from '#base/web/field.tsx'
import { files } from '#base/web/generated/files.ts'
import { ErrorSummary, Link, Tag, type TagColour, Title } from '#base/web/page-parts.tsx'
import { hasStalled, type ImportState, type RegisterImport } from '../import.ts'

const stateTags: Record<ImportState, [text: string, colour: TagColour]> = {
  reading: ['Reading', 'blue'],
  refused: ['Not accepted', 'red'],
  ready: ['To check', 'yellow'],
  applied: ['Applied', 'green'],
  undone: ['Undone', 'grey'],
  discarded: ['Discarded', 'grey'],
}

export const StateTag = ({ found, now }: { found: RegisterImport; now: Date }) => {
  const [text, colour] = hasStalled(found, now) ? (['Did not finish', 'red'] as const) : stateTags[found.state]
  return <Tag colour={colour}>{text}</Tag>
}

type UploadPageProps = {
  id: string
  laCodes: readonly string[]
  values: { asAt?: Day | undefined; area?: string | undefined }
  problems?: Problems | undefined
}

export const UploadPage = ({ id, laCodes, values, problems }: UploadPageProps) => (
  <>
    <ErrorSummary problems={problems} />
    <Title>Import the school register</Title>
    <ol class="govuk-list govuk-list--number">
      <li>
        On{' '}
        <Link href="https://get-information-schools.service.gov.uk/Downloads" rel="noreferrer">
          Get Information about Schools, Downloads
        </Link>
        , choose “All establishment data: all columns” and “All establishment links”, both as CSV.
      </li>
      <li>Do not open the files in Excel: saving them there damages codes.</li>
      <li>Choose them here. Nothing changes until you have seen what would change.</li>
    </ol>
    <form
      method="post"
      action="/organiser/register-imports"
      enctype="multipart/form-data"
      novalidate
      data-import-progress={`/organiser/register-imports/${id}/progress`}
    >
      <input type="hidden" name="id" value={id} />
      <Choices
        name="area"
        label="Which schools"
        type="radios"
        values={[values.area ?? 'own']}
        problems={problems}
        options={[
          { value: 'own', text: `Those of our authority (${laCodes.join(', ')})` },
          { value: 'all', text: 'All schools in England', hint: 'Only if you also work with schools elsewhere' },
        ]}
      />
      <DayField
        name="asAt"
        label="Date of the file"
        hint="Empty: the date in the file’s name, or else today"
        value={values.asAt}
        problems={problems}
      />
      <FileField
        name="links"
        label="Links file (recommended)"
        hint="Tells which school continues under a new number. Not with a zip."
        problems={problems}
        accept=".csv,.zip"
      />
      <FileField name="file" label="Register file" hint="CSV, or the zip it comes in" problems={problems} accept=".csv,.zip" />
      <Button>Read the file</Button>
      <p class="govuk-body" role="status" data-import-said></p>
    </form>
    <script type="module" src={files['js/import-progress.js']}></script>
  </>
)
