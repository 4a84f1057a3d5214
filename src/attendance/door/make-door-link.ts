import type { Act } from '#base/act.ts'
import { endOfDay } from '#base/council/working-day.ts'
import { type Day, instant } from '#base/dates.ts'
import { atomically, guardBroken } from '#base/db/atomically.ts'
import { newId, newToken, sha256 } from '#base/id.ts'
import { logged } from '#base/log/store.ts'
import { ok, type Result, refuse } from '#base/result.ts'
import { stillHolds } from '#people/accounts/role-store.ts'
import { type DoorEvent, type DoorSession, sessionsOn } from './day.ts'
import { isOpen } from './door.ts'
import { endsLink } from './end-door-link.ts'
import { insertDoorLink } from './link-store.ts'

export type MakeLinkRefusal = 'no_such_day' | 'made_already' | 'not_allowed'

/**
 * Makes a link that lets `most` helpers take the door of an event on a day. Administrators and
 * organisers. @param ask.id of the form: sent twice it makes one; `replaces`: a link that ends
 * @returns the token, to be shown once, because only its hash is stored
 */
export const makeDoorLink = async (
  act: Act,
  event: DoorEvent,
  sessions: readonly DoorSession[],
  ask: { id?: string; day: Day; most: number; replaces?: string | undefined },
): Promise<Result<{ token: string; endsAt: string }, MakeLinkRefusal>> => {
  const endsAt = endOfDay(ask.day)
  if (!isOpen(event) || sessionsOn(sessions, ask.day).length === 0 || endsAt <= instant(act.now)) return refuse('no_such_day')
  const token = newToken()
  const id = ask.id ?? newId(act.now)
  const result = await atomically(
    act.db,
    [
      stillHolds(act, ['administrator', 'organiser']),
      insertDoorLink(act, { id, eventId: event.id, day: ask.day, tokenHash: await sha256(token), most: ask.most, endsAt }),
      logged(act, { act: 'door_link.made', subject: ['door_link', id], eventId: event.id, after: { day: ask.day, most: ask.most } }),
      ...(ask.replaces === undefined ? [] : endsLink(act, event.id, ask.replaces)),
    ],
    { 'DoorLink.id': 'made_already', [guardBroken]: 'not_allowed' } as const,
  )
  return result.ok ? ok({ token, endsAt }) : result
}
