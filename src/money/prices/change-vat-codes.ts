import type { Act } from '#base/act.ts'
import { atomically } from '#base/db/atomically.ts'
import { storedAs } from '#base/db/stored-row.ts'
import { logged } from '#base/log/store.ts'
import { ok, type Result, refuse } from '#base/result.ts'
import type { VatCode } from './price.ts'
import { insertVatCode, setVatRetired } from './vat-store.ts'

/** Codes never change: another rate is another code. Sending the form twice adds one. */
export const addVatCode = async (act: Act, vat: VatCode): Promise<Result<true, 'code_exists' | 'saved_otherwise'>> => {
  const { id, ...facts } = vat
  const result = await atomically(
    act.db,
    [insertVatCode(act, vat), logged(act, { act: 'vat.added', subject: ['vat', id], after: facts })],
    { 'VatCode.id': 'code_exists' as const, 'VatCode.code': 'code_exists' as const },
  )
  if (result.ok) return ok(true)
  const stored = await storedAs(act.db, 'VatCode', id, facts)
  if (stored === undefined) return result
  return stored === 'same' ? ok(true) : refuse('saved_otherwise')
}

/** Retires a VAT code: it can no longer be chosen, and prices that have it keep it. */
export const retireVatCode = async (act: Act, vat: Pick<VatCode, 'id' | 'code'>): Promise<Result<true, 'retired_before'>> => {
  const result = await atomically(
    act.db,
    [setVatRetired(act, vat.id), logged(act, { act: 'vat.retired', subject: ['vat', vat.id], after: { code: vat.code } })],
    { vat_code_stands: 'retired_before' as const },
  )
  return result.ok ? ok(true) : result
}
