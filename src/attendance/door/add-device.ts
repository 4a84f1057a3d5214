import type { Act } from '#base/act.ts'
import { selectCalendar } from '#base/council/calendar-store.ts'
import { doorEndsAt } from '#base/council/working-day.ts'
import { instant } from '#base/dates.ts'
import { atomically } from '#base/db/atomically.ts'
import { readNow } from '#base/db/read.ts'
import { newToken, sha256 } from '#base/id.ts'
import { logged } from '#base/log/store.ts'
import { ok, type Result, refuse } from '#base/result.ts'
import type { DoorEvent, DoorSession } from './day.ts'
import { insertDevice } from './door-store.ts'

export type AddDeviceAsked = { id: string; deviceId: string; deviceNow: Date }

/** In the reader's account. Takes entries until the end of the working day after the event. */
export const addDevice = async (
  act: Act,
  event: DoorEvent,
  sessions: readonly DoorSession[],
  asked: AddDeviceAsked,
): Promise<Result<{ token: string; endsAt: string; clockAhead: number }, 'id_used' | 'over'>> => {
  const calendar = await readNow(act.db, selectCalendar(act.db))
  const last = sessions
    .map(({ endsAt }) => endsAt)
    .sort()
    .at(-1)
  const endsAt = last && doorEndsAt(last, calendar)
  if (!endsAt || endsAt <= instant(act.now)) return refuse('over')
  const token = newToken()
  const clockAhead = Math.round((asked.deviceNow.getTime() - act.now.getTime()) / 1000)
  const result = await atomically(
    act.db,
    [
      insertDevice(act, { ...asked, eventId: event.id, tokenHash: await sha256(token), endsAt, clockAhead }),
      logged(act, {
        act: 'door_device.added',
        subject: ['door_device', asked.id],
        eventId: event.id,
        after: { device: asked.deviceId, endsAt },
      }),
    ],
    { 'DoorDevice.id': 'id_used' },
  )
  return result.ok ? ok({ token, endsAt, clockAhead }) : refuse('id_used')
}
