import * as z from 'zod'
import { textField, textsField } from '#base/web/form.ts'

const filter = z.string().max(200).catch('')

export const listQuery = z.object({ phase: filter, kind: filter, trust: filter, ward: filter, of: filter })

const actions = ['message', 'hold'] as const

export const tickedForm = z.object({
  do: z.enum(actions, 'Choose what to do'),
  which: z.enum(['ticked', 'all']).catch('ticked'),
  schools: textsField,
  phase: filter,
  kind: filter,
  trust: filter,
  ward: filter,
  of: filter,
})

export const holdFields = ['event', 'places', 'releaseDate', 'releaseTime'] as const

/** `sure`: sent by the page that says what will happen. */
export const actForm = z.object({ sure: textField, event: textField })
