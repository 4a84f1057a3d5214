// When a calendar program gets 304 Not Modified (RFC 9110, section 13).
import { addMinutes, type Instant } from '#base/dates.ts'

/** `lastModified` undefined: changed too recently for a safe date. */
export type Validators = { etag: string; lastModified: Date | undefined }

export type Asked = { ifNoneMatch: string | undefined; ifModifiedSince: string | undefined }

/** Minutes. A row has the moment its act began and is committed at most 15 minutes later. */
export const restMinutes = 30

/**
 * The date of a feed: the first whole second after its latest change, once that is long ago. Any
 * later write began after that second, so it gets a later date.
 */
export const datedAs = (changedAt: Instant | undefined, now: Date): Date | undefined => {
  if (changedAt === undefined) return undefined
  const second = new Date(Math.floor(Date.parse(changedAt) / 1000) * 1000 + 1000)
  return second <= addMinutes(now, -restMinutes) ? second : undefined
}

/** `Sun, 06 Nov 1994 08:49:37 GMT` */
export const httpDate = (date: Date): string => date.toUTCString()

const dates = [
  /^(Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/,
  /^(Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day, \d{2}-[A-Z][a-z]{2}-\d{2} \d{2}:\d{2}:\d{2} GMT$/,
  /^(Mon|Tue|Wed|Thu|Fri|Sat|Sun) [A-Z][a-z]{2} [ \d]\d \d{2}:\d{2}:\d{2} \d{4}$/,
]

/** The three date formats of HTTP; undefined otherwise, and then ignored. */
export const readHttpDate = (text: string): number | undefined => {
  const trimmed = text.trim()
  if (!dates.some((pattern) => pattern.test(trimmed))) return undefined
  const time = Date.parse(trimmed.endsWith('GMT') ? trimmed : `${trimmed} GMT`)
  return Number.isNaN(time) ? undefined : time
}

const opaque = (tag: string): string => tag.replace(/^W\//, '')

/** Compared weakly, because compressing proxies weaken strong tags. */
export const matchesTag = (list: string, etag: string): boolean =>
  list.trim() === '*' || (list.match(/(?:W\/)?"[\x21\x23-\x7e\x80-\uffff]*"/g) ?? []).some((tag) => opaque(tag) === opaque(etag))

/**
 * Whether the client's copy is current. A tag decides alone. A date counts only if it is exactly
 * ours: a later one is from the client's clock, and an earlier write may still be uncommitted.
 */
export const isUnchanged = (asked: Asked, { etag, lastModified }: Validators): boolean => {
  if (asked.ifNoneMatch !== undefined) return matchesTag(asked.ifNoneMatch, etag)
  if (asked.ifModifiedSince === undefined || lastModified === undefined) return false
  return readHttpDate(asked.ifModifiedSince) === lastModified.getTime()
}
