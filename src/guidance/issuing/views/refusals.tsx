import type { ProposalRefusal } from '#people/proposals/proposal.ts'
import { proposalRefusals } from '#people/proposals/views/refusals.tsx'
import type { IssueRefusal } from '../issuing.ts'

export const issueRefusals: Record<IssueRefusal | ProposalRefusal, string> = {
  ...proposalRefusals,
  no_such_proposal: 'This proposal is not there.',
  urgent_waits: 'It has been issued, so it waits until somebody else approves or refuses it.',
  changed: 'Somebody has changed the draft since you looked. Look at it as it is now, and issue that.',
  version_is_issued: 'It is issued already.',
  withdrawn: 'This document was withdrawn.',
  lacks: 'The draft lacks something. Edit it first.',
  nobody: 'No open school of the area and no setting of the early years list is of its audience. Change for whom it is.',
}

export const tooManyStated =
  'So many people have said by a link that your school has it that no more are taken. Sign in, and say it under your account.'
