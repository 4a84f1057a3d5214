import { sayChanged, sayStored } from '#base/changed.ts'
import type { HoldRefusal } from '../change-rules.ts'

export const holdRefusals: Record<HoldRefusal, string> = {
  stale: sayChanged('The event has', 'reserved'),
  cancelled: 'The event is cancelled, so nothing can be reserved',
  saved_otherwise: sayStored('places are reserved', 'Reserve now to reserve these beside them'),
  held_back_too_many: 'Enter fewer: there are not as many places that are neither taken, on offer nor reserved already',
}
