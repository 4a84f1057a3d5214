import * as z from 'zod'
import { shortLine, textField } from '#base/web/form.ts'

export const givingFields = ['isOn', 'renewMonths', 'afterEvaluation'] as const
export const givingForm = z.object({
  isOn: z.enum(['yes', 'no'], 'Choose whether the event gives certificates'),
  renewMonths: textField
    .refine((typed) => /^(\d{1,3})?$/.test(typed) && Number(typed || 1) >= 1 && Number(typed || 1) <= 120, {
      message: 'Enter the months as a number from 1 to 120, or leave it blank',
    })
    .transform((typed) => (typed === '' ? undefined : Number(typed))),
  afterEvaluation: textField.transform((typed) => typed === 'yes'),
  version: z.coerce.number().int().min(0).catch(0),
})

export const revokeFields = ['words'] as const
export const revokeForm = z.object({ words: shortLine(300, 'why', 'Enter why it is revoked, which its holder and the school read') })
