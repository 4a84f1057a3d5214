import type { Act } from '#base/act.ts'
import { readNow } from '#base/db/read.ts'
import { type Result, refuse } from '#base/result.ts'
import { proposeToStaff } from '#people/proposals/decide-proposal.ts'
import type { ProposalRefusal } from '#people/proposals/proposal.ts'
import {
  type EventAsked,
  type EventRecord,
  linesOfEvent,
  type RecordedEvent,
  type RecordedPlace,
  type RepresentsAsked,
} from './correction.ts'
import { selectByUrn } from './store.ts'

type Proposed = Result<{ id: string }, ProposalRefusal | 'nothing_differs' | 'unknown_school'>

/** Proposes what the record of an event with a closed register is to say. */
export const proposeCorrection = async (act: Act, event: RecordedEvent, ask: { is: EventRecord; reason: string }): Promise<Proposed> => {
  const asked: EventAsked = { was: event.record, is: ask.is }
  if (linesOfEvent(asked).length === 0) return refuse('nothing_differs')
  return proposeToStaff(act, { kind: 'event', subjectId: event.id, asked, reason: ask.reason })
}

/**
 * Proposes whom a delegate represented who is marked in a closed register. @param ask.stay ids of
 * those that stand @param ask.urns of others
 */
export const proposeRepresented = async (
  act: Act,
  place: RecordedPlace,
  ask: { stay: readonly string[]; urns: readonly string[]; reason: string },
): Promise<Proposed> => {
  const schools = await readNow(act.db, selectByUrn(act.db, ask.urns))
  if (schools.length !== ask.urns.length || schools.some(({ id }) => id === place.schoolId)) return refuse('unknown_school')
  const was = place.represents.map(({ id }) => id)
  const is = [...new Set([...was.filter((id) => ask.stay.includes(id)), ...schools.map(({ id }) => id)])]
  if (is.length === was.length && is.every((id) => was.includes(id))) return refuse('nothing_differs')
  const names = Object.fromEntries([...place.represents, ...schools].map(({ id, name }) => [id, name]))
  const asked: RepresentsAsked = { was, is, names, eventId: place.eventId, sessionIds: place.sessionIds }
  return proposeToStaff(act, { kind: 'represents', subjectId: place.placeId, asked, reason: ask.reason })
}
