import type { Act } from '#base/act.ts'
import { atomically, guardBroken } from '#base/db/atomically.ts'
import { storedAs } from '#base/db/stored-row.ts'
import { logged } from '#base/log/store.ts'
import { ok, type Result, refuse } from '#base/result.ts'
import type { AgreementFacts } from './agreement.ts'
import { insertAgreement, setEnded } from './agreement-store.ts'
import type { WhoPays } from './payer.ts'

/** Adds an agreement; sending the form twice adds one. Places booked before keep their prices. */
export const addAgreement = async (
  act: Act,
  of: WhoPays,
  facts: AgreementFacts & { id: string },
): Promise<Result<true, 'saved_otherwise'>> => {
  const { fromDay, toDay, places } = facts
  const result = await atomically(
    act.db,
    [
      insertAgreement(act, of, facts),
      logged(act, {
        act: 'agreement.added',
        subject: ['agreement', facts.id],
        schoolId: of.kind === 'school' ? of.schoolId : undefined,
        after: { fromDay, toDay, places, ...(of.kind === 'trust' ? { trustUid: of.trustUid } : {}) },
      }),
    ],
    { 'Agreement.id': 'there_already' },
  )
  if (result.ok) return ok(true)
  const payer = { schoolId: of.kind === 'school' ? of.schoolId : null, trustUid: of.kind === 'trust' ? of.trustUid : null }
  const stored = await storedAs(act.db, 'Agreement', facts.id, { ...payer, ...facts })
  if (stored === undefined) throw new Error('an agreement was refused that is not there')
  return stored === 'same' ? ok(true) : refuse('saved_otherwise')
}

/** Ends an agreement for new places; places already drawn stay covered. */
export const endAgreement = async (
  act: Act,
  agreement: { id: string; schoolId: string | null },
): Promise<Result<true, 'ended_already'>> => {
  const result = await atomically(
    act.db,
    [
      ...setEnded(act, agreement.id),
      logged(act, { act: 'agreement.ended', subject: ['agreement', agreement.id], schoolId: agreement.schoolId ?? undefined }),
    ],
    { [guardBroken]: 'ended_already', agreement_stands: 'ended_already' },
  )
  return result.ok ? ok(true) : result
}
