import { sayChanged, sayStored } from '#base/changed.ts'
import type { VenueRefusal } from '../save-venue.ts'

export const refusalWords: Record<VenueRefusal, string> = {
  venue_listed: 'Another venue on the list has this name. Choose a name that tells them apart',
  stale: sayChanged('This venue has'),
  saved_otherwise: sayStored('the venue is on the list', 'Save again to add it as another venue'),
}
