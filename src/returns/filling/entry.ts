// What somebody typed to one question of a return: answer, evidence and action. Entries are
// appended, and the last one counts. Each names the entry it replaces, so that nobody overwrites
// what they have not seen. Its author can change it for ten minutes, unless somebody replaced it or
// signed.

import type { Day, Instant } from '#base/dates.ts'
import { hashedId } from '#base/id.ts'
import { asLines, isUsableDay, oneLine } from '#base/web/form.ts'
import { cutTo } from '#base/words.ts'
import { choicesOf, type QuestionKind } from '#returns/forms/return-form.ts'

/** `value` is stored as its kind says. */
export type Typed = { value: string; evidence: string; action: string }
const typedFields = ['value', 'evidence', 'action'] as const

export type Entry = Typed & {
  id: string
  questionId: string
  /** The replaced entry, if any. */
  afterId: string | null
  by: string
  at: Instant
  /** How often its author saved it. */
  times: number
}

const hashOf = ({ value, evidence, action }: Typed): string => hashedId(JSON.stringify([value, evidence, action]))

export const seenOf = (entry: Typed & Pick<Entry, 'id'>): string => `${entry.id}.${hashOf(entry)}`

/** Whether it is what the page showed. */
export const isUntouched = (typed: Typed, seen: string | null): boolean =>
  seen === null ? sameTyped(typed, nothingTyped) : seen.endsWith(`.${hashOf(typed)}`)

export const nothingTyped: Typed = { value: '', evidence: '', action: '' }

const longestText = 4000
const longestLine = 500

const months = ['january', 'february', 'march', 'april', 'may', 'june', 'july', 'august', 'september', 'october', 'november', 'december']
const monthOf = (word: string): number =>
  /^\d+$/.test(word) ? Number(word) : word.length < 3 ? 0 : months.findIndex((name) => name.startsWith(word.replace(/^sept$/, 'sep'))) + 1

/** A day as people write it: 27 3 2027, 27/3/27, 27 March 2027, March 27 2027 or 2027-03-27. */
export const dayIn = (typed: string): string | undefined => {
  const words = typed
    .toLowerCase()
    .replace(/^(mon|tues|wednes|thurs|fri|satur|sun)day\b,?/, '')
    .replace(/(\d)(st|nd|rd|th)\b/g, '$1')
    .split(/[\s/.,-]+/)
    .filter(Boolean)
  if (words.length !== 3) return undefined
  const [a = '', b = '', c = ''] = words
  const [day, month, year] = /^\d{4}$/.test(a) ? [c, b, a] : /^[a-z]/.test(a) ? [b, a, c] : [a, b, c]
  if (!/^\d{1,2}$/.test(day) || !/^(\d{2}|\d{4})$/.test(year)) return undefined
  const two = (n: string | number): string => String(n).padStart(2, '0')
  const found = `${year.length === 2 ? `20${year}` : year}-${two(monthOf(month))}-${two(day)}`
  return isUsableDay(found) ? found : undefined
}

const cited = (typed: string): string => `“${typed.length > 40 ? `${cutTo(typed, 40)}…` : typed}”`

type Reading = { value: string } | { problem: string }

const longText = (typed: string, longest: number): Reading => {
  const value = asLines(typed)
  return value.length > longest ? { problem: `Shorten this to ${longest} characters; it has ${value.length}` } : { value }
}

const oneOf =
  (kind: QuestionKind, problem: string) =>
  (typed: string): Reading =>
    Object.hasOwn(choicesOf(kind), typed) ? { value: typed } : { problem }

const readDay = (typed: string): Reading => {
  const value = dayIn(typed)
  return value ? { value } : { problem: `Enter the day in figures, such as 27 3 2027: ${cited(typed)} is no day that can be read` }
}

/** How each kind's answer is read, if not empty. */
const readers: Record<QuestionKind, (typed: string, today: Day) => Reading> = {
  grade: oneOf('grade', 'Choose a grade from 1 to 4'),
  rag: oneOf('rag', 'Choose green, amber or red'),
  yes_no: oneOf('yes_no', 'Choose yes or no'),
  text: (typed) => longText(typed, longestText),
  where_kept: (typed) => longText(typed, longestLine),
  date: readDay,
  past_date: (typed, today) => {
    const read = readDay(typed)
    return 'value' in read && read.value > today ? { problem: 'Enter a day that is not in the future' } : read
  },
  number: (typed) => {
    const plain = typed.replaceAll(/[\s,]/g, '')
    return /^\d{1,9}(\.\d{1,4})?$/.test(plain)
      ? { value: plain.replace(/^0+(?=\d)/, '') }
      : { problem: `Enter a number in figures, such as 12 or 12.5: ${cited(typed)} is none` }
  },
}

export type ReadEntry = { ok: true; typed: Typed } | { ok: false; problems: Partial<Record<keyof Typed, string>> }

/** As it is stored. Nothing typed is no answer and no problem. */
export const readEntry = (kind: QuestionKind, { value, evidence, action }: Typed, today: Day): ReadEntry => {
  const plain = kind === 'text' || kind === 'where_kept' ? value : oneLine(value)
  const read = {
    value: plain.trim() === '' ? { value: '' } : readers[kind](plain, today),
    evidence: longText(evidence, longestText),
    action: longText(action, longestText),
  }
  const problems = Object.fromEntries(Object.entries(read).flatMap(([name, one]) => ('problem' in one ? [[name, one.problem]] : [])))
  if (Object.keys(problems).length > 0) return { ok: false, problems }
  const said = Object.fromEntries(Object.entries(read).map(([name, one]) => [name, 'value' in one ? one.value : '']))
  return { ok: true, typed: { ...nothingTyped, ...said } }
}

export const sameTyped = (a: Typed, b: Typed): boolean => typedFields.every((name) => a[name] === b[name])
