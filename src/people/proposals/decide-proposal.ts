import type { Act } from '#base/act.ts'
import { atomically, guardBroken } from '#base/db/atomically.ts'
import { readNow } from '#base/db/read.ts'
import { storedAs } from '#base/db/stored-row.ts'
import { newId } from '#base/id.ts'
import { logged } from '#base/log/store.ts'
import { ok, type Result, refuse } from '#base/result.ts'
import { stillHolds } from '#people/accounts/role-store.ts'
import { mayDecide } from './asked-store.ts'
import { deciders, type ProposalRefusal, type StaffProposal } from './proposal.ts'
import { insertProposal, type NewProposal, selectProposals, settleProposal } from './store.ts'

/** Nothing changes until a second person approves. @param asked.id of the form: once a form */
export const proposeToStaff = async (
  act: Act,
  { id = newId(act.now), ...asked }: Omit<NewProposal, 'id'> & { id?: string },
): Promise<Result<{ id: string }, ProposalRefusal>> => {
  if (!asked.reason.trim()) return refuse('reason_missing')
  const result = await atomically(
    act.db,
    [
      stillHolds(act, deciders[asked.kind]),
      insertProposal(act, { ...asked, id, reason: asked.reason.trim() }),
      logged(act, {
        act: 'proposal.made',
        subject: ['staff_proposal', id],
        ...(asked.kind === 'event' ? { eventId: asked.subjectId } : {}),
        after: { kind: asked.kind, of: asked.subjectId },
      }),
    ],
    {
      [guardBroken]: 'not_allowed',
      'StaffProposal.kind, StaffProposal.subjectId': 'already_proposed',
      'StaffProposal.id': 'already_proposed',
    } as const,
  )
  if (result.ok) return ok({ id })
  const row = { kind: asked.kind, subjectId: asked.subjectId, asked: JSON.stringify(asked.asked), reason: asked.reason.trim() }
  return result.reason === 'already_proposed' && (await storedAs(act.db, 'StaffProposal', id, row)) === 'same' ? ok({ id }) : result
}

export type Decision = { id: string; decision: 'approved' | 'refused' | 'withdrawn'; note: string }

/**
 * Approves or refuses what somebody else proposed, or withdraws one's own. Approving does it in the
 * same batch. @param also what else belongs to approving, or why it cannot be; what belongs to
 * refusing; and the refusals of its triggers
 */
export const decideStaffProposal = async <Asked, R extends string = never>(
  act: Act,
  asked: Decision,
  also: {
    statements?: (proposal: StaffProposal<Asked>) => Promise<SqlStatement[] | R>
    refusing?: (proposal: StaffProposal<Asked>) => SqlStatement[]
    refusals?: Record<string, R>
  } = {},
): Promise<Result<StaffProposal<Asked>, ProposalRefusal | R>> => {
  const [proposal] = await readNow(act.db, selectProposals<Asked>(act, 'p.id = ?2', asked.id))
  if (!proposal || (asked.decision === 'withdrawn' && !proposal.own)) return refuse('no_such_proposal')
  if (proposal.state !== 'proposed') return refuse('already_decided')
  if (asked.decision === 'approved' && proposal.own) return refuse('own_proposal')
  if (asked.decision === 'refused' && !asked.note.trim()) return refuse('reason_missing')
  const extra =
    asked.decision === 'approved'
      ? ((await also.statements?.(proposal)) ?? [])
      : asked.decision === 'refused'
        ? (also.refusing?.(proposal) ?? [])
        : []
  if (!Array.isArray(extra)) return refuse(extra)
  const result = await atomically<ProposalRefusal | R>(
    act.db,
    [
      mayDecide(act, 'StaffProposal', proposal.id, deciders[proposal.kind]),
      settleProposal(act, proposal.id, asked.decision, asked.note.trim()),
      ...extra,
      logged(act, {
        act: `proposal.${asked.decision}`,
        subject: ['staff_proposal', proposal.id],
        ...(proposal.kind === 'event' ? { eventId: proposal.subjectId } : {}),
        after: { kind: proposal.kind, of: proposal.subjectId },
      }),
    ],
    {
      staff_proposal_is_decided: 'already_decided',
      own_staff_proposal: 'own_proposal',
      [guardBroken]: 'not_allowed',
      ...also.refusals,
    } as Record<string, ProposalRefusal | R>,
  )
  return result.ok ? ok(proposal) : result
}
