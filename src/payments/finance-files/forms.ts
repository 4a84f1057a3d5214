import * as z from 'zod'
import { isDay } from '#base/dates.ts'
import { type Body, csvField, lineField, oneLine, sentField, text, textField } from '#base/web/form.ts'
import { pageNumber } from '#base/web/page-number.ts'
import { cutTo } from '#base/words.ts'
import { type BatchKind, batchKinds, type Choice, type Need, usualNeeds } from './batch.ts'
import { type Column, type ColumnAct, isField, mostColumns } from './column.ts'
import { dateFormats, type FileFormat, periodFormats, separators, signFormats } from './file-format.ts'
import type { Shape } from './file-shape.ts'

export const pageForm = z.object({ page: pageNumber }).transform(({ page }) => page)

const ticked = textField.transform((typed) => typed === 'yes')

/** The lines that were previewed, and whether to join those of one payer and event. */
export const makeForm = z
  .object({ lines: textField.pipe(z.string().regex(/^\d{1,15}(,\d{1,15})*$/)), joined: ticked })
  .transform(({ lines, joined }) => ({ numbers: lines.split(',').map(Number), joined }))

const typedChoice = z.object({ from: lineField, to: lineField, heldBy: lineField })

/** The days that choose the lines, or what is wrong with them. */
export const readChoice = (
  body: Body,
): { typed: Record<keyof Choice, string>; choice: Choice | undefined; problems: Record<string, string> } => {
  const typed = typedChoice.parse(body)
  const problems = Object.fromEntries(
    Object.entries(typed)
      .filter(([, day]) => day !== '' && !isDay(day))
      .map(([name]) => [name, 'Enter a day such as 31 May 2026, or leave it empty']),
  )
  if (Object.keys(problems).length === 0 && typed.from !== '' && typed.to !== '' && typed.from > typed.to)
    problems['to'] = 'Enter a day that is not before the first'
  return { typed, choice: Object.keys(problems).length === 0 ? typed : undefined, problems }
}

export const answerForm = z.object({
  answer: textField.pipe(z.enum(['accepted', 'rejected']).or(z.literal('')).catch('')),
  reason: lineField,
})

export const fileForm = z.object({
  file: csvField,
})

export const applyForm = z.object({ text: sentField.pipe(z.string().min(1)), state: lineField })

export const markForm = z.object({ amount: lineField, date: lineField, payment: lineField })

export const kindForm = z.object({ file: textField.pipe(z.enum(batchKinds).catch('journal')) }).transform(({ file }): BatchKind => file)

const acts = /^(?:(up|down|remove)-(\d{1,3})|(add|reset|show|save)|shape-(unit4|oracle|sap))$/

const choiceOf = <T extends string>(all: Record<T, unknown>, usual: T) =>
  textField.pipe(z.enum(Object.keys(all) as [T, ...T[]]).catch(usual))
const shortText = lineField.transform((typed) => cutTo(typed, 400))

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
  body: Body,
): { columns: Column[]; needed: Need[]; format: FileFormat; done: ColumnAct; shape: Shape | undefined } => {
  const count = Math.min(Number(oneLine(text(body, 'count'))) || 0, mostColumns + 1)
  const columns = Array.from({ length: count }, (_, index): Column => {
    const heading = cutTo(oneLine(text(body, `heading-${index + 1}`)), 200)
    const field = oneLine(text(body, `field-${index + 1}`))
    const letters = oneLine(text(body, `longest-${index + 1}`))
    const longest = letters === '' ? {} : { longest: /^\d{1,4}$/.test(letters) ? Number(letters) : cutTo(letters, 40) }
    return { heading, ...longest, ...(isField(field) ? { field } : { text: cutTo(oneLine(text(body, `text-${index + 1}`)), 200) }) }
  })
  const [, act, at, plain, shape] = acts.exec(oneLine(text(body, 'action'))) ?? []
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
