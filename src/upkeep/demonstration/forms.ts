import * as z from 'zod'

export const stepForm = z.object({ step: z.string().max(40) })
export const personForm = z.object({ email: z.string().max(200).catch('') })
