import { Button, Choices, type Problems, TextArea, TextField } from '#base/web/field.tsx'
import { ErrorSummary, SummaryList, Tag } from '#base/web/page-parts.tsx'
import type { EventDetails } from '#events/events/event.ts'
import type { QuestionValues } from '../forms.ts'
import { type delicacy, kinds, type Question, scopes } from '../question.ts'
import { kindWords, scopeWords } from './words.tsx'

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
              <a class="govuk-link" href={`${at}/change`}>
                Change<span class="govuk-visually-hidden"> “{question.label}”</span>
              </a>
            </li>
            <li class="govuk-summary-card__action">
              <a class="govuk-link" href={`${at}/retire`}>
                Stop asking<span class="govuk-visually-hidden"> “{question.label}”</span>
              </a>
            </li>
          </ul>
        ) : null}
      </div>
      <div class="govuk-summary-card__content">
        <SummaryList
          rows={[
            ['Asked', scopeWords[question.scope]],
            ['Answered', kindWords[question.kind]],
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

export const QuestionsPage = ({
  event,
  questions,
  refusal,
}: {
  event: EventDetails
  questions: readonly Asked[]
  refusal?: string | undefined
}) => {
  const asked = questions.filter((question) => question.retiredAt === null)
  const retired = questions.filter((question) => question.retiredAt !== null && question.answers > 0)
  const at = `/organiser/events/${event.code}`
  return (
    <div class="govuk-grid-row">
      <div class="govuk-grid-column-two-thirds">
        <ErrorSummary problems={refusal ? { questions: refusal } : undefined} />
        <span class="govuk-caption-l">{event.title}</span>
        <h1 class="govuk-heading-l" id="questions">
          Questions
        </h1>
        <p class="govuk-body">
          What you ask schools when they book. Do not ask what people need to eat or to take part: every person is asked that on a page of
          their own, and you find it under{' '}
          <a class="govuk-link" href={`${at}/needs`}>
            Needs
          </a>
          .
        </p>
        {event.state === 'cancelled' ? null : (
          <a class="govuk-button" href={`${at}/questions/new`} draggable={false} data-module="govuk-button">
            Add a question
          </a>
        )}
        {asked.length === 0 ? (
          <p class="govuk-body">This event asks nothing. A school books with names, addresses and roles alone.</p>
        ) : (
          <p class="govuk-body">
            <a class="govuk-link" href={`${at}/answers`}>
              See the answers
            </a>
          </p>
        )}
        {asked.map((question, index) => (
          <Card event={event} question={question} first={index === 0} last={index === asked.length - 1} />
        ))}
        {retired.length > 0 ? (
          <>
            <h2 class="govuk-heading-m">No longer asked</h2>
            <p class="govuk-body">Their answers are kept with the words that were asked.</p>
            {retired.map((question) => (
              <Card event={event} question={question} first last />
            ))}
          </>
        ) : null}
      </div>
    </div>
  )
}

const warnings = {
  needs: (
    <>
      <p class="govuk-body">
        <strong>This looks like a question about food, health or access.</strong> Use Needs instead: Muster asks each person on a page of
        their own, through a link that only they have, and deletes it 30 days after the event. A question here is answered by whoever books,
        who cannot agree to that for somebody else, and its answers are kept with the booking.
      </p>
      <p class="govuk-body">Needs are asked at every event. You do not have to set anything up.</p>
    </>
  ),
  children: (
    <p class="govuk-body">
      <strong>This looks as if it asks for names of children.</strong> They do not belong in a booking. Ask for a number, or not at all.
    </p>
  ),
}

export const QuestionForm = ({
  event,
  values,
  action,
  answers,
  problems,
  warn,
}: {
  event: EventDetails
  values: QuestionValues
  /** 'change' with how often it has been answered. */
  action: string
  answers?: number | undefined
  problems?: Problems | undefined
  warn?: ReturnType<typeof delicacy>
}) => {
  const common = problems ? { problems } : {}
  return (
    <div class="govuk-grid-row">
      <div class="govuk-grid-column-two-thirds">
        <ErrorSummary problems={problems} />
        <span class="govuk-caption-l">{event.title}</span>
        <h1 class="govuk-heading-l">{answers === undefined ? 'Add a question' : 'Change a question'}</h1>
        {answers ? (
          <div class="govuk-inset-text">
            {answers === 1 ? 'One answer has' : `${answers} answers have`} been given. They keep the words that were asked: if you change
            the wording, the hint or the answers to choose from, this question is no longer asked and a new one takes its place. Nobody is
            told, and schools that have booked can answer it from their booking.
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
            <p class="govuk-body">Do not ask for names of children, or about anyone’s health, food or access: use Needs instead.</p>
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
            options={kinds.map((kind) => ({ value: kind, text: kindWords[kind] }))}
            {...common}
          />
          <TextArea
            name="options"
            label="Answers to choose from"
            hint="One on each line. Leave this empty for own words, and for yes or no"
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
      </div>
    </div>
  )
}

export const RetirePage = ({ event, question }: { event: EventDetails; question: Asked }) => (
  <div class="govuk-grid-row">
    <div class="govuk-grid-column-two-thirds">
      <span class="govuk-caption-l">{event.title}</span>
      <h1 class="govuk-heading-l muster-break">Stop asking “{question.label}”?</h1>
      <p class="govuk-body">
        Schools that book from now on are not asked. <Tag colour="grey">{sayAnswers(question.answers)}</Tag>{' '}
        {question.answers > 0 ? 'The answers given are kept, and stay on the page of answers.' : ''}
      </p>
      <p class="govuk-body">It cannot be brought back; you can add a new question with the same words.</p>
      <div class="muster-actions">
        <form method="post" action={`/organiser/events/${event.code}/questions/${question.id}/retire`}>
          <Button kind="warning">Stop asking</Button>
        </form>
        <a class="govuk-link govuk-body" href={`/organiser/events/${event.code}/questions`}>
          Keep asking
        </a>
      </div>
    </div>
  </div>
)
