import * as z from 'zod'
import { isEmail } from './contact.ts'
import { kinds, outsideKinds, type SchoolFilter, sectors } from './school.ts'

/** A field sent twice counts once, by its first value; a file is no text. */
const one = (value: unknown): unknown => (Array.isArray(value) ? value[0] : value)
const text = z.preprocess((value) => {
  const first = one(value)
  return typeof first === 'string' ? first.trim() : ''
}, z.string())
const keyOf = <T extends string>(of: Record<T, string>) =>
  z.preprocess(
    (value) => (typeof one(value) === 'string' && Object.hasOwn(of, String(one(value))) ? one(value) : undefined),
    z.custom<T>().optional(),
  )

/** Filters in the address of the list; anything that names nothing is left out. */
export const filterForm = z
  .object({
    q: text,
    sector: keyOf(sectors),
    kind: keyOf(kinds),
    trust: text,
    ward: text,
    state: keyOf({ open: '', closed: '' }),
    only: z.preprocess((value) => (Array.isArray(value) ? value : [value]), z.array(z.unknown())),
    page: text,
  })
  .transform(({ only, trust, ward, page, q, sector, kind, state }) => ({
    filter: {
      q: q.slice(0, 200),
      sector,
      kind,
      state,
      trust: trust || undefined,
      ward: ward || undefined,
      outside: only.includes('outside'),
      noRecord: only.includes('no_record'),
    } satisfies SchoolFilter,
    page: Math.min(Math.max(1, Math.trunc(Number(page)) || 1), 100_000),
  }))

export const contactForm = z.object({
  roleId: text,
  name: text.pipe(z.string().max(200, 'Shorten the name to 200 characters')),
  email: text
    .transform((email) => email.toLowerCase())
    .pipe(
      z
        .string()
        .min(1, 'Enter an email address')
        .refine((email) => email === '' || isEmail(email), 'Enter an email address like name@example.sch.uk'),
    ),
  telephone: text.pipe(z.string().max(40, 'Shorten the telephone number to 40 characters')),
  source: text.pipe(z.string().min(1, 'Say where you know this contact from').max(200, 'Shorten where you know it from to 200 characters')),
})

export const organisationForm = z.object({
  outsideKind: keyOf(outsideKinds).refine((kind) => kind !== undefined, 'Choose what kind of organisation it is'),
  name: text.pipe(z.string().min(1, 'Enter the name').max(200, 'Shorten the name to 200 characters')),
  town: text.pipe(z.string().max(100, 'Shorten the town to 100 characters')),
  postcode: text.transform((p) => p.toUpperCase()).pipe(z.string().max(10, 'Enter a postcode of at most 10 characters')),
  /** The register's number of the trust of a school elsewhere, or nothing. */
  trustUid: text,
  sure: text,
})

const source = (sentence: string) => text.pipe(z.string().min(1, sentence).max(200, 'Shorten the source to 200 characters'))

/** The first step of an import: a file and where it comes from. */
export const fileForm = z.object({
  source: source('Say where this list comes from'),
  file: z.preprocess(
    one,
    z.custom<File>((value) => value instanceof File && value.size > 0, 'Choose a CSV file'),
  ),
})

/** The second step: the text that was previewed. */
export const applyForm = z.object({
  source: source('Say where this list comes from'),
  text: z.preprocess(one, z.string().min(1)),
  state: text,
  batchId: z.preprocess(one, z.uuid()).optional(),
})

/** The first problem of each field, by field name. */
export const problemsOf = (error: z.ZodError): Record<string, string> =>
  Object.fromEntries(error.issues.map((issue) => [String(issue.path[0] ?? 'form'), issue.message] as const).reverse())

/** What was typed, to show it again with its problems; long texts are cut. */
export const typed = (body: Record<string, unknown>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(body).map(([name, value]) => [name, typeof one(value) === 'string' ? String(one(value)).slice(0, 1000) : '']),
  )
