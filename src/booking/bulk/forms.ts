import * as z from 'zod'
import { bulkActs, mostPlaces } from './bulk.ts'

const ids = (value: unknown): string[] =>
  [value ?? []].flat().filter((id): id is string => typeof id === 'string' && /^[\w-]{1,64}$/.test(id))

const chosen = z.object({
  act: z.enum(bulkActs),
  which: z.enum(['ticked', 'page', 'all']).catch('ticked'),
  place: z.unknown().optional().transform(ids),
  onPage: z
    .string()
    .catch('')
    .transform((text) => ids(text.split(' ')).slice(0, mostPlaces)),
})

/** Which places of the list an act is meant for; undefined when the form makes no sense. */
export const readChosen = (body: Record<string, unknown>) => chosen.safeParse(body).data

/** What an act needs before it begins; the first problem by field otherwise. */
export const startForm = {
  remind: z.object({}),
  invite_again: z.object({}),
  move: z.object({ to: z.string({ error: 'Choose a date' }).regex(/^\w{1,20}$/, 'Choose a date') }),
  cancel: z.object({
    reason: z
      .string()
      .catch('')
      .transform((text) => text.trim().replaceAll(/\s+/g, ' '))
      .pipe(z.string().min(1, 'Say why the places are cancelled').max(500, 'The reason must be 500 characters or fewer')),
    waive: z
      .literal('yes')
      .optional()
      .catch(undefined)
      .transform((value) => value === 'yes'),
  }),
}
