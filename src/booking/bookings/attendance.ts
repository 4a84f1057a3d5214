// At a mixed event each place is in the room or online, each with its own number of places. At any
// other event there is one way to come, which is null.
import { type Instant, instant, sayDeadline } from '#base/dates.ts'
import { type Attendance, attendances, type EventDetails, eventFor, isMixed, placesOpen, waysTo } from '#events/events/event.ts'
import { type BookingSchool, type Channel, type DelegateAsked, fullRefusal, leftFor, type Refusal } from './booking.ts'

export type Way = Attendance | null

export const readAttendance = (typed: string): Attendance | '' => attendances.find((one) => one === typed) ?? ''

export type Lacking = { way: Way; asked: number; reason: Refusal }

/** Why not all places asked for can be had at once, by the first way of coming that lacks any. */
export const lacking = (event: EventDetails, school: BookingSchool, channel: Channel, ways: readonly Way[]): Lacking | undefined => {
  for (const way of waysTo(event)) {
    const asked = ways.filter((one) => one === way).length
    const reason = asked === 0 ? undefined : fullRefusal(eventFor(event, way), school, channel, asked)
    if (reason) return { way, asked, reason }
  }
  return undefined
}

type WaysAsked = {
  delegates: readonly Pick<DelegateAsked, 'attendance'>[]
  unnamed?: number
  unnamedOnline?: number | undefined
}

/** Named ones first; somebody who did not say comes to the room. */
export const waysAsked = (event: EventDetails, { delegates, unnamed = 0, unnamedOnline = 0 }: WaysAsked): Way[] => {
  const named = delegates.map(({ attendance }) => attendance || 'in_person')
  const later = Array.from({ length: unnamed }, (_, index) => (index < unnamedOnline ? 'online' : 'in_person') satisfies Attendance)
  return [...named, ...later].map((way) => (isMixed(event) ? way : null))
}

/** How many of these can be had at once. */
export const hadAtOnce = (event: EventDetails, school: BookingSchool, channel: Channel, ways: readonly Way[]): number =>
  waysTo(event).reduce(
    (sum, way) => sum + Math.min(ways.filter((one) => one === way).length, leftFor(eventFor(event, way), school, channel)),
    0,
  )

export const pricedWays = (event: EventDetails, asked: WaysAsked) => waysAsked(event, asked).map((way) => ({ online: way === 'online' }))

/** Of a place in the room of a mixed event that is not booked yet; '' at others. */
export const sayInRoom = (
  event: Parameters<typeof placesOpen>[0] & { rules: { attendanceClosesAt: Instant | null } },
  now: Date,
): string => {
  const closesAt = event.rules.attendanceClosesAt
  if (!isMixed(event)) return ''
  return placesOpen(eventFor(event, 'online')) > 0 && (closesAt ?? '9999') > instant(now)
    ? `In the room. You can change to online after booking${closesAt ? `, by ${sayDeadline(closesAt)}` : ''}.`
    : 'In the room.'
}

export const lacksAttendance = (event: EventDetails, { delegates }: Pick<WaysAsked, 'delegates'>): boolean =>
  isMixed(event) && delegates.some(({ attendance }) => !attendance)

export const attendanceAt = (to: EventDetails, { attendance }: { attendance: Way }, from: Pick<EventDetails, 'attendanceMode'>): Way =>
  isMixed(to) ? (attendance ?? (from.attendanceMode === 'online' ? 'online' : 'in_person')) : null

/** undefined: they come both ways. */
export const onlyWay = (ways: readonly Way[]): Way | undefined => (new Set(ways).size === 1 ? ways[0] : undefined)
