import type { Act } from '#base/act.ts'
import { atomically, guardBroken } from '#base/db/atomically.ts'
import { readNow } from '#base/db/read.ts'
import { ok, type Result, refuse } from '#base/result.ts'
import type { EraseReason, ErasureGround, TextsDecided } from './erasure.ts'
import { eraseRows, mayErase, selectErasure } from './erasure-store.ts'
import { byDefault, readTexts, shownTexts } from './text-store.ts'

/**
 * Erases a person for good, in one batch, from every table; places, marks, roles and figures stay
 * (UK GDPR Article 17). Organisers. @param decided texts shown, and those the name is removed from
 * @returns 'held' under a legal hold; 'changed' when anything about them changed meanwhile
 */
export const erasePerson = async (
  act: Act,
  personId: string,
  ground: ErasureGround,
  decided?: TextsDecided,
): Promise<Result<{ personId: string }, EraseReason>> => {
  const preview = await readNow(act.db, selectErasure(act.db, personId, act.now))
  if (!preview) return refuse('no_such_person')
  if (preview.obstacle) return refuse(preview.obstacle)
  const read = await readTexts(act.db, personId)
  if (decided && shownTexts(read).some(({ id }) => !decided.shown.includes(id))) return refuse('changed')
  const texts = { read, chosen: new Set(decided?.out ?? byDefault(read)) }
  const result = await atomically(act.db, [mayErase(act), ...eraseRows(act, personId, ground, act.actor.accountId ?? null, texts)], {
    record_is_held: 'held',
    [guardBroken]: 'changed',
  } as const)
  return result.ok ? ok({ personId }) : result
}

/**
 * @param before statements of the same batch
 * @returns false: something keeps them, or something about them changed meanwhile
 */
export const eraseByJob = async (
  act: Act,
  personId: string,
  ground: ErasureGround,
  byId: string | null,
  before: readonly SqlStatement[] = [],
): Promise<boolean> => {
  const read = await readTexts(act.db, personId)
  const texts = { read, chosen: new Set(byDefault(read)) }
  const result = await atomically(act.db, [...before, ...eraseRows(act, personId, ground, byId, texts)], {
    record_is_held: 'held',
    [guardBroken]: 'changed',
  } as const)
  return result.ok
}
