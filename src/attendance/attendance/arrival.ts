// An arrival is one statement that somebody came to an event's day or left it, made at its door. It
// is never edited: taking it back is another statement. The marks of sessions are proposed from it.

import type { Instant } from '#base/dates.ts'

export const arrivalKinds = ['arrived', 'left'] as const
export type ArrivalKind = (typeof arrivalKinds)[number]

/** tap: on the list; scan: of a ticket; search: of a name; sheet: from a signed sheet. */
export const arrivalWays = ['tap', 'scan', 'search', 'sheet'] as const
export type ArrivalWay = (typeof arrivalWays)[number]
/** join: by their own link to the meeting; they are not in the room, and a report marks them. */
export type CameBy = ArrivalWay | 'join'

export type Arrival = {
  id: string
  /** The server's order; one that waits on a device has none. */
  number?: number | undefined
  kind: ArrivalKind
  happenedAt: Instant
  undoesId?: string | null | undefined
}

/** From when until when somebody was there; `to` null: they are. */
export type Stay = { from: Instant; to: Instant | null; since: Arrival; until?: Arrival | undefined }

/** What nobody took back. */
export const standingArrivals = <A extends Arrival>(arrivals: readonly A[]): A[] => {
  const undone = new Set(arrivals.flatMap(({ undoesId }) => undoesId ?? []))
  return arrivals.filter(({ id, undoesId }) => !undoesId && !undone.has(id))
}

const order = (one: Arrival): number => one.number ?? Number.POSITIVE_INFINITY

/** A second arrival of somebody who is there, and a second leaving, say nothing new. */
export const staysOf = (arrivals: readonly Arrival[]): Stay[] => {
  const stays: Stay[] = []
  const inTime = standingArrivals(arrivals).sort((a, b) =>
    a.happenedAt === b.happenedAt ? order(a) - order(b) || (a.id < b.id ? -1 : 1) : a.happenedAt < b.happenedAt ? -1 : 1,
  )
  for (const known of inTime) {
    const last = stays.at(-1)
    if (known.kind === 'arrived' && (!last || last.to !== null)) stays.push({ from: known.happenedAt, to: null, since: known })
    if (known.kind === 'left' && last?.to === null) Object.assign(last, { to: known.happenedAt, until: known })
  }
  return stays
}

export type Presence = 'expected' | 'here' | 'left'

export const presenceOf = (stays: readonly Stay[]): Presence => {
  const last = stays.at(-1)
  return last ? (last.to === null ? 'here' : 'left') : 'expected'
}

type Hours = { startsAt: Instant; endsAt: Instant }

const minute = 60_000

/** How many minutes of a session they were there, with those still to come of whoever is. */
export const minutesAt = (stays: readonly Stay[], { startsAt, endsAt }: Hours): number =>
  stays.reduce((sum, { from, to }) => {
    const first = from > startsAt ? from : startsAt
    const last = to !== null && to < endsAt ? to : endsAt
    return sum + Math.max(0, Math.floor((Date.parse(last) - Date.parse(first)) / minute))
  }, 0)

/** What a session's mark is proposed to be, of those who were there; undefined: they were not. */
export const proposedMark = (stays: readonly Stay[], session: Hours): 'attended' | 'part' | undefined => {
  const minutes = minutesAt(stays, session)
  if (minutes === 0) return undefined
  return minutes * 60_000 >= 0.8 * (Date.parse(session.endsAt) - Date.parse(session.startsAt)) ? 'attended' : 'part'
}

/** The statement that a session's mark rests on: the last that changed it. */
export const decisiveArrival = (stays: readonly Stay[], { startsAt, endsAt }: Hours): Arrival | undefined => {
  const there = stays.filter(({ from, to }) => from < endsAt && (to === null || to > startsAt))
  const last = there.at(-1)
  return last?.to !== null && last?.to !== undefined && last.to < endsAt ? last.until : there[0]?.since
}

/** The reasons of marks that correct one of an arrival. */
export const arrivalReasons = {
  left: 'Left before the end, noted at check-in',
  came: 'Came after all, noted at check-in',
  taken_back: 'What was noted at check-in was undone',
  signed: 'Noted at check-in, and received after the register was signed off',
} as const

const week = 7 * 24 * 60 * minute

/**
 * When it happened: the device's time less what its clock was ahead by; ours, where that lies ahead
 * of us or more than a week back.
 */
export const happenedAt = (notedAt: Date, clockAhead: number, now: Date): Date => {
  const at = notedAt.getTime() - clockAhead * 1000
  return new Date(at > now.getTime() || now.getTime() - at > week ? now.getTime() : at)
}

/** A device's clock is said to be wrong from here on, in seconds. */
export const mostClockAhead = 120
