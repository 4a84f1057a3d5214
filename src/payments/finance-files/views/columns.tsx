import type { Problems } from '#base/web/field.tsx'
import { Button, Choices, Select, TextField } from '#base/web/field.tsx'
import { Details, ErrorSummary, Heading, Link, P, Table, Title } from '#base/web/page-parts.tsx'
import { type BatchKind, batchKinds, type Need, usualNeeds } from '../batch.ts'
import { type Column, fields, mostColumns } from '../column.ts'
import type { FileFormat } from '../file-format.ts'
import { shapes, shapeWords } from '../file-shape.ts'
import { FormatFields } from './format-fields.tsx'
import { needWords, titles } from './words.tsx'

const path = '/organiser/finance/file-columns'

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)

const options = [{ value: '', text: 'A text' }, ...Object.entries(fields).map(([value, [text]]) => ({ value, text }))]

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

export type Shown = {
  columns: readonly Column[]
  /** A line without these is held back. */
  needed: readonly Need[]
  format: FileFormat
}

/**
 * Columns and format of one kind of file, with a preview. Every button submits the form, so it
 * works without JavaScript.
 */
export const ColumnsPage = ({
  kind,
  columns,
  needed,
  format,
  preview,
  invented,
  changed,
  problems,
}: Shown & {
  kind: BatchKind
  preview: string
  /** The preview uses made-up lines because nothing may go now. */
  invented: boolean
  /** The form differs from what is saved. */
  changed: boolean
  problems?: Problems | undefined
}) => {
  const p = problems ?? {}
  return (
    <>
      <ErrorSummary problems={problems} />
      <Title>Columns of the file: {titles[kind].toLowerCase()}</Title>
      <ul class="govuk-list">
        {batchKinds
          .filter((one) => one !== kind)
          .map((one) => (
            <li>
              <Link href={`${path}?file=${one}`}>Columns of {titles[one].toLowerCase()}</Link>
            </li>
          ))}
      </ul>
      <P>
        Set them as the council’s finance system reads them. A column holds a field or a text, such as the cost centre that receives the
        income. Files that were made stay as they are.
      </P>
      {changed ? (
        <div class="govuk-inset-text" role="status">
          Not saved yet.
        </div>
      ) : null}
      <Heading>The first lines of the file</Heading>
      <P>
        {invented
          ? 'Nothing may go into a file now, so these lines are made up.'
          : 'These lines may go now. Nothing is sent or made by looking.'}{' '}
        {format.header || format.trailer ? 'The rows before and after them count only what is shown here.' : ''}
      </P>
      <section class="muster-scroll" tabindex={0} aria-label="The first lines of the file">
        <pre class="govuk-!-font-size-16">{preview}</pre>
      </section>
      <form method="post" action={path} novalidate>
        <input type="hidden" name="file" value={kind} />
        <input type="hidden" name="count" value={String(columns.length)} />
        <Button name="action" value="save">
          Save the columns
        </Button>
        {kind === 'journal' ? (
          <>
            <P>
              Begin with a shape for a finance system. It is a starting point and not what your system is known to read: every council has
              set up its own, so check the file with whoever looks after yours before you send one. It replaces the columns and how the file
              is written; nothing is saved until you press “Save the columns”.
            </P>
            <p>
              {shapes.map((shape) => (
                <Small action={`shape-${shape}`} what="">{`Begin with ${shapeWords[shape]}`}</Small>
              ))}
            </p>
          </>
        ) : null}
        <FormatFields kind={kind} format={format} problems={p} />
        <Choices
          name="needs"
          label="Hold back lines without"
          hint="They go into a file when it is entered with the payer"
          type="checkboxes"
          small
          values={needed}
          options={usualNeeds[kind].map((need) => ({ value: need, text: capital(needWords[need]) }))}
        />
        <P>
          A text may hold fields in braces, such as <code>{'{event_code} {school}'}</code>. “Most letters” shortens texts, names and
          addresses; codes, days and sums are never cut.
        </P>
        <Details summary="Names for the braces">
          <ul class="govuk-list">
            {Object.entries(fields).map(([name, [words]]) => (
              <li>
                <code>{`{${name}}`}</code>: {words}
              </li>
            ))}
          </ul>
        </Details>
        <div class="muster-columns">
          <Table
            caption="Columns, from left to right"
            dense
            columns={['Column', 'Heading', 'Holds', 'Text', 'Most letters', 'Move']}
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
                <TextField
                  name={`longest-${n}`}
                  label={`Most letters of ${what}`}
                  value={one.longest === undefined ? '' : String(one.longest)}
                  inputmode="numeric"
                  width={3}
                  {...hidden}
                />,
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
            Show the first lines
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
