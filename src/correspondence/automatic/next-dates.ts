// What somebody who came or was absent may book next: dates of the same topic with places left, at
// which they have no place yet, the same series first.

import type { Act } from '#base/act.ts'
import { whereOf } from '#calendars/invites/invite.ts'
import type { NextDate } from '#emails/correspondence/thanks.tsx'
import { bookingState, firstStart, lastEnd, placesOpen } from '#events/events/event.ts'
import type { Told } from './store.ts'

const mostDates = 3

/** @param bookedIds events at which they have or ask for a place */
export const nextDates = (
  { event, next }: Pick<Told, 'event' | 'next'>,
  { now, baseUrl }: Pick<Act, 'now' | 'baseUrl'>,
  bookedIds: readonly string[] = [],
): NextDate[] => {
  const open = next.filter((date) => bookingState(date, date.taken, now) === 'open' && !bookedIds.includes(date.id))
  const isOwn = (date: (typeof open)[number]): boolean => event.seriesId !== null && date.seriesId === event.seriesId
  return [...open.filter(isOwn), ...open.filter((date) => !isOwn(date))].slice(0, mostDates).map((date) => ({
    title: date.title,
    startsAt: firstStart(date) ?? '',
    endsAt: lastEnd(date) ?? '',
    where: date.attendanceMode === 'online' ? 'online' : whereOf(date),
    page: `${baseUrl}/events/${date.code}`,
    left: placesOpen(date),
  }))
}
