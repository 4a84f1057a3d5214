import { Button, Choices, type Problems } from './field.tsx'

/** The end of a download form: the kind of file, and the button. */
export const FileKind = ({ problems }: { problems?: Problems | undefined }) => (
  <>
    <Choices
      name="format"
      type="radios"
      label="Which kind of file?"
      values={['xlsx']}
      problems={problems}
      options={[
        { value: 'xlsx', text: 'Excel workbook (XLSX)' },
        {
          value: 'csv',
          text: 'CSV',
          hint: 'For other programs. A cell that a spreadsheet would run as a formula has an apostrophe before it.',
        },
      ]}
    />
    <Button>Download</Button>
  </>
)
