import * as z from 'zod'
import { isEmail } from '#base/mailbox.ts'
import { form, line, select } from '#base/web/fields.tsx'
import { textField, textsField } from '#base/web/form.ts'
import { cutTo } from '#base/words.ts'
import type { RoleOption } from './role.ts'
import { kinds, outsideKinds, type SchoolFilter, sectors } from './school.ts'

const keyOf = <T extends string>(of: Record<T, string>) =>
  textField.transform((typed): T | undefined => (Object.keys(of) as T[]).find((key) => key === typed))

/** The list's filters; unknown values are dropped. */
export const filterForm = z
  .object({
    q: textField,
    sector: keyOf(sectors),
    kind: keyOf(kinds),
    trust: textField,
    ward: textField,
    state: keyOf({ open: '', closed: '' }),
    only: textsField,
  })
  .transform(
    ({ only, trust, ward, q, ...rest }): SchoolFilter => ({
      ...rest,
      q: cutTo(q, 200),
      trust: trust || undefined,
      ward: ward || undefined,
      outside: only.includes('outside'),
      noRecord: only.includes('no_record'),
    }),
  )

const emailField = textField
  .transform((email) => email.toLowerCase())
  .pipe(
    z
      .string()
      .min(1, 'Enter an email address')
      .refine((email) => email === '' || isEmail(email), 'Enter an email address like name@example.sch.uk'),
  )

export const contactForm = (roles: readonly RoleOption[]) =>
  form({
    email: line('Email address', emailField, { type: 'email', autocomplete: 'off' }),
    name: line('Name (optional)', textField.pipe(z.string().max(200, 'Shorten the name to 200 characters')), {
      autocomplete: 'off',
      hint: 'Leave empty for a shared address',
    }),
    roleId: select(
      'Role (optional)',
      [{ value: '', text: 'Not known' }, ...roles.map((role) => ({ value: role.id, text: role.label }))],
      textField
        .refine((typed) => typed === '' || roles.some(({ id }) => id === typed), 'Choose a role of the list')
        .transform((typed) => typed || null),
    ),
    telephone: line('Telephone (optional)', textField.pipe(z.string().max(40, 'Shorten the telephone number to 40 characters')), {
      type: 'tel',
      autocomplete: 'off',
      width: 20,
    }),
    source: line(
      'Where do you know it from?',
      textField.pipe(
        z.string().min(1, 'Say where you know this contact from').max(200, 'Shorten where you know it from to 200 characters'),
      ),
      { hint: 'For example: telephone call with the school office' },
    ),
  })

export const organisationForm = z.object({
  outsideKind: keyOf(outsideKinds).refine((kind) => kind !== undefined, 'Choose what kind of organisation it is'),
  name: textField.pipe(z.string().min(1, 'Enter the name').max(200, 'Shorten the name to 200 characters')),
  town: textField.pipe(z.string().max(100, 'Shorten the town to 100 characters')),
  postcode: textField.transform((p) => p.toUpperCase()).pipe(z.string().max(10, 'Enter a postcode of at most 10 characters')),
  /** The trust's register number for a school elsewhere, or ''. */
  trustUid: textField,
  sure: textField,
})
