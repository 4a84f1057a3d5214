// Texts of a form, the usual fields, and their problems.

import * as z from 'zod'
import { isDay } from '#base/dates.ts'
import { newId } from '#base/id.ts'
import { cutTo } from '#base/words.ts'

/** Value of a file field whose files were too large to read. */
export const filesLeftOut = 'files-left-out'

/** As Hono parses it, unchecked. */
export type Body = Readonly<Record<string, unknown>>

const textsIn = (value: unknown): string[] => [value ?? []].flat().filter((one): one is string => typeof one === 'string')

/** All texts sent under a name, without files. */
export const texts = (body: Body, name: string): string[] => textsIn(body[name])

export const text = (body: Body, name: string): string => texts(body, name)[0] ?? ''

/** More than any field takes. */
export const mostTyped = 200_000

/** To show it again. */
export const typedOf = <Name extends string>(body: Body, names: readonly Name[]): Record<Name, string> =>
  Object.fromEntries(names.map((name) => [name, cutTo(text(body, name), mostTyped)])) as Record<Name, string>

/** The first problem of each field. */
export const problemsOf = (error: z.ZodError | undefined): Record<string, string> => {
  const problems: Record<string, string> = {}
  for (const issue of error?.issues ?? []) problems[String(issue.path[0] ?? 'form')] ??= issue.message
  return problems
}

/** What the form has now in place of what was typed: `instead` of a problem. */
export const insteadOf = (error: z.ZodError): Body =>
  Object.assign({}, ...error.issues.map((issue) => (issue.code === 'custom' ? issue.params?.['instead'] : undefined))) as Body

/** By field name. */
export const addProblems = (context: z.RefinementCtx, problems: Readonly<Record<string, string | undefined>>): void => {
  for (const [name, message] of Object.entries(problems)) if (message) context.addIssue({ code: 'custom', path: [name], message })
}

/** The first problem, for a form with one field. */
export const problemOf = (error: z.ZodError): string => error.issues[0]?.message ?? ''

/** On one line, without characters that are invisible or turn the direction. */
export const oneLine = (typed: string): string =>
  typed
    .normalize('NFC')
    .replaceAll(/[\p{Cc}\p{Bidi_Control}\s]+/gu, ' ')
    .trim()

/** With its line breaks, without characters that are invisible or turn the direction. */
export const asLines = (typed: string): string =>
  typed
    .normalize('NFC')
    .replaceAll(/\r\n?/g, '\n')
    .replaceAll(/(?!\n)[\p{Cc}\p{Bidi_Control}]+/gu, ' ')
    .trim()

/** Text exactly as sent. */
export const sentField = z.preprocess((value) => textsIn(value)[0] ?? '', z.string())

/** Trimmed text: as typed, on one line, or on several. */
export const textField = sentField.transform((typed) => typed.normalize('NFC').trim())
export const lineField = sentField.transform(oneLine)
export const linesField = sentField.transform(asLines)

/** At most `longest` characters; `missing`: the sentence for an empty field, if required. */
export const shortLine = (longest: number, what: string, missing?: string) =>
  lineField.pipe(
    z
      .string()
      .min(missing === undefined ? 0 : 1, missing)
      .max(longest, `Shorten ${what} to ${longest} characters`),
  )

/** Somebody's own machine or network, or no public name. */
const isPrivateHost = (host: string): boolean =>
  !host.includes('.') || /^[\d.]+$|^\[|\.(local|internal|localhost|lan|home|test|invalid)$/i.test(host)

type AddressProblem = 'not_an_address' | 'not_https' | 'private'

const addressProblems: Record<AddressProblem, string> = {
  not_an_address: 'Enter a whole web address, such as https://www.example.gov.uk/policy',
  not_https: 'Enter an address that begins with https://',
  private: 'Enter an address that everybody can open: this one is on a private network',
}

/** @returns undefined if it is fine */
const problemWithAddress = (typed: string): AddressProblem | undefined => {
  if (!URL.canParse(typed)) return 'not_an_address'
  const { protocol, hostname, username, port } = new URL(typed)
  if (protocol !== 'https:') return 'not_https'
  return isPrivateHost(hostname) || username !== '' || port !== '' ? 'private' : undefined
}

/** Of a public page. @param missing as for `shortLine` */
export const linkField = (missing?: string) =>
  shortLine(500, 'the address', missing).superRefine((typed, context) => {
    const problem = typed === '' ? undefined : problemWithAddress(typed)
    if (problem) context.addIssue({ code: 'custom', message: addressProblems[problem] })
  })

/** Not mistyped by a thousand years. */
export const isUsableDay = (typed: string): boolean => isDay(typed) && typed >= '2000-01-01' && typed < '2200-01-01'
export const dayField = (sentence: string) => textField.pipe(z.string().refine(isUsableDay, sentence))

/** Sent with the form, so that sending it twice acts once; a new one if there is none. */
export const formId = (body: Body, now: Date): string =>
  /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text(body, 'id')) ? text(body, 'id') : newId(now)

export const textsField = z.preprocess(textsIn, z.array(z.string()))

export const csvField = z.preprocess(
  (value) => [value].flat()[0],
  z.custom<File>((file) => file instanceof File && file.size > 0, {
    error: ({ input }) => (input === filesLeftOut ? 'The file must be smaller than 1 MB' : 'Choose a CSV file'),
  }),
)
