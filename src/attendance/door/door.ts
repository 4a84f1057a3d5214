// The door of an event: who is expected on a day, who has come and who has left, taken by a tap, a
// scan or a search, on several devices and without a connection.

import { takesAllRegisters } from '#attendance/attendance/register.ts'
import { type Actor, nobody } from '#base/act.ts'
import { type Instant, instant } from '#base/dates.ts'
import type { DoorEvent } from './day.ts'

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

/** What waited until then is not taken any more, and no name is given out. */
export const isOver = ({ endsAt }: Device, now: Date): boolean => endsAt <= instant(now)

export const isOpen = (event: DoorEvent): boolean => event.state === 'published'
