import { sayChanged, shownNow } from '#base/changed.ts'
import { gone, type Refusal } from '#base/web/press.tsx'
import type { AskMailboxReason } from '#people/claims/ask-mailbox.ts'
import { type Decision, waitingLimit } from '#people/claims/claim.ts'
import type { ColleagueReason, RightReason } from '#people/claims/colleague.ts'
import type { LinkRefusal } from '#people/claims/vouch.ts'
import type { ClaimReason } from '../claim-school.ts'
import type { ClaimTrustReason } from '../claim-trust.ts'
import type { ClaimUnlistedReason } from '../claim-unlisted.ts'

const tooMany = `${waitingLimit} of your requests are waiting already. Wait until they have been answered, or contact the council`

type AtField = { field: string; says: string; status?: 422 }

export const claimRefusals: Record<ClaimReason, AtField> = {
  no_such_school: { field: 'schoolId', says: 'Choose a school from the list', status: 422 },
  no_such_role: { field: 'roleId', says: 'Choose your role at the school', status: 422 },
  already_claimed: { field: 'schoolId', says: 'You can book for this school already, or have asked to. “Your account” shows which' },
  too_many_waiting: { field: 'schoolId', says: tooMany },
}

export const trustRefusals: Record<ClaimTrustReason, AtField> = {
  no_such_trust: { field: 'trustUid', says: 'Choose a trust from the list', status: 422 },
  no_such_role: { field: 'roleId', says: 'Choose your role at the trust', status: 422 },
  already_claimed: { field: 'trustUid', says: 'You can book for this trust already, or have asked to. “Your account” shows which' },
  too_many_waiting: { field: 'trustUid', says: tooMany },
}

export const askMailboxRefusals: Record<AskMailboxReason, Refusal> = {
  no_such_claim: gone,
  claim_is_decided: { after: 'Your request has been decided already: nothing was sent.' },
  no_mailbox: { after: 'The council holds no mailbox for the school, so nothing was sent. The council looks at your request.' },
}

/** @param again when it can be asked again, in words */
export const mailboxNotYet = (again: string): string =>
  `The school’s mailbox has been asked often enough: nothing was sent. You can have it asked again ${again}.`

export const unlistedRefusals: Record<ClaimUnlistedReason, Refusal> = {
  no_such_role: { field: 'roleId', says: 'Choose your role there', status: 422 },
  already_claimed: { field: 'setName', says: 'You have asked for this setting already. “Your account” shows it' },
  too_many_waiting: { field: 'setName', says: tooMany },
}

export const ownClaim = 'You cannot decide about your own request. Another organiser decides.'

export const rightRefusals: Record<RightReason, Refusal> = {
  no_such_claim: gone,
  own_claim: 'You cannot change what you may do. A colleague or the council can.',
  already_decided: sayChanged('What they may do has', 'done', shownNow),
  last_with_rights: 'Nobody else at the school both books and approves colleagues. Let another colleague do both first.',
}

export const decided: Record<Decision, string> = {
  approve: 'Approved. The person is sent an email.',
  refuse: 'Refused. The person is sent an email.',
  end: 'Ended. The person is sent an email.',
}

export const ownVouch = 'Nobody approves themselves. Ask a colleague who may, or the council.'

export const colleagueRefusals = {
  no_such_claim: gone,
  already_decided: 'Somebody else has decided this already. The list shows how it stands now.',
  own_claim: ownVouch,
  not_approver:
    'You may not approve colleagues at this school any more, or somebody has just changed who may. The list shows how it stands now.',
  last_approver: {
    field: 'sure',
    says: 'Nobody else at the school approves colleagues. Say that you know it, or let a colleague approve others first.',
  },
} satisfies Record<ColleagueReason, Refusal>

export const linkRefusals: Record<LinkRefusal, string> = {
  no_such_link: 'This link is not one of ours, or was not copied whole.',
  link_run_out: 'This link has run out. The person can have another one sent.',
  link_is_answered: 'This question has been answered already. A link works once for each person.',
  claim_is_decided: 'Somebody else has decided about this request already.',
  mailbox_given_up: 'The council no longer holds the mailbox that this link was sent to, so it cannot be answered from there.',
  own_claim: 'You cannot confirm your own request. Sign out first if you answer for the school’s mailbox and not for yourself.',
}

export const vouchRefusals: Record<LinkRefusal, Refusal> = { ...linkRefusals, no_such_link: gone }
