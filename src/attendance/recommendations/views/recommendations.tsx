import type { Child } from 'hono/jsx'
import { type Day, sayDay } from '#base/dates.ts'
import { Button, Choices, DayField, optionsOf, type Problems, Select, TextArea, TextField } from '#base/web/field.tsx'
import { ErrorSummary, Heading, Link, NothingChanged, P, Page, SummaryList, Table, Title } from '#base/web/page-parts.tsx'
import {
  type Action,
  actionState,
  answerBy,
  answers,
  figures,
  type Recommendation,
  recommendationLine,
  type Said,
  sayAction,
  sayAnswer,
  sources,
  steps,
} from '../recommendation.ts'

type Typed = Readonly<Record<string, string>> & { id: string }
type Wrong = { problems?: Problems | undefined; why?: string | undefined }

const ShownBy = ({ of: { figure, topic, topicId } }: { of: Recommendation }) =>
  figure === '' ? null : (
    <Link href={`/answer?topic=${topicId}#${figure}`}>
      {figures[figure]}: {topic}
    </Link>
  )

export const actionKey = ({ id, step }: Action): string => `${id}.${step?.id ?? ''}`

/** What came of each report or review, in a sentence, and what is late. */
export const RecommendationLines = ({ all, day, linked }: { all: readonly Recommendation[]; day: Day; linked: boolean }) => (
  <>
    {recommendationLine(all, day).map(({ from, sentence, late }) => (
      <>
        <P>
          {linked ? <Link href="/coverage/recommendations">{from}</Link> : from}: {sentence}
        </P>
        {late.length === 0 ? null : (
          <ul class="govuk-list govuk-list--bullet">
            {late.map((one) => (
              <li>{one}</li>
            ))}
          </ul>
        )}
      </>
    ))}
  </>
)

export const RecommendationsPage = ({
  all,
  day,
  topics,
  mayWrite,
  typed,
  problems,
}: {
  all: readonly Recommendation[]
  day: Day
  topics: readonly { id: string; label: string }[]
  mayWrite: boolean
  typed: Typed
} & Wrong) => (
  <>
    <ErrorSummary problems={problems} />
    <Title>Recommendations</Title>
    <P>
      What scrutiny and reviews recommended, what the executive answered, and what was done.{' '}
      {all.length === 0 ? 'None is noted yet.' : <Link href="/coverage/recommendations.csv">The list as CSV</Link>}
    </P>
    {recommendationLine(all, day).map(({ from, sentence, rows }) => (
      <>
        <Heading>{from}</Heading>
        <P>{sentence}</P>
        <Table
          caption={`Recommendations of ${from}`}
          captionClass="govuk-visually-hidden"
          columns={['Recommendation', 'Answer', 'Actions', 'Shown by']}
          rows={rows.map((one) => [
            <Link href={`/coverage/recommendations/${one.id}`}>{one.text}</Link>,
            sayAnswer(one, day),
            <ul class="govuk-list">
              {one.actions.map((action) => (
                <li>
                  {action.what} ({action.owner}). {sayAction(action, day)}
                </li>
              ))}
            </ul>,
            <ShownBy of={one} />,
          ])}
        />
      </>
    ))}
    {mayWrite ? (
      <Page>
        <Heading>Note recommendations</Heading>
        <form method="post" action="/coverage/recommendations" novalidate>
          <input type="hidden" name="id" value={typed.id} />
          <Choices
            {...{ name: 'source', label: 'Who made them?', type: 'radios', small: true, options: optionsOf(sources), problems }}
            values={[typed['source'] || '']}
          />
          <TextField {...{ name: 'madeBy', label: 'Name of the committee or review', value: typed['madeBy'], problems }} />
          <DayField {...{ name: 'madeOn', label: 'When were they made?', value: typed['madeOn'], problems }} />
          <DayField
            {...{ name: 'receivedOn', label: 'When did the executive receive them?', value: typed['receivedOn'], problems }}
            hint="The two months to answer scrutiny begin on this day."
          />
          <TextArea
            {...{
              name: 'texts',
              label: 'What was recommended',
              hint: 'Leave an empty line between two.',
              rows: 8,
              value: typed['texts'],
              problems,
            }}
          />
          <Select
            {...{ name: 'figure', label: 'Which figure shows it? (optional)', value: typed['figure'], problems }}
            options={[{ value: '', text: 'None' }, ...optionsOf(figures)]}
          />
          <Select
            {...{ name: 'topicId', label: 'On which topic? (optional)', value: typed['topicId'], problems }}
            options={[{ value: '', text: 'None' }, ...topics.map(({ id, label }) => ({ value: id, text: label }))]}
          />
          <Button>Note them</Button>
        </form>
      </Page>
    ) : null}
  </>
)

