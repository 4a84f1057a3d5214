import * as z from 'zod'
import { isDay } from '#base/dates.ts'
import { type BatchKind, batchKinds, type Choice, type Need, usualNeeds } from './batch.ts'
import { type Column, type ColumnAct, isField, mostColumns } from './column.ts'
import { dateFormats, type FileFormat, periodFormats, separators, signFormats } from './file-format.ts'
import type { Shape } from './file-shape.ts'

/** A field sent twice counts once, by its first value; an uploaded file is not text. */
const one = (value: unknown): unknown => (Array.isArray(value) ? value[0] : value)
const text = z.preprocess((value) => {
  const first = one(value)
  return typeof first === 'string'
    ? first
        .normalize('NFC')
        .replaceAll(/[\p{Cc}\p{Bidi_Control}\s]+/gu, ' ')
        .trim()
    : ''
}, z.string())

export const pageForm = z.object({ page: text }).transform(({ page }) => Math.min(Math.max(1, Math.trunc(Number(page)) || 1), 100_000))

const ticked = z.preprocess((value) => one(value) === 'yes', z.boolean())

/** The lines that were previewed, and whether to join those of one payer and event. */
export const makeForm = z
  .object({ lines: z.preprocess(one, z.string().regex(/^\d{1,15}(,\d{1,15})*$/)), joined: ticked })
  .transform(({ lines, joined }) => ({ numbers: lines.split(',').map(Number), joined }))

const typedChoice = z.object({ from: text, to: text, heldBy: text })

/** The days that choose the lines, or what is wrong with them. */
export const readChoice = (
  body: Record<string, unknown>,
): { typed: Record<keyof Choice, string>; choice: Choice | undefined; problems: Record<string, string> } => {
  const typed = typedChoice.parse(body)
  const problems = Object.fromEntries(
    Object.entries(typed)
      .filter(([, day]) => day !== '' && !isDay(day))
      .map(([name]) => [name, 'Enter a day such as 2026-05-31, or leave it empty']),
  )
  if (Object.keys(problems).length === 0 && typed.from !== '' && typed.to !== '' && typed.from > typed.to)
    problems['to'] = 'Enter a day that is not before the first'
  return { typed, choice: Object.keys(problems).length === 0 ? typed : undefined, problems }
}

export const answerForm = z.object({
  answer: z.preprocess(one, z.enum(['accepted', 'rejected']).or(z.literal('')).catch('')),
  reason: text,
})

export const fileForm = z.object({
  file: z.preprocess(
    one,
    z.custom<File>((value) => value instanceof File && value.size > 0, 'Choose a CSV file'),
  ),
})

export const applyForm = z.object({ text: z.preprocess(one, z.string().min(1)), state: text })

export const markForm = z.object({ amount: text, date: text, payment: text })

export const kindForm = z.object({ file: z.preprocess(one, z.enum(batchKinds).catch('journal')) }).transform(({ file }): BatchKind => file)

const acts = /^(?:(up|down|remove)-(\d{1,3})|(add|reset|show|save)|shape-(unit4|oracle|sap))$/

const choiceOf = <T extends string>(all: Record<T, unknown>, usual: T) =>
  z.preprocess(one, z.enum(Object.keys(all) as [T, ...T[]]).catch(usual))
const shortText = text.transform((typed) => typed.slice(0, 400))

const formatForm = z.object({
  separator: choiceOf(separators, 'comma'),
  headings: ticked,
  dates: choiceOf(dateFormats, 'iso'),
  periods: choiceOf(periodFormats, 'iso'),
  signs: choiceOf(signFormats, 'minus'),
  plain: ticked,
  joined: ticked,
  twoSided: ticked,
  balancingCostCentre: shortText,
  balancingSubjective: shortText,
  header: shortText,
  trailer: shortText,
})

/** The form of a file: columns in row order, needs, format, and the pressed button. */
export const readColumns = (
  kind: BatchKind,
  body: Record<string, unknown>,
): { columns: Column[]; needed: Need[]; format: FileFormat; done: ColumnAct; shape: Shape | undefined } => {
  const count = Math.min(Number(text.parse(body['count'])) || 0, mostColumns + 1)
  const columns = Array.from({ length: count }, (_, index): Column => {
    const heading = text.parse(body[`heading-${index + 1}`]).slice(0, 200)
    const field = text.parse(body[`field-${index + 1}`])
    const letters = text.parse(body[`longest-${index + 1}`])
    const longest = letters === '' ? {} : { longest: /^\d{1,4}$/.test(letters) ? Number(letters) : letters.slice(0, 40) }
    return { heading, ...longest, ...(isField(field) ? { field } : { text: text.parse(body[`text-${index + 1}`]).slice(0, 200) }) }
  })
  const [, act, at, plain, shape] = acts.exec(text.parse(body['action'])) ?? []
  const done: ColumnAct = act
    ? { act: act as 'up' | 'down' | 'remove', at: Number(at) - 1 }
    : { act: (plain ?? 'show') as 'add' | 'reset' | 'show' | 'save' }
  const needed = [body['needs']].flat()
  const format = formatForm.parse(body)
  return {
    columns,
    needed: usualNeeds[kind].filter((need) => needed.includes(need)),
    // Only a journal is two-sided, and only requests are joined.
    format: kind === 'journal' ? { ...format, joined: false } : { ...format, twoSided: false },
    done,
    shape: kind === 'journal' ? (shape as Shape | undefined) : undefined,
  }
}
