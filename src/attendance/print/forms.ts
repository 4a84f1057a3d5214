import * as z from 'zod'
import { badgeSizes, mostBlank } from './badge.ts'
import { parts } from './pack.ts'

export const partForm = z.enum(parts)

const howMany = `Type how many blank badges, from 0 to ${mostBlank}`

export const badgeForm = z.object({
  size: z.enum(badgeSizes, 'Choose a size').default('8'),
  blank: z
    .string()
    .trim()
    .regex(/^\d{0,3}$/, howMany)
    .transform(Number)
    .refine((blank) => blank <= mostBlank, howMany)
    .default(0),
  only: z.literal('blank').optional().catch(undefined),
})
export type BadgesAsked = z.infer<typeof badgeForm>
