// A form sent after its sign-in had ended: its content waits an hour for the holder of that
// sign-in.
import type { Field } from '#base/web/fill-form.ts'
import { readCode } from './sign-in.ts'

export const keptMinutes = 60
/** Bytes as sent; larger forms are not read. */
export const mostSent = 1024 * 1024
/** Characters as stored; same as the table's CHECK. */
export const mostKept = 65_536

export type SavedForm = {
  id: string
  /** The form's page: a path with query. */
  page: string
  path: string
  fields: readonly Field[]
  /** Files were chosen; they are not kept. */
  hadFiles: boolean
}

/** `signedOut`: its sign-in has ended; otherwise only the acting person's name was missing. */
export type FoundForm = SavedForm & { signedOut: boolean }

const secretName = /password|secret|token/i
/** One-time codes are secrets; price codes are not six digits. */
const isSecret = ([name, value]: Field): boolean => secretName.test(name) || (/^(old)?code$/i.test(name) && readCode(value) !== undefined)

/** What may be kept: no files, no secrets, nothing too long. */
export const fieldsToKeep = (
  entries: readonly (readonly [name: string, value: unknown])[],
): { fields: Field[]; hadFiles: boolean } | undefined => {
  const typed = entries.filter((entry): entry is Field => typeof entry[1] === 'string')
  const fields = typed.filter((field) => !isSecret(field))
  const hadFiles = entries.some(([, value]) => value instanceof File && value.name !== '')
  return JSON.stringify(fields).length > mostKept ? undefined : { fields, hadFiles }
}
