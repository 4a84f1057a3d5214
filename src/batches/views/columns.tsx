import type { Problems } from '../../web/field.tsx'
import { Button, Choices, Select, TextField } from '../../web/field.tsx'
import { ErrorSummary, Table } from '../../web/page-parts.tsx'
import { type BatchKind, batchKinds, type Need, usualNeeds } from '../batch.ts'
import { type Column, fields, mostColumns, rowsOf, sampleLines } from '../column.ts'
import { needWords, titles } from './words.tsx'

const path = '/organiser/finance/file-columns'

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)

const options = [{ value: '', text: 'The same text in every row' }, ...Object.entries(fields).map(([value, [text]]) => ({ value, text }))]

const Small = ({ action, children, what }: { action: string; children: string; what: string }) => (
  <button
    type="submit"
    name="action"
    value={action}
    class="govuk-button govuk-button--secondary govuk-!-margin-right-2 govuk-!-margin-bottom-2"
  >
    {children}
    {what ? <span class="govuk-visually-hidden"> {what}</span> : null}
  </button>
)

/** The columns of one kind of file, with what they would hold; works without JavaScript: each button sends the form. */
export const ColumnsPage = ({
  kind,
  columns,
  needed,
  changed,
  problems,
}: {
  kind: BatchKind
  columns: readonly Column[]
  /** What a line is held back without. */
  needed: readonly Need[]
  /** What is shown is not what is saved. */
  changed: boolean
  problems?: Problems | undefined
}) => {
  const p = problems ?? {}
  return (
    <>
      <ErrorSummary problems={problems} />
      <h1 class="govuk-heading-l">Columns of the file: {titles[kind].toLowerCase()}</h1>
      <ul class="govuk-list">
        {batchKinds
          .filter((one) => one !== kind)
          .map((one) => (
            <li>
              <a class="govuk-link" href={`${path}?file=${one}`}>
                Columns of {titles[one].toLowerCase()}
              </a>
            </li>
          ))}
      </ul>
      <p class="govuk-body">
        Set them as the council’s finance system reads them. A column holds a field or the same text in every row, such as the cost centre
        that receives the income. Files that were made stay as they are.
      </p>
      {changed ? (
        <div class="govuk-inset-text" role="status">
          Not saved yet.
        </div>
      ) : null}
      <Table
        caption="What rows would look like"
        dense
        columns={columns.map((one) => one.heading || '(no heading)')}
        rows={rowsOf(columns, sampleLines(kind)).map((row) => row.map((cell) => String(cell ?? '')))}
      />
      <form method="post" action={path} novalidate>
        <input type="hidden" name="file" value={kind} />
        <input type="hidden" name="count" value={String(columns.length)} />
        <Button name="action" value="save">
          Save the columns
        </Button>
        <Choices
          name="needs"
          label="Hold back lines without"
          hint="They go into a file when it is entered with the payer"
          type="checkboxes"
          small
          values={needed}
          options={usualNeeds[kind].map((need) => ({ value: need, text: capital(needWords[need]) }))}
        />
        <div class="muster-columns">
          <Table
            caption="Columns, from left to right"
            dense
            columns={['Column', 'Heading', 'Holds', 'Text, if it is the same in every row', 'Move']}
            rows={columns.map((one, index) => {
              const n = index + 1
              const what = `column ${n}`
              const hidden = { labelClass: 'govuk-visually-hidden', problems: p }
              return [
                String(n),
                <TextField name={`heading-${n}`} label={`Heading of ${what}`} value={one.heading} {...hidden} />,
                <Select
                  name={`field-${n}`}
                  label={`What ${what} holds`}
                  value={'field' in one ? one.field : ''}
                  options={options}
                  {...hidden}
                />,
                <TextField name={`text-${n}`} label={`Text of ${what}`} value={'text' in one ? one.text : ''} {...hidden} />,
                <>
                  {index > 0 ? (
                    <Small action={`up-${n}`} what={what}>
                      Move up
                    </Small>
                  ) : null}
                  {index < columns.length - 1 ? (
                    <Small action={`down-${n}`} what={what}>
                      Move down
                    </Small>
                  ) : null}
                  <Small action={`remove-${n}`} what={what}>
                    Remove
                  </Small>
                </>,
              ]
            })}
          />
        </div>
        <p>
          {columns.length < mostColumns ? (
            <Small action="add" what="">
              Add a column
            </Small>
          ) : null}
          <Small action="show" what="">
            Show what rows would look like
          </Small>
          <Small action="reset" what="">
            Go back to the usual columns
          </Small>
        </p>
        <Button name="action" value="save">
          Save the columns
        </Button>
      </form>
    </>
  )
}
