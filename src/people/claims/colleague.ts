// Colleagues: everyone who acts for a school or has asked to, as those who may vouch there see them. An approver vouches for colleagues, makes
// one of them an approver and removes one. The council, the school's own mailbox or the held address make approvers; vouching does not.

import type { SchoolOption } from '#schools/schools/school.ts'
import type { ClaimRow, EvidenceRow } from './claim.ts'

export type Colleague = Omit<ClaimRow, 'evidence'> & {
  evidence: EvidenceRow[]
  /** The address is read by several people. */
  shared: 0 | 1
}

/** Somebody who acts for the school because they act for its whole trust; their own page of the school does not remove them. */
export type TrustColleague = { accountId: string; email: string; name: string | null; trustName: string | null; since: string }

export type People = { school: SchoolOption; waiting: Colleague[]; acting: Colleague[]; ofTrust: TrustColleague[] }

/** Whether ending this claim leaves the school nobody who may vouch there, contacts of its trust apart. */
export const isLastApprover = (people: Pick<People, 'acting'>, claimId: string): boolean =>
  people.acting.some((one) => one.id === claimId && one.approver === 1) &&
  !people.acting.some((one) => one.id !== claimId && one.approver === 1)

export type ColleagueReason = 'no_such_claim' | 'already_decided' | 'own_claim' | 'not_approver' | 'last_approver'
