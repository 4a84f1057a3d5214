// A series is the same conference on several dates: a school needs only one of them, and may move
// its places from one date to another.

import { addDays, type Day, type Instant, londonDay } from '#base/dates.ts'
import { counted } from '#base/words.ts'
import { attendanceAt } from '#booking/bookings/attendance.ts'
import type { BookingSchool } from '#booking/bookings/booking.ts'
import { entriesOf } from '#calendars/invites/entry.ts'
import { type Attendance, type EventDetails, firstStart } from '#events/events/event.ts'

export const longestTitle = 200

export type Series = { id: string; title: string; topicId: string }

/** `ahead`: published dates that have not begun; `next`: the first of them. */
export type ListedSeries = Series & { topic: string; dates: number; ahead: number; next: string | null }

export type OtherDate = { event: EventDetails; school: BookingSchool }

/** Those with a name first, then those online: so they are booked, and priced, there. */
export const inOrderOfMove = <P extends { personId: string | null; attendance: Attendance | null }>(
  to: EventDetails,
  from: Pick<EventDetails, 'attendanceMode'>,
  places: readonly P[],
): (P & { way: Attendance | null; online: boolean })[] => {
  const all = places.map((place) => {
    const way = attendanceAt(to, place, from)
    return { ...place, way, online: way === 'online' }
  })
  const last = ({ personId, online }: (typeof all)[number]): number => (personId !== null ? 0 : online ? 1 : 2)
  return all.toSorted((a, b) => last(a) - last(b))
}

/** Calendar entries withdrawn and added. */
export const mailsOfMove = (
  from: EventDetails,
  to: EventDetails,
  places: readonly { personId: string | null; workshopIds: readonly string[] }[],
  now: Instant,
): { least: number; most: number } => {
  const ahead = (event: EventDetails, workshopIds: readonly string[]): number =>
    entriesOf(
      event,
      event.sessions.filter(({ id, block }) => block === '' || workshopIds.includes(id)),
    ).filter(({ shown }) => shown.endsAt > now).length
  const each = places.filter(({ personId }) => personId !== null).map(({ workshopIds }) => ahead(from, workshopIds) + ahead(to, []))
  return { least: Math.min(...each), most: Math.max(...each) }
}

/** `2 emails`, `3 or 4 emails`, `2 to 5 emails`. */
export const sayMails = ({ least, most }: ReturnType<typeof mailsOfMove>): string =>
  least === most ? counted(most, 'email') : `${least} ${most - least === 1 ? 'or' : 'to'} ${most} emails`

/** The same weekday a year later, or as many years as needed to be in the future. */
export const usualDay = (event: Pick<EventDetails, 'sessions'>, now: Date): Day => {
  const today = londonDay(now)
  const first = londonDay(firstStart(event) ?? now)
  let day = addDays(first, 364)
  for (let years = 1; day <= today && years < 100; years += 1) day = addDays(day, 364)
  return day
}
