import * as z from 'zod'

export const stepForm = z.object({ step: z.string().max(40) })
