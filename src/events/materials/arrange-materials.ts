import type { Act } from '#base/act.ts'
import type { Instant } from '#base/dates.ts'
import { atomically, guardBroken } from '#base/db/atomically.ts'
import { logged } from '#base/log/store.ts'
import { ok, type Result, refuse } from '#base/result.ts'
import type { EventDetails } from '#events/events/event.ts'
import type { Material, MaterialRefusal } from './material.ts'
import { eventStands, orderMaterials, removeMaterial, sameMaterials, setRelease } from './store.ts'

type Of = Pick<EventDetails, 'id'>
type Done = Result<unknown, MaterialRefusal>

const arrange = (act: Act, event: Of, materials: readonly Material[], id: string, said: string, statement: SqlStatement): Promise<Done> => {
  const ids = materials.map((one) => one.id)
  return atomically<MaterialRefusal>(
    act.db,
    [sameMaterials(act, event.id, ids), statement, logged(act, { act: said, subject: ['material', id], eventId: event.id })],
    { [guardBroken]: 'materials_changed' },
  )
}

/** At the end of the list it stays. */
export const moveMaterial = async (act: Act, event: Of, materials: readonly Material[], id: string, way: string): Promise<Done> => {
  const order = materials.map((one) => one.id)
  const at = order.indexOf(id)
  const to = way === 'up' ? at - 1 : at + 1
  if (at < 0) return refuse('no_such_material')
  if (to < 0 || to >= order.length) return ok(undefined)
  order.splice(at, 1)
  order.splice(to, 0, id)
  return arrange(act, event, materials, id, 'material.moved', orderMaterials(act, order))
}

/** Its file is deleted. */
export const takeMaterial = (act: Act, event: Of, materials: readonly Material[], id: string): Promise<Done> =>
  arrange(act, event, materials, id, 'material.removed', removeMaterial(act, event.id, id))

/** @param at null: once the event is over */
export const releaseMaterials = (act: Act, event: Of, at: Instant | null): Promise<Done> =>
  atomically<MaterialRefusal>(
    act.db,
    [
      eventStands(act, event.id),
      setRelease(act, event.id, at),
      logged(act, { act: 'materials.release_set', subject: ['event', event.id], eventId: event.id, after: { at } }),
    ],
    { [guardBroken]: 'event_cancelled' },
  )
