import type { Child } from 'hono/jsx'
import { questionKinds, saySettings } from '#base/questions/kind.ts'
import { Heading, Link, P, SummaryList } from '#base/web/page-parts.tsx'
import { SummaryCard } from '#base/web/summary-card.tsx'
import type { EventDetails } from '#events/events/event.ts'
import type { Question } from '../question.ts'
import { scopeWords } from './words.tsx'

export type AskedQuestion = Question & { answers: number }
type Move = (question: AskedQuestion, way: 'up' | 'down') => Child
type CardProps = { event: EventDetails; question: AskedQuestion; first: boolean; last: boolean; move?: Move }

export const sayAnswers = (count: number): string =>
  count === 0 ? 'Not answered yet' : count === 1 ? 'Answered once' : `Answered ${count} times`

const Card = ({ event, question, first, last, move }: CardProps) => {
  const at = `/organiser/events/${event.code}/questions/${question.id}`
  const open = question.retiredAt === null && event.state !== 'cancelled'
  const of = `“${question.label}”`
  const actions = [
    { href: `${at}/change`, text: 'Change', of },
    { href: `${at}/retire`, text: 'Stop asking', of },
  ]
  return (
    <SummaryCard
      id={`question-${question.id}`}
      title={question.label}
      level={question.retiredAt === null ? 2 : 3}
      actions={open ? actions : []}
    >
      <SummaryList
        rows={[
          ['Asked', scopeWords[question.scope]],
          ['Answered', questionKinds[question.kind].word],
          ...saySettings(question.settings).map(([label, values]) => [label, values.map((value) => <div>{value}</div>)] as const),
          ['Hint', question.hint],
          ['Must be answered', question.required ? 'Yes' : 'No'],
          ['So far', sayAnswers(question.answers)],
        ]}
      />
      {open && !(first && last) ? (
        <div class="muster-actions muster-no-print">
          {first ? null : move?.(question, 'up')}
          {last ? null : move?.(question, 'down')}
        </div>
      ) : null}
    </SummaryCard>
  )
}

type QuestionsPageProps = { event: EventDetails; questions: readonly AskedQuestion[]; move: Move }

export const QuestionsPage = ({ event, questions, move }: QuestionsPageProps) => {
  const asked = questions.filter((question) => question.retiredAt === null)
  const retired = questions.filter((question) => question.retiredAt !== null && question.answers > 0)
  const at = `/organiser/events/${event.code}`
  return (
    <>
      <P>
        What you ask schools when they book. Do not ask what people need to eat or to take part: every person is asked that on a page of
        their own, and you find it under <Link href={`${at}/needs`}>Needs</Link>.
      </P>
      {event.state === 'cancelled' ? null : (
        <a class="govuk-button" href={`${at}/questions/new`} draggable={false} data-module="govuk-button">
          Add a question
        </a>
      )}
      {asked.length === 0 ? (
        <P>This event asks nothing. A school books with names, addresses and roles alone.</P>
      ) : (
        <P>
          <Link href={`${at}/answers`}>See the answers</Link>
        </P>
      )}
      {asked.map((question, index) => (
        <Card event={event} question={question} move={move} first={index === 0} last={index === asked.length - 1} />
      ))}
      {retired.length > 0 ? (
        <>
          <Heading>No longer asked</Heading>
          <P>Their answers are kept with the words that were asked.</P>
          {retired.map((question) => (
            <Card event={event} question={question} first last />
          ))}
        </>
      ) : null}
    </>
  )
}
