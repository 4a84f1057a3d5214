import type { ProposalRefusal } from '#people/proposals/proposal.ts'
import { proposalRefusals } from '#people/proposals/views/refusals.tsx'
import type { CheckRefusal, DoneRefusal, RedactRefusal, SettleRefusal, VisitRefusal } from '../answer.ts'
import type { ChaseRefusal, OtherAuditRefusal, ReopenRefusal } from '../progress.ts'

const roundClosed = 'The audit was closed, so nothing more is taken'
export const reopenRefusals: Record<ReopenRefusal | ProposalRefusal, string> = {
  ...proposalRefusals,
  no_such_proposal: 'Somebody decided this meanwhile',
  reopening_needs_a_second: 'The settings ask for a second person now: propose it again',
  return_not_submitted: 'It is not submitted, so there is nothing to reopen',
  round_closed: roundClosed,
}
export const otherAuditRefusals: Record<OtherAuditRefusal, string> = {
  return_has_answered: 'Something came from this school already',
  round_closed: roundClosed,
}
export const redactRefusals: Record<RedactRefusal | ProposalRefusal, string> = {
  ...proposalRefusals,
  no_such_proposal: 'Somebody decided this meanwhile',
  redaction_needs_a_second: 'The return was signed meanwhile: propose it to a second officer',
  only_words_are_redacted: 'Only words can be taken out: a grade, a date or a number stays',
  no_such_answer: 'This was taken out already',
}
export const settleRefusals: Record<SettleRefusal, string> = { dispute_is_settled: 'Somebody settled it already' }
export const doneRefusals: Record<DoneRefusal, string> = { action_is_said_so: 'Somebody has noted that already' }
export const visitRefusals: Record<VisitRefusal, string> = { visit_is_noted: 'The visit is noted already' }
export const checkRefusals: Record<CheckRefusal, string> = { school_not_visited: 'Note the visit first' }
export const drawRefusal = 'There is no submitted return that was not drawn before'

export const chaseRefusals: Record<ChaseRefusal, string> = {
  round_closed: 'The audit is closed, so nobody is followed up',
  none_missing: 'No school is missing, so none is followed up',
}
