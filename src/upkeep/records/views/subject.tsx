import { type Day, sayDay, sayInstant } from '#base/dates.ts'
import { Button, Choices, TextField } from '#base/web/field.tsx'
import { ErrorSummary, Heading, Link, P, Page, SummaryList, Table, Tag, Title } from '#base/web/page-parts.tsx'
import { identityWords, outcomeWords, requestWords, type SubjectRequestRow } from '../subject.ts'

const home = '/organiser/records'

const options = (words: Record<string, string>) => Object.entries(words).map(([value, text]) => ({ value, text }))

/** A select; its id includes the request's, because a page may have several. */
const Pick = ({ id, name, label, words }: { id: string; name: string; label: string; words: Record<string, string> }) => (
  <div class="govuk-form-group">
    <label class="govuk-label" for={`${name}-${id}`}>
      {label}
    </label>
    <select class="govuk-select" id={`${name}-${id}`} name={name}>
      <option value="">Choose</option>
      {options(words).map(({ value, text }) => (
        <option value={value}>{text}</option>
      ))}
    </select>
  </div>
)

const Request = ({ request, today }: { request: SubjectRequestRow; today: Day }) => {
  const late = request.answeredAt === null && request.dueOn < today
  const act = `${home}/requests/${request.id}`
  const outcomes =
    request.kind === 'access'
      ? { given: outcomeWords.given, refused: outcomeWords.refused }
      : { done: outcomeWords.done, refused: outcomeWords.refused }
  return (
    <div class="govuk-summary-card">
      <div class="govuk-summary-card__title-wrapper">
        <h3 class="govuk-summary-card__title">{requestWords[request.kind]}</h3>
      </div>
      <div class="govuk-summary-card__content">
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
        {request.answeredAt ? null : request.identityAt === null ? (
          <form method="post" action={`${act}/identity`}>
            <Pick id={request.id} name="how" label="How was it made sure who asks?" words={identityWords} />
            <Button>Save</Button>
          </form>
        ) : (
          <>
            {request.kind === 'access' ? (
              <form method="post" action={`${act}/copy`}>
                <Button kind="secondary">Make the copy (ZIP)</Button>
              </form>
            ) : null}
            {request.kind === 'access' && request.madeAt === null ? null : (
              <form method="post" action={`${act}/answer`}>
                <Pick id={request.id} name="outcome" label="What became of it?" words={outcomes} />
                <Button>Save</Button>
              </form>
            )}
          </>
        )}
      </div>
    </div>
  )
}

export const SubjectPage = ({
  personId,
  name,
  counts,
  requests,
  today,
  problem,
}: {
  personId: string
  name: string
  counts: readonly { title: string; rows: number }[]
  requests: readonly SubjectRequestRow[]
  today: Day
  problem: string | undefined
}) => (
  <Page>
    <ErrorSummary problems={problem ? { kind: problem } : undefined} />
    <Title>What is stored about {name}</Title>
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
    {requests.length === 0 ? <P>Nothing yet.</P> : requests.map((request) => <Request request={request} today={today} />)}
    <Heading>Record a request</Heading>
    <form method="post" action={`${home}/people/${personId}/requests`} novalidate>
      <Choices name="kind" type="radios" label="What do they ask?" values={[]} options={options(requestWords)} />
      <TextField name="receivedOn" label="Received on" hint="Like 1/9/2026" width={10} autocomplete="off" />
      <Button>Record</Button>
    </form>
  </Page>
)
