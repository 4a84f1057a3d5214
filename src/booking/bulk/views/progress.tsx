import { sayInstant } from '#base/dates.ts'
import { Button } from '#base/web/field.tsx'
import { Table } from '#base/web/page-parts.tsx'
import { counted, sayNumber } from '#events/events/views/words.tsx'
import { atOnce, type Bulk, type BulkItem, type Progress } from '../bulk.ts'
import { headings, ItemTable } from './preview.tsx'

export const BulkProgressPage = ({ bulk, progress, items }: { bulk: Bulk; progress: Progress; items: readonly BulkItem[] }) => (
  <>
    <h1 class="govuk-heading-l">{headings[bulk.act]}</h1>
    <ul class="muster-figures">
      <li>
        <span class="muster-figure">
          {sayNumber(progress.done)} of {sayNumber(progress.bookings)}
        </span>{' '}
        bookings done, {counted(progress.donePlaces, 'place')}
      </li>
      <li>
        <span class="muster-figure">{sayNumber(progress.refused)}</span> refused
      </li>
      <li>
        <span class="muster-figure">{sayNumber(progress.waiting)}</span> to do
      </li>
    </ul>
    {progress.waiting > 0 ? (
      <form method="post" action={`/organiser/bookings/bulk/${bulk.id}/continue`}>
        <p class="govuk-body">
          It goes on by itself, {atOnce} bookings every minute, also when you close this page. To be quicker, go on here.
        </p>
        <Button>Do the next {sayNumber(Math.min(atOnce, progress.waiting))}</Button>
      </form>
    ) : (
      <p class="govuk-body">Finished{bulk.finishedAt ? ` on ${sayInstant(bulk.finishedAt)}` : ''}.</p>
    )}
    <ItemTable items={items} total={progress.bookings} caption="Bookings" />
    <p class="govuk-body">
      <a class="govuk-link" href="/organiser/bookings">
        Back to the bookings
      </a>
    </p>
  </>
)

export const BulkListPage = ({
  bulks,
}: {
  bulks: readonly (Pick<Bulk, 'id' | 'act' | 'startedAt' | 'finishedAt'> & { bookings: number; settled: number })[]
}) => (
  <>
    <h1 class="govuk-heading-l">Done to many bookings</h1>
    {bulks.length === 0 ? (
      <p class="govuk-body">Nothing yet. Tick places in the list of bookings, and choose what shall be done.</p>
    ) : (
      <Table
        caption="The latest"
        captionClass="govuk-visually-hidden"
        columns={['What', 'Begun', 'Bookings', 'State']}
        rows={bulks.map((bulk) => [
          <a class="govuk-link" href={`/organiser/bookings/bulk/${bulk.id}`}>
            {headings[bulk.act]}
          </a>,
          bulk.startedAt ? sayInstant(bulk.startedAt) : '',
          sayNumber(bulk.bookings),
          bulk.finishedAt ? 'Finished' : `${sayNumber(bulk.settled)} of ${sayNumber(bulk.bookings)}`,
        ])}
      />
    )}
  </>
)
