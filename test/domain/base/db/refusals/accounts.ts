import { firstIdAt } from '#base/id.ts'
import { change, on, type Refusal, row } from '#test/support/refusing.ts'

const oakfield = row('School', { id: 'oakfield', rootId: 'oakfield', trustUid: 'hedgerow' })
const asks = row('Claim', { id: 'claim', accountId: 'ada', schoolId: 'oakfield', state: 'requested' })
const asksForTrust = row('TrustClaim', { id: 'claim', accountId: 'ada', state: 'requested' })
const asksForUnlisted = row('UnlistedClaim', { id: 'claim', accountId: 'ada', state: 'requested' })
const ofClaim = { id: 'evidence', claimId: 'claim' }

const adaAndGrace = [row('Account', { id: 'ada' }), row('Account', { id: 'grace' })]

const gaveUp = [
  row('Account', { id: 'ada' }),
  row('EmailChange', { id: 'given-up', accountId: 'ada', oldEmail: 'ada@school.example', codeHash: 'code', usedAt: on('09:00') }),
]

const doorLink = row('DoorLink', { id: 'link', eventId: 'event', most: 1, endsAt: '2026-03-02T23:59:59.999Z', endedAt: null })
const sam = row('Account', { id: 'sam', email: 'door-sam@door.invalid' })
const byLink = (values = {}) =>
  row('StaffRole', { id: 'role', accountId: 'sam', role: 'door', eventId: 'event', linkId: 'link', grantedAt: on('09:00'), ...values })

const idOn = (at: string): string => firstIdAt(new Date(at))
let entries = 0
/** One act from a page. */
const entry = (values: Record<string, string | null>) => {
  entries += 1
  return row('Log', { id: `${idOn(on('00:00'))}-${entries}`, act: 'x.done', at: on('09:00'), origin: 'web', ...values })
}
const ones = (of: 'account' | 'school' | 'link') => change('DayBudget', { [of]: 1 })

