import type { Day } from '#base/dates.ts'
import { sayAnswer } from '#base/questions/kind.ts'
import { Button, optionsOf, Select } from '#base/web/field.tsx'
import { Caption, Heading, Inset, P, Page, SummaryList, Title } from '#base/web/page-parts.tsx'
import { askers, heldFacts, type Question, questionsOf, type ReturnForm } from '#returns/forms/return-form.ts'
import { nameOfForm } from '#returns/forms/views/form.tsx'
import { type Sector, sectors } from '#schools/schools/school.ts'
import { type QuestionState, stateOf } from '../shown-question.ts'
import { NoChild, QuestionBlock } from './question.tsx'

const stateIn = (question: Question, today: Day): QuestionState =>
  stateOf({
    question,
    asked: true,
    current: undefined,
    held: question.filledFrom
      ? { kind: question.filledFrom, shown: `(${heldFacts[question.filledFrom].says})`, on: today, said: undefined }
      : undefined,
  })

const Previewed = ({ question, on, today }: { question: Question; on: Question | undefined; today: Day }) =>
  on ? (
    <Inset>
      <P>
        <strong>
          Only where “{on.label}” is answered “{sayAnswer(on, question.ifValue ?? '')}”
        </strong>
      </P>
      <QuestionBlock state={stateIn(question, today)} open today={today} />
    </Inset>
  ) : (
    <QuestionBlock state={stateIn(question, today)} open today={today} />
  )

type PreviewPageProps = {
  form: ReturnForm
  sector: Sector
  /** The council's setting, for future rounds. */
  controllers: string
  basis: string
  today: Day
}

/** With conditional questions. */
export const PreviewPage = ({ form, sector, controllers, basis, today }: PreviewPageProps) => {
  const power = form.powers.find((one) => one.sector === sector)
  const byId = new Map(questionsOf(form).map((question) => [question.id, question]))
  const some = questionsOf(form).filter(({ ifQuestionId }) => ifQuestionId !== null).length
  return (
    <Page>
      <Caption>{nameOfForm(form)}</Caption>
      <Title>As a school sees it</Title>
      <form method="get">
        <Select name="sector" label="Which school" options={optionsOf(sectors)} value={sector} />
        <Button kind="secondary">Show</Button>
      </form>
      {form.note ? <p class="govuk-body muster-typed">{form.note}</p> : null}
      <SummaryList
        rows={[
          ['In whose name', power ? askers[power.asks] : undefined],
          ['Under what power', power?.power],
          ['Who will read the answers', 'Set for each audit'],
          ['Who answers for the data', controllers || 'Set for each audit'],
          ['Lawful basis', basis || 'Set for each audit'],
        ]}
      />
      {some > 0 ? (
        <P>Questions in a frame are asked only where an earlier one is answered as they say. They show as soon as it is.</P>
      ) : null}
      <NoChild />
      {form.sections.map((section) => (
        <>
          <Heading>{section.title}</Heading>
          {section.about ? <P>{section.about}</P> : null}
          {section.questions.map((question) => (
            <Previewed question={question} today={today} on={byId.get(question.ifQuestionId ?? '')} />
          ))}
        </>
      ))}
    </Page>
  )
}
