import type { Act } from '#base/act.ts'
import { atomically, guardBroken } from '#base/db/atomically.ts'
import { storedAs } from '#base/db/stored-row.ts'
import { logged } from '#base/log/store.ts'
import { ok, type Result } from '#base/result.ts'
import type { OtherSchools, SessionAsk } from './asked-session.ts'
import { insertAsked, stillActs } from './store.ts'

export type AskRefusal = 'too_many_sessions_asked' | 'made_already' | 'changed'

/** A school (a root) asks for a session; the same form sent again asks once. */
export const askSession = async (
  act: Act,
  id: string,
  schoolId: string,
  ask: SessionAsk & OtherSchools,
): Promise<Result<undefined, AskRefusal>> => {
  const written = await atomically(
    act.db,
    [
      stillActs(act, schoolId),
      ...insertAsked(act, id, schoolId, ask),
      logged(act, { act: 'session.asked_for', subject: ['asked session', id], schoolId, after: { people: ask.people, days: ask.days } }),
    ],
    { 'AskedSession.id': 'made_already', too_many_sessions_asked: 'too_many_sessions_asked', [guardBroken]: 'changed' } as const,
  )
  if (written.ok) return ok(undefined)
  const { schoolIds: _, days, ...same } = ask
  const stored = await storedAs(act.db, 'AskedSession', id, { ...same, days: JSON.stringify(days) })
  return stored === 'same' ? ok(undefined) : written
}
