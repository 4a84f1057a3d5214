import type { Act } from '#base/act.ts'
import { atomically } from '#base/db/atomically.ts'
import { logged } from '#base/log/store.ts'
import { revokeDevices } from './door-store.ts'

/** In whosever hands: nothing more is taken from it; it forgets names at its next contact. */
export const revokeDevice = async (act: Act, eventId: string, id: string): Promise<void> => {
  await atomically(act.db, [
    revokeDevices(act, eventId, id),
    logged(act, { act: 'door_device.revoked', subject: ['door_device', id], eventId }),
  ])
}
