// The kinds of question that bookings, feedback on events and the safeguarding audit ask. Each is
// one declaration: what can be set, how it is typed, read, said and counted, and put into files.
import * as z from 'zod'
import { addDays, type Day, isDay, sayDay } from '#base/dates.ts'
import type { Cell } from '#base/web/csv.ts'
import { type Field, lines } from '#base/web/fields.tsx'
import { asLines, oneLine, sentField } from '#base/web/form.ts'
import { cutTo } from '#base/words.ts'
import { dayIn } from './day.ts'

const longestOption = 150
const mostOptions = 30

const writtenField = sentField
  .transform((typed) => [...new Set(typed.split('\n').map(oneLine).filter(Boolean))])
  .pipe(
    z
      .array(z.string().max(longestOption, `Each answer must be ${longestOption} characters or fewer`))
      .min(2, 'Enter at least two answers to choose from, one on each line')
      .max(mostOptions, `Enter ${mostOptions} answers or fewer`),
  )

const setting = <T>(label: string, field: (label: string) => Field<T>): Field<T> & { label: string } => ({ label, ...field(label) })

/** What whoever asks can set, each in a field of this name. */
export const settingFields = {
  options: setting('Answers to choose from', (label) => lines(label, writtenField, { rows: 3, hint: 'One on each line' })),
}

export type Setting = keyof typeof settingFields
type SettingValue<F> = F extends Field<infer T> ? T : never
export type Settings = { readonly [S in Setting]?: SettingValue<(typeof settingFields)[S]> }

type Choice = readonly [value: string, text: string]
export type Reading = { value: string } | { problem: string }
/** `longest`: characters of an answer in somebody's own words. `today`: for days that are past. */
type Reader = { longest: number; today?: Day }

export type KindRow = {
  /** Its name for whoever asks. */
  word: string
  settings?: readonly Setting[]
  /** What can be chosen; without it the answer is typed. */
  choices?: (settings: Settings) => readonly Choice[]
  /** Any of the choices, a line each. */
  several?: true
  /** In somebody's own words, which may name somebody. */
  isWords?: true
  /** Officers grade it too, when they visit. */
  isGrade?: true
  /** Its answers add up. */
  adds?: true
  /** Beside what whoever asks says. */
  hint?: (settings: Settings) => string
  /** Of a field: lines of text, letters of one line, or radios in a row. */
  look?: { rows?: number; width?: number; inline?: true }
  /** What is asked for when the answer is none of the choices. */
  asksFor?: string
  /** A typed answer that is not empty. */
  read?: (typed: string, by: Reader, settings: Settings) => Reading
  /** The stored answer as its field holds it, as pages say it, and as files hold it. */
  typed?: (value: string) => string
  say?: (value: string) => string
  cell?: (value: string) => Cell
  /** What the audit's results count; without it, that it was answered. */
  inPlace?: { as: string; is: (value: string, deadline: Day) => boolean }
}

const cited = (typed: string): string => `“${typed.length > 40 ? `${cutTo(typed, 40)}…` : typed}”`

/** Text of at most so many characters. */
export const shortened = (value: string, longest: number): Reading =>
  value.length > longest ? { problem: `Shorten this to ${longest} characters; it has ${value.length}` } : { value }

const readDay = (typed: string): Reading => {
  const value = dayIn(typed)
  return value ? { value } : { problem: `Enter the day in figures, such as 27 3 2027: ${cited(typed)} is no day that can be read` }
}

const readNumber = (typed: string): Reading => {
  const plain = typed.replaceAll(/[\s,]/g, '')
  return /^\d{1,9}(\.\d{1,4})?$/.test(plain)
    ? { value: plain.replace(/^0+(?=\d)/, '') }
    : { problem: `Enter a number in figures, such as 12 or 12.5: ${cited(typed)} is none` }
}

const day = {
  hint: () => 'For example, 27 3 2026',
  look: { width: 10 },
  read: readDay,
  typed: (value: string) => (isDay(value) ? value.split('-').reverse().map(Number).join(' ') : value),
  say: (value: string) => (isDay(value) ? sayDay(value) : value),
  cell: (value: string) => value,
} as const

/** The same for every question of a kind. */
const fixed = (words: Readonly<Record<string, string>>) => (): readonly Choice[] => Object.entries(words)
const written = ({ options = [] }: Settings): readonly Choice[] => options.map((option) => [option, option])

