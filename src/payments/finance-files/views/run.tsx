import { sayInstant } from '#base/dates.ts'
import { sayMoney } from '#base/money.ts'
import { Button, Choices, type Problems, TextArea } from '#base/web/field.tsx'
import { Address, ErrorSummary, Link, P, Page, Pagination, SummaryList, Table, Title } from '#base/web/page-parts.tsx'
import { counted, sayNumber } from '#base/words.ts'
import { grossOf } from '#money/ledger/line.ts'
import { type Batch, fileNameOf, linesAPage } from '../batch.ts'
import { describeLine, type FileLine } from '../column.ts'
import type { Standing } from '../request.ts'
import { RequestTable } from './requests.tsx'
import { sumCells, sums } from './sums.tsx'
import { BookingLink, FileTag, PayerLink, paths, runWords } from './words.tsx'

/** One file with its lines, paginated. */
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
    <Title>{runWords[batch.kind](batch.number)}</Title>
    <SummaryList
      rows={[
        ['State', <FileTag answer={batch.answer} />],
        ['Made', sayInstant(batch.createdAt)],
        ['By', batch.byEmail ? <Address email={batch.byEmail} /> : undefined],
        [batch.answer === 'rejected' ? 'Rejected' : 'Accepted', batch.answeredAt ? sayInstant(batch.answeredAt) : undefined],
        ['Said by', batch.answeredByEmail ? <Address email={batch.answeredByEmail} /> : undefined],
        ['What the finance system said', batch.reason],
        ['Lines', sayNumber(batch.lines)],
        ['Net', sayMoney(batch.pence)],
        ['VAT', sayMoney(batch.vatPence)],
        ['Total', sayMoney(grossOf(batch))],
      ]}
    />
    <P>
      <Link href={`${paths[batch.kind]}/${batch.number}/file.csv`} download="">
        Download {fileNameOf(batch)}.csv
      </Link>
      , the same file each time.
    </P>
    {batch.answer === null ? (
      <P>
        <Link href={`${paths[batch.kind]}/${batch.number}/answer`}>Say whether the finance system accepted it</Link>
      </P>
    ) : batch.answer === 'rejected' ? (
      <P>Its lines are in it no longer: they wait for the next file, or are in a later one.</P>
    ) : null}
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

const ifRejected: Record<Batch['kind'], string> = {
  journal: 'Its lines are owed again, and go into the next journal with what was put right',
  invoice_request: 'Its requests ask for nothing any more. Its lines go into the next file, as new requests',
}

/** Asks how the finance system answered a file, and says what follows. */
export const AnswerPage = ({
  batch,
  typed,
  problems,
}: {
  batch: Batch
  typed: { answer: string; reason: string }
  problems?: Problems | undefined
}) => (
  <Page>
    <ErrorSummary problems={problems} />
    <Title>{runWords[batch.kind](batch.number)}: what did the finance system say?</Title>
    <P>
      The file has {counted(batch.lines, 'line')}, {sayMoney(grossOf(batch))}. What you say here cannot be changed afterwards.
    </P>
    <form method="post" action={`${paths[batch.kind]}/${batch.number}/answer`} novalidate>
      <Choices
        name="answer"
        label="The file was"
        type="radios"
        values={[typed.answer]}
        problems={problems}
        options={[
          { value: 'accepted', text: 'Accepted', hint: 'Its lines stay in it for good' },
          { value: 'rejected', text: 'Rejected', hint: ifRejected[batch.kind] },
        ]}
      />
      <TextArea name="reason" label="If it was rejected: why?" rows={3} value={typed.reason} problems={problems} />
      <div class="govuk-button-group">
        <Button>Save the answer</Button>
        <Link href={`${paths[batch.kind]}/${batch.number}`}>Cancel</Link>
      </div>
    </form>
  </Page>
)
