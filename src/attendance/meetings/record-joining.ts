import { insertJoined } from '#attendance/attendance/arrival-store.ts'
import { type Act, nobody } from '#base/act.ts'
import { atomically, guardBroken } from '#base/db/atomically.ts'
import { newId } from '#base/id.ts'
import { spending } from '#base/limits/spend-budget.ts'
import { limitReached } from '#base/limits/store.ts'
import { logged } from '#base/log/store.ts'
import { ok, type Result, refuse } from '#base/result.ts'
import { type JoiningPlace, joiningState } from './joining.ts'
import { insertJoining, stillLinked } from './store.ts'

/** Presses on one place that are kept in an hour; further ones lead on all the same. */
const mostJoined = 30

export type JoiningRefusal = 'not_now' | 'link_ended'

/**
 * Notes that somebody joined by a place's link: whose it is has arrived, online.
 * @param otherName who else it was; '' for the person of the place
 * @returns where the meeting is
 */
export const recordJoining = async (act: Act, place: JoiningPlace, otherName: string): Promise<Result<string, JoiningRefusal>> => {
  const open = joiningState(place, act.now)
  if (open.state !== 'open') return refuse('not_now')
  const by: Act = { ...act, actor: nobody }
  const id = newId(act.now)
  const result = await atomically<JoiningRefusal | 'enough'>(
    act.db,
    [
      stillLinked(act.db, place.linkId),
      ...(otherName === '' ? [insertJoined(act, { eventId: place.eventId, placeId: place.placeId, day: open.day })] : []),
      insertJoining(act, { id, linkId: place.linkId, sessionId: open.sessionId, otherName }),
      logged(by, {
        act: 'place.joined',
        subject: ['place', place.placeId],
        eventId: place.eventId,
        schoolId: place.schoolId,
        after: { joining: id, session: open.sessionId, other: otherName !== '' },
      }),
      ...spending(by, [{ key: `join:place:${place.placeId}`, minutes: 60, most: mostJoined }]),
    ],
    {
      [guardBroken]: 'link_ended',
      not_time_to_join: 'not_now',
      nobody_expected_that_day: 'not_now',
      arrival_before_its_day: 'not_now',
      [limitReached]: 'enough',
    },
  )
  return result.ok || result.reason === 'enough' ? ok(place.joiningLink) : refuse(result.reason)
}
