import type { Act } from '#base/act.ts'
import { atomically, guard, guardBroken } from '#base/db/atomically.ts'
import { newId } from '#base/id.ts'
import { logged } from '#base/log/store.ts'
import { ok, type Result } from '#base/result.ts'
import type { Dates } from '#returns/rounds/postponement.ts'
import { cameOn } from '#returns/rounds/round.ts'
import type { OtherAuditRefusal, ReopenRefusal } from './progress.ts'
import { insertChases, insertOtherAudit, insertReopening, type OtherAudit, stillOpen } from './store.ts'

type Of = { id: string; returnId: string; schoolId: string }

/** Lets a school change what it submitted; it stays in time. */
export const reopenReturn = async (act: Act, of: Of & { reason: string }): Promise<Result<undefined, ReopenRefusal>> => {
  const written = await atomically(
    act.db,
    [
      guard(act.db, stillOpen, of.returnId),
      insertReopening(act, of),
      logged(act, { act: 'return.reopened', subject: ['return', of.returnId], schoolId: of.schoolId }),
    ],
    { return_not_submitted: 'return_not_submitted', [guardBroken]: 'round_closed' } as const,
  )
  return written.ok ? ok(undefined) : written
}

/** A school answered on paper, or sent another audit. @param dates that stand for the school */
export const addOtherAudit = async (act: Act, dates: Dates, of: Of & OtherAudit): Promise<Result<undefined, OtherAuditRefusal>> => {
  const came = cameOn(of.receivedOn, dates)
  const written = await atomically(
    act.db,
    [
      guard(act.db, stillOpen, of.returnId),
      insertOtherAudit(act, { ...of, came }),
      logged(act, { act: 'return.other_audit', subject: ['return', of.returnId], schoolId: of.schoolId, after: { kind: of.kind, came } }),
    ],
    { return_has_answered: 'return_has_answered', [guardBroken]: 'round_closed' } as const,
  )
  return written.ok ? ok(undefined) : written
}

/** The schools of which nothing came are chased from now on, one after another up the ladder. */
export const chaseMissing = async (act: Act, roundId: string, schoolIds: readonly string[]): Promise<void> => {
  await atomically(act.db, [
    insertChases(
      act,
      roundId,
      schoolIds.map((schoolId) => ({ id: newId(act.now), schoolId })),
    ),
    logged(act, { act: 'return_round.chased', subject: ['return_round', roundId], after: { schools: schoolIds.length } }),
  ])
}