export const RecommendationPage = ({
  of,
  before,
  day,
  mayWrite,
  typed,
  problems,
  why,
}: {
  of: Recommendation
  before: readonly (Said<string> & { action: string | null })[]
  day: Day
  mayWrite: boolean
  typed: Typed
} & Wrong) => {
  const by = answerBy(of)
  const form = (what: string, fields: Child, button: string) => (
    <form method="post" action={`/coverage/recommendations/${of.id}`} novalidate>
      <input type="hidden" name="id" value={typed.id} />
      <input type="hidden" name="form" value={what} />
      {fields}
      <Button>{button}</Button>
    </form>
  )
  const noted = ({ by: who, at }: Said<string>): string => `${who ?? 'Somebody'}, ${sayDay(at)}`
  return (
    <Page>
      <ErrorSummary problems={problems} />
      <NothingChanged why={why} />
      <span class="govuk-caption-l">
        {of.madeBy}, {sayDay(of.madeOn)}
      </span>
      <Title>{of.text}</Title>
      <SummaryList
        rows={[
          ['Received by the executive', sayDay(of.receivedOn)],
          ['Answer due by', by && sayDay(by)],
          ['Answer', sayAnswer(of, day)],
          ['Noted', of.answer ? noted(of.answer) : undefined],
          ['Shown by', of.figure && <ShownBy of={of} />],
        ]}
      />
      {of.actions.length === 0 ? null : (
        <Table
          caption="Actions"
          columns={['Action', 'Owner', 'Due', 'State', 'Noted']}
          rows={of.actions.map((one) => [
            ...[one.what, one.owner, sayDay(one.dueOn), sayAction(one, day)],
            one.step ? noted(one.step) : '',
          ])}
        />
      )}
      {before.length === 0 ? null : (
        <Table
          caption="Said before"
          columns={['Of', 'What', 'Noted']}
          rows={before.map((one) => [
            one.action ?? 'The answer',
            `${(one.action === null ? answers[one.what as keyof typeof answers] : steps[one.what as keyof typeof steps]) ?? ''}, ${sayDay(one.day)}${one.why ? `: ${one.why}` : ''}`,
            noted(one),
          ])}
        />
      )}
      {mayWrite ? (
        <>
          <Heading>What the executive answers</Heading>
          {form(
            'answer',
            <>
              <input type="hidden" name="seen" value={of.answer?.id ?? ''} />
              <Choices
                {...{ name: 'what', label: 'Answer', type: 'radios', small: true, options: optionsOf(answers), problems }}
                values={[typed['what'] || '']}
              />
              <DayField {...{ name: 'day', label: 'Day of the answer', value: typed['day'], problems }} />
              <TextArea {...{ name: 'why', label: 'Why', hint: 'Needed unless it is accepted.', rows: 3, value: typed['why'], problems }} />
            </>,
            'Save the answer',
          )}
          <Heading>Add an action</Heading>
          {form(
            'action',
            <>
              <TextField {...{ name: 'text', label: 'What is to be done', value: typed['text'], problems }} />
              <TextField {...{ name: 'owner', label: 'Owner', hint: 'A post or a team.', value: typed['owner'], problems }} />
              <DayField {...{ name: 'dueOn', label: 'By when', value: typed['dueOn'], problems }} />
            </>,
            'Add the action',
          )}
          {of.actions.length === 0 ? null : (
            <>
              <Heading>What became of an action</Heading>
              {form(
                'step',
                <>
                  <Select
                    {...{ name: 'action', label: 'Action', value: typed['action'], problems }}
                    options={[
                      { value: '', text: 'Choose' },
                      ...of.actions.map((one) => ({
                        value: actionKey(one),
                        text: `${one.what}${actionState(one, day) === 'done' ? ' (done)' : ''}`,
                      })),
                    ]}
                  />
                  <Choices
                    {...{ name: 'step', label: 'What became of it?', type: 'radios', small: true, options: optionsOf(steps), problems }}
                    values={[typed['step'] || '']}
                  />
                  <DayField {...{ name: 'stepDay', label: 'Day it was done, or new day', value: typed['stepDay'], problems }} />
                  <TextArea {...{ name: 'stepWhy', label: 'Why it is late', rows: 3, value: typed['stepWhy'], problems }} />
                </>,
                'Save what became of it',
              )}
            </>
          )}
        </>
      ) : null}
    </Page>
  )
}
