import type { Act } from '#base/act.ts'
import { instant } from '#base/dates.ts'
import { atomically, guardBroken } from '#base/db/atomically.ts'
import { readNow } from '#base/db/read.ts'
import { newId } from '#base/id.ts'
import { logged } from '#base/log/store.ts'
import { ok, type Result, refuse } from '#base/result.ts'
import { againstKnown, meantBy } from '#people/people/spelling.ts'
import { keepMeant, sameKnown, selectKnown } from '#people/people/spelling-store.ts'
import { withdrawExcused } from './absence-store.ts'
import { holdsWithoutTime, isLate, isTooEarly, type Source } from './mark.ts'
import { readSessionToWrite } from './register-store.ts'
import { insertMark, insertWalkIn } from './store.ts'

export type WalkInAsked = {
  /** From the form, so that sending it twice adds nobody. */
  id: string
  sessionId: string
  name: string
  email?: string | undefined
  roleId?: string | undefined
  schoolId?: string | undefined
  /** What they said if no school was chosen. */
  organisation: string
  source: Source
  reason?: string | undefined
}

export type WalkInRefusal =
  | 'not_your_register'
  | 'unknown_school'
  | 'unknown_role'
  | 'register_is_signed'
  | 'id_used_otherwise'
  | 'has_come_already'
  | 'event_cancelled'
  | 'too_early'

/**
 * Adds a walk-in, marked as attended in the same batch, so that no register closes in between. Uses
 * no place and no limit.
 */
export const addWalkIn = (act: Act, asked: WalkInAsked): Promise<Result<{ walkInId: string }, WalkInRefusal>> =>
  againstKnown(() => tryAdding(act, asked))

const tryAdding = async (act: Act, asked: WalkInAsked): Promise<Result<{ walkInId: string }, WalkInRefusal | 'known_changed'>> => {
  const ask = { schoolId: asked.schoolId ?? '', emails: asked.email ? [asked.email] : [] }
  const [session, known] = await Promise.all([
    readSessionToWrite(act.db, act.actor, asked.sessionId, { ...asked, walkInId: asked.id }),
    readNow(act.db, selectKnown(act.db, act.now, ask)),
  ])
  if (!session) return refuse('not_your_register')
  if (session.walkIn) return session.walkIn.sessionId === asked.sessionId ? ok({ walkInId: asked.id }) : refuse('id_used_otherwise')
  if (session.isCalledOff) return refuse('event_cancelled')
  if (isTooEarly('attended', session, act.now)) return refuse('too_early')
  if (asked.schoolId && !session.schoolId) return refuse('unknown_school')
  if (asked.roleId && !session.roleId) return refuse('unknown_role')
  const reason = asked.reason?.trim() || undefined
  if (session.isSigned && !reason) return refuse('register_is_signed')
  const markId = newId(act.now)
  const meant = meantBy(act.now, [{ name: asked.name, email: asked.email ?? '' }], known)
  const result = await atomically(
    act.db,
    [
      sameKnown(act, ask, [asked.name], known),
      ...keepMeant(act, undefined, meant, known),
      insertWalkIn(act, {
        id: asked.id,
        personId: meant[0]?.id ?? '',
        sessionId: asked.sessionId,
        eventId: session.eventId,
        schoolId: session.schoolId,
        organisation: asked.organisation,
        roleId: session.roleId,
      }),
      insertMark(act, {
        id: markId,
        sessionId: asked.sessionId,
        person: { kind: 'walk_in', id: asked.id },
        markType: 'attended',
        happenedAt: holdsWithoutTime(asked.source, act.now, session),
        notedAt: instant(act.now),
        source: asked.source,
        late: isLate(asked.source, session.endsAt, act.now, session.calendar),
        reason,
      }),
      ...(session.isSigned ? [withdrawExcused(act, session.eventId)] : []),
      logged(act, {
        act: 'walk_in.added',
        subject: ['walk_in', asked.id],
        eventId: session.eventId,
        schoolId: session.schoolId ?? undefined,
        after: { session: asked.sessionId, mark: markId, markType: 'attended', source: asked.source, role: session.roleId },
      }),
    ],
    {
      'WalkIn.id': 'added_already',
      has_come_already: 'has_come_already',
      id_of_a_place: 'id_used_otherwise',
      [guardBroken]: 'known_changed',
      before_its_day: 'too_early',
      register_is_signed: 'register_is_signed',
      session_called_off: 'event_cancelled',
    } as const,
  )
  if (result.ok || result.reason === 'added_already') return ok({ walkInId: asked.id })
  return refuse(result.reason)
}
