// The link of a door: whoever opens it gives their name and takes the door of one event on one day.

import { type Day, type Instant, instant, londonDay } from '#base/dates.ts'

export type DoorLink = {
  id: string
  eventId: string
  code: string
  title: string
  venueName: string
  /** The event is published and has a session on the day. */
  takesPlace: 0 | 1
  day: Day
  most: number
  used: number
  madeById: string
  endsAt: Instant
  endedAt: Instant | null
}

export type DoorLinkRow = Pick<DoorLink, 'id' | 'day' | 'most' | 'used' | 'endsAt' | 'endedAt'> & { madeBy: string; madeAt: Instant }

/** Somebody who came by a link. `id`: of their role at the door. */
export type HelperRow = { id: string; name: string; linkId: string; cameAt: Instant; putOutAt: Instant | null }

/** How many a link lets in unless somebody says otherwise, and at most. */
export const usualHelpers = 10
export const mostHelpers = 50

export type LinkRefusal = 'ended' | 'full' | 'before_its_day'

/** Why a link lets nobody in now; undefined if it does. */
export const refusesHelper = (link: DoorLink | undefined, now: Date): LinkRefusal | undefined => {
  if (!link || link.endedAt !== null || link.endsAt <= instant(now) || link.takesPlace === 0) return 'ended'
  if (link.day > londonDay(now)) return 'before_its_day'
  return link.used >= link.most ? 'full' : undefined
}

/** What a helper is called wherever they did something. */
export const helperName = (typed: string): string => `${typed} (check-in link)`

/** No mailbox: it can be asked for no code and never becomes another address. */
export const helperAddress = (accountId: string): string => `door-${accountId}@door.invalid`
