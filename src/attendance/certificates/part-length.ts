// How long somebody was at a session that they attended in part: as the report of an online meeting
// shows, or else the door, and otherwise nobody knows.

import { type Arrival, minutesAt, staysOf } from '#attendance/attendance/arrival.ts'
import { minutesOf, type Stay } from '#attendance/meetings/span.ts'
import type { Instant } from '#base/dates.ts'

type Hours = { startsAt: Instant; endsAt: Instant }

/** What was said of somebody: by reports of this session, and at the door at any time. */
export type SaidOf = { stays: readonly Stay[]; arrivals: readonly Arrival[] }

/** Null: not known, or as long as the whole of it, which a mark in part contradicts. */
export const partMinutes = (session: Hours, { stays, arrivals }: SaidOf): number | null => {
  const minutes = stays.length > 0 ? minutesOf(stays, session).minutes : minutesAt(staysOf(arrivals), session)
  const longest = Math.round((Date.parse(session.endsAt) - Date.parse(session.startsAt)) / 60_000)
  return minutes !== null && minutes > 0 && minutes < longest ? minutes : null
}
