import { sayDay } from '#base/dates.ts'
import { Button, Choices, type Problems } from '#base/web/field.tsx'
import { ErrorSummary, NothingChanged, P, Page, Title } from '#base/web/page-parts.tsx'
import { schoolLabel } from '#schools/schools/school.ts'
import type { AskedOfTrust } from '../asked.ts'
import { AnswerFields, type Typed } from './answer.tsx'

export const TrustAnswerPage = ({
  trust,
  asked,
  ticked,
  typed,
  problems,
  why,
  formId,
}: {
  trust: string
  asked: readonly AskedOfTrust[]
  ticked: readonly string[]
  typed: Typed
  problems?: Problems | undefined
  why?: string | undefined
  formId: string
}) => {
  const [first] = asked
  return (
    <Page>
      <ErrorSummary problems={problems} />
      <NothingChanged why={why} />
      <span class="govuk-caption-l">For schools of the trust</span>
      <Title>
        {first?.title}, version {first?.version}
      </Title>
      {first?.whatToDo ? <P>What the council asks: {first.whatToDo}</P> : null}
      {first?.dueOn ? <P>Answer by {sayDay(first.dueOn)}.</P> : null}
      {first?.passed ? (
        <P>A newer version was issued, or the document was withdrawn, so it can be answered no more.</P>
      ) : (
        <form method="post" action={`/trusts/${trust}/guidance/${first?.versionId}`} novalidate>
          <P>The trust answers once. Each school that you tick has the answer as its own, in place of one that it gave before.</P>
          <input type="hidden" name="id" value={formId} />
          {asked.map(({ issueId, answerId }) => (
            <input type="hidden" name={`seen-${issueId}`} value={answerId ?? ''} />
          ))}
          <Choices
            type="checkboxes"
            name="schools"
            label="Schools for which the trust answers"
            problems={problems}
            values={ticked}
            options={asked.map((one) => ({
              value: one.issueId,
              text: schoolLabel(one),
              ...(one.isOpen ? {} : { hint: 'Has answered already' }),
            }))}
          />
          <AnswerFields asked={asked} {...{ typed, problems }} named={false} />
          <Button>Send the answer</Button>
        </form>
      )}
    </Page>
  )
}
