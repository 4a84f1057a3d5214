import { replaceTheirs, sayChanged, shownNow } from '#base/changed.ts'
import type { MaterialRefusal } from '../material.ts'

export const materialRefusals: Record<MaterialRefusal, string> = {
  no_such_material: `This is not among the materials any more. ${shownNow}`,
  material_is_there: 'It is among the materials already, for the same people',
  materials_changed: sayChanged('The materials have'),
  changed_meanwhile: `Somebody else has changed this since you opened it, so nothing has been saved. ${replaceTheirs}`,
  event_cancelled: 'The event is cancelled, so nobody has a place and nobody would see materials',
}
