// The fields in which settings are shown and typed.
import type { Setting, Settings } from '#base/setting.ts'
import { choice, type Field, line, lines, ticks, under } from './fields.tsx'
import { lineField, linesField } from './form.ts'

/** @param labelClass of a field of words */
export const fieldOf = <T,>(
  { label, read, under: heading, options, isTick, rows, hint, width, type, inputmode }: Setting<T>,
  labelClass?: string,
): Field<T> => {
  const schema = (rows ? linesField : lineField).transform((typed, context) => {
    const { value, problem } = read(typed)
    if (problem !== undefined) context.addIssue(problem)
    return value as T
  })
  const field = options
    ? (isTick ? ticks : choice)(label, options, schema, { hint })
    : rows
      ? lines(label, schema, { hint, rows, labelClass })
      : line(label, schema, { hint, width, type, inputmode, labelClass })
  return heading ? under(heading, field) : field
}

type FieldsOf<S extends Settings> = { [Name in keyof S]: Field<S[Name]['usual']> }

export const fieldsOf = <S extends Settings>(settings: S): FieldsOf<S> =>
  Object.fromEntries(Object.entries(settings).map(([name, setting]) => [name, fieldOf(setting)])) as FieldsOf<S>
