import * as z from 'zod'

/** `now` is that of the whole demonstration, however long its steps take. */
export const stepForm = z.object({ step: z.string().max(40), now: z.iso.datetime() })
export const personForm = z.object({ email: z.string().max(200).catch('') })
