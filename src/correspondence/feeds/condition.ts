// When a calendar program that has the feed already is told that nothing changed (304), by RFC 9110, section 13.
import { addMinutes, type Instant } from '#base/dates.ts'

/** `lastModified` undefined: the feed changed so lately that no date is safe to say. */
export type Validators = { etag: string; lastModified: Date | undefined }

export type Asked = { ifNoneMatch: string | undefined; ifModifiedSince: string | undefined }

/**
 * How long after its latest change a feed has a date, in minutes. A write carries the moment at which its act began, and is there when it is
 * done: at most a quarter of an hour later, when the platform ends whatever still runs.
 */
export const restMinutes = 30

/**
 * The date that stands for a feed as it is: the first whole second after its latest change, once that is long enough ago. Whatever is
 * written after this was said began later than that second, so that it has a later date, also when both lie within one second.
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

/** The three ways in which HTTP has ever written a date; undefined: it is none of them, and so is not heeded. */
export const readHttpDate = (text: string): number | undefined => {
  const trimmed = text.trim()
  if (!dates.some((pattern) => pattern.test(trimmed))) return undefined
  const time = Date.parse(trimmed.endsWith('GMT') ? trimmed : `${trimmed} GMT`)
  return Number.isNaN(time) ? undefined : time
}

const opaque = (tag: string): string => tag.replace(/^W\//, '')

/** Whether a list of entity tags names this one, compared weakly: a proxy that compresses makes a strong one weak. */
export const matchesTag = (list: string, etag: string): boolean =>
  list.trim() === '*' || (list.match(/(?:W\/)?"[\x21\x23-\x7e\x80-\uffff]*"/g) ?? []).some((tag) => opaque(tag) === opaque(etag))

/**
 * Whether the asker has the feed as it is. A tag decides alone where there is one. A date counts only when it is the very date that we said:
 * a later one is of the asker's own clock, and a change written just before it may still be under way.
 */
export const isUnchanged = (asked: Asked, { etag, lastModified }: Validators): boolean => {
  if (asked.ifNoneMatch !== undefined) return matchesTag(asked.ifNoneMatch, etag)
  if (asked.ifModifiedSince === undefined || lastModified === undefined) return false
  return readHttpDate(asked.ifModifiedSince) === lastModified.getTime()
}