export const refusalsOfAccounts: Refusal[] = [
  {
    trigger: 'LimitUse_within_limit',
    word: 'limit_reached',
    rule: 'no more is asked for within some minutes than their limit',
    given: [row('LimitUse', { key: 'codes', n: 2, most: 3, minutes: 15, at: on('09:00') })],
    doing: row('LimitUse', { key: 'codes', n: 2, most: 3, minutes: 15, at: on('09:10') }),
    unless: [change('LimitUse', { at: on('08:50') })],
  },
  {
    trigger: 'LimitUse_within_limit',
    word: 'too_much_mail',
    rule: 'nobody causes more mail within some minutes than their part of the mail plan',
    given: [row('LimitUse', { key: 'mails:account:a', n: 2, most: 3, minutes: 60, at: on('09:00') })],
    doing: row('LimitUse', { key: 'mails:account:a', n: 2, most: 3, minutes: 60, at: on('09:10') }),
    unless: [change('LimitUse', { at: on('07:50') })],
  },
  {
    trigger: 'LimitUse_within_limit',
    word: 'too_much_today',
    rule: 'no more is written in a day than one person, school or return has for it',
    given: [row('LimitUse', { key: 'day:2026-03-02:typed:audit:a', n: 2, most: 3, minutes: 1440, at: on('09:00') })],
    doing: row('LimitUse', { key: 'day:2026-03-02:typed:audit:a', n: 2, most: 3, minutes: 1440, at: on('21:00') }),
    unless: [change('LimitUse', { key: 'day:2026-03-01:typed:audit:a' })],
  },
  {
    trigger: 'Log_within_day',
    word: 'too_much_today',
    rule: 'an account does nothing more often in a day than its budget has',
    given: [ones('account'), entry({ accountId: 'ada' })],
    doing: entry({ accountId: 'ada' }),
    unless: [change('Log', { id: idOn('2026-03-01T23:59:59.999Z') })],
  },
  {
    trigger: 'Log_within_day',
    word: 'too_much_today',
    rule: 'those who act for one school do nothing more often in a day than its budget has, in which what the council did is not counted',
    given: [ones('school'), row('StaffRole', { accountId: 'olive', role: 'officer' }), entry({ accountId: 'ada', schoolId: 'oakfield' })],
    doing: entry({ accountId: 'ben', schoolId: 'oakfield' }),
    unless: [change('Log', { accountId: 'olive' })],
  },
  {
    trigger: 'Log_within_day',
    word: 'too_much_today',
    rule: 'by a link nothing is done to one thing more often in a day than its budget has',
    given: [ones('link'), entry({ subjectKind: 'place', subjectId: 'p', accountId: null })],
    doing: entry({ subjectKind: 'place', subjectId: 'p', accountId: null }),
    unless: [change('Log', { subjectId: 'q' })],
  },
  {
    trigger: 'Log_within_day',
    word: 'too_much_today',
    rule: 'the council’s own and what the clock does have no budgets',
    given: [ones('account'), entry({ accountId: 'ada' })],
    doing: entry({ accountId: 'ada' }),
    unless: [row('StaffRole', { accountId: 'ada', role: 'officer' })],
  },
  {
    trigger: 'Log_within_day',
    word: 'too_much_today',
    rule: 'an act with a budget of its own is not counted under that of all',
    given: [ones('account'), entry({ accountId: 'ada', act: 'person.renamed' })],
    doing: entry({ accountId: 'ada', act: 'person.renamed' }),
    unless: [change('Log', { act: 'place.named' })],
  },
  {
    trigger: 'Factor_code_once',
    word: 'app_code_used',
    rule: 'a code of an app is good once',
    given: [row('Factor', { lastStep: 100 })],
    doing: change('Factor', { lastStep: 100 }),
    allowed: change('Factor', { lastStep: 101 }),
  },
  {
    trigger: 'Factor_counts_up',
    word: 'passkey_copied',
    rule: 'a passkey that counts never counts backwards',
    given: [row('Factor', { counter: 7 })],
    doing: change('Factor', { counter: 6 }),
    unless: [change('Factor', { counter: 5 })],
  },
  {
    trigger: 'Factor_released_by_another',
    word: 'own_release',
    rule: 'nobody lets a late second factor of their own count',
    given: [row('Factor', { accountId: 'ada', heldAt: on('09:00') })],
    doing: change('Factor', { releasedAt: on('09:10'), releasedById: 'ada' }),
    allowed: change('Factor', { releasedAt: on('09:10'), releasedById: 'grace' }),
  },
  {
    trigger: 'Factor_released_by_another',
    word: 'own_release',
    rule: 'that a second factor was late is not taken back',
    given: [row('Factor', { accountId: 'ada', heldAt: on('09:00') })],
    doing: change('Factor', { heldAt: null }),
    allowed: change('Factor', { releasedAt: on('09:10') }),
  },
  {
    trigger: 'FactorReset_of_another',
    word: 'own_factors',
    rule: 'nobody asks to have their own second factors taken away',
    given: [],
    doing: row('FactorReset', { accountId: 'ada', askedById: 'ada' }),
    allowed: row('FactorReset', { accountId: 'ada', askedById: 'grace' }),
  },
  {
    trigger: 'FactorReset_by_another',
    word: 'second_administrator',
    rule: 'whoever asked to take somebody’s factors away does not agree to it as well',
    given: [row('FactorReset', { accountId: 'ada', askedById: 'grace' })],
    doing: change('FactorReset', { outcome: 'done', decidedById: 'grace' }),
    unless: [change('FactorReset', { askedById: 'edsger' })],
  },
  {
    trigger: 'FactorReset_by_another',
    word: 'second_administrator',
    rule: 'nobody agrees that their own factors are taken away',
    given: [row('FactorReset', { accountId: 'ada', askedById: 'grace' })],
    doing: change('FactorReset', { outcome: 'done', decidedById: 'ada' }),
    allowed: change('FactorReset', { outcome: 'withdrawn', decidedById: 'ada' }),
  },
  {
    trigger: 'FactorReset_in_time',
    word: 'reset_has_ended',
    rule: 'factors are taken away within a day of being asked for',
    given: [row('FactorReset', { askedAt: on('09:00') })],
    doing: change('FactorReset', { outcome: 'done', decidedAt: '2026-03-03T09:00:00.001Z' }),
    allowed: change('FactorReset', { outcome: 'done', decidedAt: '2026-03-03T09:00:00.000Z' }),
  },
  {
    trigger: 'StaffProposal_decided_once',
    word: 'staff_proposal_is_decided',
    rule: 'what the council’s people propose is decided once',
    given: [row('StaffProposal', { id: 'proposal', state: 'refused', proposedById: 'ada' })],
    doing: change('StaffProposal', { state: 'approved', decidedById: 'grace' }),
    unless: [change('StaffProposal', { state: 'proposed' })],
  },
  {
    trigger: 'StaffProposal_decided_once',
    word: 'own_staff_proposal',
    rule: 'whoever proposes what needs a second person does not approve it',
    given: [row('StaffProposal', { id: 'proposal', state: 'proposed', proposedById: 'ada' })],
    doing: change('StaffProposal', { state: 'approved', decidedById: 'ada' }),
    allowed: change('StaffProposal', { state: 'approved', decidedById: 'grace' }),
  },
  {
    trigger: 'Account_of_door_stays',
    word: 'account_of_door',
    rule: 'who came by the link of a door gets no address',
    given: [row('Account', { id: 'sam', email: 'door-sam@door.invalid' })],
    doing: change('Account', { email: 'sam@school.example' }, 'sam'),
    allowed: change('Account', { email: 'erased-sam@erased.invalid', erasedAt: on('10:00') }, 'sam'),
  },
  {
    trigger: 'StaffRole_while_link_lets_in',
    word: 'door_link_ended',
    rule: 'nobody comes by the link of a door once it has ended',
    given: [doorLink, sam],
    doing: byLink({ grantedAt: '2026-03-02T23:59:59.999Z' }),
    allowed: byLink(),
  },
  {
    trigger: 'StaffRole_while_link_lets_in',
    word: 'door_link_ended',
    rule: 'the link of a door is for one event',
    given: [doorLink, sam],
    doing: byLink({ eventId: 'another' }),
    allowed: byLink(),
  },
  {
    trigger: 'StaffRole_while_link_lets_in',
    word: 'door_link_full',
    rule: 'the link of a door lets in so many, whoever was put out since included',
    given: [
      doorLink,
      sam,
      row('StaffRole', { id: 'first', accountId: 'kim', role: 'door', eventId: 'event', linkId: 'link', revokedAt: on('09:30') }),
    ],
    doing: byLink(),
    unless: [change('DoorLink', { most: 2 })],
  },
  {
    trigger: 'StaffRole_of_door_alone',
    word: 'role_of_door_account',
    rule: 'who came by the link of a door has no other role',
    given: [doorLink, sam],
    doing: row('StaffRole', { id: 'role', accountId: 'sam', role: 'organiser', eventId: null, linkId: null }),
    allowed: byLink(),
  },
  {
    trigger: 'StaffRole_last_administrator',
    word: 'last_administrator',
    rule: 'the last administrator keeps the role',
    given: [row('StaffRole', { id: 'role', accountId: 'ada', role: 'administrator' })],
    doing: change('StaffRole', { revokedAt: on('10:00') }, 'role'),
    unless: [row('StaffRole', { id: 'another', accountId: 'grace', role: 'administrator' })],
  },
  {
    trigger: 'Claim_approved_on_evidence',
    word: 'claim_without_evidence',
    rule: 'nobody acts for a school on their own word',
    given: [asks, row('ClaimEvidence', { ...ofClaim, kind: 'self_asserted' })],
    doing: change('Claim', { state: 'approved' }),
    unless: [change('ClaimEvidence', { kind: 'organiser' })],
  },
  {
    trigger: 'ClaimEvidence_of_another',
    word: 'own_claim',
    rule: 'nobody vouches for themselves',
    given: [asks],
    doing: row('ClaimEvidence', { ...ofClaim, kind: 'organiser', accountId: 'ada' }),
    unless: [change('Claim', { accountId: 'grace' })],
  },
  {
    trigger: 'ClaimEvidence_of_another',
    word: 'not_approver',
    rule: 'a colleague vouches only as an approver of the school',
    given: [oakfield, asks, row('Claim', { id: 'colleague', accountId: 'grace', schoolId: 'oakfield', state: 'approved' })],
    doing: row('ClaimEvidence', { ...ofClaim, kind: 'approver', accountId: 'grace' }),
    unless: [change('Claim', { approver: 1 }, 'colleague')],
  },
  {
    trigger: 'ClaimEvidence_of_another',
    word: 'not_approver',
    rule: 'somebody of a trust vouches at its schools alone',
    given: [oakfield, asks, row('TrustClaim', { accountId: 'grace', state: 'approved', trustUid: 'bramble' })],
    doing: row('ClaimEvidence', { ...ofClaim, kind: 'approver', accountId: 'grace' }),
    unless: [change('TrustClaim', { trustUid: 'hedgerow' })],
  },
  {
    trigger: 'ClaimEvidence_of_others_contact',
    word: 'own_contact',
    rule: 'a contact that somebody entered does not confirm them',
    given: [asks, ...adaAndGrace, row('SchoolContact', { id: 'contact', enteredById: 'ada' })],
    doing: row('ClaimEvidence', { ...ofClaim, kind: 'mailbox_link', contactId: 'contact' }),
    unless: [change('SchoolContact', { enteredById: 'grace' })],
  },
  {
    trigger: 'ClaimEvidence_of_others_contact',
    word: 'own_contact',
    rule: 'what the council holds confirms nobody of the council',
    given: [asks, ...adaAndGrace, row('StaffRole', { accountId: 'ada' })],
    doing: row('ClaimEvidence', { ...ofClaim, kind: 'council_holds_address' }),
    unless: [change('StaffRole', { revokedAt: on('08:00') })],
  },
  {
    trigger: 'Claim_decided_once',
    word: 'claim_is_decided',
    rule: 'a claim that was refused is not approved',
    given: [row('Claim', { state: 'refused' })],
    doing: change('Claim', { state: 'approved' }),
    unless: [change('Claim', { state: 'requested' })],
  },
  {
    trigger: 'VouchLink_of_waiting_claim',
    word: 'claim_is_decided',
    rule: 'nobody is asked by a link about a claim that was decided',
    given: [row('Claim', { id: 'claim', state: 'approved' })],
    doing: row('VouchLink', { claimId: 'claim' }),
    unless: [change('Claim', { state: 'requested' })],
  },
  {
    trigger: 'TrustClaim_decided_once',
    word: 'claim_is_decided',
    rule: 'a claim to act for a trust is decided once',
    given: [asksForTrust, change('TrustClaim', { state: 'refused' })],
    doing: change('TrustClaim', { state: 'approved', decidedById: 'grace' }),
    unless: [change('TrustClaim', { state: 'requested' })],
  },
  {
    trigger: 'TrustClaim_decided_once',
    word: 'own_claim',
    rule: 'nobody approves that they act for a trust themselves',
    given: [asksForTrust],
    doing: change('TrustClaim', { state: 'approved', decidedById: 'ada' }),
    allowed: change('TrustClaim', { state: 'approved', decidedById: 'grace' }),
  },
  {
    trigger: 'UnlistedClaim_decided_once',
    word: 'claim_is_decided',
    rule: 'a claim on a setting not listed is decided once',
    given: [asksForUnlisted, change('UnlistedClaim', { state: 'approved' })],
    doing: change('UnlistedClaim', { state: 'refused', decidedById: 'grace' }),
    unless: [change('UnlistedClaim', { state: 'requested' })],
  },
  {
    trigger: 'UnlistedClaim_decided_once',
    word: 'own_claim',
    rule: 'nobody decides on a setting not listed for themselves',
    given: [asksForUnlisted],
    doing: change('UnlistedClaim', { state: 'refused', decidedById: 'ada' }),
    allowed: change('UnlistedClaim', { state: 'refused', decidedById: 'grace' }),
  },
  {
    trigger: 'UnlistedClaim_decided_once',
    word: 'claim_of_another',
    rule: 'a claim on a setting not listed becomes an approved claim of whoever asked',
    given: [asksForUnlisted, row('Claim', { id: 'made', accountId: 'grace', state: 'approved' })],
    doing: change('UnlistedClaim', { state: 'approved', claimId: 'made', decidedById: 'edsger' }),
    unless: [change('Claim', { accountId: 'ada' })],
  },
  {
    trigger: 'WaitingClaim_at_most_ten',
    word: 'too_many_waiting',
    rule: 'ten claims of an account wait at once, of whatever kind, and no eleventh',
    given: [
      ...['a', 'b', 'c', 'd', 'e'].map((school) => row('Claim', { accountId: 'ada', schoolId: school, state: 'requested' })),
      ...['f', 'g', 'h', 'i'].map((trust) => row('TrustClaim', { accountId: 'ada', trustUid: trust, state: 'requested' })),
      asksForUnlisted,
    ],
    doing: row('WaitingClaim', { accountId: 'ada' }),
    unless: [change('UnlistedClaim', { state: 'refused' })],
  },
  {
    trigger: 'EmailChange_undone_in_time',
    word: 'undo_has_ended',
    rule: 'a change of address is taken back within its week',
    given: [row('EmailChange', { usedAt: on('09:00') })],
    doing: change('EmailChange', { undoneAt: '2026-03-09T09:00:00.001Z' }),
    allowed: change('EmailChange', { undoneAt: '2026-03-09T09:00:00.000Z' }),
  },
  {
    trigger: 'Account_leaves_undo',
    word: 'address_kept_for_undo',
    rule: 'an address that a change took from its account makes no new account while the change can be undone',
    given: gaveUp,
    doing: row('Account', { id: 'grace', email: 'ada@school.example', createdAt: '2026-03-09T09:00:00.000Z' }),
    allowed: row('Account', { id: 'grace', email: 'ada@school.example', createdAt: '2026-03-09T09:00:00.001Z' }),
  },
  {
    trigger: 'EmailChange_leaves_undo',
    word: 'address_kept_for_undo',
    rule: 'nor does another account take it',
    given: [
      ...gaveUp,
      row('Account', { id: 'grace' }),
      row('EmailChange', { id: 'taking', accountId: 'grace', newEmail: 'ada@school.example' }),
    ],
    doing: change('EmailChange', { usedAt: '2026-03-09T09:00:00.000Z' }, 'taking'),
    allowed: change('EmailChange', { usedAt: '2026-03-09T09:00:00.001Z' }, 'taking'),
  },
]
