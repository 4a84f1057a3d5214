import * as z from 'zod'
import { textField } from '#base/web/form.ts'
import { nameField } from '#base/web/name.ts'
import { normalEmail } from './account.ts'

const notAnAddress = 'Enter an email address in the right form, like name@example.sch.uk'

/** An address that signs in; `missing` says what to enter. */
export const emailField = (missing: string) =>
  textField.transform(normalEmail).pipe(
    z
      .string()
      .min(1, missing)
      .max(254, 'Enter an email address of 254 characters or fewer')
      .pipe(z.email(notAnAddress).refine((typed) => !/@(door|erased)\.invalid$/.test(typed), notAnAddress)),
  )

export const email = emailField('Enter your email address')

export const personName = textField.pipe(nameField('Your name', 'Enter your name', 100))
