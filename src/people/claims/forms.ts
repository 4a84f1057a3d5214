import * as z from 'zod'
import { text, textField } from '#base/web/form.ts'
import { nameField } from '#base/web/name.ts'
import { personName } from '#people/accounts/forms.ts'
import { normalPostcode, settings } from './unlisted-claim.ts'

export const claimForm = z.object({
  schoolId: textField.pipe(z.string().min(1, 'Choose your school')),
  name: personName,
  roleId: textField.pipe(z.string().min(1, 'Choose your role at the school')),
})

/** A childminder is the designated lead of the setting: there is nothing to choose. */
const asLead = (sent: unknown): unknown =>
  typeof sent === 'object' && text({ ...sent }, 'setting') === 'childminder' ? { ...sent, roleId: 'dsl' } : sent

export const unlistedForm = z.preprocess(
  asLead,
  z.object({
    setting: z.enum(Object.keys(settings) as (keyof typeof settings)[], 'Choose what kind of setting it is'),
    setName: textField.pipe(nameField('The name of the setting', 'Enter the name of the setting', 200)),
    postcode: textField
      .transform(normalPostcode)
      .pipe(z.string().regex(/^[A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2}$/, 'Enter the full postcode of the setting, like HR1 2AB')),
    name: personName,
    roleId: textField.pipe(z.string().min(1, 'Choose your role there')),
  }),
)

export const trustClaimForm = z.object({
  trustUid: textField.pipe(z.string().min(1, 'Choose the trust')),
  name: personName,
  roleId: textField.pipe(z.string().min(1, 'Choose your role at the trust')),
})

export const removeForm = z.object({
  reason: textField.transform((value) => value || undefined).pipe(z.string().max(500).optional()),
  sure: textField.transform((value) => value === 'yes'),
})

export const decisionForm = z
  .object({
    decision: z.enum(['approve', 'refuse', 'end'], 'Choose whether to approve or refuse'),
    reason: textField.pipe(z.string().max(500, 'The reason must be 500 characters or fewer')),
  })
  .refine((form) => form.decision === 'approve' || form.reason !== '', {
    path: ['reason'],
    message: 'Enter the reason: the person is told it',
  })
