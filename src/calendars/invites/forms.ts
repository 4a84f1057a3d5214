import * as z from 'zod'

/** Where a page of a long list goes on. */
export const afterForm = z.object({ after: z.coerce.number().int().nonnegative().catch(0) })
