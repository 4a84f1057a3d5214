// A form that was sent after its sign-in had ended: what was typed into it waits an hour for whoever had that sign-in.
import type { Field } from '#base/web/fill-form.ts'
import { readCode } from './sign-in.ts'

export const keptMinutes = 60
/** In bytes of the form as it was sent; a larger one is not read. */
export const mostSent = 1024 * 1024
/** In characters of what is stored; the table's CHECK says the same. */
export const mostKept = 65_536

export type SavedForm = {
  id: string
  /** The page on which the form stands: a path with its query. */
  page: string
  /** The address that the form was sent to. */
  path: string
  fields: readonly Field[]
  /** Files were chosen in it. They are not kept. */
  hadFiles: boolean
}

/** `signedOut`: the sign-in it was sent with has ended; otherwise it only lacked the name of who acts. */
export type FoundForm = SavedForm & { signedOut: boolean }

const secretName = /password|secret|token/i
/** A code that opens something is of one use and soon over; one that lowers a price is not six digits. */
const isSecret = ([name, value]: Field): boolean => secretName.test(name) || (/^(old)?code$/i.test(name) && readCode(value) !== undefined)

/** What may be kept of a form: no files, no secrets, and nothing of one that is too long. */
export const whatToKeep = (
  entries: readonly (readonly [name: string, value: unknown])[],
): { fields: Field[]; hadFiles: boolean } | undefined => {
  const typed = entries.filter((entry): entry is Field => typeof entry[1] === 'string')
  const fields = typed.filter((field) => !isSecret(field))
  const hadFiles = entries.some(([, value]) => value instanceof File && value.name !== '')
  return JSON.stringify(fields).length > mostKept ? undefined : { fields, hadFiles }
}
