import * as z from 'zod'
import { parsePounds } from '#base/money.ts'
import { form, line } from '#base/web/fields.tsx'
import { textField } from '#base/web/form.ts'

const pounds = textField.transform((typed, context) => {
  const pence = parsePounds(typed)
  if (pence !== undefined && pence <= 1_000_000) return pence
  context.addIssue('Enter an amount in pounds, £10,000 at the most')
  return z.NEVER
})

export const limitForm = form({
  pounds: line('Ask for a code above this price, in pounds', pounds, {
    hint: 'We send the code to the address that got the link',
    width: 5,
  }),
})
