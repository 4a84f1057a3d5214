import type { Child } from 'hono/jsx'
import { countedNames, countedWays, type ListedTitle, type TitleBatch, type TitleCounts } from '#attendance/requirements/training.ts'
import { Turns } from '#attendance/requirements/views/turns.tsx'
import { type Day, sayInstant } from '#base/dates.ts'
import { Button, type Problems, Select } from '#base/web/field.tsx'
import { Link, P, Table, Title, VisuallyHidden } from '#base/web/page-parts.tsx'
import { counted } from '#base/words.ts'
import type { TitlePlan } from '../save-titles.ts'

const notStated = 'Purpose not stated'

const sayCounted = (countedAs: TitleCounts['countedAs']): string => (countedAs === null ? notStated : countedNames[countedAs])

const options = [{ value: '', text: notStated }, ...countedWays.map((value) => ({ value, text: countedNames[value] }))]

const Batches = ({ batches }: { batches: readonly TitleBatch[] }) =>
  batches.length === 0 ? null : (
    <Table
      caption="Saved before"
      columns={['When', 'By', 'Titles', 'What to do']}
      rows={batches.map(({ batchId, at, by, titles, stands }) => [
        sayInstant(at),
        by ?? '',
        String(titles),
        stands === titles ? (
          <Link href={`/requirements/titles?undo=${batchId}`}>
            Undo<VisuallyHidden> what was saved {sayInstant(at)}</VisuallyHidden>
          </Link>
        ) : (
          'Changed since'
        ),
      ])}
    />
  )

type TitlesTableProps = {
  titles: readonly ListedTitle[]
  /** What was chosen, to show it again. */
  said: readonly TitleCounts[]
  problems: Problems | undefined
}

export const TitlesTable = ({ titles, said, problems }: TitlesTableProps) => {
  const chosen = new Map(said.map(({ title, countedAs }) => [title, countedAs]))
  return (
    <Table
      caption="Titles, without capitals"
      columns={['Title', { text: 'Records', numeric: true }, 'Counted as']}
      rows={titles.map(({ title, records, countedAs }, n) => [
        title,
        String(records),
        <>
          <input type="hidden" name={`title-${n}`} value={title} />
          <Select
            name={`as-${n}`}
            label={`Counted as, ${title}`}
            labelClass="govuk-visually-hidden"
            options={options}
            value={(chosen.has(title) ? chosen.get(title) : countedAs) ?? ''}
            problems={problems}
          />
        </>,
      ])}
    />
  )
}

type TitlesPageProps = { titles: readonly ListedTitle[]; batches: readonly TitleBatch[]; form: Child }

export const TitlesPage = ({ titles, batches, form }: TitlesPageProps) => (
  <>
    <P>
      Records of training elsewhere that do not say what the course was for. Say it once for each title: it holds for every record of that
      title, also of lists still to come. A record that says it is believed.
    </P>
    {titles.length === 0 ? <P>Every record of training elsewhere says what it was for.</P> : form}
    <Batches batches={batches} />
  </>
)

type ConfirmTitlesPageProps = {
  id: string
  day: Day
  labels: ReadonlyMap<string, string>
  plan: TitlePlan
  undoes: boolean
}

export const ConfirmTitlesPage = ({ id, day, labels, plan, undoes }: ConfirmTitlesPageProps) => (
  <>
    <Title>{undoes ? 'Undo what was saved' : 'Check what changes'}</Title>
    <Table
      caption={`${counted(plan.changes.length, 'title')} of ${counted(
        plan.changes.reduce((sum, { records }) => sum + records, 0),
        'record',
      )}`}
      columns={['Title', { text: 'Records', numeric: true }, 'Until now', 'Then']}
      rows={plan.changes.map(({ title, records, was, countedAs }) => [title, String(records), sayCounted(was), sayCounted(countedAs)])}
    />
    <Turns {...plan} day={day} labels={labels}>
      <P>Reports that are final do not change. You can undo this.</P>
      <form method="post" action="/requirements/titles" novalidate>
        <input type="hidden" name="id" value={id} />
        <input type="hidden" name="state" value={plan.state} />
        {plan.changes.map(({ title, countedAs }, n) => (
          <>
            <input type="hidden" name={`title-${n}`} value={title} />
            <input type="hidden" name={`as-${n}`} value={countedAs ?? ''} />
          </>
        ))}
        <div class="govuk-button-group">
          <Button name="action" value="save">
            {undoes ? 'Undo' : 'Save'}
          </Button>
          <Button kind="secondary" name="action" value="again">
            Change what I chose
          </Button>
        </div>
      </form>
    </Turns>
  </>
)
