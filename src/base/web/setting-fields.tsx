// The fields in which settings are shown and typed.
import type { Child } from 'hono/jsx'
import type { Setting, Settings } from '#base/setting.ts'
import type { Problems } from './field.tsx'
import { choice, type Field, form, line, lines, showFields, type Texts, ticks, under } from './fields.tsx'
import { lineField, linesField } from './form.ts'

/** @param labelClass of a field of words */
export const fieldOf = <T,>(
  { label, read, under: heading, options, isTick, rows, hint, inline, width, type, inputmode, autocomplete }: Setting<T>,
  labelClass?: string,
): Field<T> => {
  const schema = (rows ? linesField : lineField).transform((typed, context) => {
    const { value, problem } = read(typed)
    if (problem !== undefined) context.addIssue(problem)
    return value as T
  })
  const field = options
    ? (isTick ? ticks : choice)(label, options, schema, { hint, ...(inline && { inline, small: true }) })
    : rows
      ? lines(label, schema, { hint, rows, labelClass })
      : line(label, schema, { hint, width, type, inputmode, autocomplete, labelClass })
  return heading ? under(heading, field) : field
}

type FieldsOf<S extends Settings> = { [Name in keyof S]: Field<S[Name]['usual']> }

export const fieldsOf = <S extends Settings>(settings: S): FieldsOf<S> =>
  Object.fromEntries(Object.entries(settings).map(([name, setting]) => [name, fieldOf(setting)])) as FieldsOf<S>

/** Each to be placed in a form that has other fields too. */
export const showSettings = <S extends Settings>(
  settings: S,
  typed: { readonly [Name in keyof S]: string },
  problems: Problems | undefined,
): { [Name in keyof S]: Child } => showFields(form(fieldsOf(settings)), typed as Texts, problems) as { [Name in keyof S]: Child }
