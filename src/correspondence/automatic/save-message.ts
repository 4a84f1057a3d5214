import type { Act } from '#base/act.ts'
import { atomically, guardBroken } from '#base/db/atomically.ts'
import { logged } from '#base/log/store.ts'
import { ok, type Result, refuse } from '#base/result.ts'
import type { EventDetails } from '#events/events/event.ts'
import type { Switch } from '#messages/outbox/switch.ts'
import type { Setting } from './automatic.ts'
import { writeSetting } from './store.ts'

/** Messages already stored stay. @param ask.version 'stale' when somebody has changed the event */
export const saveMessage = async (
  act: Act,
  ask: { event: EventDetails; version: number; one: Switch; was: Setting; setting: Setting },
): Promise<Result<true, 'stale' | 'cancelled'>> => {
  const { event, one, was, setting } = ask
  if (event.state === 'cancelled') return refuse('cancelled')
  if (event.version !== ask.version) return refuse('stale')
  if (was.isOn === setting.isOn && was.minutes === setting.minutes && was.note === setting.note) return ok(true)
  const result = await atomically(
    act.db,
    [
      ...writeSetting(act, event, one, setting),
      logged(act, {
        act: 'event.message_set',
        subject: ['event', event.id],
        eventId: event.id,
        before: { message: one, isOn: was.isOn, minutes: was.minutes, note: was.note.length },
        after: { message: one, isOn: setting.isOn, minutes: setting.minutes, note: setting.note.length },
      }),
    ],
    { [guardBroken]: 'stale' as const },
  )
  return result.ok ? ok(true) : result
}
