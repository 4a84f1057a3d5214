import { moneyDecided } from '../../emails/money-decided.tsx'
import { stillHolds } from '../accounts/role-store.ts'
import { type Act, hasRole } from '../act.ts'
import { londonDay } from '../dates.ts'
import { atomically, guardBroken } from '../db/atomically.ts'
import { logged } from '../log/store.ts'
import { queuedAll } from '../outbox/store.ts'
import { ok, type Result, refuse } from '../result.ts'
import { grossOf, ruleOfSource } from './line.ts'
import type { Proposal, ProposalRefusal } from './proposal.ts'
import {
  countPayment,
  decide,
  letOffCharge,
  letOffLine,
  noticedOfProposal,
  payBack,
  paymentIn,
  proposalIn,
  type RecordedPayment,
  selectOwnProposal,
  selectPaymentToTakeBack,
  selectProposal,
  settleDisputeOf,
  stillInFavour,
  stillOwed,
  takeBack,
  writeOff,
} from './proposal-store.ts'
import { balancesIn, selectBalances } from './store.ts'
import { messageTo, moneyFacts } from './tell-of-money.ts'
import { selectTold, toldIn } from './told-store.ts'

const deciders = ['finance', 'administrator'] as const

/** What a kind of proposal posts when it is approved, after whatever must still hold. */
const posting = (act: Act, proposal: Proposal, payment: RecordedPayment | undefined): D1PreparedStatement[] => {
  if (proposal.kind === 'write_off') return [stillOwed(act, proposal), writeOff(act, proposal)]
  if (proposal.kind === 'refund') return [stillInFavour(act, proposal), payBack(act, proposal)]
  if (proposal.kind === 'take_back') return [takeBack(act, proposal, londonDay(payment?.at ?? act.now))]
  if (proposal.kind === 'payment') return [countPayment(act, proposal, ruleOfSource(proposal.source ?? ''))]
  return proposal.chargeId !== null ? [letOffCharge(act, proposal)] : [letOffLine(act, proposal)]
}

const words = {
  proposal_is_decided: 'already_decided',
  own_proposal: 'own_proposal',
  more_than_line: 'more_than_there',
  charge_stands: 'nothing_there',
  payment_stands: 'nothing_there',
  already_taken_back: 'already_taken_back',
  payment_is_spent: 'payment_is_spent',
  'LedgerLine.source': 'already_decided',
  [guardBroken]: 'more_than_there',
} as const

/** What is owed once it is posted; of a charge that may not have been posted it is not said, since that changes nothing. */
const owedAfter = (proposal: Proposal, owed: number): number | undefined =>
  proposal.kind === 'refund' || proposal.kind === 'take_back'
    ? owed + proposal.pence
    : proposal.chargeId === null
      ? owed - grossOf(proposal)
      : undefined

/**
 * Approves or refuses what somebody else proposed, or recorded as a large payment. Approving posts it in the same batch, and whoever booked is
 * told; refused proposals were never known outside. Nobody approves their own, under whichever of their addresses: a trigger sees to it, and of
 * a mailbox that several people read what they said of themselves.
 * What was paid by card is no proposal: it goes back to the card by itself as far as it is in the payer's favour.
 *
 * @param also what goes before the lines of one that is approved, from concepts that the ledger does not know
 */
export const decideProposal = async (
  act: Act,
  asked: { id: string; decision: 'approve' | 'refuse'; note: string },
  also: (act: Act, proposal: Proposal) => Promise<D1PreparedStatement[]> = async () => [],
): Promise<Result<Proposal, ProposalRefusal>> => {
  if (act.origin === 'web' && !hasRole(act.actor, ...deciders)) return refuse('not_finance')
  const [found, own, recorded] = await act.db.batch([
    selectProposal(act.db, asked.id),
    selectOwnProposal(act, asked.id),
    selectPaymentToTakeBack(act.db, asked.id),
  ])
  const proposal = proposalIn(found)
  if (!proposal) return refuse('no_such_proposal')
  if (proposal.state !== 'proposed') return refuse('already_decided')
  const approved = asked.decision === 'approve'
  if (approved && (own?.results.length ?? 0) > 0) return refuse('own_proposal')
  if (!approved && !asked.note.trim()) return refuse('reason_missing')
  const posts = approved ? [...(await also(act, proposal)), ...posting(act, proposal, paymentIn(recorded))] : []
  const written = await atomically<ProposalRefusal>(
    act.db,
    [
      stillHolds(act, deciders),
      decide(act, proposal.id, approved ? 'approved' : 'refused', asked.note.trim()),
      ...posts,
      ...(approved ? [...(await telling(act, proposal, paymentIn(recorded))), settleDisputeOf(act, proposal)] : []),
      logged(act, {
        act: approved ? 'money.approved' : 'money.refused',
        subject: ['proposal', proposal.id],
        after: { kind: proposal.kind, booking: proposal.bookingId, pence: proposal.pence, vatPence: proposal.vatPence },
      }),
    ],
    words,
  )
  return written.ok ? ok(proposal) : written
}

/** Whoever booked is told; a payment that counts now was brought by whoever paid it, and what was on account belongs to no booking. */
const telling = async (act: Act, proposal: Proposal, payment: RecordedPayment | undefined): Promise<D1PreparedStatement[]> => {
  const { kind, bookingId } = proposal
  if (bookingId === null || kind === 'payment') return []
  const [person, balances] = await act.db.batch([selectTold(act.db, bookingId), selectBalances(act.db, { bookingId })])
  const told = toldIn(person)
  if (!told) return []
  const balance = balancesIn(balances).find(({ payerId }) => payerId === proposal.payerId)
  const message = messageTo(
    act,
    told,
    'money_decided',
    moneyDecided({
      ...(await moneyFacts(act, told)),
      what: kind,
      takenBack: proposal.why && payment ? { because: proposal.why, recordedOn: londonDay(payment.at) } : undefined,
      gross: grossOf(proposal),
      answer: '',
      owed: balance && owedAfter(proposal, balance.owed),
    }),
  )
  return [...queuedAll(act, [message]), noticedOfProposal(act, proposal.id, message.id)]
}

/** Whoever proposed it takes it back. */
export const withdrawProposal = async (act: Act, id: string): Promise<Result<null, ProposalRefusal>> => {
  const [found] = await act.db.batch([selectProposal(act.db, id)])
  const proposal = proposalIn(found)
  if (!proposal || proposal.proposedById !== act.actor.accountId) return refuse('no_such_proposal')
  const written = await atomically<ProposalRefusal>(
    act.db,
    [decide(act, id, 'withdrawn', ''), logged(act, { act: 'money.proposalWithdrawn', subject: ['proposal', id] })],
    words,
  )
  return written.ok ? ok(null) : written
}
