import { withdrawExcused } from '#attendance/attendance/absence-store.ts'
import { happenedAt } from '#attendance/attendance/arrival.ts'
import { insertArrivals, insertMarksOfArrivals } from '#attendance/attendance/arrival-store.ts'
import { insertWalkIn } from '#attendance/attendance/store.ts'
import type { Act } from '#base/act.ts'
import { instant, londonDay } from '#base/dates.ts'
import { atomically, foreignKeyBroken, guardBroken } from '#base/db/atomically.ts'
import { readNow } from '#base/db/read.ts'
import { newId } from '#base/id.ts'
import { logged } from '#base/log/store.ts'
import { ok, type Result, refuse } from '#base/result.ts'
import { againstKnown, meantBy } from '#people/people/spelling.ts'
import { keepMeant, sameKnown, selectKnown } from '#people/people/spelling-store.ts'
import { markFor } from './arrival-mark.ts'
import type { DoorSession } from './day.ts'
import type { AtDoor } from './record-arrivals.ts'
import { readToAdd } from './walk-in-store.ts'

export type AddAsked = {
  /** Of the arrival and of the walk-in, made by the device: the same again changes nothing. */
  id: string
  person: string
  name: string
  schoolId?: string | undefined
  /** What they said, where no school was chosen. */
  organisation: string
  roleId?: string | undefined
  /** The place of whoever did not come: they are of its school, and where it would have been. */
  insteadOfId?: string | undefined
  notedAt: Date
  clockAhead: number
}

export type AddRefusal =
  | 'unknown_school'
  | 'unknown_role'
  | 'not_expected'
  | 'not_that_day'
  | 'before_its_day'
  | 'id_used_otherwise'
  | 'has_come_already'
  | 'event_cancelled'
  | 'device_ended'

/** For all that is left of the day, free of charge; they have arrived, in the same batch. */
export const addAtDoor = (
  act: Act,
  door: AtDoor,
  sessions: readonly DoorSession[],
  asked: AddAsked,
): Promise<Result<{ added: boolean }, AddRefusal>> => againstKnown(() => tryAdding(act, door, sessions, asked))

const tryAdding = async (
  act: Act,
  door: AtDoor,
  sessions: readonly DoorSession[],
  asked: AddAsked,
): Promise<Result<{ added: boolean }, AddRefusal | 'known_changed'>> => {
  if (!door.isOpen) return refuse('event_cancelled')
  const ask = { schoolId: asked.insteadOfId ?? asked.schoolId ?? '', emails: [] }
  const [found, known] = await Promise.all([readToAdd(act.db, door.eventId, asked), readNow(act.db, selectKnown(act.db, act.now, ask))])
  if (found.known) return found.known.walkInId === asked.person ? ok({ added: false }) : refuse('id_used_otherwise')
  if (asked.insteadOfId !== undefined && !found.place) return refuse('not_expected')
  if (asked.schoolId !== undefined && !found.schoolId) return refuse('unknown_school')
  if (asked.roleId !== undefined && !found.roleId) return refuse('unknown_role')
  const at = happenedAt(asked.notedAt, asked.clockAhead, act.now)
  const day = londonDay(at)
  const ofDay = sessions.filter((session) => londonDay(session.startsAt) === day)
  const theirs = found.place ? ofDay.filter(({ id }) => found.place?.sessionIds.includes(id)) : ofDay.filter(({ block }) => block === '')
  const left = theirs.filter(({ endsAt }) => endsAt > instant(at))
  const comesTo = left.length > 0 ? left : theirs.slice(-1)
  if (comesTo.length === 0) return refuse('not_that_day')
  const schoolId = found.place?.schoolId ?? found.schoolId
  // Whoever is new has the id that the device gave.
  const meant = meantBy(act.now, [{ name: asked.name, email: '' }], known).map((one) =>
    one.match.is === 'known' ? one : { ...one, id: asked.id },
  )
  const rows = comesTo.map((session, n) => ({ session, rowId: n === 0 ? asked.person : newId(act.now) }))
  const walkIns = rows.map(({ session, rowId }) =>
    insertWalkIn(act, {
      id: rowId,
      personId: meant[0]?.id ?? asked.id,
      sessionId: session.id,
      eventId: door.eventId,
      schoolId,
      organisation: schoolId ? '' : asked.organisation,
      roleId: found.roleId ?? found.place?.roleId ?? null,
      insteadOfId: asked.insteadOfId,
    }),
  )
  const arrival = {
    id: asked.id,
    key: asked.person,
    isPlace: false,
    day,
    kind: 'arrived' as const,
    how: 'tap' as const,
    happenedAt: instant(at),
    notedAt: instant(asked.notedAt),
    clockAhead: asked.clockAhead,
    undoesId: null,
  }
  const arrivals = [{ ...arrival, accountId: act.actor.accountId ?? null }]
  const marks = rows.flatMap(({ session, rowId }) => {
    const isSigned = session.signedAt === null ? 0 : 1
    return (
      markFor(
        act.now,
        'walk_in',
        { ...session, sessionId: session.id, rowId, isSigned, markId: null, markType: null, source: null },
        arrivals,
      ) ?? []
    )
  })
  const result = await atomically<AddRefusal | 'added_already' | 'known_changed'>(
    act.db,
    [
      sameKnown(act, ask, [asked.name], known),
      ...keepMeant(act, undefined, meant, known),
      ...walkIns,
      insertArrivals(act, door.eventId, door.deviceId, [arrival]),
      ...(marks.length > 0 ? [insertMarksOfArrivals(act, marks)] : []),
      ...(comesTo.some(({ signedAt }) => signedAt !== null) ? [withdrawExcused(act, door.eventId)] : []),
      logged(act, {
        act: asked.insteadOfId ? 'walk_in.came_instead' : 'walk_in.arrived',
        subject: ['walk_in', asked.person],
        eventId: door.eventId,
        schoolId: schoolId ?? undefined,
        after: {
          arrival: asked.id,
          device: door.deviceId,
          sessions: comesTo.map(({ id }) => id),
          insteadOf: asked.insteadOfId,
          marks: marks.map(({ id, sessionId, markType }) => ({ id, sessionId, markType })),
        },
      }),
    ],
    {
      'Person.id': 'added_already',
      'WalkIn.id': 'added_already',
      'Arrival.id': 'added_already',
      has_come_already: 'has_come_already',
      id_of_a_place: 'id_used_otherwise',
      [guardBroken]: 'known_changed',
      arrival_before_its_day: 'before_its_day',
      door_device_ended: 'device_ended',
      session_called_off: 'not_that_day',
      [foreignKeyBroken]: 'not_that_day',
      register_is_signed: 'not_that_day',
      instead_of_another_school: 'not_expected',
    },
  )
  if (result.ok) return ok({ added: true })
  if (result.reason !== 'added_already') return refuse(result.reason)
  // The same press a moment ago, or an id that somebody else has.
  const { known: again } = await readToAdd(act.db, door.eventId, asked)
  return again?.walkInId === asked.person ? ok({ added: false }) : refuse('id_used_otherwise')
}
