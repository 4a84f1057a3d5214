// Choosing a school (or trust): a few are listed; for many one types words, presses Find and picks
// a match. Words not yet searched are searched by any button, so that nothing typed is lost or
// guessed.

import type { Problems } from '#base/web/field.tsx'
import { type Body, text } from '#base/web/form.ts'
import { cutTo } from '#base/words.ts'
import type { SchoolOption } from './school.ts'

/** In lists and search results. */
export const mostListed = 20

/** `words`: by field; `pressed`: the field of the pressed button. */
export type SchoolWords = { words: Record<string, string>; toFind: readonly string[]; pressed: string | undefined }

/** What a field chooses. */
export type Sought = 'school' | 'trust'

const says: Record<Sought, { less: string; type: string }> = {
  school: {
    less: 'Type less of its name, or its town, postcode or URN',
    type: 'Type a part of the name, the town, the postcode or the URN of the school',
  },
  trust: { less: 'Type less of its name', type: 'Type a part of the name of the trust' },
}

type Found = { schools: readonly SchoolOption[]; more: boolean }

export type SchoolChoices = {
  /** If they are few. */
  all: readonly SchoolOption[] | undefined
  /** The form's chosen ones. */
  chosen: readonly SchoolOption[]
  words: Record<string, string>
  /** By field. */
  found: Record<string, Found>
  /** Something must be picked first; the page opens at `at`. */
  finding: { problems?: Problems | undefined; at: string | undefined } | undefined
}

const textOf = (body: Body, name: string): string => cutTo(text(body, name).trim(), 200)

const suffix = '-words'
/** No form of ours has more school fields. */
const mostFields = 60

/** D1 takes a hundred statements in a batch; further fields come after these. */
const mostLooked = 12

export const schoolWordsIn = (body: Body): SchoolWords => {
  const names = Object.keys(body)
    .filter((key) => key.endsWith(suffix))
    .map((key) => key.slice(0, -suffix.length))
    .slice(0, mostFields)
  const words = Object.fromEntries(names.map((name) => [name, textOf(body, name + suffix)]).filter(([, typed]) => typed !== ''))
  const button = textOf(body, 'find')
  const pressed = names.includes(button) ? button : undefined
  const isNew = (name: string): boolean => words[name] !== textOf(body, `${name}-seen`) || name === pressed
  return { words, pressed, toFind: Object.keys(words).filter(isNew).slice(0, mostLooked) }
}

/** Words that are not searched yet: the form is shown again with what matches. */
export const searchesSchool = (body: Body): Body | undefined => {
  const { toFind, pressed } = schoolWordsIn(body)
  return toFind.length > 0 || pressed ? body : undefined
}

/** The schools of a form with a row for each, empty ones too. */
export const schoolRowsIn = (body: Body, most: number): string[] => {
  const rows = Math.min(Math.max(1, Number.parseInt(textOf(body, 'rows'), 10) || 1), most)
  return Array.from({ length: rows }, (_, index) => textOf(body, `school-${index + 1}`))
}

/** The fields of such a form, filled. */
export const byRow = (schools: readonly { id: string }[]): Record<string, string> =>
  Object.fromEntries(schools.map(({ id }, index) => [`school-${index + 1}`, id]))

/** The form with a further row, or with schools to pick from. */
export const fillsSchoolRows = (body: Body, most: number): Body | undefined =>
  text(body, 'do') === 'add-school' ? { ...body, rows: String(Math.min(schoolRowsIn(body, most).length + 1, most)) } : searchesSchool(body)

/** What is typed in rows of which no school was picked, one a line. */
export const unpickedIn = (body: Body): string =>
  Object.entries(schoolWordsIn(body).words)
    .flatMap(([name, words]) => (text(body, name) ? [] : words))
    .join('\n')

export const noWords: SchoolWords = { words: {}, toFind: [], pressed: undefined }

/** If rows moved, because words belong to rows. */
export const withoutWords = (choices: SchoolChoices): SchoolChoices => ({ ...choices, words: {}, found: {} })

export const findingIn = (
  { words, toFind, pressed }: SchoolWords,
  found: SchoolChoices['found'],
  sought: Sought = 'school',
): SchoolChoices['finding'] => {
  if (toFind.length === 0 && pressed === undefined) return undefined
  const problems: Problems = {}
  for (const name of toFind) {
    if (found[name]?.schools.length === 0) problems[name] = `No ${sought} matches “${words[name]}”. ${says[sought].less}`
    else if (pressed === undefined) problems[name] = `Choose the ${sought} that you mean from those that match`
  }
  if (pressed !== undefined && !words[pressed]) problems[pressed] = says[sought].type
  return { problems: Object.keys(problems).length > 0 ? problems : undefined, at: pressed ?? toFind[0] }
}

/** Its current school, and matches of what was typed. */
export const optionsOf = (choices: SchoolChoices, name: string, value: string | undefined): readonly SchoolOption[] => {
  const chosen = choices.chosen.filter(({ id }) => id === value)
  return [...chosen, ...(choices.found[name]?.schools ?? []).filter(({ id }) => id !== value)]
}
