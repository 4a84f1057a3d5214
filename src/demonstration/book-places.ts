// Schools book over the weeks before a conference, most of them late; some people cannot come after all.
import type { Act } from '../act.ts'
import type { EventDetails } from '../events/event.ts'
import type { Conference } from './conferences.ts'
import type { Cast } from './hold-conference.ts'

export const bookPlaces = async (_act: Act, _event: EventDetails, _conference: Conference, _cast: Cast, _from: Date, _until: Date) => {}

export const cancelSomePlaces = async (_act: Act, _event: EventDetails, _cast: Cast, _until: Date, _share: number) => {}
