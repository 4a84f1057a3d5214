import type { Child } from 'hono/jsx'
import { sayInstant } from '#base/dates.ts'
import { sayMoney } from '#base/money.ts'
import { Address, Link, P, SummaryList } from '#base/web/page-parts.tsx'
import { counted } from '#base/words.ts'
import { grossOf } from '#money/ledger/line.ts'
import { type Batch, fileNameOf } from '../batch.ts'
import type { Standing } from '../request.ts'
import { answeredBefore } from './refusals.tsx'
import { RequestTable } from './requests.tsx'
import { Sums } from './sums.tsx'
import { FileTag, paths } from './words.tsx'

type FileMadeProps = { batch: Batch; requests: readonly Standing[]; open: boolean }

export const FileMade = ({ batch, requests, open }: FileMadeProps) => (
  <>
    <SummaryList
      rows={[
        ['State', <FileTag answer={batch.answer} />],
        ['Made', sayInstant(batch.createdAt)],
        ['By', batch.byEmail ? <Address email={batch.byEmail} /> : undefined],
        [batch.answer === 'rejected' ? 'Rejected' : 'Accepted', batch.answeredAt ? sayInstant(batch.answeredAt) : undefined],
        ['Said by', batch.answeredByEmail ? <Address email={batch.answeredByEmail} /> : undefined],
        ['What the finance system said', batch.reason],
      ]}
    />
    <Sums {...batch} />
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
  </>
)

export const AnswerPage = ({ batch, form }: { batch: Batch; form: Child }) =>
  batch.answer === null ? (
    <>
      <P>
        The file has {counted(batch.lines, 'line')}, {sayMoney(grossOf(batch))}. What you say here cannot be changed afterwards.
      </P>
      {form}
    </>
  ) : (
    <P>
      {answeredBefore}. <Link href={`${paths[batch.kind]}/${batch.number}`}>See the file</Link>
    </P>
  )
