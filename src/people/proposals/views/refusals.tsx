import type { Refusal } from '#base/web/press.tsx'
import type { AskRefusal } from '../ask-person.ts'
import type { ProposalRefusal } from '../proposal.ts'

export const proposalRefusals: Record<Exclude<ProposalRefusal, 'no_such_proposal'>, string> = {
  already_proposed: 'Somebody has proposed something about this already. It is decided first: look at what waits for a second person.',
  already_decided: 'Somebody decided this meanwhile. The page shows how.',
  own_proposal: 'You proposed this, also under another address, so somebody else decides.',
  reason_missing: 'Say why it is refused',
  not_allowed: 'You no longer hold a role that may do this.',
}

export const askRefusals: Record<AskRefusal, Refusal> = {
  not_askable: { field: 'person', says: 'Choose one of the council’s people other than yourself, also under another address.' },
  already_decided: 'It was decided or withdrawn meanwhile, so nobody was asked.',
}
