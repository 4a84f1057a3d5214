import { type Day, sayDay } from '#base/dates.ts'
import { Button, Choices, DayField, type Problems, Select, TextArea, TextField } from '#base/web/field.tsx'
import { ErrorSummary, Heading, Link, NothingChanged, P, Page, SummaryList, Table, Title } from '#base/web/page-parts.tsx'
import { sayNumber } from '#base/words.ts'
import {
  type Advice,
  type AdviceDecision,
  daysOf,
  type IssuedChoice,
  outcomes,
  outcomeWords,
  sayAdvice,
  sayDecision,
  sayUndecided,
  type UndecidedAdvice,
} from '../advice.ts'

type Wrong = { problems?: Problems | undefined; why?: string | undefined }

/** What is undecided, each with its days; nothing if all is decided. */
export const UndecidedList = ({ advice, today }: { advice: readonly UndecidedAdvice[]; today: Day }) =>
  advice.length === 0 ? null : (
    <ul class="govuk-list govuk-list--bullet">
      {advice.map((one) => (
        <li>
          <Link href={`/guidance/advice/${one.id}`}>{one.title}</Link>. {sayUndecided(one, today)}, undecided
          {one.draft === null ? '' : ` (in a draft of ${one.draft})`}.
        </li>
      ))}
    </ul>
  )

const whoAndWhen = ({ by, at }: AdviceDecision): string => `${by ?? 'Somebody'}, ${sayDay(at)}`

export const AdvicePage = ({
  advice,
  today,
  mayWrite,
  formId,
  typed,
  problems,
  why,
}: {
  advice: readonly Advice[]
  today: Day
  mayWrite: boolean
  formId: string
  typed: Readonly<Record<string, string>>
} & Wrong) => (
  <>
    <ErrorSummary problems={problems} />
    <NothingChanged why={why} />
    <Title>National advice</Title>
    <P>What was published nationally, and what we made of it. {sayAdvice(advice)}</P>
    {advice.length === 0 ? null : (
      <>
        <Table
          caption="Publications"
          captionClass="govuk-visually-hidden"
          columns={['Publication', 'Published', 'What we made of it', 'By and when', { text: 'Days', numeric: true }]}
          rows={advice.map((one) => [
            <Link href={`/guidance/advice/${one.id}`}>{one.title}</Link>,
            sayDay(one.publishedOn),
            sayDecision(one),
            one.decision ? whoAndWhen(one.decision) : one.draft === null ? '' : `In a draft of ${one.draft}`,
            sayNumber(daysOf(one, today)),
          ])}
        />
        <P>
          Days from the publication until schools were given it or, where they were not, until it was decided; until today while it is
          undecided. <Link href="/guidance/advice.csv">The list as CSV</Link>
        </P>
      </>
    )}
    {mayWrite ? (
      <Page>
        <Heading>Note a publication</Heading>
        <form method="post" action="/guidance/advice" novalidate>
          <input type="hidden" name="id" value={formId} />
          <TextField name="title" label="Title" value={typed['title']} problems={problems} />
          <TextField name="address" label="Address" hint="Begins with https://" type="url" value={typed['address']} problems={problems} />
          <DayField name="publishedOn" label="Day on which it was published" value={typed['publishedOn']} problems={problems} />
          <Button>Note it</Button>
        </form>
      </Page>
    ) : null}
  </>
)

export const OneAdvicePage = ({
  advice,
  decisions,
  issued,
  today,
  mayWrite,
  formId,
  typed,
  problems,
  why,
}: {
  advice: Advice
  decisions: readonly AdviceDecision[]
  issued: readonly IssuedChoice[]
  today: Day
  mayWrite: boolean
  formId: string
  typed: Readonly<Record<string, string>>
} & Wrong) => {
  const { decision } = advice
  return (
    <Page>
      <ErrorSummary problems={problems} />
      <NothingChanged why={why} />
      <span class="govuk-caption-l">National advice</span>
      <Title>{advice.title}</Title>
      <SummaryList
        rows={[
          [
            'Address',
            <Link class="govuk-link muster-break" href={advice.address} rel="noreferrer">
              {advice.address}
            </Link>,
          ],
          ['Published', sayDay(advice.publishedOn)],
          ['Noted', `${advice.notedBy ?? 'Somebody'}, ${sayDay(advice.notedAt)}`],
          [
            'What we made of it',
            decision?.as ? <Link href={`/guidance/${decision.as.documentId}`}>{sayDecision(advice)}</Link> : sayDecision(advice),
          ],
          ['Decided', decision && whoAndWhen(decision)],
          ['In a draft of', decision ? undefined : (advice.draft ?? undefined)],
          [decision ? 'Days until then' : 'Days since it was published', sayNumber(daysOf(advice, today))],
        ]}
      />
      {decisions.length > 1 ? (
        <Table
          caption="Decided before"
          columns={['What', 'By and when']}
          rows={decisions.slice(1).map((one) => [sayDecision({ decision: one }), whoAndWhen(one)])}
        />
      ) : null}
      {mayWrite ? (
        <>
          <Heading>{decision ? 'Decide otherwise' : 'Decide on it'}</Heading>
          <P>A draft that names this publication decides on it when it is issued. Earlier decisions stay in the record.</P>
          <form method="post" action={`/guidance/advice/${advice.id}`} novalidate>
            <input type="hidden" name="id" value={formId} />
            <input type="hidden" name="seen" value={decision?.id ?? ''} />
            <Choices
              {...{ name: 'what', label: 'What do we make of it?', type: 'radios', values: typed['what'] ? [typed['what']] : [], problems }}
              options={outcomes.map((value) => ({ value, text: outcomeWords[value] }))}
            />
            <Select
              {...{ name: 'versionId', label: 'As which version, or part of which', value: typed['versionId'], problems }}
              options={[
                { value: '', text: 'None' },
                ...issued.map(({ id, title, number }) => ({ value: id, text: `${title}, version ${number}` })),
              ]}
            />
            <TextArea
              {...{ name: 'why', label: 'Why it is not for us', hint: 'Name no person.', rows: 3, value: typed['why'], problems }}
            />
            <Button>Save the decision</Button>
          </form>
        </>
      ) : null}
    </Page>
  )
}
