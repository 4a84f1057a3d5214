// The log says what was done, to what, by whom, when and from where. It refers to people by id and holds no name, address, secret or
// anything special-category: those live where they can be erased.

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

/** A row of the log as it is stored. */
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

/** What is done so often that it hides the rest: shown when it is asked for. */
export const signingActs = ['account.signed_in', 'account.signed_out'] as const

export type LogFilter = {
  /** One kind of act; 'signing' for signing in and out, 'all' for everything. Nothing: all but signing in and out. */
  act?: string | undefined
  /** Both or neither. */
  subjectKind?: string | undefined
  subjectId?: string | undefined
  eventId?: string | undefined
  schoolId?: string | undefined
  accountId?: string | undefined
  /** Who did it: an address, or a part of a name as it is today. */
  who?: string | undefined
  /** Words of what changed, or the reference of a booking, the code of an event or the URN of a school that it is about. */
  text?: string | undefined
  /** First and last day in London. */
  from?: Day | undefined
  to?: Day | undefined
  /** Rows older than this one: the id of the last row of the page before. */
  before?: string | undefined
}

export const logPage = 50

/** Words are looked for in so many entries at once, the newest of those that fit the rest: no request reads the whole log. */
export const mostSearched = 5000

/** `claim.requested` as `Claim requested`, `account.browser_signed_out` as `Account browser signed out`. */
export const sayAct = (act: string): string => {
  const words = act
    .replaceAll(/[._]/g, ' ')
    .replaceAll(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase()
  return words.charAt(0).toUpperCase() + words.slice(1)
}

export type Change = { key: string; before: string | undefined; after: string | undefined }

const said = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value))

const fieldsOf = (json: string | null): Record<string, unknown> => {
  if (json === null) return {}
  const value: unknown = JSON.parse(json)
  if (value === null) return {}
  return typeof value === 'object' && !Array.isArray(value) ? (value as Record<string, unknown>) : { value }
}

/** What a row says was and is, field by field; fields that did not change are left out. */
export const changesOf = (row: Pick<LogRow, 'before' | 'after'>): Change[] => {
  const before = fieldsOf(row.before)
  const after = fieldsOf(row.after)
  return [...new Set([...Object.keys(before), ...Object.keys(after)])].flatMap((key) => {
    const was = key in before ? said(before[key]) : undefined
    const is = key in after ? said(after[key]) : undefined
    return was === is ? [] : [{ key, before: was, after: is }]
  })
}

const uuid = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g

/** Every id that the rows mention, so that what it stands for today can be looked up. */
export const idsIn = (rows: readonly LogRow[]): string[] => [...new Set(JSON.stringify(rows).match(uuid) ?? [])]
