import type { Act } from '#base/act.ts'
import { atomically, guardBroken } from '#base/db/atomically.ts'
import type { FilesRefused, StoredFile } from '#base/files/file.ts'
import { saveFiles } from '#base/files/save-file.ts'
import { newId } from '#base/id.ts'
import { logged } from '#base/log/store.ts'
import { ok, type Result } from '#base/result.ts'
import type { EventDetails } from '#events/events/event.ts'
import type { MaterialRefusal } from './material.ts'
import { addMaterial, eventStands, titleOfSame } from './store.ts'

type What = { title: string; sessionId: string | null } & ({ url: string } | { file: StoredFile })

/** Adding the same again, as by a form sent twice, succeeds; under another title it is refused. */
export const addMaterialTo = async (
  act: Act,
  event: Pick<EventDetails, 'id'>,
  what: What,
): Promise<Result<'added' | 'there', MaterialRefusal>> => {
  const id = newId(act.now)
  const { title, sessionId } = what
  const held = 'url' in what ? { url: what.url, fileId: null } : { url: null, fileId: what.file.id }
  const result = await atomically<MaterialRefusal>(
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
  if (result.ok) return ok('added')
  const there = result.reason === 'material_is_there' ? await titleOfSame(act.db, { eventId: event.id, sessionId, ...held }) : undefined
  return there === title ? ok('there') : result
}

/** Of several, those already there stay. @param title of one @param sent the form's field */
export const addFiles = async (
  act: Act,
  event: Pick<EventDetails, 'id'>,
  { title, sessionId }: { title: string; sessionId: string | null },
  sent: unknown,
): Promise<Result<{ added: number; there: number }, MaterialRefusal> | FilesRefused> => {
  const saved = await saveFiles(act, sent)
  if (!saved.ok) return saved
  const files = saved.value
  if (files.length === 0) return { ok: false, reason: 'no_file', name: undefined }
  let added = 0
  for (const file of files) {
    const named = (files.length === 1 && title) || file.name.replace(/\.[^.]*$/, '')
    const done = await addMaterialTo(act, event, { title: named, sessionId, file })
    if (!done.ok && (done.reason !== 'material_is_there' || files.length === 1)) return done
    if (done.ok && done.value === 'added') added += 1
  }
  return ok({ added, there: files.length - added })
}
