import * as z from 'zod'
import type { Problems } from '#base/web/field.tsx'
import { asLines, type Body, problemOf, text, texts } from '#base/web/form.ts'
import { sayNumber } from '#base/words.ts'
import type { EventDetails } from '#events/events/event.ts'
import {
  type AccessChoice,
  accessChoices,
  asksDietary,
  type DietaryChoice,
  dietaryChoices,
  isNothing,
  longestAccess,
  longestDietary,
  type Needs,
  noNeeds,
  type Stated,
  tellings,
} from './need.ts'

const stated = <Choice extends string>(choices: readonly Choice[], longest: number, what: string) =>
  z.object({
    choices: z.array(z.string()).transform((typed) => choices.filter((choice) => typed.includes(choice))),
    words: z
      .string()
      .transform(asLines)
      .pipe(z.string().max(longest, `What you write about ${what} must be ${sayNumber(longest)} characters or fewer`)),
  })

const dietary = stated(Object.keys(dietaryChoices) as DietaryChoice[], longestDietary, 'food')
const access = stated(Object.keys(accessChoices) as AccessChoice[], longestAccess, 'access')

/** What was typed, to show again; `problems` by field, `needs` what can be saved. */
export type TypedNeeds = { dietary: Stated<string>; access: Stated<string>; agreed: boolean }

export const typedNeeds = (body: Body): TypedNeeds => ({
  dietary: { choices: texts(body, 'dietary'), words: text(body, 'dietary-words') },
  access: { choices: texts(body, 'access'), words: text(body, 'access-words') },
  agreed: text(body, 'agreed') === 'yes',
})

/** Saving any need requires the delegate's own consent; no needs require none. */
export const readNeeds = (
  typed: TypedNeeds,
  event: Pick<EventDetails, 'attendanceMode'>,
): { needs: Needs; problems?: never } | { needs?: never; problems: Problems } => {
  const food = asksDietary(event) ? dietary.safeParse(typed.dietary) : { success: true as const, data: noNeeds.dietary, error: undefined }
  const help = access.safeParse(typed.access)
  const problems: Problems = {
    ...(food.error ? { 'dietary-words': problemOf(food.error) } : {}),
    ...(help.error ? { 'access-words': problemOf(help.error) } : {}),
  }
  if (!food.success || !help.success) return { problems }
  const needs: Needs = { dietary: food.data, access: help.data }
  if (!isNothing(needs) && !typed.agreed)
    problems['agreed'] = 'Tick the box if you agree that we use this, or leave everything empty: you do not have to tell us'
  return Object.keys(problems).length > 0 ? { problems } : { needs }
}

/** A place link's token, in the form of `newToken`; else undefined. */
export const readToken = (typed: string | undefined): string | undefined => (typed && /^[\w-]{43}$/.test(typed) ? typed : undefined)

export const tellForm = z.object({ statement: z.enum(tellings, 'Choose what to tell them') })
