import * as z from 'zod'
import type { Problems } from '#base/web/field.tsx'
import { type Body, text, texts } from '#base/web/form.ts'
import { nameField } from '#base/web/name.ts'
import { cutTo, inWords } from '#base/words.ts'
import { readAttendance } from '#booking/bookings/attendance.ts'
import {
  type Channel,
  type DelegateAsked,
  isNoName,
  longestEmail,
  longestName,
  mostDelegates,
  mostPlaces,
  mostRepresented,
  personKey,
} from '#booking/bookings/booking.ts'
import { attendances } from '#events/events/event.ts'
import { readTypedRow, type Typed, type TypedAnswers } from '#events/questions/forms.ts'
import { contactProblems, emptyContact, readContact, type TypedContact } from './contact-forms.ts'
import { emptyPaying, readPaying, type TypedPaying } from './paying-forms.ts'

export type Row = Pick<DelegateAsked, 'meant' | 'attendance' | 'workshopIds' | 'reason'> & {
  name: string
  email: string
  roleId: string
  represents: string[]
  /** The job title that was pasted, which is no role we know. */
  unknownRole?: string
  /** Answers about this person, by question. */
  answers?: Typed | undefined
}

export type TypedBooking = {
  schoolId: string
  formId: string
  rows: Row[]
  /** How many places; those without a person are named later. '': one per named person. */
  places: string
  /** How many places that are named later are online. */
  online: string
  /** When places are lacking: wait for all, or take what there is; '': nothing chosen. */
  wait: '' | 'all' | 'partly'
  /** Ids of people picked from those the school has. */
  picks: string[]
  pasted: string
  /** 'organiser': books as the council, though they also act for the school. */
  channel: '' | Channel
  /** Who asked the council. */
  contact: TypedContact
  /** The shown version of the terms, and whether it was accepted. */
  termsId: string
  authority: boolean
  paying: TypedPaying
  /** Answers asked once per booking, by question. */
  answers: Typed
}

export const emptyRow = (): Row => ({ name: '', email: '', roleId: '', represents: [] })

export const emptyBooking = (schoolId: string, formId: string, rows: number): TypedBooking => ({
  schoolId,
  formId,
  rows: Array.from({ length: rows }, emptyRow),
  places: '',
  online: '',
  wait: '',
  picks: [],
  pasted: '',
  channel: '',
  contact: emptyContact(),
  termsId: '',
  authority: false,
  paying: emptyPaying(),
  answers: {},
})

const oneOf = <T extends string>(typed: string, ...values: T[]): T | '' => values.find((value) => value === typed) ?? ''

const readWorkshops = (body: Body, row: number): Pick<Row, 'workshopIds'> => {
  const workshopIds = texts(body, `workshop-${row}`).filter(Boolean).slice(0, 40)
  return workshopIds.length > 0 ? { workshopIds } : {}
}

/** The job title as pasted, until their role is chosen. */
const readTitle = (body: Body, row: number, always: boolean): Pick<Row, 'unknownRole'> => {
  const unknownRole = cutTo(text(body, `unknown-${row}`), 80)
  return unknownRole && (always || ['', 'other'].includes(text(body, `role-${row}`))) ? { unknownRole } : {}
}

/** Job titles that are no roles we know, each once. */
export const unknownTitles = (rows: readonly Row[]): string[] => [...new Set(rows.flatMap(({ unknownRole }) => unknownRole ?? []))]

/** Gives everybody with such a title the role chosen for it. */
const withTitlesAs = (rows: readonly Row[], body: Body): Row[] => {
  const numbers = Array.from({ length: mostDelegates }, (_, index) => index + 1)
  const chosen = new Map(numbers.map((n) => [cutTo(text(body, `titled-${n}`), 80), text(body, `title-${n}`)]))
  return rows.map(({ unknownRole, ...row }) => {
    const roleId = unknownRole && chosen.get(unknownRole)
    return roleId ? { ...row, roleId } : unknownRole ? { ...row, unknownRole } : row
  })
}

