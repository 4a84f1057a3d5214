import * as z from 'zod'

/** Where the next page of a long list begins. */
export const afterForm = z.object({ after: z.coerce.number().int().nonnegative().catch(0) })
