import * as z from 'zod'
import { textField, textsField } from '#base/web/form.ts'
import { pageNumber } from '#base/web/page-number.ts'
import { cutTo } from '#base/words.ts'
import { isEmail } from './contact.ts'
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
    page: pageNumber,
  })
  .transform(({ only, trust, ward, page, q, sector, kind, state }) => ({
    filter: {
      q: cutTo(q, 200),
      sector,
      kind,
      state,
      trust: trust || undefined,
      ward: ward || undefined,
      outside: only.includes('outside'),
      noRecord: only.includes('no_record'),
    } satisfies SchoolFilter,
    page,
  }))

export const contactForm = z.object({
  roleId: textField,
  name: textField.pipe(z.string().max(200, 'Shorten the name to 200 characters')),
  email: textField
    .transform((email) => email.toLowerCase())
    .pipe(
      z
        .string()
        .min(1, 'Enter an email address')
        .refine((email) => email === '' || isEmail(email), 'Enter an email address like name@example.sch.uk'),
    ),
  telephone: textField.pipe(z.string().max(40, 'Shorten the telephone number to 40 characters')),
  source: textField.pipe(
    z.string().min(1, 'Say where you know this contact from').max(200, 'Shorten where you know it from to 200 characters'),
  ),
})

export const organisationForm = z.object({
  outsideKind: keyOf(outsideKinds).refine((kind) => kind !== undefined, 'Choose what kind of organisation it is'),
  name: textField.pipe(z.string().min(1, 'Enter the name').max(200, 'Shorten the name to 200 characters')),
  town: textField.pipe(z.string().max(100, 'Shorten the town to 100 characters')),
  postcode: textField.transform((p) => p.toUpperCase()).pipe(z.string().max(10, 'Enter a postcode of at most 10 characters')),
  /** The register's number of the trust of a school elsewhere, or nothing. */
  trustUid: textField,
  sure: textField,
})
