import type { Calendar } from '#base/council/working-day.ts'
import { type Instant, londonTime, sayLongDay, sayTime } from '#base/dates.ts'
import { sayPence } from '#base/money.ts'
import { counted, inWords, plural } from '#base/words.ts'
import { type Accepted, type Band, type Cancellable, type Moments, momentsOf, type Terms, type TermsFacts } from './terms.ts'

/** `23:59 on Monday 8 June 2026`, and `9:30am on Friday 12 June 2026` of a moment within a day. */
const sayMoment = (at: Instant): string => `${londonTime(at) === '23:59' ? '23:59' : sayTime(at)} on ${sayLongDay(at)}`

/** `10 working days`, `1 working day in school terms` */
const sayDays = (days: number, termTimeOnly = false): string => `${counted(days, 'working day')}${termTimeOnly ? ' in school terms' : ''}`

const each = (terms: Pick<TermsFacts, 'vatCodeId'>): string => `for each place${terms.vatCodeId ? ', plus VAT' : ''}`

/** Last instant of free cancelling: by notice, or as promised when the event moved, if later. */
const freeMoment = (lastFree: Instant, freeUntil: Instant | null): { at: Instant; moved: boolean } =>
  freeUntil !== null && freeUntil > lastFree ? { at: freeUntil, moved: true } : { at: lastFree, moved: false }

const until = (at: Instant, startsAt: Instant | null): string =>
  startsAt !== null && at >= startsAt ? 'up to the start' : `until ${sayMoment(at)}`

/** Moments before `now` are said to have passed. */
const sayBands = (terms: TermsFacts, moments: Moments | undefined, event: Cancellable, now: Date | undefined): string[] => {
  const notice = (days: number): string => sayDays(days, terms.termTimeOnly)
  const partial = terms.partDays !== null && terms.partPence !== null ? { days: terms.partDays, pence: terms.partPence } : undefined
  if (!moments)
    return [
      `Cancelling is free of charge with ${notice(terms.freeDays)} of notice: that leaves ${notice(terms.freeDays)} between the day of notice and the day of the event.`,
      ...(partial ? [`Cancelling later, with ${notice(partial.days)} of notice, costs ${sayPence(partial.pence)} ${each(terms)}.`] : []),
      ...(partial?.days === 0 ? [] : [`Cancelling after that costs ${sayPence(terms.fullPence)} ${each(terms)}.`]),
    ]
  const { startsAt, lastPart } = moments
  const free = freeMoment(moments.lastFree, event.freeUntil)
  const passed = (at: Instant): boolean => now !== undefined && at < now.toISOString()
  const late = passed(free.at)
  const part = partial && lastPart !== null && lastPart > free.at && !passed(lastPart) ? { ...partial, until: lastPart } : undefined
  const full = free.at < startsAt && part?.until !== startsAt
  return [
    late
      ? `The time for cancelling free of charge has passed: it ended at ${sayMoment(free.at)}.`
      : free.moved
        ? `The time or the place of the event was changed, so cancelling is free of charge ${until(free.at, startsAt)}.`
        : `Cancelling is free of charge ${until(free.at, startsAt)}: that leaves ${notice(terms.freeDays)} between the day of notice and the day of the event.`,
    ...(part
      ? [`Cancelling ${late ? 'now' : 'later'}, ${until(part.until, startsAt)}, costs ${sayPence(part.pence)} ${each(terms)}.`]
      : []),
    ...(full ? [`Cancelling ${late && !part ? 'now' : 'after that'} costs ${sayPence(terms.fullPence)} ${each(terms)}.`] : []),
  ]
}

const isAlwaysFree = (terms: TermsFacts): boolean => terms.freeDays === 0 || (terms.fullPence === 0 && (terms.partPence ?? 0) === 0)

/**
 * Terms in words for one event, with exact last moments, or with days of notice while it has no
 * date. @param event sessions and, if the event moved, until when cancelling is free @param now the
 * time of reading; undefined: before any deadline
 */
