// What a council or an event can be set to, one declaration a field. Its type, its field in a form,
// how it is read, what is written and what the log says follow from it.
import * as z from 'zod'
import { plural, sayNumber } from './words.ts'

/** The value of what was typed, or a sentence that says what is wrong with it. */
type Typed<T> = { value: T; problem?: never } | { value?: never; problem: string }

type Look = {
  hint?: string
  /** A heading above it and all that follow. */
  under?: string
  width?: number
  /** A field of several lines. */
  rows?: number
  type?: 'email' | 'tel' | 'url'
  inputmode?: 'numeric'
  autocomplete?: 'off'
  /** Radios beside each other. */
  inline?: true
  /** Somebody's own, or long: the log says that it changed, not from what to what. */
  personal?: true
}

type SettingOption = { value: string; text: string; hint?: string }

export type Setting<T> = Look & {
  label: string
  /** Until it is set. */
  usual: T
  read(typed: string): Typed<T>
  /** As in its field. */
  show(value: T): string
  /** Shown as radios, or the one of `isTick` as a checkbox. */
  options?: readonly SettingOption[]
  isTick?: true
}

export type Settings = Readonly<Record<string, Setting<unknown>>>

type Declared = Readonly<Record<string, { usual: unknown }>>

export type ValuesOf<S extends Declared> = { readonly [Name in keyof S]: S[Name]['usual'] }

/** What a telephone can ring: an extension may follow. */
export const isTelephone = (typed: string): boolean => /^[\d\s()+\-./ext]*$/i.test(typed) && /(\d\D*){3}/.test(typed)

export const notTelephone = 'Enter a telephone number, like 01432 260000'

type Words = Look & {
  most: number
  usual?: string
  /** Said where nothing is written. */
  missing?: string
}

const tooLong = (label: string, most: number): string => `${label.replace(' (optional)', '')} must be ${most} characters or fewer`

/** What somebody writes, on one line or several. */
export const words = (label: string, { most, usual = '', missing, ...look }: Words): Setting<string> => ({
  label,
  usual,
  ...look,
  read: (typed) => {
    if (typed.length > most) return { problem: tooLong(label, most) }
    if (look.type === 'tel' && typed !== '' && !isTelephone(typed)) return { problem: notTelephone }
    return missing && typed === '' ? { problem: missing } : { value: typed }
  },
  show: (value) => value,
})

const longestEmail = 254

/** An email address, or none. */
export const email = (label: string, look: Look = {}): Setting<string> => ({
  label,
  usual: '',
  type: 'email',
  ...look,
  read: (typed) => {
    if (typed.length > longestEmail) return { problem: tooLong(label, longestEmail) }
    return typed === '' || z.email().safeParse(typed).success
      ? { value: typed }
      : { problem: 'Enter an email address in the right form, like name@example.gov.uk, or leave it empty' }
  },
  show: (value) => value,
})

type Whole = Look & {
  from: number
  to: number
  /** By default the least. */
  usual?: number
  /** One of them, such as `working day`. */
  unit?: string
  /** It must be entered; otherwise left empty it is the usual one. */
  needed?: true
  /** One sentence for whatever is wrong. */
  wrong?: string
}

/** Commas stand between thousands alone, so that 1,5 is not read as 15. */
const figures = /^(\d{1,3}(,\d{3})+|\d+)(\.\d+)?$/

const numberIn = (typed: string): number => (figures.test(typed.trim()) ? Number(typed.replaceAll(',', '')) : Number.NaN)

/** A whole number, of something or alone. */
export const whole = (label: string, { from, to, usual = from, unit, needed, wrong, ...look }: Whole): Setting<number> => {
  const of = (count: number): string => (unit ? ` ${plural(count, unit)}` : '')
  return {
    label,
    usual,
    width: to < 100 ? 2 : to < 1000 ? 3 : 10,
    inputmode: 'numeric',
    ...look,
    read: (typed) => {
      if (typed === '' && !needed) return { value: usual }
      const value = numberIn(typed)
      if (wrong && !(Number.isInteger(value) && value >= from && value <= to)) return { problem: wrong }
      if (Number.isNaN(value)) return { problem: `Enter a number${unit ? ` of${of(2)}` : ''} from ${sayNumber(from)} to ${sayNumber(to)}` }
      if (!Number.isInteger(value)) return { problem: unit ? `Enter whole${of(2)}` : 'Enter a whole number' }
      if (value < from) return { problem: `Enter ${sayNumber(from)}${of(from)} or more` }
      return value > to ? { problem: `Enter ${sayNumber(to)}${of(to)} or fewer` } : { value }
    },
    show: String,
  }
}

/** From 1 to `most`, or none where it is left empty. @param wrong said of all else */
export const limit = (
  label: string,
  { wrong, most = 999_999, ...look }: Look & { wrong: string; most?: number },
): Setting<number | null> => ({
  label,
  usual: null,
  width: 4,
  inputmode: 'numeric',
  ...look,
  read: (typed) => {
    const value = numberIn(typed)
    if (typed === '') return { value: null }
    return Number.isInteger(value) && value >= 1 && value <= most ? { value } : { problem: wrong }
  },
  show: (value) => (value === null ? '' : String(value)),
})

/** Yes or no, by a checkbox. @param text beside it */
export const tick = (label: string, text: string, { hint, ...look }: Look = {}): Setting<boolean> => ({
  label,
  usual: false,
  isTick: true,
  ...look,
  options: [{ value: 'yes', text, ...(hint ? { hint } : {}) }],
  read: (typed) => ({ value: typed === 'yes' }),
  show: (value) => (value ? 'yes' : ''),
})

type Chosen = Look & {
  /** Said where none is chosen; otherwise that is the usual one. */
  missing?: string
}

/** One of a few. @param words of each, or its text and hint */
export const choice = <V extends string>(
  label: string,
  words: Readonly<Record<V, string | { text: string; hint: string }>>,
  usual: NoInfer<V>,
  { missing, ...look }: Chosen = {},
): Setting<V> => ({
  label,
  usual,
  ...look,
  options: Object.entries<string | { text: string; hint: string }>(words).map(([value, text]) => ({
    value,
    ...(typeof text === 'string' ? { text } : text),
  })),
  read: (typed) => {
    if (Object.hasOwn(words, typed)) return { value: typed as V }
    return missing === undefined ? { value: usual } : { problem: missing }
  },
  show: (value) => value,
})

/** All as usual. */
export const usualOf = <S extends Declared>(settings: S): ValuesOf<S> =>
  Object.fromEntries(Object.entries(settings).map(([name, { usual }]) => [name, usual])) as ValuesOf<S>

/** As in their fields. */
export const shownOf = <S extends Settings>(settings: S, values: ValuesOf<S>): Record<string, string> =>
  Object.fromEntries(Object.entries(settings).map(([name, setting]) => [name, setting.show(values[name])]))

/** What the log says of a change. @param after those that were set */
export const differenceOf = <Values extends object>(before: Values, after: Partial<Values>, settings: Settings = {}) => {
  const names = Object.keys(after) as (string & keyof Values)[]
  const changed = names.filter((name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]))
  const logged = (values: Partial<Values>, word: string): Record<string, unknown> =>
    Object.fromEntries(changed.map((name) => [name, settings[name]?.personal ? word : values[name]]))
  return { before: logged(before, 'as it was'), after: logged(after, 'changed') }
}
