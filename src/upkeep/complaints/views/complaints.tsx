import type { Child } from 'hono/jsx'
import { type Day, sayDay, sayInstant, sayLongDay } from '#base/dates.ts'
import { TaskList } from '#base/web/page-head.tsx'
import { Heading, Link, P, SummaryList, Table, Tag } from '#base/web/page-parts.tsx'
import { type Complaint, cameWords, isErased, nextOf, outcomeWords } from '../complaint.ts'

const home = '/organiser/complaints'

const steps = { acknowledge: 'Acknowledge by', answer: 'Answer by' } as const

const State = ({ complaint, today }: { complaint: Complaint; today: Day }) => {
  const next = nextOf(complaint, today)
  if (!next) return <Tag colour="grey">Closed</Tag>
  return next.isLate ? <Tag colour="red">Late</Tag> : <Tag colour={next.step === 'acknowledge' ? 'yellow' : 'blue'}>Open</Tag>
}

const sayNext = (complaint: Complaint, today: Day): string => {
  const next = nextOf(complaint, today)
  return next?.by ? `${steps[next.step]} ${sayLongDay(next.by)}` : ''
}

export const ComplaintsPage = ({ open, answered, today }: { open: Complaint[]; answered: Complaint[]; today: Day }) => (
  <>
    {open.length === 0 ? (
      <P>No complaint is open.</P>
    ) : (
      <TaskList
        tasks={open.map((complaint) => ({
          href: `${home}/${complaint.id}`,
          text: `Complaint of ${sayDay(complaint.receivedAt)}`,
          hint: sayNext(complaint, today),
          status: <State complaint={complaint} today={today} />,
        }))}
      />
    )}
    {answered.length > 0 ? (
      <Table
        caption="Answered"
        columns={['Complaint', 'Outcome', 'Answered']}
        rows={answered.map(({ id, receivedAt, outcome, answeredAt }) => [
          <Link href={`${home}/${id}`}>Complaint of {sayDay(receivedAt)}</Link>,
          outcome ? outcomeWords[outcome] : '',
          answeredAt ? sayDay(answeredAt) : '',
        ])}
      />
    ) : null}
    <P>
      <Link href={`${home}/new`}>Record a complaint that came by post or telephone</Link>
    </P>
    <P>
      <Link href="/organiser/records">Keeping and deleting</Link>
    </P>
  </>
)

type ComplaintForms = { acknowledge: (complaint: Complaint) => Child; answer: (complaint: Complaint) => Child }

export const ComplaintPage = ({ complaint, forms, today }: { complaint: Complaint; forms: ComplaintForms; today: Day }) => {
  const { name, email, about, came, recordedBy, acknowledgedAt, answeredAt, outcome, answer, answeredBy } = complaint
  const next = nextOf(complaint, today)
  return (
    <>
      <SummaryList
        rows={[
          ['State', <State complaint={complaint} today={today} />],
          [
            'From',
            isErased(complaint) ? 'Somebody who was erased' : <span class="muster-break">{[name, email].filter(Boolean).join(', ')}</span>,
          ],
          ['About', <span class="muster-break muster-lines">{about || 'Not kept'}</span>],
          ['Came', came === 'form' ? undefined : `${cameWords[came]}${recordedBy ? `, recorded by ${recordedBy}` : ''}`],
          ['Acknowledged', acknowledgedAt ? sayInstant(acknowledgedAt) : `Not yet: by ${sayLongDay(complaint.acknowledgeBy)}`],
          ['Answer by', next ? sayLongDay(complaint.answerBy) : undefined],
          ['Outcome', outcome ? outcomeWords[outcome] : undefined],
          ['Answer', answer ? <span class="muster-break muster-lines">{answer}</span> : undefined],
          ['Answered', answeredAt ? `${sayInstant(answeredAt)}${answeredBy ? ` by ${answeredBy}` : ''}` : undefined],
        ]}
      />
      {next?.step === 'acknowledge' ? forms.acknowledge(complaint) : null}
      {next ? (
        <>
          <Heading>Answer it</Heading>
          {forms.answer(complaint)}
        </>
      ) : null}
    </>
  )
}
