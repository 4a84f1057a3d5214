import type { Act } from '#base/act.ts'
import { atomically, guardBroken } from '#base/db/atomically.ts'
import { logged } from '#base/log/store.ts'
import { ok, type Result } from '#base/result.ts'
import { stillHolds } from '#people/accounts/role-store.ts'
import { endDoorLinkRow } from './link-store.ts'

/** In the batch of whoever may end it. */
export const endsLink = (act: Act, eventId: string, id: string): SqlStatement[] => [
  endDoorLinkRow(act, eventId, id),
  logged(act, { act: 'door_link.ended', subject: ['door_link', id], eventId }),
]

/** Ends a link at once: nobody else comes by it. Whoever came stays until they are put out. */
export const endDoorLink = async (act: Act, eventId: string, id: string): Promise<Result<undefined, 'not_allowed'>> => {
  const result = await atomically(act.db, [stillHolds(act, ['administrator', 'organiser']), ...endsLink(act, eventId, id)], {
    [guardBroken]: 'not_allowed',
  } as const)
  return result.ok ? ok(undefined) : result
}
