import { sayInstant } from '../../dates.ts'
import { counted, sayNumber } from '../../events/views/words.tsx'
import { grossOf, kindWords } from '../../ledger/line.ts'
import { sayMoney } from '../../money.ts'
import { Button } from '../../web/field.tsx'
import { Pagination, SummaryList, Table } from '../../web/page-parts.tsx'
import {
  type Batch,
  type BatchKind,
  fileNameOf,
  linesAPage,
  mostLines,
  type PendingLine,
  runsAPage,
  type SortedLines,
  totalsBySchool,
  totalsOf,
  withoutCostCentre,
} from '../batch.ts'
import { describeLine, type FileLine } from '../column.ts'
import type { Standing } from '../request.ts'
import { RequestTable } from './requests.tsx'
import { abouts, BookingLink, heldWords, PayerLink, paths, runWords, titles } from './words.tsx'

const money = (text: string) => ({ text, numeric: true }) as const
const sums = [money('Net'), money('VAT'), money('Total')]
const sumCells = (of: { pence: number; vatPence: number }): string[] => [sayMoney(of.pence), sayMoney(of.vatPence), sayMoney(grossOf(of))]

const shown = 50

const NoCostCentre = ({ lines }: { lines: readonly PendingLine[] }) => {
  const missing = withoutCostCentre(lines)
  return missing.length === 0 ? null : (
    <div class="govuk-warning-text">
      <span class="govuk-warning-text__icon" aria-hidden="true">
        !
      </span>
      <div class="govuk-warning-text__text">
        <span class="govuk-visually-hidden">Warning</span>
        No cost centre is known of {counted(missing.length, 'payer')}. Enter it before you make the file:{' '}
        {missing.slice(0, 10).map((payer, index) => (
          <>
            {index > 0 ? ', ' : ''}
            <PayerLink payerId={payer.payerId}>{payer.school}</PayerLink>
          </>
        ))}
        {missing.length > 10 ? ` and ${missing.length - 10} more` : ''}
      </div>
    </div>
  )
}

