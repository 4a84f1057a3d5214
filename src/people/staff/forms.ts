import * as z from 'zod'
import { email } from '#people/accounts/forms.ts'

export const roleForm = z.object({
  email: email,
  role: z.enum(['administrator', 'organiser', 'officer', 'reader', 'finance'], 'Choose a role'),
})

export const doorForm = z.object({ email: email })
