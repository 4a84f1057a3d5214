// Choosing a school in a form. A few are listed; of many one types words and presses Find, and picks from those that match. Words that were
// typed and not looked for yet are looked for whatever button was pressed, so that nothing typed is lost or guessed. So is a trust.

import type { Problems } from '#base/web/field.tsx'
import { type Body, text } from '#base/web/form.ts'
import type { SchoolOption } from './school.ts'

/** Up to so many are listed, and of those that match so many are shown. */
export const mostListed = 20

/** What a form says of its fields of schools. `words`: by field; `pressed`: the one whose button was. */
export type SchoolWords = { words: Record<string, string>; toFind: readonly string[]; pressed: string | undefined }

/** What a field is of. */
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
  /** Every school that may be chosen, when they are few. */
  all: readonly SchoolOption[] | undefined
  /** Those of them that the form has chosen already. */
  chosen: readonly SchoolOption[]
  words: Record<string, string>
  /** What words led to, by field. */
  found: Record<string, Found>
  /** Something is to be picked before the form goes on, with what is wrong; the page opens at the field whose button was pressed. */
  finding: { problems?: Problems | undefined; at: string | undefined } | undefined
}

const textOf = (body: Body, name: string): string => text(body, name).trim().slice(0, 200)

const suffix = '-words'
/** No form of ours has more fields of schools. */
const mostFields = 60

/** D1 takes a hundred statements in a batch; the others of a form are looked for after these are picked. */
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

export const noWords: SchoolWords = { words: {}, toFind: [], pressed: undefined }

/** For a form whose rows have moved: words stood in the rows as they were. */
export const withoutWords = (choices: SchoolChoices): SchoolChoices => ({ ...choices, words: {}, found: {} })

/** What is to be picked now. */
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

/** What a field lists to pick from: the one it has, and those that match what was typed in it. */
export const optionsOf = (choices: SchoolChoices, name: string, value: string | undefined): readonly SchoolOption[] => {
  const chosen = choices.chosen.filter(({ id }) => id === value)
  return [...chosen, ...(choices.found[name]?.schools ?? []).filter(({ id }) => id !== value)]
}
