import type { Child } from 'hono/jsx'
import { Button } from '#base/web/field.tsx'
import { Link, NothingChanged, P, Table, Tag, Title } from '#base/web/page-parts.tsx'
import type { TableHead } from '#base/web/table-head.tsx'
import { counted, sayNumber } from '#base/words.ts'
import { type Outcome, savedRows } from './plan.ts'

export type Row = { line: number; outcome: Outcome }

const outcomes = {
  added: <Tag colour="green">Will be added</Tag>,
  changed: <Tag colour="blue">Will be changed</Tag>,
  unchanged: <Tag colour="grey">Unchanged</Tag>,
  skipped: <Tag colour="yellow">Skipped</Tag>,
  refused: <Tag colour="red">Refused</Tag>,
} as const satisfies Record<Outcome, Child>

const figures: readonly (readonly [Outcome, string])[] = [
  ['added', 'to be added'],
  ['changed', 'to be changed'],
  ['unchanged', 'unchanged'],
  ['skipped', 'skipped as known already'],
  ['refused', 'refused'],
]

const shownRows = 500

type PreviewProps<R extends Row> = {
  of: { path: string; heads: readonly TableHead[]; cells: (row: R) => Child[]; note: (row: R) => string }
  as: string | undefined
  rows: readonly R[]
  form: Readonly<Record<string, string>>
  notice: string | undefined
}

/** Row by row, refusals first, with the button to save it. */
export const Preview = <R extends Row>({ of, as, rows, form, notice }: PreviewProps<R>) => {
  const count = (outcome: Outcome): number => rows.filter((row) => row.outcome === outcome).length
  const due = savedRows(rows).length
  const rank = ({ outcome }: Row): number => (outcome === 'refused' ? 0 : outcome === 'skipped' ? 1 : 2)
  return (
    <>
      <NothingChanged why={notice} />
      <Title>What this list would do</Title>
      <ul class="muster-figures">
        {figures.map(([outcome, says]) =>
          count(outcome) > 0 ? (
            <li class="govuk-body">
              <span class="muster-figure">{count(outcome)}</span> {says}
              {outcome === 'added' && as ? ` ${as}` : null}
            </li>
          ) : null,
        )}
      </ul>
      {due > 0 ? (
        <form method="post" action={`${of.path}/apply`}>
          {Object.entries(form).map(([name, value]) => (
            <input type="hidden" name={name} value={value} />
          ))}
          <Button>
            {count('refused') + count('skipped') > 0 ? `Save ${due} and leave out the others` : `Save ${due === 1 ? 'it' : `all ${due}`}`}
          </Button>
        </form>
      ) : (
        <P>There is nothing to save.</P>
      )}
      <P>
        <Link href={of.path}>Choose another file</Link>
      </P>
      <Table
        caption="Row by row"
        columns={['Row', 'What happens', ...of.heads]}
        rows={rows
          .toSorted((a, b) => rank(a) - rank(b) || a.line - b.line)
          .slice(0, shownRows)
          .map((row) => [
            String(row.line),
            of.note(row) ? [outcomes[row.outcome], ' ', of.note(row)] : outcomes[row.outcome],
            ...of.cells(row),
          ])}
      />
      {rows.length > shownRows ? (
        <P>
          The first {shownRows} of {sayNumber(rows.length)} rows are shown, those that are refused or skipped before the others.
        </P>
      ) : null}
    </>
  )
}

export const Standing = ({ rows }: { rows: number }) =>
  rows === 0 ? <Tag colour="grey">None stands</Tag> : <Tag colour="green">{counted(rows, 'row')} standing</Tag>
