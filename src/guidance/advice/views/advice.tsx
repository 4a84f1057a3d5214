import type { Child } from 'hono/jsx'
import { type Day, sayDay } from '#base/dates.ts'
import { Bullets, Heading, Link, P, SummaryList, Table } from '#base/web/page-parts.tsx'
import { sayNumber } from '#base/words.ts'
import { type AdviceDecision, daysOf, type OneAdvice, sayDecision, sayUndecided, type UndecidedAdvice } from '../advice.ts'

export const UndecidedList = ({ advice, today }: { advice: readonly UndecidedAdvice[]; today: Day }) =>
  advice.length === 0 ? null : (
    <Bullets>
      {advice.map((one) => (
        <li>
          <Link href={`/guidance/advice/${one.id}`}>{one.title}</Link>. {sayUndecided(one, today)}, undecided
          {one.draft === null ? '' : ` (in a draft of ${one.draft})`}.
        </li>
      ))}
    </Bullets>
  )

export const whoAndWhen = ({ by, at }: AdviceDecision): string => `${by ?? 'Somebody'}, ${sayDay(at)}`

export const AdviceSummary = ({ advice, decisions, today, form }: OneAdvice & { today: Day; form: Child }) => {
  const { decision } = advice
  return (
    <>
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
      {form ? (
        <>
          <Heading>{decision ? 'Decide otherwise' : 'Decide on it'}</Heading>
          <P>A draft that names this publication decides on it when it is issued. Earlier decisions stay in the record.</P>
          {form}
        </>
      ) : null}
    </>
  )
}