/** @param allTitles also job titles of those whose role is chosen */
export const readRows = (body: Body, allTitles = false): Row[] =>
  Array.from({ length: Math.min(Math.max(1, Number.parseInt(text(body, 'rows'), 10) || 1), mostDelegates) }, (_, index) => ({
    name: text(body, `name-${index + 1}`),
    email: text(body, `email-${index + 1}`),
    roleId: text(body, `role-${index + 1}`),
    attendance: readAttendance(text(body, `attendance-${index + 1}`)) || undefined,
    ...readWorkshops(body, index + 1),
    ...readTitle(body, index + 1, allTitles),
    reason: oneLineOf(cutTo(text(body, `reason-${index + 1}`), 300)) || undefined,
    meant: cutTo(text(body, `meant-${index + 1}`), 64) || undefined,
    represents: Array.from({ length: mostRepresented }, (__, other) => text(body, `represents-${index + 1}-${other + 1}`)).filter(Boolean),
    answers: readTypedRow(body, index + 1),
  }))

/** Picked and pasted people, read apart from the rows they become. */
export const readPicked = (body: Body): { picks: string[]; pasted: string } => ({
  picks: texts(body, 'pick').slice(0, mostPlaces),
  pasted: cutTo(text(body, 'pasted'), 20_000),
})

/** Reads the form without validating it, so that it can be shown again. */
export const readTyped = (body: Body): TypedBooking => ({
  schoolId: text(body, 'school'),
  formId: /^[\w-]{8,64}$/.test(text(body, 'formId')) ? text(body, 'formId') : '',
  rows: withTitlesAs(readRows(body), body),
  places: text(body, 'places').trim(),
  online: cutTo(text(body, 'online').trim(), 4),
  wait: oneOf(text(body, 'wait'), 'all', 'partly'),
  ...readPicked(body),
  channel: oneOf(text(body, 'channel'), 'school', 'organiser'),
  contact: readContact(body),
  termsId: text(body, 'termsId'),
  authority: text(body, 'authority') === 'yes',
  paying: readPaying(body),
  answers: readTypedRow(body),
})

/** The same of a form that is shown as it was: roles chosen for job titles are not used yet. */
export const readTypedBefore = (body: Body): TypedBooking => ({ ...readTyped(body), rows: readRows(body, true) })

const readEmail = (typed: string): string => typed.normalize('NFKC').trim().toLowerCase()

export const emailsIn = (rows: readonly Row[]): string[] => [...new Set(rows.map((row) => readEmail(row.email)))].filter(Boolean)

export const representedIn = (rows: readonly Row[]): string[] => [...new Set(rows.flatMap((row) => row.represents))]

export const isBlank = (row: Row): boolean => !row.name.trim() && !row.email.trim() && !row.roleId && row.represents.every((id) => !id)

/** Puts these people into empty rows and then after them, without duplicates; any number. */
export const withPeople = (rows: readonly Row[], people: readonly Omit<Row, 'represents' | 'answers'>[]): Row[] => {
  const keys = new Set(rows.filter((row) => !isBlank(row)).map(personKey))
  const added = people
    .filter((person) => !keys.has(personKey(person)) && keys.add(personKey(person)))
    .map((one) => ({ ...one, represents: [] }))
  const filled = rows.map((row) => (isBlank(row) ? (added.shift() ?? row) : row))
  return [...filled, ...added]
}

const address = (who: string) =>
  z
    .string()
    .min(1, `Enter the email address of ${who}`)
    .max(longestEmail, `The email address of ${who} must be ${longestEmail} characters or fewer`)
    .and(z.email(`Enter the email address of ${who} in the form name@example.com`))

const delegateOf = (who: string, addressOptional: boolean) => {
  const filledIn = address(who)
  return z.object({
    name: z
      .string()
      .transform((name) => oneLineOf(name))
      .pipe(nameField(`The name of ${who}`, `Enter the full name of ${who}`, longestName))
      .refine((name) => !isNoName(name), `Enter the name of ${who} as a person has one, or leave the place to be named later`),
    email: z
      .string()
      .transform(readEmail)
      .superRefine((email, context) => {
        if (addressOptional && email === '') return
        const [issue] = filledIn.safeParse(email).error?.issues ?? []
        if (issue) context.addIssue({ code: 'custom', message: issue.message })
      }),
    roleId: z.string().min(1, `Choose the role of ${who} at the school`),
    represents: z.array(z.string()).transform((ids) => [...new Set(ids.filter(Boolean))]),
    meant: z.string().optional(),
    attendance: z.enum(attendances).optional(),
    workshopIds: z.array(z.string()).optional(),
    reason: z.string().optional(),
    answers: z.record(z.string(), z.array(z.string())).default({}),
  })
}

