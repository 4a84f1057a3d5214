import type { Child } from 'hono/jsx'
import { sayDay } from '#base/dates.ts'
import { questionKinds, saySettings } from '#base/questions/kind.ts'
import { Bullets, Heading, Link, P, SummaryList, Tag, VisuallyHidden } from '#base/web/page-parts.tsx'
import { counted, listed } from '#base/words.ts'
import { faultsOf, heldFacts, type Question, questionsOf, type ReturnForm } from '../return-form.ts'

export const formPath = (form: { id: string }): string => `/organiser/returns/forms/${form.id}`
export const nameOfForm = ({ title, number }: { title: string; number: number }): string => `${title}, version ${number}`

export type Moved = { what: 'section' | 'question'; part: string; label: string }
type MoveForm = (of: Moved) => Child

const QuestionRow = ({ form, question, move }: { form: ReturnForm; question: Question; move: MoveForm }) => {
  const on = questionsOf(form).find(({ id }) => id === question.ifQuestionId)
  return (
    <li>
      <p class="govuk-body govuk-!-margin-bottom-1">
        {form.publishedAt === null ? <Link href={`${formPath(form)}/questions/${question.id}`}>{question.label}</Link> : question.label}
      </p>
      <p class="govuk-hint govuk-!-margin-bottom-1">
        {[
          questionKinds[question.kind].word,
          ...saySettings(question.settings).map(([label, values]) => `${label.toLowerCase()}: ${listed(values)}`),
          ...(question.mustAnswer === 1 ? [] : ['need not be answered']),
          ...(question.asksEvidence === 1 ? ['with evidence'] : []),
          ...(question.asksAction === 1 ? ['with an action'] : []),
          ...(question.filledFrom === null ? [] : [`shown beside it: ${heldFacts[question.filledFrom].says.toLowerCase()}`]),
          ...(on ? [`asked only where “${on.label}” is “${question.ifValue}”`] : []),
        ].join(', ')}
      </p>
      {form.publishedAt === null ? move({ what: 'question', part: question.id, label: question.label }) : null}
    </li>
  )
}

type FormPartsProps = {
  form: ReturnForm
  head: Child
  move: MoveForm
  publish: Child
}

export const FormParts = ({ form, head, move, publish }: FormPartsProps) => {
  const isDraft = form.publishedAt === null
  const at = formPath(form)
  const unchecked = form.powers.filter(({ checkedOn }) => checkedOn === null).length
  const faults = faultsOf(form)
  return (
    <>
      <P>
        {isDraft ? <Tag colour="yellow">Draft</Tag> : <Tag colour="green">Published</Tag>} {counted(questionsOf(form).length, 'question')}{' '}
        in {counted(form.sections.length, 'section')}.{' '}
        {form.publishedAt === null ? '' : `It was published on ${sayDay(form.publishedAt)} and never changes.`}
      </P>
      <ul class="govuk-list">
        <li>
          <Link href={`${at}/preview`}>Look at it as a school sees it</Link>
        </li>
        <li>
          <Link href={`${at}/powers`}>In whose name and under what power</Link>
          {unchecked > 0 ? `: ${counted(unchecked, 'text is', 'texts are')} still to be checked against the law in force` : ''}
        </li>
      </ul>
      {isDraft ? (
        head
      ) : (
        <SummaryList
          rows={[
            ['What schools read first', form.note],
            [
              'Who signs',
              [
                'The head',
                ...(form.leadSigns ? ['the DSL'] : []),
                ...(form.bodySigns ? ['a governor, trustee or the proprietor'] : []),
              ].join(', '),
            ],
            ['Order', form.inOrder ? 'The lead, the head, then the governing body' : 'Any order'],
          ]}
        />
      )}
      {form.sections.map((section, n) => (
        <>
          <Heading>
            {n + 1}. {section.title}
          </Heading>
          {isDraft ? (
            <div class="govuk-body">
              <Link href={`${at}/sections/${section.id}`}>
                Change<VisuallyHidden> {section.title}</VisuallyHidden>
              </Link>{' '}
              {move({ what: 'section', part: section.id, label: section.title })}
            </div>
          ) : null}
          {section.about ? <P>{section.about}</P> : null}
          <ol class="govuk-list govuk-list--number govuk-list--spaced">
            {section.questions.map((question) => (
              <QuestionRow form={form} question={question} move={move} />
            ))}
          </ol>
          {isDraft ? (
            <P>
              <Link href={`${at}/questions/new?section=${section.id}`}>
                Add a question<VisuallyHidden> to {section.title}</VisuallyHidden>
              </Link>
            </P>
          ) : null}
        </>
      ))}
      {isDraft ? (
        <>
          <P>
            <Link href={`${at}/sections/new`}>Add a section</Link>
          </P>
          <Heading>Publish</Heading>
          {faults.length > 0 ? (
            <>
              <P>Still to be done:</P>
              <Bullets>
                {faults.map((fault) => (
                  <li>{fault}</li>
                ))}
              </Bullets>
            </>
          ) : (
            publish
          )}
        </>
      ) : (
        publish
      )}
    </>
  )
}
