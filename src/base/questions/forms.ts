import * as z from 'zod'
import type { Problems } from '#base/web/field.tsx'
import { choice, type Field, line, lines, type Texts } from '#base/web/fields.tsx'
import { addProblems, linesField, sentField, shortLine, textField } from '#base/web/form.ts'
import { type Asked, type Kind, questionKinds, type Setting, type Settings, settingFields } from './kind.ts'

const longestLabel = 400
const longestHint = 1000

type TypedSettings = Readonly<Record<Setting, string>>

/** The settings of these kinds as typed: `readSettings` reads those of the chosen kind alone. */
const settingFieldsOf = (kinds: readonly Kind[]): Readonly<Record<Setting, Field<string>>> => {
  const names = new Set(kinds.flatMap((kind) => questionKinds[kind].settings ?? []))
  const typed = [...names].map((name): [string, Field<string>] => [name, { ...settingFields[name], schema: sentField }])
  return Object.fromEntries(typed) as Record<Setting, Field<string>>
}

const readSettings = (kind: Kind, typed: Partial<TypedSettings>): { settings: Settings; problems: Problems } => {
  const read = (questionKinds[kind].settings ?? []).map((name) => [name, settingFields[name].schema.safeParse(typed[name])] as const)
  return {
    settings: Object.fromEntries(read.flatMap(([name, { data }]) => (data === undefined ? [] : [[name, data]]))),
    problems: Object.fromEntries(read.flatMap(([name, { error }]) => (error ? [[name, error.issues[0]?.message ?? '']] : []))),
  }
}

export const typedSettings = (settings: Settings): Record<string, string> =>
  Object.fromEntries(Object.entries(settings).map(([name, value]) => [name, [value].flat().join('\n')]))

/** Fields of a question, whoever asks it. @param kinds those to choose from */
export const questionFields = (kinds: readonly Kind[]) => ({
  label: line('Question', shortLine(longestLabel, 'the question', 'Enter the question'), { hint: 'As people will read it' }),
  hint: lines('Hint (optional)', linesField.pipe(z.string().max(longestHint, `Shorten the hint to ${longestHint} characters`)), {
    rows: 2,
    hint: 'What helps them answer it',
  }),
  kind: choice(
    'How is it answered?',
    kinds.map((kind) => ({ value: kind, text: questionKinds[kind].word })),
    textField.pipe(z.enum(kinds as [Kind, ...Kind[]], 'Choose how it is answered')),
    { small: true },
  ),
  ...settingFieldsOf(kinds),
})

/** What was typed, with the settings of the chosen kind read. */
export const withSettings = <T extends Partial<TypedSettings> & { kind: Kind }>(
  typed: T,
  context: z.RefinementCtx,
): Omit<T, Setting> & { settings: Settings } => {
  const { settings, problems } = readSettings(typed.kind, typed)
  addProblems(context, problems)
  const others = Object.entries(typed).filter(([name]) => !(name in settingFields))
  return { ...(Object.fromEntries(others) as Omit<T, Setting>), settings }
}

export const typedQuestion = ({ label, hint, kind, settings }: Asked & { label: string; hint: string }): Texts => ({
  label,
  hint,
  kind,
  ...typedSettings(settings),
})
