import type { Child } from 'hono/jsx'
import { sayInstant } from '#base/dates.ts'
import { Link, P, Table } from '#base/web/page-parts.tsx'
import { counted, sayNumber } from '#base/words.ts'
import { atOnce, type Bulk, type BulkItem, type ListedBulk, type Progress } from '../bulk.ts'
import { headings, ItemTable } from './preview.tsx'

type BulkProgressPageProps = { bulk: Bulk; progress: Progress; items: readonly BulkItem[]; form: Child }

export const BulkProgressPage = ({ bulk, progress, items, form }: BulkProgressPageProps) => (
  <>
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
      <>
        <P>It goes on by itself, {atOnce} bookings every minute, also when you close this page. To be quicker, press the button.</P>
        {form}
      </>
    ) : (
      <P>Finished{bulk.finishedAt ? ` on ${sayInstant(bulk.finishedAt)}` : ''}.</P>
    )}
    <ItemTable items={items} total={progress.bookings} caption="Bookings" />
    <P>
      <Link href="/organiser/bookings">Back to the bookings</Link>
    </P>
  </>
)

export const BulkListPage = ({ bulks }: { bulks: readonly ListedBulk[] }) => (
  <>
    {bulks.length === 0 ? (
      <P>Nothing yet. Tick places in the list of bookings, and choose what shall be done.</P>
    ) : (
      <Table
        caption="The latest"
        captionClass="govuk-visually-hidden"
        columns={['What', 'Begun', 'Bookings', 'State']}
        rows={bulks.map((bulk) => [
          <Link href={`/organiser/bookings/bulk/${bulk.id}`}>{headings[bulk.act]}</Link>,
          bulk.startedAt ? sayInstant(bulk.startedAt) : '',
          sayNumber(bulk.bookings),
          bulk.finishedAt ? 'Finished' : `${sayNumber(bulk.settled)} of ${sayNumber(bulk.bookings)}`,
        ])}
      />
    )}
  </>
)
