import type { Act } from '#base/act.ts'
import type { Instant } from '#base/dates.ts'
import { atomically, guardBroken } from '#base/db/atomically.ts'
import { readNow } from '#base/db/read.ts'
import { storedAs } from '#base/db/stored-row.ts'
import type { FilesRefused, StoredFile } from '#base/files/file.ts'
import { areLeftOut, filesSent, saveFile } from '#base/files/save-file.ts'
import { logged } from '#base/log/store.ts'
import { ok, type Result } from '#base/result.ts'
import type { EventDetails } from '#events/events/event.ts'
import type { Material, MaterialRefusal } from './material.ts'
import { replaceMaterial, selectMaterials } from './store.ts'

type Facts = { title: string; words: string; url: string | null; sessionId: string | null }

const fileOf = (file: StoredFile | null) => file && { id: file.id, sha256: file.sha256, size: file.size }

/** Deletes a replaced file; the log names it. @param ask.changedAt as seen @param sent a file */
export const changeMaterial = async (
  act: Act,
  event: Pick<EventDetails, 'id'>,
  before: Material,
  { facts, changedAt }: { facts: Facts; changedAt: Instant },
  sent: unknown,
): Promise<Result<unknown, MaterialRefusal> | FilesRefused> => {
  const isSent = before.file !== null && (filesSent(sent).length > 0 || areLeftOut(sent))
  const saved = isSent ? await saveFile(act, sent) : ok(null)
  if (!saved.ok) return { ...saved, name: undefined }
  const newer = saved.value
  const file = newer ?? before.file
  const result = await atomically<MaterialRefusal>(
    act.db,
    [
      ...replaceMaterial(act, { id: before.id, eventId: event.id, fileId: file?.id ?? null, ...facts }, { ...before, changedAt }),
      logged(act, {
        act: 'material.changed',
        subject: ['material', before.id],
        eventId: event.id,
        ...(newer ? { before: { file: fileOf(before.file) }, after: { file: fileOf(newer) } } : {}),
      }),
    ],
    { [guardBroken]: 'changed_meanwhile', material_is_there: 'material_is_there' },
  )
  if (result.ok) return result
  // Pressed twice.
  if (result.reason !== 'changed_meanwhile' || (await storedAs(act.db, 'Material', before.id, facts)) !== 'same') return result
  const { materials } = await readNow(act.db, selectMaterials(act.db, event))
  const stands = materials.find(({ id }) => id === before.id)?.file
  return stands?.sha256 === file?.sha256 ? ok(undefined) : result
}