// Building a schema costs more than validating a row, so schemas are cached.
const schemas = new Map<string, ReturnType<typeof delegateOf>>()

const delegate = (who: string, addressOptional: boolean): ReturnType<typeof delegateOf> => {
  const key = `${addressOptional} ${who}`
  const schema = schemas.get(key) ?? delegateOf(who, addressOptional)
  schemas.set(key, schema)
  return schema
}

export type DelegateTyped = DelegateAsked & { answers: Typed }

const fieldOf: Record<string, string> = { name: 'name', email: 'email', roleId: 'role', represents: 'represents' }

/**
 * What the rows ask for, or the problem of each field. Empty rows are skipped, unless fewer than
 * `least` are filled. @param instead the booker's address, for a person without one; undefined:
 * each needs an address; '': may be left out (organiser)
 */
export const readDelegates = (
  rows: readonly Row[],
  least = 1,
  instead?: string,
): { ok: true; delegates: DelegateTyped[] } | { ok: false; problems: Problems } => {
  let missing = least - rows.filter((row) => !isBlank(row)).length
  const padded = [...rows, ...Array.from({ length: Math.max(0, least - rows.length) }, emptyRow)]
  const filled = padded
    .map((row, index) => ({ row, number: index + 1 }))
    .filter(({ row }) => {
      if (!isBlank(row)) return true
      missing -= 1
      return missing >= 0
    })
  const problems: Problems = {}
  const delegates: DelegateTyped[] = []
  const numbers: number[] = []
  for (const { row, number } of filled) {
    const read = delegate(padded.length === 1 ? 'the person' : `person ${number}`, instead === '').safeParse({
      ...row,
      email: row.email.trim() || (instead ?? ''),
    })
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

/** One line of text without bidirectional control characters. */
const oneLineOf = (typed: string): string =>
  typed
    .normalize('NFC')
    .replaceAll(/[\p{Cc}\p{Bidi_Control}\s]+/gu, ' ')
    .trim()

/** `contact`: who asked the council; undefined: the school books. */
export type Asked = { delegates: DelegateTyped[]; unnamed: number; unnamedOnline: number; contact?: TypedContact | undefined }

export const typedAnswers = (typed: TypedBooking, asked: Asked): TypedAnswers => ({
  booking: typed.answers,
  rows: asked.delegates.map((delegate) => delegate.answers),
})

/** @param most how many places the limits allow */
export const readAsked = (
  typed: TypedBooking,
  channel: Channel,
  most: number,
  instead?: string,
): { ok: true; asked: Asked } | { ok: false; problems: Problems } => {
  const problems: Problems = {}
  const named = typed.rows.filter((row) => !isBlank(row)).length
  const wanted = typed.places === '' ? undefined : Number(typed.places)
  if (channel === 'organiser') Object.assign(problems, contactProblems(typed.contact))
  if (wanted !== undefined && (!Number.isInteger(wanted) || wanted < 1 || wanted > mostPlaces))
    problems['places'] = `Enter how many places you want as a number from 1 to ${Math.max(1, Math.min(most, mostPlaces))}`
  else if (wanted !== undefined && named > wanted)
    problems['places'] =
      `You have named ${named} people for ${inWords(wanted, 'place')}: ${wanted < most ? 'choose more places, or ' : ''}clear the rows of those who are not coming`
  const unnamed = Math.max(0, (wanted ?? named) - named)
  const online = Number(typed.online || 0)
  if (!problems['places'] && !(Number.isInteger(online) && online >= 0 && online <= unnamed))
    problems['online'] = `Enter how many of the places without a name are online, from 0 to ${unnamed}`
  const read = readDelegates(typed.rows, wanted === undefined ? 1 : 0, channel === 'organiser' ? '' : instead)
  if (!read.ok) Object.assign(problems, read.problems)
  if (Object.keys(problems).length > 0 || !read.ok) return { ok: false, problems }
  return {
    ok: true,
    asked: {
      delegates: read.delegates,
      unnamed: (wanted ?? read.delegates.length) - read.delegates.length,
      unnamedOnline: online,
      contact: channel === 'organiser' ? typed.contact : undefined,
    },
  }
}
