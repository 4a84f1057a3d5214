import { Button, Choices, type Problems, TextArea, TextField } from '#base/web/field.tsx'
import { ErrorSummary, Heading, Link, P, Page, SummaryList, Tag, Title } from '#base/web/page-parts.tsx'
import { atStart } from '#base/words.ts'
import type { EventDetails } from '#events/events/event.ts'
import type { QuestionValues } from '../forms.ts'
import { kinds, questionKinds } from '../kind.ts'
import { type delicacy, type Question, scopes } from '../question.ts'
import { scopeWords } from './words.tsx'

type Asked = Question & { answers: number }

const sayAnswers = (count: number): string => (count === 0 ? 'Not answered yet' : count === 1 ? 'Answered once' : `Answered ${count} times`)

const Card = ({ event, question, first, last }: { event: EventDetails; question: Asked; first: boolean; last: boolean }) => {
  const at = `/organiser/events/${event.code}/questions/${question.id}`
  const open = question.retiredAt === null && event.state !== 'cancelled'
  return (
    <div class="govuk-summary-card" id={`question-${question.id}`}>
      <div class="govuk-summary-card__title-wrapper">
        {question.retiredAt === null ? (
          <h2 class="govuk-summary-card__title muster-break">{question.label}</h2>
        ) : (
          <h3 class="govuk-summary-card__title muster-break">{question.label}</h3>
        )}
        {open ? (
          <ul class="govuk-summary-card__actions">
            <li class="govuk-summary-card__action">
              <Link href={`${at}/change`}>
                Change<span class="govuk-visually-hidden"> “{question.label}”</span>
              </Link>
            </li>
            <li class="govuk-summary-card__action">
              <Link href={`${at}/retire`}>
                Stop asking<span class="govuk-visually-hidden"> “{question.label}”</span>
              </Link>
            </li>
          </ul>
        ) : null}
      </div>
      <div class="govuk-summary-card__content">
        <SummaryList
          rows={[
            ['Asked', scopeWords[question.scope]],
            ['Answered', questionKinds[question.kind].word],
            ['Answers', question.options.length > 0 ? question.options.map((option) => <div>{option}</div>) : undefined],
            ['Hint', question.hint],
            ['Must be answered', question.required ? 'Yes' : 'No'],
            ['So far', sayAnswers(question.answers)],
          ]}
        />
        {open && !(first && last) ? (
          <div class="muster-actions muster-no-print">
            {first ? null : (
              <form method="post" action={`${at}/up`}>
                <Button kind="secondary">
                  Move up<span class="govuk-visually-hidden"> “{question.label}”</span>
                </Button>
              </form>
            )}
            {last ? null : (
              <form method="post" action={`${at}/down`}>
                <Button kind="secondary">
                  Move down<span class="govuk-visually-hidden"> “{question.label}”</span>
                </Button>
              </form>
            )}
          </div>
        ) : null}
      </div>
    </div>
  )
}

type QuestionsPageProps = {
  event: EventDetails
  questions: readonly Asked[]
  refusal?: string | undefined
}

export const QuestionsPage = ({ event, questions, refusal }: QuestionsPageProps) => {
  const asked = questions.filter((question) => question.retiredAt === null)
  const retired = questions.filter((question) => question.retiredAt !== null && question.answers > 0)
  const at = `/organiser/events/${event.code}`
  return (
    <Page>
      <ErrorSummary problems={refusal ? { questions: refusal } : undefined} />
      <span class="govuk-caption-l">{event.title}</span>
      <h1 class="govuk-heading-l" id="questions">
        Questions
      </h1>
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
        <Card event={event} question={question} first={index === 0} last={index === asked.length - 1} />
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
    </Page>
  )
}

const warnings = {
  needs: (
    <>
      <P>
        <strong>This looks like a question about food, health or access.</strong> Use Needs instead: Muster asks each person on a page of
        their own, through a link that only they have, and deletes it 30 days after the event. A question here is answered by whoever books,
        who cannot agree to that for somebody else, and its answers are kept with the booking.
      </P>
      <P>Needs are asked at every event. You do not have to set anything up.</P>
    </>
  ),
  children: (
    <P>
      <strong>This looks as if it asks for names of children.</strong> They do not belong in a booking. Ask for a number, or not at all.
    </P>
  ),
}

