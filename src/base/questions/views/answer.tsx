import { Choices, type Problems, Select, TextArea, TextField } from '#base/web/field.tsx'
import { type Asked, choicesOf, questionKinds } from '../kind.ts'

/** With more options than this a select is shorter than radios. */
const mostRadios = 7

type AnswerFieldProps = {
  question: Asked & { label: string; hint?: string }
  name: string
  id?: string
  /** Default: the question. */
  label?: string
  labelClass?: string
  typed: readonly string[]
  problems?: Problems | undefined
  /** That no answer can be chosen again. */
  mayLeave?: boolean
}

/** The field of a question's answer. */
export const AnswerField = ({ question, typed, label = question.label, mayLeave = false, ...field }: AnswerFieldProps) => {
  const { several, look = {}, hint } = questionKinds[question.kind]
  const of = { ...field, label, hint: [question.hint, hint?.(question.settings)].filter(Boolean).join(' ') || undefined }
  const [value = ''] = typed
  const options = choicesOf(question).map(([one, text]) => ({ value: one, text }))
  if (several) return <Choices {...of} type="checkboxes" small values={typed} options={options} />
  if (options.length > mostRadios)
    return <Select {...of} value={value} options={[{ value: '', text: mayLeave ? 'No answer' : 'Choose an answer' }, ...options]} />
  if (options.length > 0) {
    const none = mayLeave ? [{ value: '', text: 'No answer' }] : []
    return <Choices {...of} type="radios" inline={look.inline ?? false} small values={[value]} options={[...options, ...none]} />
  }
  const { rows, width } = look
  if (rows) return <TextArea {...of} rows={rows} value={value} />
  return <TextField {...of} value={value} {...(width ? { width } : {})} />
}
