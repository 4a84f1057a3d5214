import type { Act } from '#base/act.ts'
import { atomically, guardBroken } from '#base/db/atomically.ts'
import { ok, type Result, refuse } from '#base/result.ts'
import type { EraseReason, ErasureGround, TextsDecided } from './erasure.ts'
import { eraseRows, mayErase, readErasure } from './erasure-store.ts'
import { byDefault, readTexts, shownTexts } from './text-store.ts'

/**
 * Erases a person in one batch: name, address, telephone number, messages, needs, answers, links, calendars, consents and their sign-in go from
 * every table; places, marks, roles and figures stay as they were. Nothing brings it back. UK GDPR Article 17. Organisers only.
 *
 * @param decided what was shown of the texts by others that may name them, and out of which of these the name goes; without it, out of those that
 * surely name them and are about their schools or events
 * @returns 'held' while a legal hold covers anything of it; 'changed' when somebody named, wrote of or to, or merged the person in the meantime
 */
export const erasePerson = async (
  act: Act,
  personId: string,
  ground: ErasureGround,
  decided?: TextsDecided,
): Promise<Result<{ personId: string }, EraseReason>> => {
  const preview = await readErasure(act, personId)
  if (!preview) return refuse('no_such_person')
  if (preview.obstacle) return refuse(preview.obstacle)
  const read = await readTexts(act.db, personId)
  if (decided && shownTexts(read).some(({ id }) => !decided.shown.includes(id))) return refuse('changed')
  const texts = { read, chosen: new Set(decided?.out ?? byDefault(read)) }
  const written = await atomically(act.db, [mayErase(act), ...eraseRows(act, personId, ground, act.actor.accountId ?? null, texts)], {
    record_is_held: 'held',
    [guardBroken]: 'changed',
  } as const)
  return written.ok ? ok({ personId }) : written
}
