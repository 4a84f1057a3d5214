import type { Child } from 'hono/jsx'
import { type Day, sayDay } from '#base/dates.ts'
import { Bullets, Heading, Link, P, Page, SummaryList, Table } from '#base/web/page-parts.tsx'
import {
  answerBy,
  answers,
  figures,
  type Recommendation,
  recommendationLine,
  type Said,
  sayAction,
  sayAnswer,
  steps,
} from '../recommendation.ts'

const ShownBy = ({ of: { figure, topic, topicId } }: { of: Recommendation }) =>
  figure === '' ? null : (
    <Link href={`/answer?topic=${topicId}#${figure}`}>
      {figures[figure]}: {topic}
    </Link>
  )

/** What came of each report or review, in a sentence, and what is late. */
export const RecommendationLines = ({ all, day, linked }: { all: readonly Recommendation[]; day: Day; linked: boolean }) => (
  <>
    {recommendationLine(all, day).map(({ from, sentence, late }) => (
      <>
        <P>
          {linked ? <Link href="/coverage/recommendations">{from}</Link> : from}: {sentence}
        </P>
        {late.length === 0 ? null : (
          <Bullets>
            {late.map((one) => (
              <li>{one}</li>
            ))}
          </Bullets>
        )}
      </>
    ))}
  </>
)

export const Recommendations = ({ all, day, form }: { all: readonly Recommendation[]; day: Day; form: Child }) => (
  <>
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
    {form ? (
      <Page>
        <Heading>Note recommendations</Heading>
        {form}
      </Page>
    ) : null}
  </>
)

type RecommendationSoFarProps = {
  of: Recommendation
  before: readonly (Said<string> & { action: string | null })[]
  day: Day
}

export const RecommendationSoFar = ({ of, before, day }: RecommendationSoFarProps) => {
  const by = answerBy(of)
  const noted = ({ by: who, at }: Said<string>): string => `${who ?? 'Somebody'}, ${sayDay(at)}`
  return (
    <>
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
          rows={of.actions.map((one) => [one.what, one.owner, sayDay(one.dueOn), sayAction(one, day), one.step ? noted(one.step) : ''])}
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
    </>
  )
}

/** The forms of whoever may write. */
export const RecommendationWrites = ({ answer, action, step }: { answer: Child; action: Child; step: Child }) =>
  answer ? (
    <>
      <Heading>What the executive answers</Heading>
      {answer}
      <Heading>Add an action</Heading>
      {action}
      {step ? <Heading>What became of an action</Heading> : null}
      {step}
    </>
  ) : null
