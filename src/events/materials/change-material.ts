import type { Act } from '#base/act.ts'
import type { Instant } from '#base/dates.ts'
import { atomically, guardBroken } from '#base/db/atomically.ts'
import { storedAs } from '#base/db/stored-row.ts'
import type { StoredFile } from '#base/files/file.ts'
import { logged } from '#base/log/store.ts'
import type { EventDetails } from '#events/events/event.ts'
import type { Material, MaterialRefusal } from './material.ts'
import { readMaterials, replaceMaterial } from './store.ts'

type Facts = { title: string; words: string; url: string | null; sessionId: string | null }

const fileOf = (file: StoredFile | null) => file && { id: file.id, sha256: file.sha256, size: file.size }

/**
 * A file that another one replaces is deleted; which it was stays in the log.
 * @param ask.file null: the file stays @param ask.changedAt as whoever changes it saw it
 */
export const changeMaterial = async (
  act: Act,
  event: Pick<EventDetails, 'id'>,
  before: Material,
  ask: { facts: Facts; file: StoredFile | null; changedAt: Instant },
): Promise<MaterialRefusal | undefined> => {
  const { facts, changedAt } = ask
  const file = ask.file ?? before.file
  const written = await atomically<MaterialRefusal>(
    act.db,
    [
      ...replaceMaterial(act, { id: before.id, eventId: event.id, fileId: file?.id ?? null, ...facts }, { ...before, changedAt }),
      logged(act, {
        act: 'material.changed',
        subject: ['material', before.id],
        eventId: event.id,
        ...(ask.file ? { before: { file: fileOf(before.file) }, after: { file: fileOf(ask.file) } } : {}),
      }),
    ],
    { [guardBroken]: 'changed_meanwhile', material_is_there: 'material_is_there' },
  )
  if (written.ok) return undefined
  // Pressed twice: the other has saved the same.
  if (written.reason !== 'changed_meanwhile' || (await storedAs(act.db, 'Material', before.id, facts)) !== 'same') return written.reason
  const { materials } = await readMaterials(act.db, event.id)
  const stands = materials.find(({ id }) => id === before.id)?.file
  return stands?.sha256 === file?.sha256 ? undefined : written.reason
}
