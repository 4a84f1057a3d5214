import * as z from 'zod'
import { councilRoles } from '#people/accounts/account.ts'
import { email } from '#people/accounts/forms.ts'

export const roleForm = z.object({
  email,
  role: z.enum(councilRoles, 'Choose a role'),
})

export const doorForm = z.object({ email })
