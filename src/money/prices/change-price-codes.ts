import type { Act } from '#base/act.ts'
import { atomically } from '#base/db/atomically.ts'
import { logged } from '#base/log/store.ts'
import { ok, type Result } from '#base/result.ts'
import { hasCode, insertCode, setCodeEnded } from './code-store.ts'
import type { CodeFacts } from './price.ts'

/** Adds a code to a price list, for all its versions; sending the form twice adds one. */
export const addPriceCode = async (act: Act, key: string, code: CodeFacts & { id: string }): Promise<Result<true, 'code_exists'>> => {
  const { id, code: _word, ...facts } = code
  const written = await atomically(
    act.db,
    [insertCode(act, key, code), logged(act, { act: 'price_code.added', subject: ['price_code', id], after: { ...facts, key } })],
    { 'PriceCode.id': 'code_exists' as const, 'PriceCode.priceKey': 'code_exists' as const },
  )
  if (written.ok) return ok(true)
  return (await hasCode(act.db, id)) ? ok(true) : written
}

/** Ends a code; places booked with it keep their price. */
export const endPriceCode = async (act: Act, key: string, code: { id: string }): Promise<Result<true, 'ended_before'>> => {
  const written = await atomically(
    act.db,
    [setCodeEnded(act, code.id), logged(act, { act: 'price_code.ended', subject: ['price_code', code.id], after: { key } })],
    { code_only_ends: 'ended_before' as const },
  )
  return written.ok ? ok(true) : written
}
