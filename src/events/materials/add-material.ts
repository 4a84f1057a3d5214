import type { Act } from '#base/act.ts'
import { atomically, guardBroken } from '#base/db/atomically.ts'
import type { StoredFile } from '#base/files/file.ts'
import { newId } from '#base/id.ts'
import { logged } from '#base/log/store.ts'
import { ok, type Result } from '#base/result.ts'
import type { EventDetails } from '#events/events/event.ts'
import type { MaterialRefusal } from './material.ts'
import { addMaterial, eventStands, titleOfSame } from './store.ts'

type What = { title: string; sessionId: string | null } & ({ url: string } | { file: StoredFile })

/** The same again, as of a form sent twice, is there already; under another title it is refused. */
export const addMaterialTo = async (
  act: Act,
  event: Pick<EventDetails, 'id'>,
  what: What,
): Promise<Result<'added' | 'there', MaterialRefusal>> => {
  const id = newId(act.now)
  const { title, sessionId } = what
  const held = 'url' in what ? { url: what.url, fileId: null } : { url: null, fileId: what.file.id }
  const written = await atomically<MaterialRefusal>(
    act.db,
    [
      eventStands(act, event.id),
      addMaterial(act, { id, eventId: event.id, sessionId, title, words: '', ...held }),
      logged(act, {
        act: 'material.added',
        subject: ['material', id],
        eventId: event.id,
        after: { kind: 'url' in what ? 'link' : 'file' },
      }),
    ],
    { [guardBroken]: 'event_cancelled', material_is_there: 'material_is_there' },
  )
  if (written.ok) return ok('added')
  const there = written.reason === 'material_is_there' ? await titleOfSame(act.db, { eventId: event.id, sessionId, ...held }) : undefined
  return there === title ? ok('there') : written
}
