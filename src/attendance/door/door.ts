// The door of an event: who is expected on a day, who has come and who has left, taken by a tap, a
// scan or a search, on several devices and without a connection.

import { takesAllRegisters } from '#attendance/attendance/register.ts'
import { type Actor, nobody } from '#base/act.ts'
import { type Day, type Instant, instant } from '#base/dates.ts'
import { type DoorEvent, type DoorSession, sessionsOn } from './day.ts'

export type Device = {
  id: string
  deviceId: string
  eventId: string
  accountId: string
  personId: string | null
  /** The day of whoever came by a link. */
  helperOn: Day | null
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

/** Of an event's sessions those that the actor takes: all, or those of a helper's day. */
export const sessionsFor = ({ helperOn }: Actor, sessions: readonly DoorSession[]): readonly DoorSession[] =>
  helperOn === undefined ? sessions : sessionsOn(sessions, helperOn)

export const comingTo = <P extends { sessionIds: readonly string[] }>(sessions: readonly DoorSession[], people: readonly P[]): P[] =>
  people.filter(({ sessionIds }) => sessions.some(({ id }) => sessionIds.includes(id)))

/** Whoever the device was given to, with nothing but this door. */
export const actorOf = (device: Device): Actor => ({
  ...nobody,
  accountId: device.accountId,
  personId: device.personId ?? undefined,
  roles: ['door'],
  doorEventIds: [device.eventId],
  helperOn: device.helperOn ?? undefined,
})

/** What waited until then is not taken any more, and no name is given out. */
export const isOver = ({ endsAt }: Device, now: Date): boolean => endsAt <= instant(now)

export const isOpen = (event: DoorEvent): boolean => event.state === 'published'
