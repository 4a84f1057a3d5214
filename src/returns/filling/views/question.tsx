import { type Day, sayDay, sayShortDay } from '#base/dates.ts'
import { typedOf } from '#base/questions/kind.ts'
import { AnswerField } from '#base/questions/views/answer.tsx'
import { Button, Choices, TextArea } from '#base/web/field.tsx'
import { Details, Inset, P } from '#base/web/page-parts.tsx'
import { linesOfEntry, sayAt, sayWritten } from '../entry.ts'
import { fieldOf } from '../forms.ts'
import { type QuestionState, waitsForWord } from '../shown-question.ts'

const problemsIn = ({ problems, question: { id } }: QuestionState): Record<string, string> =>
  Object.fromEntries(Object.entries(problems).map(([name, problem]) => [fieldOf(name as 'value', id), problem]))

const Answer = ({ state }: { state: QuestionState }) => {
  const { question, typed } = state
  return (
    <AnswerField
      question={question}
      name={fieldOf('value', question.id)}
      labelClass="govuk-label--s"
      typed={typedOf(question, typed.value)}
      problems={problemsIn(state)}
    />
  )
}

const Lines = ({ lines }: { lines: readonly string[] }) => (
  <>
    {lines.map((line) => (
      <p class="govuk-body govuk-!-margin-bottom-1 muster-break muster-typed">{line}</p>
    ))}
  </>
)

/** One of the two must be chosen before saving. */
const Choice = ({ state, today }: { state: QuestionState; today: Day }) => {
  const { question, theirs, typed } = state
  if (!theirs) return null
  const name = fieldOf('keep', question.id)
  return (
    <Inset>
      <P>
        <strong>
          {theirs.by || 'Somebody'} answered this too, {sayAt(theirs.at, today)}. Nothing of yours was saved here yet, and nothing of theirs
          was overwritten.
        </strong>
      </P>
      <h2 class="govuk-heading-s govuk-!-margin-bottom-1">{theirs.by || 'Somebody else'}</h2>
      <Lines lines={linesOfEntry(question, theirs)} />
      <h2 class="govuk-heading-s govuk-!-margin-bottom-1 govuk-!-margin-top-3">You</h2>
      <Lines lines={linesOfEntry(question, typed)} />
      <input type="hidden" name={name} value="choose" />
      <Choices
        type="radios"
        small
        name={name}
        label="Which answer stands?"
        hint="To put both together, change your answer above and choose yours."
        problems={problemsIn(state)}
        values={[]}
        options={[
          { value: 'theirs', text: `The answer of ${theirs.by || 'somebody else'}` },
          { value: 'mine', text: 'My answer' },
        ]}
      />
    </Inset>
  )
}

const Held = ({ state, open }: { state: QuestionState; open: boolean }) => {
  const { question, held, problems } = state
  if (!held) return null
  const waits = waitsForWord(state)
  const { said } = held
  return (
    <Inset>
      <p class="govuk-body govuk-!-margin-bottom-1">
        <strong>We hold this, as at {sayDay(held.on)}:</strong>
      </p>
      <Lines lines={held.shown.split('\n')} />
      {said && !waits ? (
        <P>
          {said.answer === 'confirmed' ? 'Confirmed' : 'Disputed'} by {said.by || 'somebody'}, {sayShortDay(said.at)}.
          {said.answer === 'disputed'
            ? said.settledAt
              ? ` Settled: ${said.settled}`
              : ` “${said.words}” ${said.owner || 'The council'} looks at it by ${sayDay(said.dueOn ?? held.on)}. It does not hold up your audit.`
            : ''}
        </P>
      ) : null}
      {said && waits ? (
        <P>
          It was {said.answer} on {sayShortDay(said.at)}, when our record said something else.
        </P>
      ) : null}
      {open ? (
        <>
          <input type="hidden" name={fieldOf('shown', question.id)} value={held.shown} />
          {waits || said?.answer === 'disputed' ? (
            <Button kind="secondary" name="does" value={`confirm ${question.id}`}>
              Confirm that this is right
            </Button>
          ) : null}
          <details class="govuk-details govuk-!-margin-bottom-0" open={problems.words !== undefined}>
            <summary class="govuk-details__summary">
              <span class="govuk-details__summary-text">This is not right</span>
            </summary>
            <div class="govuk-details__text">
              <TextArea
                name={fieldOf('words', question.id)}
                label="What is wrong with it?"
                hint="The council looks at it within 14 days. You can submit meanwhile."
                value={state.words}
                problems={problemsIn(state)}
                rows={2}
              />
              <Button kind="secondary" name="does" value={`dispute ${question.id}`}>
                Say that it is not right
              </Button>
            </div>
          </details>
        </>
      ) : null}
    </Inset>
  )
}

/** `open`: editable. `said`: the outcome, for a page that saves by itself. */
export const QuestionBlock = ({ state, open, today, said }: { state: QuestionState; open: boolean; today: Day; said?: string }) => {
  const { question, current, asked } = state
  return (
    <div id={`q-${question.id}`} data-question={question.id} data-if={question.ifQuestionId} data-value={question.ifValue} hidden={!asked}>
      <Held state={state} open={open} />
      {open ? (
        <>
          <Answer state={state} />
          <input type="hidden" name={fieldOf('seen', question.id)} value={state.seen} />
          {question.asksEvidence ? (
            <TextArea
              name={fieldOf('evidence', question.id)}
              label="What shows it, and where that is kept"
              value={state.typed.evidence}
              problems={problemsIn(state)}
              rows={2}
            />
          ) : null}
          {question.asksAction ? (
            <TextArea
              name={fieldOf('action', question.id)}
              label="What will be done, by whom and by when"
              value={state.typed.action}
              problems={problemsIn(state)}
              rows={2}
            />
          ) : null}
          <Choice state={state} today={today} />
        </>
      ) : (
        <>
          <h2 class="govuk-heading-s govuk-!-margin-bottom-1">{question.label}</h2>
          <Lines lines={linesOfEntry(question, state.typed)} />
        </>
      )}
      <p class="govuk-hint" role="status" data-status>
        {said ?? (current ? `${sayWritten(current, today)}.` : '')}
      </p>
    </div>
  )
}

/** Above every field with free text. */
export const NoChild = () => (
  <Details summary="Write nothing by which a child could be recognised">
    <P>
      Several people at the council read what is typed here, and some of it is kept for years. Leave out names, initials, dates of birth and
      anything by which a child or family could be recognised. An officer takes out what should not be here, and the log keeps that they
      did.
    </P>
  </Details>
)
