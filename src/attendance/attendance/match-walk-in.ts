import type { Act } from '#base/act.ts'
import { atomically, guardBroken } from '#base/db/atomically.ts'
import { logged } from '#base/log/store.ts'
import { ok, type Result, refuse } from '#base/result.ts'
import { withdrawExcused } from './absence-store.ts'
import { readSessionToWrite } from './register-store.ts'
import { setWalkInSchool } from './store.ts'

export type MatchRefusal = 'not_on_register' | 'unknown_school' | 'needs_confirmation' | 'matched_meanwhile'

/**
 * Matches a walk-in to a school. Changing a school needs confirmation, and the old one as the actor
 * saw it; both are logged, because coverage counts by it.
 */
export const matchWalkIn = async (
  act: Act,
  asked: { sessionId: string; walkInId: string; schoolId: string; seenSchoolId: string | undefined; isConfirmed: boolean },
): Promise<Result<{ changed: boolean }, MatchRefusal>> => {
  const session = await readSessionToWrite(act.db, act.actor, asked.sessionId, asked)
  if (session?.walkIn?.sessionId !== asked.sessionId) return refuse('not_on_register')
  const before = session.walkIn.schoolId
  if (!session.schoolId) return refuse('unknown_school')
  if (before === session.schoolId) return ok({ changed: false })
  if (before !== (asked.seenSchoolId ?? null)) return refuse('matched_meanwhile')
  if (before !== null && !asked.isConfirmed) return refuse('needs_confirmation')
  const result = await atomically(
    act.db,
    [
      ...setWalkInSchool(act, asked.walkInId, before, session.schoolId),
      withdrawExcused(act, session.eventId),
      logged(act, {
        act: before === null ? 'walk_in.matched' : 'walk_in.rematched',
        subject: ['walk_in', asked.walkInId],
        eventId: session.eventId,
        schoolId: session.schoolId,
        before: { school: before },
        after: { school: session.schoolId },
      }),
    ],
    { [guardBroken]: 'matched_meanwhile' },
  )
  return result.ok ? ok({ changed: true }) : refuse('matched_meanwhile')
}
