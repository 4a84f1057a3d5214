// Colleagues are everyone who acts for a school or has claimed it, as its approvers see them. An
// approver confirms and removes colleagues, and gives and takes their rights. Confirmation by the
// council, the school's mailbox or a held address makes an approver; by a colleague it does not.

import { listed } from '#base/words.ts'
import type { SchoolOption } from '#schools/schools/school.ts'
import type { ClaimRow, EvidenceRow } from './claim.ts'

export type Colleague = Omit<ClaimRow, 'evidence'> & {
  evidence: EvidenceRow[]
  /** Several people read the address. */
  shared: 0 | 1
}

/** Acts for the school because they act for its trust; cannot be removed from the school's page. */
export type TrustColleague = { accountId: string; email: string; name: string | null; trustName: string | null; since: string }

export type People = { school: SchoolOption; waiting: Colleague[]; acting: Colleague[]; ofTrust: TrustColleague[] }

/** One to be refused or removed. `last`: nobody else there approves others; `self`: the reader. */
export type OneColleague = { school: SchoolOption; one: Colleague; last: boolean; self: boolean }

/** What each colleague may do besides seeing what the school has; by the name of its column. */
export const rights = {
  mayBook: { can: 'book places', give: 'Let them book', take: 'Stop them booking' },
  mayAsk: { can: 'ask for a place', give: 'Let them ask for a place', take: 'Stop them asking for a place' },
  approver: { can: 'approve colleagues', give: 'Let them approve colleagues', take: 'Stop them approving colleagues' },
} as const

export type Right = keyof typeof rights

/** Who may book need not ask. */
export const rightsOf = ({ mayBook }: Pick<ClaimRow, 'mayBook'>): Right[] =>
  mayBook === 1 ? ['mayBook', 'approver'] : ['mayBook', 'mayAsk', 'approver']

export const sayMay = (one: Pick<ClaimRow, Right>): string =>
  listed(rightsOf(one).flatMap((right) => (one[right] === 1 ? [rights[right].can] : []))) || 'only see what the school has booked'

export const nameOf = ({ name, email }: Pick<ClaimRow, 'name' | 'email'>): string => name ?? email

/** Whether no approver is left, not counting its trust’s contacts, once this claim ends. */
export const isLastApprover = (people: Pick<People, 'acting'>, claimId: string): boolean =>
  people.acting.some((one) => one.id === claimId && one.approver === 1) &&
  !people.acting.some((one) => one.id !== claimId && one.approver === 1)

export type ColleagueReason = 'no_such_claim' | 'already_decided' | 'own_claim' | 'not_approver' | 'last_approver'

export type RightReason = 'no_such_claim' | 'already_decided' | 'own_claim' | 'last_with_rights'
