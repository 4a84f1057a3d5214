import type { Act } from '#base/act.ts'
import { atomically } from '#base/db/atomically.ts'
import { storedAs } from '#base/db/stored-row.ts'
import { logged } from '#base/log/store.ts'
import { ok, type Result, refuse } from '#base/result.ts'
import { insertCode, setCodeEnded } from './code-store.ts'
import type { CodeFacts } from './price.ts'

/** Adds a code to a price list, for all its versions; sending the form twice adds one. */
export const addPriceCode = async (
  act: Act,
  key: string,
  code: CodeFacts & { id: string },
): Promise<Result<true, 'code_exists' | 'saved_otherwise'>> => {
  const { id, code: _word, ...facts } = code
  const result = await atomically(
    act.db,
    [insertCode(act, key, code), logged(act, { act: 'price_code.added', subject: ['price_code', id], after: { ...facts, key } })],
    { 'PriceCode.id': 'code_exists' as const, 'PriceCode.priceKey': 'code_exists' as const },
  )
  if (result.ok) return ok(true)
  const stored = await storedAs(act.db, 'PriceCode', id, { priceKey: key, code: code.code, ...facts })
  if (stored === undefined) return result
  return stored === 'same' ? ok(true) : refuse('saved_otherwise')
}

/** Ends a code; places booked with it keep their price. */
export const endPriceCode = async (act: Act, key: string, code: { id: string }): Promise<Result<true, 'ended_before'>> => {
  const result = await atomically(
    act.db,
    [setCodeEnded(act, code.id), logged(act, { act: 'price_code.ended', subject: ['price_code', code.id], after: { key } })],
    { code_only_ends: 'ended_before' as const },
  )
  return result.ok ? ok(true) : result
}
