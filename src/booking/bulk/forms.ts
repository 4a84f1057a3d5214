import * as z from 'zod'
import { type Body, lineField, textField, textsField } from '#base/web/form.ts'
import { bulkActs, mostPlaces } from './bulk.ts'

const ids = (sent: readonly string[]): string[] => sent.filter((id) => /^[\w-]{1,64}$/.test(id))

const chosen = z.object({
  act: z.enum(bulkActs),
  which: z.enum(['ticked', 'page', 'all']).catch('ticked'),
  place: textsField.transform(ids),
  onPage: textField.transform((typed) => ids(typed.split(' ')).slice(0, mostPlaces)),
})

/** Which places of the list an act is meant for; undefined when the form makes no sense. */
export const readChosen = (body: Body) => chosen.safeParse(body).data

/** What an act needs before it begins; else the first problem by field. */
export const startForm = {
  remind: z.object({}),
  invite_again: z.object({}),
  move: z.object({ to: z.string({ error: 'Choose a date' }).regex(/^\w{1,20}$/, 'Choose a date') }),
  cancel: z.object({
    reason: lineField.pipe(z.string().min(1, 'Say why the places are cancelled').max(500, 'The reason must be 500 characters or fewer')),
    waive: textField.transform((typed) => typed === 'yes'),
  }),
}
