import type { Child } from 'hono/jsx'
import { type Day, sayDay, sayInstant } from '#base/dates.ts'
import { Heading, Link, P, SummaryList, Table, Tag } from '#base/web/page-parts.tsx'
import { SummaryCard } from '#base/web/summary-card.tsx'
import { identityWords, outcomeWords, requestWords, type Stored, type SubjectRequestRow } from '../subject.ts'

const home = '/organiser/records'

type RequestForm = (request: SubjectRequestRow, parts: { request: string }) => Child
type SubjectForms = Record<'identity' | 'copy' | 'answer', RequestForm> & { record: () => Child }

const nextStep = (request: SubjectRequestRow, { identity, copy, answer }: SubjectForms): Child => {
  const parts = { request: request.id }
  if (request.answeredAt) return null
  if (request.identityAt === null) return identity(request, parts)
  if (request.kind !== 'access') return answer(request, parts)
  return (
    <>
      {copy(request, parts)}
      {request.madeAt === null ? null : answer(request, parts)}
    </>
  )
}

const Request = ({ request, today, forms }: { request: SubjectRequestRow; today: Day; forms: SubjectForms }) => {
  const late = request.answeredAt === null && request.dueOn < today
  return (
    <SummaryCard title={requestWords[request.kind]} level={3}>
      <SummaryList
        rows={[
          ['Received', sayDay(request.receivedOn)],
          [
            'Answer by',
            <>
              {sayDay(request.dueOn)} {late ? <Tag colour="red">Late</Tag> : null}
            </>,
          ],
          [
            'Who asks',
            request.identityHow && request.identityAt
              ? `${identityWords[request.identityHow]}, ${sayInstant(request.identityAt)}`
              : 'Not made sure yet',
          ],
          ['Copy made', request.madeAt ? sayInstant(request.madeAt) : undefined],
          [
            'Answered',
            request.outcome && request.answeredAt ? `${outcomeWords[request.outcome]}, ${sayInstant(request.answeredAt)}` : undefined,
          ],
        ]}
      />
      {nextStep(request, forms)}
    </SummaryCard>
  )
}

type SubjectProps = Stored & {
  personId: string
  requests: readonly SubjectRequestRow[]
  today: Day
  forms: SubjectForms
}

export const Subject = ({ personId, counts, requests, today, forms }: SubjectProps) => (
  <>
    <Table
      caption="What there is"
      columns={['What', { text: 'How many', numeric: true }]}
      rows={counts.filter(({ rows }) => rows > 0).map(({ title, rows }) => [title, rows])}
    />
    <ul class="govuk-list">
      <li>
        <Link href={`/organiser/people/${personId}/correct`}>Correct the name or telephone number</Link>
      </li>
      <li>
        <Link href={`${home}/people/${personId}/erase`}>Erase this person</Link>
      </li>
      <li>
        <Link href={`${home}/holds/new?person=${personId}`}>Place a legal hold on everything of this person</Link>
      </li>
    </ul>
    <Heading>What they asked</Heading>
    {requests.length === 0 ? <P>Nothing yet.</P> : requests.map((request) => <Request request={request} today={today} forms={forms} />)}
    <Heading>Record a request</Heading>
    {forms.record()}
  </>
)