type QuestionFormProps = {
  event: EventDetails
  values: QuestionValues
  /** 'change' with how often it has been answered. */
  action: string
  answers?: number | undefined
  problems?: Problems | undefined
  warn?: ReturnType<typeof delicacy>
}

export const QuestionForm = ({ event, values, action, answers, problems, warn }: QuestionFormProps) => {
  const common = problems ? { problems } : {}
  return (
    <Page>
      <ErrorSummary problems={problems} />
      <span class="govuk-caption-l">{event.title}</span>
      <Title>{answers === undefined ? 'Add a question' : 'Change a question'}</Title>
      {answers ? (
        <div class="govuk-inset-text">
          {atStart(answers, 'answer has', 'answers have')} been given. They keep the words that were asked: if you change the wording, the
          hint or the answers to choose from, this question is no longer asked and a new one takes its place. Nobody is told, and schools
          that have booked can answer it from their booking.
        </div>
      ) : null}
      <form method="post" action={action} novalidate>
        <input type="hidden" name="id" value={values.id} />
        {warn ? (
          <div class="govuk-inset-text" id="warning">
            {warnings[warn]}
            <Choices
              name="anyway"
              label="What this question asks"
              type="checkboxes"
              small
              values={values.anyway ? ['yes'] : []}
              options={[{ value: 'yes', text: 'It asks for none of that: save it as it is' }]}
              {...common}
            />
          </div>
        ) : (
          <P>Do not ask for names of children, or about anyone’s health, food or access: use Needs instead.</P>
        )}
        <TextField name="label" label="Question" hint="As schools will read it" value={values.label} {...common} />
        <TextField name="hint" label="Hint (optional)" hint="What helps them answer it" value={values.hint} {...common} />
        <Choices
          name="scope"
          label="When is it asked?"
          type="radios"
          values={[values.scope]}
          options={scopes.map((scope) => ({ value: scope, text: scopeWords[scope] }))}
          {...common}
        />
        <Choices
          name="kind"
          label="How is it answered?"
          type="radios"
          values={[values.kind]}
          options={kinds.map((kind) => ({ value: kind, text: questionKinds[kind].word }))}
          {...common}
        />
        <TextArea
          name="options"
          label="Answers to choose from"
          hint={`One on each line. Leave this empty for ${kinds.flatMap((kind) => questionKinds[kind].withoutOptions ?? []).join(', and for ')}`}
          value={values.options}
          {...common}
        />
        <Choices
          name="required"
          label="Must it be answered?"
          type="checkboxes"
          values={values.required ? ['yes'] : []}
          options={[
            {
              value: 'yes',
              text: 'Nobody can book without answering it',
              hint: 'For each person: when they are named. You can leave it out when you book for a school',
            },
          ]}
          {...common}
        />
        <Button>Save</Button>
      </form>
    </Page>
  )
}

export const RetirePage = ({ event, question }: { event: EventDetails; question: Asked }) => (
  <Page>
    <span class="govuk-caption-l">{event.title}</span>
    <h1 class="govuk-heading-l muster-break">Stop asking “{question.label}”?</h1>
    <P>
      Schools that book from now on are not asked. <Tag colour="grey">{sayAnswers(question.answers)}</Tag>{' '}
      {question.answers > 0 ? 'The answers given are kept, and stay on the page of answers.' : ''}
    </P>
    <P>It cannot be brought back; you can add a new question with the same words.</P>
    <div class="muster-actions">
      <form method="post" action={`/organiser/events/${event.code}/questions/${question.id}/retire`}>
        <Button kind="warning">Stop asking</Button>
      </form>
      <a class="govuk-link govuk-body" href={`/organiser/events/${event.code}/questions`}>
        Keep asking
      </a>
    </div>
  </Page>
)
