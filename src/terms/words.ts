// Terms of cancelling as sentences, the same on every page and in every message.
import { type Instant, londonTime, sayLongDay, sayTime } from '../dates.ts'
import { sayPence } from '../money.ts'
import { type Band, type Cancellable, type Moments, momentsOf, type Terms, type TermsFacts } from './terms.ts'
import type { Calendar } from './working-day.ts'

/** `23:59 on Monday 8 June 2026`, and `9:30am on Friday 12 June 2026` of a moment within a day. */
export const sayMoment = (at: Instant): string => `${londonTime(at) === '23:59' ? '23:59' : sayTime(at)} on ${sayLongDay(at)}`

/** `10 working days`, `1 working day in school terms` */
const sayDays = (days: number, termTimeOnly = false): string =>
  `${days} working ${days === 1 ? 'day' : 'days'}${termTimeOnly ? ' in school terms' : ''}`

const each = (terms: Pick<TermsFacts, 'vatCodeId'>): string => `for each place${terms.vatCodeId ? ', plus VAT' : ''}`

/** What cancelling costs with less and less notice, each with its last moment; what has passed at `now` is said to have passed. */
const sayBands = (terms: TermsFacts, moments: Moments | undefined, now: Date | undefined): string[] => {
  const notice = (days: number): string => sayDays(days, terms.termTimeOnly)
  const passed = (at: Instant | null | undefined): boolean => now !== undefined && at !== null && at !== undefined && at < now.toISOString()
  const by = (at: Instant | null | undefined, days: number): string =>
    at ? (at === moments?.startsAt ? 'up to the start' : `until ${sayMoment(at)}`) : `with ${notice(days)} of notice`
  const [late, tooLate] = [passed(moments?.lastFree), terms.partDays === null ? passed(moments?.lastFree) : passed(moments?.lastPart)]
  const part = terms.partDays === null || terms.partPence === null || tooLate ? undefined : terms.partPence
  return [
    late && moments
      ? `The time for cancelling free of charge has passed: it ended at ${sayMoment(moments.lastFree)}.`
      : `Cancelling is free of charge ${by(moments?.lastFree, terms.freeDays)}: that leaves ${notice(terms.freeDays)} between the day of notice and the day of the event.`,
    ...(part === undefined
      ? []
      : [`Cancelling ${late ? 'now' : 'later'}, ${by(moments?.lastPart, terms.partDays ?? 0)}, costs ${sayPence(part)} ${each(terms)}.`]),
    ...(terms.partDays === 0 ? [] : [`Cancelling ${tooLate ? 'now' : 'after that'} costs ${sayPence(terms.fullPence)} ${each(terms)}.`]),
  ]
}

/**
 * The terms in words for one event, with its exact last moments; without a date yet, by the days of notice.
 *
 * @param event sessions and, when the event was moved, until when cancelling is free
 * @param now when they are read; undefined: before anything of them has passed
 */
export const sayTerms = (terms: TermsFacts, event: Cancellable, calendar: Calendar, now?: Date): string[] => {
  const moments = momentsOf(terms, event, calendar)
  const always = terms.freeDays === 0 || (terms.fullPence === 0 && (terms.partPence ?? 0) === 0)
  const moved = event.freeUntil !== null && moments !== undefined && event.freeUntil > moments.lastFree && !always
  return [
    ...(always ? ['Cancelling is free of charge, up to the start.'] : sayBands(terms, moments, now)),
    ...(moved && event.freeUntil ? [`The event was moved, so cancelling is free of charge until ${sayMoment(event.freeUntil)}.`] : []),
    ...(terms.absentPence > 0
      ? [`If nobody comes, without a place having been cancelled, that costs ${sayPence(terms.absentPence)} ${each(terms)}.`]
      : []),
    'Sending someone else instead is free of charge, up to the start.',
    ...(terms.notes ? [terms.notes] : []),
  ]
}

/** `until 23:59 on Monday 8 June 2026`: the last moment at which cancelling costs nothing, or undefined when it never costs anything. */
export const sayLastFree = (terms: TermsFacts | undefined, event: Cancellable, calendar: Calendar): string | undefined => {
  const moments = terms && momentsOf(terms, event, calendar)
  if (!moments) return undefined
  if (moments.lastFree === moments.startsAt) return 'up to the start'
  const moved = event.freeUntil !== null && event.freeUntil > moments.lastFree
  return `until ${sayMoment(moved && event.freeUntil ? event.freeUntil : moments.lastFree)}`
}

const s = (n: number): string => (n === 1 ? '' : 's')

/** Why cancelling costs what it costs at this moment, in one sentence. */
export const sayBand = ({ rule, pence }: Band): string => {
  if (rule.why === 'no_terms') return 'Cancelling is free of charge.'
  const until = rule.lastFree ? ` until ${sayMoment(rule.lastFree)}` : ''
  if (rule.why === 'in_time') return `Cancelling is free of charge${until === '' || rule.lastFree === rule.startsAt ? '' : until}.`
  if (rule.why === 'moved') return `The event was moved: cancelling is free of charge until ${sayMoment(rule.freeUntil ?? '')}.`
  return `It was free of charge${until}. There ${rule.noticeDays === 1 ? 'is' : 'are'} now ${rule.noticeDays} working day${s(rule.noticeDays)} between today and the event, so it costs ${sayPence(pence)} ${each({})}.`
}

/** `Late cancellations, version 2` */
export const termsLabel = (terms: Pick<Terms, 'name' | 'version'>): string => `${terms.name}, version ${terms.version}`
