import { Choices, DayField, type Problems, TextArea, TextField } from '#base/web/field.tsx'
import { choicesOf, type Question } from '../return-form.ts'

/** Said above every field that takes free text. */
export const noChildren = 'Do not name or describe a child here.'

export type TypedEntry = { value: string; evidence: string; action: string }

/** The fields of one question, as a school fills them in. */
export const QuestionFields = ({
  question,
  typed,
  problems,
}: {
  question: Question
  typed?: TypedEntry | undefined
  problems?: Problems | undefined
}) => {
  const { id, kind, label, mustAnswer } = question
  const options = Object.entries(choicesOf(kind)).map(([value, text]) => ({ value, text }))
  const isFree = kind === 'text' || kind === 'where_kept'
  const common = {
    ...{ name: `value-${id}`, label: mustAnswer === 1 ? label : `${label} (if there is one)`, problems, value: typed?.value ?? '' },
    hint: [question.hint, kind === 'where_kept' ? 'Say where it can be found. Nothing is uploaded.' : '', isFree ? noChildren : '']
      .filter(Boolean)
      .join(' '),
  }
  return (
    <>
      {options.length > 0 ? (
        <Choices {...common} type="radios" legendClass="govuk-fieldset__legend--s" small values={[typed?.value ?? '']} options={options} />
      ) : kind === 'date' ? (
        <DayField {...common} labelClass="govuk-label--s" />
      ) : kind === 'number' ? (
        <TextField {...common} labelClass="govuk-label--s" inputmode="numeric" width={5} />
      ) : (
        <TextArea {...common} labelClass="govuk-label--s" rows={3} />
      )}
      {question.asksEvidence === 1 ? (
        <TextArea
          {...{ name: `evidence-${id}`, label: 'What shows it', hint: `Say what it is and where it is kept. ${noChildren}` }}
          {...{ problems, value: typed?.evidence ?? '', rows: 2 }}
        />
      ) : null}
      {question.asksAction === 1 ? (
        <TextArea
          {...{ name: `action-${id}`, label: 'What you will do, who and by when', hint: noChildren }}
          {...{ problems, value: typed?.action ?? '', rows: 2 }}
        />
      ) : null}
    </>
  )
}
