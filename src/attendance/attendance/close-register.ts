import type { Act } from '#base/act.ts'
import { instant } from '#base/dates.ts'
import { atomically, guardBroken } from '#base/db/atomically.ts'
import { readNow } from '#base/db/read.ts'
import { newId } from '#base/id.ts'
import { logged } from '#base/log/store.ts'
import { ok, type Result, refuse } from '#base/result.ts'
import { insertAbsenceCharges, selectAbsences } from './absence-store.ts'
import { chargesShown } from './listed-person.ts'
import type { Figures } from './register.ts'
import { readSessionToWrite } from './register-store.ts'
import { insertSignOff } from './store.ts'

export type CloseRefusal = 'not_your_register' | 'not_everyone_marked' | 'already_closed' | 'figures_changed' | 'called_off' | 'not_over'

/**
 * Signs a register off with the figures and charges the actor saw; refused while anyone is
 * unmarked, before the session is over, or when either has changed. Unattended places are charged
 * by their terms once the registers of all their sessions are signed off.
 */
export const closeRegister = async (
  act: Act,
  asked: { sessionId: string; seen: Figures; charges?: string | undefined },
): Promise<Result<{ signOffId: string; code: string }, CloseRefusal>> => {
  const signOffId = newId(act.now)
  const [session, absences] = await Promise.all([
    readSessionToWrite(act.db, act.actor, asked.sessionId, { walkInId: '' }),
    readNow(act.db, selectAbsences(act.db, { sessionIds: [asked.sessionId], marks: [] })),
  ])
  if (!session) return refuse('not_your_register')
  if (session.isSigned) return refuse('already_closed')
  if (session.endsAt > instant(act.now) && !session.isCalledOff) return refuse('not_over')
  if (asked.charges !== undefined && asked.charges !== (await chargesShown(absences))) return refuse('figures_changed')
  const result = await atomically<Exclude<CloseRefusal, 'not_your_register'>>(
    act.db,
    [
      ...insertSignOff(act, signOffId, asked.sessionId, asked.seen),
      ...insertAbsenceCharges(act, [asked.sessionId], absences),
      logged(act, {
        act: 'register.signed_off',
        subject: ['session', asked.sessionId],
        eventId: session.eventId,
        after: { signOff: signOffId, ...asked.seen },
      }),
    ],
    {
      not_everyone_marked: 'not_everyone_marked',
      session_is_not_over: 'not_over',
      'RegisterSignOff.sessionId': 'already_closed',
      session_called_off: 'called_off',
      [guardBroken]: 'figures_changed',
    },
  )
  return result.ok ? ok({ signOffId, code: session.code }) : refuse(result.reason)
}
