// What a form sends: the texts in it, the fields that most forms have, and what is said when something is wrong.
import * as z from 'zod'
import { isDay } from '#base/dates.ts'
import { newId } from '#base/id.ts'

/** A form as Hono parses it, before anybody has looked at what is in it. */
export type Body = Readonly<Record<string, unknown>>

const textsIn = (value: unknown): string[] => [value ?? []].flat().filter((one): one is string => typeof one === 'string')

/** Everything sent under a name, files apart. */
export const texts = (body: Body, name: string): string[] => textsIn(body[name])

/** What was sent under a name: the first if there are several, and empty when it is missing or a file. */
export const text = (body: Body, name: string): string => texts(body, name)[0] ?? ''

/** What was typed into these fields, to be shown again. */
export const typedOf = <Name extends string>(body: Body, names: readonly Name[]): Record<Name, string> =>
  Object.fromEntries(names.map((name) => [name, text(body, name).slice(0, 20_000)])) as Record<Name, string>

/** The first problem of each field. */
export const problemsOf = (error: z.ZodError | undefined): Record<string, string> => {
  const problems: Record<string, string> = {}
  for (const issue of error?.issues ?? []) problems[String(issue.path[0] ?? 'form')] ??= issue.message
  return problems
}

/** The first problem of all: of a form with one field. */
export const problemOf = (error: z.ZodError): string => error.issues[0]?.message ?? ''

/** On one line, without what hides or turns round what stands there. */
export const oneLine = (typed: string): string =>
  typed
    .normalize('NFC')
    .replaceAll(/[\p{Cc}\p{Bidi_Control}\s]+/gu, ' ')
    .trim()

/** With the lines that somebody typed, and without what hides or turns round what stands there. */
export const asLines = (typed: string): string =>
  typed
    .normalize('NFC')
    .replaceAll(/\r\n?/g, '\n')
    .replaceAll(/(?!\n)[\p{Cc}\p{Bidi_Control}]+/gu, ' ')
    .trim()

/** Text as it was sent. */
export const sentField = z.preprocess((value) => textsIn(value)[0] ?? '', z.string())

/** Text without blanks around it, on one line, or on several. */
export const textField = sentField.transform((typed) => typed.normalize('NFC').trim())
export const lineField = sentField.transform(oneLine)
export const linesField = sentField.transform(asLines)

/** A line of at most so many characters; something has to stand there when `missing` says what to do if it does not. */
export const shortLine = (longest: number, what: string, missing?: string) =>
  lineField.pipe(
    z
      .string()
      .min(missing === undefined ? 0 : 1, missing)
      .max(longest, `Shorten ${what} to ${longest} characters`),
  )

/** A day that anything here can be about: not one mistyped by a thousand years. */
export const isUsableDay = (typed: string): boolean => isDay(typed) && typed >= '2000-01-01' && typed < '2200-01-01'
export const dayField = (sentence: string) => textField.pipe(z.string().refine(isUsableDay, sentence))

/** The id that was made with a form, so that sending it twice is one act; a new one when it came without. */
export const formId = (body: Body, now: Date): string =>
  /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text(body, 'id')) ? text(body, 'id') : newId(now)

/** Everything sent under a name, such as boxes that were ticked. */
export const textsField = z.preprocess(textsIn, z.array(z.string()))

export const csvField = z.preprocess(
  (value) => [value].flat()[0],
  z.custom<File>((file) => file instanceof File && file.size > 0, 'Choose a CSV file'),
)
