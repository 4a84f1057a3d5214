import type { Act } from '#base/act.ts'
import { atomically } from '#base/db/atomically.ts'
import { logged } from '#base/log/store.ts'
import { ok, type Result, refuse } from '#base/result.ts'
import type { KeptSignature } from './signature.ts'
import { confirmSignature } from './store.ts'

export type ConfirmRefusal = 'not_to_confirm' | 'signer_confirms' | 'confirmed_already'

/** Somebody else confirms who signed. @param as whether they do so for the council */
export const confirmSigned = async (
  act: Act,
  of: { returnId: string; schoolId: string; signature: KeptSignature; as: 'school' | 'council' },
): Promise<Result<undefined, ConfirmRefusal>> => {
  const { signature, schoolId, returnId, as } = of
  if (!signature.doubt) return refuse('not_to_confirm')
  if (signature.confirmedAt) return refuse('confirmed_already')
  if (as === 'school' && !signature.mayConfirm) return refuse('signer_confirms')
  const done = await atomically(
    act.db,
    [
      confirmSignature(act, signature.id),
      logged(act, {
        act: 'return.signature_confirmed',
        subject: ['school_return', returnId] as const,
        schoolId,
        after: { signatureId: signature.id, doubt: signature.doubt, as },
      }),
    ],
    { signer_confirms_nothing: 'signer_confirms', signature_is_confirmed: 'confirmed_already' } as const,
  )
  return done.ok ? ok(undefined) : done
}
