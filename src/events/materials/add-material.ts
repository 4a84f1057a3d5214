import type { Act } from '#base/act.ts'
import { atomically, guardBroken } from '#base/db/atomically.ts'
import type { StoredFile } from '#base/files/file.ts'
import { newId } from '#base/id.ts'
import { logged } from '#base/log/store.ts'
import type { EventDetails } from '#events/events/event.ts'
import type { MaterialRefusal } from './material.ts'
import { addMaterial, eventStands } from './store.ts'

type What = { title: string; sessionId: string | null } & ({ url: string } | { file: StoredFile })

/** @returns why not; undefined once it is added */
export const addMaterialTo = async (act: Act, event: Pick<EventDetails, 'id'>, what: What): Promise<MaterialRefusal | undefined> => {
  const id = newId(act.now)
  const { title, sessionId } = what
  const written = await atomically<MaterialRefusal>(
    act.db,
    [
      eventStands(act, event.id),
      addMaterial(act, {
        ...{ id, eventId: event.id, sessionId, title },
        ...('url' in what ? { url: what.url, fileId: null } : { url: null, fileId: what.file.id }),
      }),
      logged(act, {
        act: 'material.added',
        subject: ['material', id],
        eventId: event.id,
        after: { kind: 'url' in what ? 'link' : 'file' },
      }),
    ],
    { [guardBroken]: 'event_cancelled', material_is_there: 'material_is_there' },
  )
  return written.ok ? undefined : written.reason
}
