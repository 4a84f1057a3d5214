import { z } from 'zod'
import type { Problems } from '../web/field.tsx'
import { type DelegateAsked, longestEmail, longestName, mostDelegates, mostRepresented, personKey } from './booking.ts'

/** A form body as Hono parses it with `all`. */
export type Body = Record<string, string | File | (string | File)[]>

/** One row of the form as typed. */
export type Row = { name: string; email: string; roleId: string; represents: string[] }

export type TypedBooking = { schoolId: string; formId: string; rows: Row[] }

const texts = (body: Body, name: string): string[] => {
  const value = body[name]
  return (Array.isArray(value) ? value : value === undefined ? [] : [value]).filter((one) => typeof one === 'string')
}
const text = (body: Body, name: string): string => texts(body, name)[0] ?? ''

/** Reads what was typed without judging it, so that every answer shows it again. */
export const readTyped = (body: Body): TypedBooking => {
  const count = Math.min(Math.max(1, Number.parseInt(text(body, 'rows'), 10) || 1), mostDelegates)
  return {
    schoolId: text(body, 'school'),
    formId: /^[\w-]{8,64}$/.test(text(body, 'formId')) ? text(body, 'formId') : '',
    rows: Array.from({ length: count }, (_, index) => ({
      name: text(body, `name-${index + 1}`),
      email: text(body, `email-${index + 1}`),
      roleId: text(body, `role-${index + 1}`),
      represents: Array.from({ length: mostRepresented }, (__, other) => text(body, `represents-${index + 1}-${other + 1}`)).filter(
        Boolean,
      ),
    })),
  }
}

export const emptyRow = (): Row => ({ name: '', email: '', roleId: '', represents: [] })

const isBlank = (row: Row): boolean => !row.name.trim() && !row.email.trim() && !row.roleId && row.represents.every((id) => !id)

const delegate = (who: string) =>
  z.object({
    name: z
      .string()
      .transform((name) =>
        name
          .normalize('NFC')
          .replaceAll(/[\p{Cc}\p{Bidi_Control}\s]+/gu, ' ')
          .trim(),
      )
      .pipe(
        z
          .string()
          .min(1, `Enter the full name of ${who}`)
          .max(longestName, `The name of ${who} must be ${longestName} characters or fewer`),
      ),
    email: z
      .string()
      .transform((email) => email.normalize('NFKC').trim().toLowerCase())
      .pipe(
        z
          .string()
          .min(1, `Enter the email address of ${who}`)
          .max(longestEmail, `The email address of ${who} must be ${longestEmail} characters or fewer`)
          .and(z.email(`Enter the email address of ${who} in the form name@example.com`)),
      ),
    roleId: z.string().min(1, `Choose the role of ${who} at the school`),
    represents: z.array(z.string()).transform((ids) => [...new Set(ids.filter(Boolean))]),
  })

const fieldOf: Record<string, string> = { name: 'name', email: 'email', roleId: 'role', represents: 'represents' }

/** What the typed rows ask for, or what is wrong with each field. A row left empty besides others is no one. */
export const readDelegates = (rows: readonly Row[]): { ok: true; delegates: DelegateAsked[] } | { ok: false; problems: Problems } => {
  const meant = rows.map((row, index) => ({ row, number: index + 1 })).filter(({ row }) => rows.length === 1 || !isBlank(row))
  const filled = meant.length > 0 ? meant : [{ row: emptyRow(), number: 1 }]
  const problems: Problems = {}
  const delegates: DelegateAsked[] = []
  const numbers: number[] = []
  for (const { row, number } of filled) {
    const read = delegate(rows.length === 1 ? 'the person' : `person ${number}`).safeParse(row)
    if (read.success) {
      delegates.push(read.data)
      numbers.push(number)
    } else for (const issue of read.error.issues) problems[`${fieldOf[String(issue.path[0])] ?? 'name'}-${number}`] ??= issue.message
  }
  const keys = delegates.map(personKey)
  for (const [index, key] of keys.entries()) {
    const first = keys.indexOf(key)
    if (first < index)
      problems[`name-${numbers[index]}`] ??= `Person ${numbers[index]} is the same as person ${numbers[first]}: name each person once`
  }
  return Object.keys(problems).length > 0 ? { ok: false, problems } : { ok: true, delegates }
}

const filter = z.object({
  q: z.string().max(200).catch(''),
  state: z.enum(['all', 'confirmed', 'cancelled']).catch('confirmed'),
  page: z.coerce.number().int().min(1).max(10_000).catch(1),
})

export const readFilter = (query: Record<string, string>) => filter.parse({ q: query['q'], state: query['state'], page: query['page'] })
