// The kinds of question: what each is called, and how answers are read, shown and stored. Looks:
// views/fields.tsx and views/organiser-answers.tsx.
import { asLines } from '#base/web/form.ts'

import { sayNumber } from '#base/words.ts'

/** What is stored as the answer to each kind. */
type ValueOf = { text: string; choice: string; choices: string[]; yes_no: boolean }
export type Kind = keyof ValueOf
export type Value = ValueOf[Kind]

const longestAnswer = 1000

type Asked = { label: string; options: readonly string[] }
type Reading<V> = { value: V | undefined; problem?: string }

type KindRow<V> = {
  /** Its label for organisers. */
  word: string
  /** undefined: it has options. Else its name in messages that refuse options. */
  withoutOptions: string | undefined
  /** The answer that a form sent, or its problem; no value: left empty. */
  read: (asked: Asked, typed: readonly string[]) => Reading<V>
  /** The answer as form fields hold it. */
  typed: (value: V) => string[]
  /** In words, on pages and in files. */
  say: (value: V) => string
}

export const questionKinds: { readonly [K in Kind]: KindRow<ValueOf[K]> } = {
  text: {
    word: 'In their own words',
    withoutOptions: 'own words',
    read: ({ label }, [typed = '']) => {
      const value = asLines(typed)
      return value.length > longestAnswer
        ? { value: undefined, problem: `The answer to “${label}” must be ${sayNumber(longestAnswer)} characters or fewer` }
        : { value: value || undefined }
    },
    typed: (value) => [value],
    say: (value) => value,
  },
  choice: {
    word: 'One of several answers',
    withoutOptions: undefined,
    read: ({ label, options }, [typed = '']) =>
      typed === '' || options.includes(typed)
        ? { value: typed || undefined }
        : { value: undefined, problem: `Choose one of the answers to “${label}”` },
    typed: (value) => [value],
    say: (value) => value,
  },
  choices: {
    word: 'Any of several answers',
    withoutOptions: undefined,
    read: ({ label, options }, typed) => {
      const chosen = typed.filter(Boolean)
      return chosen.every((one) => options.includes(one))
        ? { value: chosen.length > 0 ? options.filter((one) => chosen.includes(one)) : undefined }
        : { value: undefined, problem: `Choose from the answers to “${label}”` }
    },
    typed: (value) => value,
    say: (value) => value.join('; '),
  },
  yes_no: {
    word: 'Yes or no',
    withoutOptions: 'yes or no',
    read: ({ label }, [typed = '']) =>
      typed === '' || typed === 'yes' || typed === 'no'
        ? { value: typed === '' ? undefined : typed === 'yes' }
        : { value: undefined, problem: `Answer yes or no to “${label}”` },
    typed: (value) => [value ? 'yes' : 'no'],
    say: (value) => (value ? 'Yes' : 'No'),
  },
}

export const kinds = Object.keys(questionKinds) as Kind[]

/** Whether the answer is chosen from the organiser's options. */
export const hasOptions = (kind: string): boolean => kinds.some((one) => one === kind && questionKinds[one].withoutOptions === undefined)

// Stored answers were read by their own kind's row: an answered question keeps its kind.
const rowOf = (kind: Kind): KindRow<Value> => questionKinds[kind] as KindRow<Value>

export const readValue = ({ kind, ...asked }: Asked & { kind: Kind }, typed: readonly string[]): Reading<Value> =>
  rowOf(kind).read(asked, typed)
export const typedValue = (kind: Kind, value: Value): string[] => rowOf(kind).typed(value)
export const sayValue = (kind: Kind, value: Value): string => rowOf(kind).say(value)
