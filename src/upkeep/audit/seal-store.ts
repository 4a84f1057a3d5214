import { backdatedRows, unsealedRows } from '#upkeep/seal/check-store.ts'
import type { SealInvariant } from './audit.ts'

/** What the protected record lacks; its hashes are checked separately. */
export const sealViolations: Record<SealInvariant, string> = {
  sealed_in_full: unsealedRows,
  sealed_in_time: backdatedRows,
}