const rows = {
  text: { word: 'In their own words', isWords: true, look: { rows: 3 }, read: (typed, { longest }) => shortened(typed, longest) },
  choice: { word: 'One of several answers', settings: ['options'], choices: written, asksFor: 'Choose one of the answers' },
  choices: {
    word: 'Any of several answers',
    settings: ['options'],
    choices: written,
    several: true,
    asksFor: 'Choose from the answers',
    say: (value) => value.replaceAll('\n', '; '),
  },
  yes_no: {
    word: 'Yes or no',
    choices: fixed({ yes: 'Yes', no: 'No' }),
    look: { inline: true },
    asksFor: 'Choose yes or no',
    inPlace: { as: 'Yes', is: (value) => value === 'yes' },
  },
  yes_partly_no: {
    word: 'Yes, partly or no',
    choices: fixed({ yes: 'Yes', partly: 'Partly', no: 'No' }),
    asksFor: 'Choose yes, partly or no',
  },
  scale: {
    word: 'A number from 1 to 5',
    choices: fixed({ 1: '1: not at all', 2: '2', 3: '3', 4: '4', 5: '5: very much' }),
    look: { inline: true },
    asksFor: 'Choose a number from 1 to 5',
  },
  grade: {
    word: 'A grade from 1 to 4',
    choices: fixed({ 1: '1: fully in place', 2: '2: in place, with something to improve', 3: '3: partly in place', 4: '4: not in place' }),
    isGrade: true,
    asksFor: 'Choose a grade from 1 to 4',
    inPlace: { as: 'Grade 1 or 2', is: (value) => value === '1' || value === '2' },
  },
  rag: {
    word: 'Red, amber or green',
    choices: fixed({ green: 'Green: in place', amber: 'Amber: partly in place', red: 'Red: not in place' }),
    isGrade: true,
    asksFor: 'Choose green, amber or red',
    inPlace: { as: 'Green', is: (value) => value === 'green' },
  },
  date: { word: 'A date', ...day },
  past_date: {
    word: 'A date that is not in the future',
    ...day,
    read: (typed, { today }) => {
      const read = readDay(typed)
      return 'value' in read && today && read.value > today ? { problem: 'Enter a day that is not in the future' } : read
    },
    inPlace: { as: 'In the year before', is: (value, deadline) => value > addDays(deadline, -366) },
  },
  number: { word: 'A number', adds: true, look: { width: 10 }, read: readNumber, cell: Number },
  where_kept: {
    word: 'Where it is kept',
    hint: () => 'Say where it is kept. No files, no links to children’s records.',
    isWords: true,
    read: (typed) => shortened(typed, 500),
  },
} as const satisfies Record<string, KindRow>

export type Kind = keyof typeof rows

export const questionKinds: Readonly<Record<Kind, KindRow>> = rows
export const kinds = Object.keys(rows) as Kind[]

/** A question as far as its kind reads it. */
export type Asked = { kind: Kind; settings: Settings }

export const choicesOf = ({ kind, settings }: Asked): readonly Choice[] => questionKinds[kind].choices?.(settings) ?? []

/** What was set, for whoever asks. */
export const saySettings = (settings: Settings): [label: string, values: string[]][] =>
  Object.entries(settings).map(([name, value]) => [settingFields[name as Setting].label, [value].flat().map(String)])

/** The stored answer as the texts that a form sends. */
export const typedOf = ({ kind }: Asked, value: string): string[] => {
  const { several, typed = (one) => one } = questionKinds[kind]
  return several ? value.split('\n') : [typed(value)]
}

/** The answer that a form sent; '' if it was left empty. */
export const readAnswer = (asked: Asked, typed: readonly string[], by: Reader): Reading => {
  const { isWords, several, read, asksFor = '' } = questionKinds[asked.kind]
  const sent = (several ? typed : typed.slice(0, 1)).map(isWords ? asLines : oneLine).filter(Boolean)
  if (sent.length === 0) return { value: '' }
  if (read) return read(sent.join(''), by, asked.settings)
  const chosen = choicesOf(asked).flatMap(([value]) => (sent.includes(value) ? [value] : []))
  return sent.every((one) => chosen.includes(one)) ? { value: chosen.join('\n') } : { problem: asksFor }
}

/** In words, on pages. */
export const sayAnswer = (asked: Asked, value: string): string => {
  const { say = (one) => one } = questionKinds[asked.kind]
  return choicesOf(asked).find(([one]) => one === value)?.[1] ?? say(value)
}

/** In a file, where numbers add up and days sort; an answer that was left empty is empty. */
export const cellOf = (asked: Asked, value: string): Cell => {
  if (value === '') return ''
  return questionKinds[asked.kind].cell?.(value) ?? sayAnswer(asked, value)
}
