import type { Act } from '../act.ts'
import { atomically, guardBroken } from '../db/atomically.ts'
import { ok, type Result, refuse } from '../result.ts'
import type { EraseReason, ErasureGround } from './erasure.ts'
import { eraseRows, mayErase, readErasure } from './erasure-store.ts'

/**
 * Erases a person in one batch: name, address, telephone number, messages, needs, answers, links, calendars, consents and their sign-in go from
 * every table; places, marks, roles and figures stay as they were. Nothing brings it back. UK GDPR Article 17. Organisers only.
 *
 * @returns 'held' while a legal hold covers anything of it; 'changed' when somebody named, wrote to or merged the person in the meantime
 */
export const erasePerson = async (
  act: Act,
  personId: string,
  ground: ErasureGround,
): Promise<Result<{ personId: string }, EraseReason>> => {
  const preview = await readErasure(act, personId)
  if (!preview) return refuse('no_such_person')
  if (preview.obstacle) return refuse(preview.obstacle)
  const written = await atomically(act.db, [mayErase(act), ...eraseRows(act, personId, ground, act.actor.accountId ?? null)], {
    record_is_held: 'held',
    [guardBroken]: 'changed',
  } as const)
  return written.ok ? ok({ personId }) : written
}
