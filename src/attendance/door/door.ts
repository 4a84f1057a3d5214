// The door of an event: who is expected on a day, who has come and who has left, taken by a tap, a
// scan or a search, on several devices and without a connection.

import { takesAllRegisters } from '#attendance/attendance/register.ts'
import { type Actor, nobody } from '#base/act.ts'
import { type Day, type Instant, londonDay } from '#base/dates.ts'

export type DoorEvent = { id: string; code: string; title: string; state: 'published' | 'cancelled'; venueName: string }

export type DoorSession = {
  id: string
  title: string
  position: number
  startsAt: Instant
  endsAt: Instant
  block: string
  signedAt: Instant | null
}

export type Device = {
  id: string
  deviceId: string
  eventId: string
  accountId: string
  personId: string | null
  endsAt: Instant
  revokedAt: Instant | null
}

export type DeviceRow = {
  id: string
  deviceId: string
  name: string | null
  email: string
  registeredAt: Instant
  seenAt: Instant
  clockAhead: number
  revokedAt: Instant | null
}

export const takesDoor = (actor: Actor, eventId: string): boolean => takesAllRegisters(actor) || actor.doorEventIds.includes(eventId)

/** Whoever the device was given to, with nothing but this door. */
export const actorOf = (device: Device): Actor => ({
  ...nobody,
  accountId: device.accountId,
  personId: device.personId ?? undefined,
  roles: ['door'],
  doorEventIds: [device.eventId],
})

/** The day that a door is opened for: today's, else the last one before it, else the first. */
export const dayOfDoor = (sessions: readonly Pick<DoorSession, 'startsAt'>[], now: Date): Day | undefined => {
  const today = londonDay(now)
  const days = sessions.map(({ startsAt }) => londonDay(startsAt)).sort()
  return days.findLast((day) => day <= today) ?? days[0]
}

export const sessionsOn = <S extends Pick<DoorSession, 'startsAt'>>(sessions: readonly S[], day: Day | undefined): S[] =>
  sessions.filter(({ startsAt }) => londonDay(startsAt) === day)

export const isOpen = (event: DoorEvent): boolean => event.state === 'published'
