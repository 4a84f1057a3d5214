// How long somebody was there: what overlaps counts once, and only while the session ran.

import type { Instant } from '#base/dates.ts'

/** From when to when, in milliseconds. */
export type Span = readonly [from: number, to: number]

export const unite = (spans: readonly Span[]): Span[] => {
  const united: [number, number][] = []
  for (const [from, to] of [...spans].sort((a, b) => a[0] - b[0])) {
    const last = united.at(-1)
    if (last && from <= last[1]) last[1] = Math.max(last[1], to)
    else united.push([from, to])
  }
  return united
}

export const clip = (spans: readonly Span[], session: { startsAt: Instant; endsAt: Instant }): Span[] => {
  const [start, end] = [Date.parse(session.startsAt), Date.parse(session.endsAt)]
  return spans.flatMap(([from, to]): Span[] => (from < end && to > start ? [[Math.max(from, start), Math.min(to, end)]] : []))
}

const lengthOf = (spans: readonly Span[]): number => unite(spans).reduce((sum, [from, to]) => sum + to - from, 0)

export type Stay = {
  spans: readonly Span[]
  /** Came then; when they left is not known. */
  open: readonly number[]
  /** Seconds that the report says itself; null: nothing. */
  stated: number | null
}

const minute = 60_000

/**
 * Minutes of a session; null: not known. `atLeast` are shown to have been there. The report's own
 * figure bounds what lies between a first coming and a last leaving.
 */
export const minutesOf = (
  stays: readonly Stay[],
  session: { startsAt: Instant; endsAt: Instant },
): { minutes: number | null; atLeast: number } => {
  const shown: Span[] = []
  let [bounded, onlyStated, known] = [0, 0, false]
  for (const { spans, stated } of stays) {
    const within = clip(spans, session)
    const cut = stated === null ? Number.POSITIVE_INFINITY : stated * 1000
    if (spans.length > 0) known = true
    if (lengthOf(spans) > cut + minute) bounded = Math.max(bounded, Math.min(lengthOf(within), cut))
    else shown.push(...within)
    if (spans.length === 0 && stated !== null) onlyStated = Math.max(onlyStated, cut)
  }
  const longest = Date.parse(session.endsAt) - Date.parse(session.startsAt)
  const atLeast = Math.round(Math.min(Math.max(lengthOf(shown), bounded, onlyStated), longest) / minute)
  const isOpen = stays.some(
    ({ open, spans, stated }) =>
      stated === null && open.some((at) => at < Date.parse(session.endsAt) && !spans.some(([from, to]) => from <= at && at < to)),
  )
  return { minutes: isOpen || (!known && onlyStated === 0) ? null : atLeast, atLeast }
}

/** Whether any of it lies in the session, for a report of another meeting to be noticed. */
export const touches = ({ spans, open, stated }: Stay, session: { startsAt: Instant; endsAt: Instant }): boolean =>
  clip(spans, session).length > 0 || open.some((at) => at < Date.parse(session.endsAt)) || (spans.length === 0 && stated !== null)