export const sayTerms = (terms: TermsFacts, event: Cancellable, calendar: Calendar, now?: Date): string[] => {
  const moments = momentsOf(terms, event, calendar)
  const begun = now !== undefined && moments !== undefined && moments.startsAt <= now.toISOString()
  const always = isAlwaysFree(terms)
  return [
    ...(begun
      ? ['The event has begun, so places can no longer be cancelled.']
      : always
        ? ['Cancelling is free of charge, up to the start.']
        : sayBands(terms, moments, event, now)),
    ...(terms.absentPence > 0
      ? [`If nobody comes, without a place having been cancelled, that costs ${sayPence(terms.absentPence)} ${each(terms)}.`]
      : []),
    ...(begun ? [] : ['Sending someone else instead is free of charge, up to the start.']),
    ...(terms.notes ? [terms.notes] : []),
  ]
}

/** `lastFree`: until when cancelling is free, or that this has passed. */
export type SaidTerms = { label: string; sentences: readonly string[]; lastFree: string }

/** The terms a booking accepted, for a message; undefined when it accepted none. */
export const termsInWords = ({ terms, calendar }: Accepted, event: Cancellable, now: Date): SaidTerms | undefined =>
  terms && {
    label: termsLabel(terms),
    sentences: sayTerms(terms, event, calendar, now),
    lastFree: sayCancelling(freeAfter({ terms, calendar }, event, now)),
  }

const sayCancelling = (free: FreeAfter | undefined): string =>
  free ? `Cancelling is free of charge ${free.until}.` : 'Cancelling is no longer free of charge.'

/**
 * `until 23:59 on Monday 8 June 2026`: the last moment of free cancelling.
 * @returns undefined when cancelling is always free, and when that moment has passed at `now`
 */
export const sayLastFree = (terms: TermsFacts | undefined, event: Cancellable, calendar: Calendar, now: Date): string | undefined => {
  const moments = terms && momentsOf(terms, event, calendar)
  if (!moments) return undefined
  const { at } = freeMoment(moments.lastFree, event.freeUntil)
  return at < now.toISOString() ? undefined : until(at, moments.startsAt)
}

/** `moved`: longer than its terms say, as promised when the event moved. */
export type FreeAfter = { until: string; at: Instant; moved: boolean }

/**
 * What a message of a change says of cancelling: the promise where it gives more than the terms,
 * else what the terms give. @param event as changed, with the promise @returns undefined when that
 * moment has passed
 */
export const freeAfter = ({ terms, calendar }: Accepted, event: Cancellable, now: Date): FreeAfter | undefined => {
  const moments = terms && momentsOf(terms, event, calendar)
  if (moments && isAlwaysFree(terms)) return { until: 'up to the start', at: moments.startsAt, moved: false }
  const until = sayLastFree(terms, event, calendar, now)
  return moments && until ? { until, ...freeMoment(moments.lastFree, event.freeUntil) } : undefined
}

/** `until 23:59 on Monday 8 June 2026`; '' without a charge’s rule. */
export const sayFreeUntil = ({ lastFree, freeUntil, startsAt }: Pick<Band['rule'], 'lastFree' | 'freeUntil' | 'startsAt'>): string =>
  lastFree === null ? '' : until(freeMoment(lastFree, freeUntil).at, startsAt)

/** Why cancelling costs this much now, in one sentence. */
export const sayBand = ({ rule, pence }: Band): string => {
  const free = sayFreeUntil(rule)
  if (rule.why === 'no_terms' || (rule.why === 'in_time' && free === '')) return 'Cancelling is free of charge.'
  const moved = rule.lastFree !== null && freeMoment(rule.lastFree, rule.freeUntil).moved
  if (rule.why === 'in_time' || rule.why === 'moved')
    return `${moved ? 'The time or the place of the event was changed: cancelling' : 'Cancelling'} is free of charge ${free}.`
  return `It was free of charge ${free}. There ${plural(rule.noticeDays, 'is', 'are')} now ${counted(rule.noticeDays, 'working day')} between today and the event, so it costs ${sayPence(pence)} ${each({})}.`
}

/** `Late cancellations, version 2` */
export const termsLabel = (terms: Pick<Terms, 'name' | 'version'>): string => `${terms.name}, version ${terms.version}`

export const sayKept = ({ version, bookings, events }: { version: number; bookings: number; events: number }, until: string): string => {
  const keepers = [
    ...(bookings > 0 ? [`${inWords(bookings, 'booking keeps', 'bookings keep')} it`] : []),
    ...(events > 0 ? [`${inWords(events, 'event keeps', 'events keep')} it ${until}`] : []),
  ]
  return `Version ${version} stays as it is: ${keepers.join(', and ') || 'no booking and no event has it'}.`
}
