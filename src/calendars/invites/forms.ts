import * as z from 'zod'

export const afterForm = z.object({ after: z.coerce.number().int().nonnegative().catch(0) })
