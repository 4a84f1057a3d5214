import type { Act } from '#base/act.ts'
import { atomically, guardBroken } from '#base/db/atomically.ts'
import { logged } from '#base/log/store.ts'
import { ok, type Result } from '#base/result.ts'
import type { AgreementFacts } from './agreement.ts'
import { hasAgreement, insertAgreement, setEnded } from './agreement-store.ts'
import type { WhoPays } from './payer.ts'

/** Adds an agreement; sending the form twice adds one. Places booked before keep their prices. */
export const addAgreement = async (act: Act, of: WhoPays, facts: AgreementFacts & { id: string }): Promise<void> => {
  const { fromDay, toDay, places } = facts
  const written = await atomically(
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
  if (!written.ok && !(await hasAgreement(act.db, facts.id))) throw new Error('an agreement was refused that is not there')
}

/** Ends an agreement for new places; places already drawn stay covered. */
export const endAgreement = async (
  act: Act,
  agreement: { id: string; schoolId: string | null },
): Promise<Result<true, 'ended_already'>> => {
  const written = await atomically(
    act.db,
    [
      ...setEnded(act, agreement.id),
      logged(act, { act: 'agreement.ended', subject: ['agreement', agreement.id], schoolId: agreement.schoolId ?? undefined }),
    ],
    { [guardBroken]: 'ended_already', agreement_stands: 'ended_already' },
  )
  return written.ok ? ok(true) : written
}
