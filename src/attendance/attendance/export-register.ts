import type { Act } from '#base/act.ts'
import { atomically } from '#base/db/atomically.ts'
import { logged } from '#base/log/store.ts'
import { ok, type Result, refuse } from '#base/result.ts'
import type { Register } from './register.ts'
import { readRegister } from './register-store.ts'

/** Exports a whole register with names and addresses; logs who did. */
export const exportRegister = async (act: Act, sessionId: string): Promise<Result<Register, 'not_your_register'>> => {
  const register = await readRegister(act.db, act.actor, sessionId)
  if (!register) return refuse('not_your_register')
  await atomically(
    act.db,
    [
      logged(act, {
        act: 'register.exported',
        subject: ['session', sessionId],
        eventId: register.session.eventId,
        after: { people: register.people.length },
      }),
    ],
    {},
  )
  return ok(register)
}
