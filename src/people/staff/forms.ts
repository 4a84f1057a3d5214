import * as z from 'zod'
import { choice, form, line } from '#base/web/fields.tsx'
import { councilRoles, roleLabels, roleMeanings } from '#people/accounts/account.ts'
import { email } from '#people/accounts/forms.ts'

const mailbox = { type: 'email', inputmode: 'email' } as const

export const roleForm = form({
  email: line('Email address', email, mailbox),
  role: choice(
    'Role',
    councilRoles.map((role) => ({ value: role, text: roleLabels[role], hint: roleMeanings[role] })),
    z.enum(councilRoles, 'Choose a role'),
  ),
})

export const doorForm = form({ email: line('Email address', email, { ...mailbox, hint: 'They sign in with a code sent to it' }) })