/** What waits for the next file, what is held back and why, and the files made so far. */
export const RunsPage = ({
  kind,
  sorted,
  chosen,
  batches,
  total,
  page,
  url,
  open,
  notice,
}: {
  kind: BatchKind
  sorted: SortedLines<PendingLine>
  chosen: readonly PendingLine[]
  batches: readonly Batch[]
  total: number
  page: number
  url: string
  /** The reader may open bookings. */
  open: boolean
  notice?: string | undefined
}) => {
  const { going, held, cancelledOut } = sorted
  const all = totalsOf(chosen)
  const later = going.length - chosen.length
  return (
    <>
      <h1 class="govuk-heading-l">{titles[kind]}</h1>
      {notice ? (
        <div class="govuk-inset-text" role="alert">
          {notice}.
        </div>
      ) : null}
      <p class="govuk-body">{abouts[kind]}</p>
      <ul class="govuk-list">
        {kind === 'invoice_request' ? (
          <>
            <li>
              <a class="govuk-link" href={`${paths.invoice_request}/unpaid`}>
                Requests that are not paid
              </a>
            </li>
            <li>
              <a class="govuk-link" href={`${paths.invoice_request}/payments`}>
                Bring back what was paid
              </a>
            </li>
          </>
        ) : null}
        <li>
          <a class="govuk-link" href={`/organiser/finance/file-columns?file=${kind}`}>
            Columns of the file
          </a>
        </li>
      </ul>
      <h2 class="govuk-heading-m">The next file</h2>
      {chosen.length === 0 ? (
        <p class="govuk-body">
          There is nothing to put into a file now. Charges appear here when a school has accepted them, has been told of them and does not
          dispute them.
        </p>
      ) : (
        <>
          <SummaryList
            rows={[
              ['Lines', sayNumber(all.lines)],
              ['Net', sayMoney(all.pence)],
              ['VAT', sayMoney(all.vatPence)],
              ['Total', sayMoney(grossOf(all))],
            ]}
          />
          {later > 0 ? (
            <p class="govuk-body">
              A file holds at most {sayNumber(mostLines)} lines: {counted(later, 'more line')} will be ready for the file after it.
            </p>
          ) : null}
          {kind === 'journal' ? <NoCostCentre lines={chosen} /> : null}
          <form method="post" action={paths[kind]}>
            <input type="hidden" name="lines" value={chosen.map((line) => line.number).join(',')} />
            <p class="govuk-body">
              Each line goes into one file once. {kind === 'journal' ? 'The lines count as paid when the file is made.' : ''}
            </p>
            <Button>Make the file</Button>
          </form>
          <Table
            caption="By school"
            columns={['School', money('Lines'), ...sums]}
            rows={totalsBySchool(chosen).map((school) => [school.school, sayNumber(school.lines), ...sumCells(school)])}
          />
          <Table
            caption="Line by line"
            dense
            columns={['Line', 'What', 'School', 'Booking', 'Event', ...sums]}
            rows={chosen
              .slice(0, shown)
              .map((line) => [
                String(line.number),
                kindWords[line.kind],
                <PayerLink payerId={line.payerId}>{line.school}</PayerLink>,
                <BookingLink reference={line.reference} open={open} />,
                line.eventTitle,
                ...sumCells(line),
              ])}
          />
          {chosen.length > shown ? <p class="govuk-body">The first {shown} lines are shown.</p> : null}
        </>
      )}
      {cancelledOut > 0 ? (
        <p class="govuk-body">
          {counted(cancelledOut, 'line')} cancel each other out: a charge was taken back whole before it was in a file. Neither goes.
        </p>
      ) : null}
      {held.length > 0 ? (
        <>
          <Table
            caption={`Held back: ${counted(held.length, 'line')}`}
            dense
            columns={['Line', 'Why', 'School', 'Booking', 'Event', money('Total')]}
            rows={held
              .slice(0, shown)
              .map(({ line, reasons }) => [
                `${line.number}: ${kindWords[line.kind]}`,
                reasons.map((reason) => heldWords[reason]).join('. '),
                <PayerLink payerId={line.payerId}>{line.school}</PayerLink>,
                <BookingLink reference={line.reference} open={open} />,
                line.eventTitle,
                sayMoney(grossOf(line)),
              ])}
          />
          {held.length > shown ? <p class="govuk-body">The first {shown} lines are shown.</p> : null}
        </>
      ) : null}
      {batches.length === 0 ? (
        <p class="govuk-body">No file has been made yet.</p>
      ) : (
        <Table
          caption="Files made so far"
          dense
          columns={['File', 'Made', 'By', money('Lines'), ...sums]}
          rows={batches.map((batch) => [
            <a class="govuk-link" href={`${paths[kind]}/${batch.number}`}>
              {runWords[kind](batch.number)}
            </a>,
            sayInstant(batch.createdAt),
            batch.byEmail ?? '',
            sayNumber(batch.lines),
            ...sumCells(batch),
          ])}
        />
      )}
      <Pagination url={url} page={page} pageSize={runsAPage} total={total} />
    </>
  )
}

/** One file, with its lines a page at a time. */
export const RunPage = ({
  batch,
  lines,
  requests,
  page,
  url,
  open,
}: {
  batch: Batch
  lines: readonly FileLine[]
  requests: readonly Standing[]
  page: number
  url: string
  open: boolean
}) => (
  <>
    <h1 class="govuk-heading-l">{runWords[batch.kind](batch.number)}</h1>
    <SummaryList
      rows={[
        ['Made', sayInstant(batch.createdAt)],
        ['By', batch.byEmail ?? undefined],
        ['Lines', sayNumber(batch.lines)],
        ['Net', sayMoney(batch.pence)],
        ['VAT', sayMoney(batch.vatPence)],
        ['Total', sayMoney(grossOf(batch))],
      ]}
    />
    <p class="govuk-body">
      <a class="govuk-link" href={`${paths[batch.kind]}/${batch.number}/file.csv`} download="">
        Download {fileNameOf(batch)}.csv
      </a>
      , the same file each time.
    </p>
    {requests.length > 0 ? <RequestTable caption="Requests" requests={requests} open={open} /> : null}
    <Table
      caption="Lines"
      dense
      columns={['Line', 'What', 'School', 'Booking', ...(batch.kind === 'journal' ? ['Cost centre'] : ['Request']), ...sums]}
      rows={lines.map((line) => [
        String(line.number),
        describeLine(line),
        <PayerLink payerId={line.payerId}>{line.school}</PayerLink>,
        <BookingLink reference={line.bookingReference} open={open} />,
        batch.kind === 'journal' ? line.costCentre : line.requestReference,
        ...sumCells(line),
      ])}
    />
    <Pagination url={url} page={page} pageSize={linesAPage} total={batch.lines} />
  </>
)
