// Who did what to what, when and from where. People by id: no names, addresses, secrets or
// special-category data, because the log cannot be erased.

import type { Day } from '#base/dates.ts'

export type LogEntry = {
  /** noun.verb in the past tense, such as 'booking.placed' */
  act: string
  subject: readonly [kind: string, id: string]
  eventId?: string | undefined
  schoolId?: string | undefined
  before?: unknown
  after?: unknown
}

export type LogRow = {
  id: string
  at: string
  act: string
  subjectKind: string
  subjectId: string
  eventId: string | null
  schoolId: string | null
  accountId: string | null
  personId: string | null
  origin: string
  before: string | null
  after: string | null
}

/** So frequent that they would hide the rest; shown only on request. */
export const signingActs = ['account.signed_in', 'account.signed_out'] as const

export type LogFilter = {
  /** 'signing': signing in and out; 'all'; default: all but signing. */
  act?: string | undefined
  /** Given together or not at all. */
  subjectKind?: string | undefined
  subjectId?: string | undefined
  eventId?: string | undefined
  schoolId?: string | undefined
  accountId?: string | undefined
  /** Who did it: an address, or part of a name as it is today. */
  who?: string | undefined
  /** In the changes, or a reference, event code or URN. */
  text?: string | undefined
  /** First and last day, in London. */
  from?: Day | undefined
  to?: Day | undefined
  /** Id of the last row on the page before. */
  before?: string | undefined
}

export const logPage = 50

/** Entries read by one text search, newest first, so that it never reads the whole log. */
export const mostSearched = 5000

/** The nouns of acts whose word differs from the one that people read. */
const saidOfActs: readonly [RegExp, string][] = [
  [/^return( round)?\b/, 'safeguarding audit'],
  [/^requirement\b/, 'training rule'],
  [/^door link\b/, 'check-in link'],
  [/^coverage frozen$/, 'coverage made final'],
  [/counts towards$/, 'counts as'],
  [/held back$/, 'kept'],
  [/\bchased$/, 'followed up'],
  [/\bchase\b/, 'follow-up'],
]

/** `Claim requested` from `claim.requested`. */
export const sayAct = (act: string): string => {
  const key = act
    .replaceAll(/[._]/g, ' ')
    .replaceAll(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase()
  const words = saidOfActs.reduce((said, [noun, word]) => said.replace(noun, word), key)
  return words.charAt(0).toUpperCase() + words.slice(1)
}

export type Change = { key: string; before: string | undefined; after: string | undefined }

const textOf = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value))

const fieldsOf = (json: string | null): Record<string, unknown> => {
  if (json === null) return {}
  const value: unknown = JSON.parse(json)
  if (value === null) return {}
  return typeof value === 'object' && !Array.isArray(value) ? (value as Record<string, unknown>) : { value }
}

/** Field by field. */
export const changesOf = (row: Pick<LogRow, 'before' | 'after'>): Change[] => {
  const before = fieldsOf(row.before)
  const after = fieldsOf(row.after)
  return [...new Set([...Object.keys(before), ...Object.keys(after)])].flatMap((key) => {
    const was = key in before ? textOf(before[key]) : undefined
    const is = key in after ? textOf(after[key]) : undefined
    return was === is ? [] : [{ key, before: was, after: is }]
  })
}

const uuid = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g

/** Every id in the rows, to look up their names. */
export const idsIn = (rows: readonly LogRow[]): string[] => [...new Set(JSON.stringify(rows).match(uuid) ?? [])]

/** Ids mean nothing to readers, and may be other people's. */
export const withoutIds = (text: string): string => text.replaceAll(uuid, '…')
