import * as z from 'zod'
import type { Problems } from '#base/web/field.tsx'
import { type Body, text, textField } from '#base/web/form.ts'
import { cutTo } from '#base/words.ts'
import { cleanWords, type Template, wrongWith } from './wording.ts'

/**
 * What is done with the words, which sample shows them, and how many changes their reader had seen.
 */
export const wordingForm = z.object({
  action: z.enum(['preview', 'save', 'test']).catch('preview'),
  sample: z.coerce.number().int().min(0).max(99).catch(0),
  seen: z.coerce.number().int().min(0).catch(0),
})

export const listForm = z.object({ q: textField.transform((typed) => cutTo(typed, 100)) })

/** A slot's field name. */
export const fieldOf = (slot: string): string => `words-${slot}`

/** Words as they were typed, by slot. */
export const typedWords = (template: Template, form: Body): Record<string, string> =>
  Object.fromEntries(Object.keys(template.slots).map((slot) => [slot, cutTo(text(form, fieldOf(slot)), 20_000)]))

/** Problems by field. */
export const problemsWith = (template: Template, typed: Readonly<Record<string, string>>): Problems | undefined => {
  const problems = Object.entries(template.slots).flatMap(([name, slot]) => {
    const wrong = wrongWith(template, slot, cleanWords(typed[name] ?? '', slot))
    return wrong ? [[fieldOf(name), wrong] as const] : []
  })
  return problems.length > 0 ? Object.fromEntries(problems) : undefined
}
