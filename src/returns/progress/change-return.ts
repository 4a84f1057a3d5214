import type { Act } from '#base/act.ts'
import { instant } from '#base/dates.ts'
import { atomically, guard, guardBroken } from '#base/db/atomically.ts'
import { readNow } from '#base/db/read.ts'
import { newId } from '#base/id.ts'
import { logged } from '#base/log/store.ts'
import { ok, type Result, refuse } from '#base/result.ts'
import { type Decision, decideStaffProposal, proposeToStaff } from '#people/proposals/decide-proposal.ts'
import type { ProposalRefusal, StaffProposal } from '#people/proposals/proposal.ts'
import { finishProposal } from '#people/proposals/store.ts'
import type { Dates } from '#returns/rounds/postponement.ts'
import { cameOn, type Round } from '#returns/rounds/round.ts'
import { type ChaseRefusal, isGivenLonger, type OtherAuditRefusal, type ReopenAsked, type ReopenRefusal, shownOf } from './progress.ts'
import { insertChases, insertOtherAudit, insertReopening, type OtherAudit, selectProgress, stillOpen } from './store.ts'

type Of = { id: string; returnId: string; schoolId: string }

const reopening = (act: Act, of: Of & { reason: string }): SqlStatement[] => [
  insertReopening(act, of),
  logged(act, { act: 'return.reopened', subject: ['return', of.returnId], schoolId: of.schoolId }),
]

const refusals: Record<string, ReopenRefusal> = {
  return_not_submitted: 'return_not_submitted',
  reopened_in_closed_round: 'round_closed',
  reopening_needs_a_second: 'reopening_needs_a_second',
  'ReturnReopening.id': 'return_not_submitted',
}

export const reopenReturn = async (
  act: Act,
  of: Of & { reason: string },
): Promise<Result<'done' | { proposed: string }, ReopenRefusal | ProposalRefusal>> => {
  const result = await atomically<ReopenRefusal>(act.db, reopening(act, of), refusals)
  if (result.ok) return ok('done')
  if (result.reason !== 'reopening_needs_a_second') return result
  const { id, reason, ...asked } = of
  const proposed = await proposeToStaff(act, { id, kind: 'reopening', subjectId: of.returnId, asked, reason })
  return proposed.ok ? ok({ proposed: id }) : proposed
}

/** A second officer decides on reopening. */
export const decideReopening = (act: Act, asked: Decision): Promise<Result<StaffProposal<ReopenAsked>, ReopenRefusal | ProposalRefusal>> =>
  decideStaffProposal<ReopenAsked, ReopenRefusal>(act, asked, {
    statements: async ({ id, reason, asked: of }) => [...reopening(act, { ...of, id, reason }), finishProposal(act, id)],
    refusals,
  })

/** An answer on paper, or another audit. @param dates that apply to the school */
export const addOtherAudit = async (act: Act, dates: Dates, of: Of & OtherAudit): Promise<Result<undefined, OtherAuditRefusal>> => {
  const came = cameOn(of.receivedOn, dates)
  const result = await atomically(
    act.db,
    [
      guard(act.db, stillOpen, of.returnId),
      insertOtherAudit(act, { ...of, came }),
      logged(act, { act: 'return.other_audit', subject: ['return', of.returnId], schoolId: of.schoolId, after: { kind: of.kind, came } }),
    ],
    { return_has_answered: 'return_has_answered', [guardBroken]: 'round_closed' } as const,
  )
  return result.ok ? ok(undefined) : result
}

/** Begins follow-up of the schools without an answer. @returns how many */
export const chaseMissing = async (act: Act, round: Round): Promise<Result<number, ChaseRefusal>> => {
  const { id } = round
  if (round.closedAt !== null) return refuse('round_closed')
  const schools = await readNow(act.db, selectProgress(act.db, id))
  const missing = shownOf(schools, 'missing', round).filter((one) => !isGivenLonger(one, instant(act.now)))
  if (missing.length === 0) return refuse('none_missing')
  await atomically(act.db, [
    insertChases(
      act,
      id,
      missing.map(({ schoolId }) => ({ id: newId(act.now), schoolId })),
    ),
    logged(act, { act: 'return_round.chased', subject: ['return_round', id], after: { schools: missing.length } }),
  ])
  return ok(missing.length)
}
