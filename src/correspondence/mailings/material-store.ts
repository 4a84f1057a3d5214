import { given, mapped, type Read, readTogether } from '#base/db/read.ts'
import { selectEventById } from '#events/events/store.ts'
import type { Material } from '#events/materials/material.ts'
import { joinedToMaterial, materialColumns, selectMaterial, selectReaders, shownBy } from '#events/materials/store.ts'
import type { About, Mailing } from './mailing.ts'

/** What a mailing is about. */
export const readAbout = async (db: SqlDatabase, { eventId, materialId }: Mailing, now: Date): Promise<About> => {
  if (eventId === null) return { event: undefined, linked: undefined }
  const { event, shown, readers } = await readTogether(db, {
    event: selectEventById(db, eventId, now),
    shown: materialId ? selectMaterial(db, eventId, materialId) : given(undefined),
    readers: materialId ? selectReaders(db, eventId, { id: materialId }) : given([]),
  })
  const [material] = shown?.materials ?? []
  return { event, linked: shown && material && { material, from: shown.from, readers } }
}

/** Materials of the event that a mailing is about. */
export const selectMaterialsOf = (db: SqlDatabase, id: string): Read<Material[]> =>
  mapped(
    shownBy(
      db
        .prepare(
          `SELECT ${materialColumns} FROM Sending g JOIN Material m ON m.eventId = g.eventId ${joinedToMaterial} WHERE g.id = ?1 ORDER BY m.position, m.id`,
        )
        .bind(id),
    ),
    ([shown]) => shown?.materials ?? [],
  )
