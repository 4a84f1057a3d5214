import { type Act, hasRole } from '#base/act.ts'
import { londonDay } from '#base/dates.ts'
import { atomically, guardBroken } from '#base/db/atomically.ts'
import { each, given, readNow, readTogether, together } from '#base/db/read.ts'
import { logged } from '#base/log/store.ts'
import { ok, type Result, refuse } from '#base/result.ts'
import { moneyDecided } from '#emails/money/proposal-decided.tsx'
import { queuedAll } from '#messages/outbox/store.ts'
import { mayDecide, selectIsAsked } from '#people/proposals/asked-store.ts'
import { backOnAccount, grossOf, ruleOfSource } from './line.ts'
import { selectTold, type Told } from './notice-store.ts'
import { messageTo, moneyFacts } from './notify-ledger-changes.ts'
import { owedAfter, type Proposal, type ProposalRefusal } from './proposal.ts'
import {
  countPayment,
  decide,
  letOffCharge,
  letOffLine,
  markProposalNotified,
  payBack,
  selectOwnProposal,
  selectProposal,
  settleDisputeOf,
  stillInFavour,
  stillOwed,
  writeOff,
} from './proposal-store.ts'
import { type Balance, selectBalances } from './store.ts'
import { type RecordedPayment, selectPaymentToTakeBack, takeBack } from './taken-back-store.ts'

const deciders = ['finance', 'administrator'] as const

const posting = (act: Act, proposal: Proposal, payment: RecordedPayment | undefined): SqlStatement[] => {
  if (proposal.kind === 'write_off') return [stillOwed(act, proposal), writeOff(act, proposal)]
  if (proposal.kind === 'refund') return [stillInFavour(act, proposal), payBack(act, proposal)]
  if (proposal.kind === 'take_back') return [takeBack(act, proposal, payment)]
  if (proposal.kind === 'payment') return [countPayment(act, proposal, ruleOfSource(proposal.source ?? ''))]
  return proposal.chargeId !== null ? [letOffCharge(act, proposal, proposal.chargeId)] : [letOffLine(act, proposal)]
}

const words = {
  proposal_is_decided: 'already_decided',
  own_proposal: 'own_proposal',
  more_than_line: 'more_than_there',
  charge_stands: 'nothing_there',
  payment_stands: 'nothing_there',
  already_taken_back: 'already_taken_back',
  payment_is_spent: 'payment_is_spent',
  taken_back_in_part: 'more_than_there',
  'LedgerLine.source': 'already_decided',
  [guardBroken]: 'more_than_there',
} as const

/**
 * Approves or refuses somebody else's proposal. Approving posts it in the same batch and notifies
 * whoever booked. A trigger refuses one's own proposal under any address; proposals that belong
 * together are decided together. @param also statements before an approved one's lines
 */
export const decideProposal = async (
  act: Act,
  asked: { id: string; decision: 'approve' | 'refuse'; note: string },
  also: (act: Act, proposal: Proposal) => Promise<SqlStatement[]> = async () => [],
): Promise<Result<Proposal, ProposalRefusal>> => {
  const {
    proposals,
    own,
    recorded,
    asked: isAsked,
  } = await readTogether(act.db, {
    asked: selectIsAsked(act, 'MoneyProposal', asked.id),
    proposals: selectProposal(act.db, asked.id),
    own: selectOwnProposal(act, asked.id),
    recorded: selectPaymentToTakeBack(act.db, asked.id),
  })
  const [proposal] = proposals
  if (act.origin === 'web' && !hasRole(act.actor, ...deciders) && !isAsked) return refuse('not_finance')
  if (!proposal) return refuse('no_such_proposal')
  if (proposal.state !== 'proposed') return refuse('already_decided')
  const approved = asked.decision === 'approve'
  if (approved && own) return refuse('own_proposal')
  if (!approved && !asked.note.trim()) return refuse('reason_missing')
  const paymentOf = ({ lineNumber }: Proposal): RecordedPayment | undefined => recorded.find(({ number }) => number === lineNumber)
  const posts = approved ? [...(await also(act, proposal)), ...proposals.flatMap((one) => posting(act, one, paymentOf(one)))] : []
  const result = await atomically<ProposalRefusal>(
    act.db,
    [
      mayDecide(act, 'MoneyProposal', proposal.id, deciders),
      decide(act, proposal.id, approved ? 'approved' : 'refused', asked.note.trim()),
      ...posts,
      ...(approved ? [...(await telling(act, proposals, paymentOf)), settleDisputeOf(act, proposal)] : []),
      ...proposals.map(({ id, kind, bookingId, pence, vatPence }) =>
        logged(act, {
          act: approved ? 'money.approved' : 'money.refused',
          subject: ['proposal', id],
          after: { kind, booking: bookingId, pence, vatPence },
        }),
      ),
    ],
    words,
  )
  return result.ok ? ok(proposal) : result
}

/** Nobody is notified of a payment that now counts, or of money on account. */
const telling = async (
  act: Act,
  proposals: readonly Proposal[],
  paymentOf: (proposal: Proposal) => RecordedPayment | undefined,
): Promise<SqlStatement[]> => {
  const concerned = proposals.flatMap((proposal) => {
    const { bookingId, kind: what } = proposal
    if (bookingId === null || what === 'payment') return []
    return together({
      proposal: given(proposal),
      what: given(what),
      payment: given(paymentOf(proposal)),
      told: selectTold(act.db, bookingId),
      balances: selectBalances(act.db, { bookingId }),
    })
  })
  const facts = await readNow(act.db, each(concerned))
  return (await Promise.all(facts.map((one) => tellingOf(act, one)))).flat()
}

type Concerned = {
  proposal: Proposal
  what: Exclude<Proposal['kind'], 'payment'>
  payment: RecordedPayment | undefined
  told: Told | undefined
  balances: readonly Balance[]
}

const tellingOf = async (act: Act, { proposal, what, payment, told, balances }: Concerned): Promise<SqlStatement[]> => {
  if (!told) return []
  const balance = balances.find(({ payerId }) => payerId === proposal.payerId)
  const message = messageTo(
    act,
    told,
    'proposal_decided',
    moneyDecided({
      ...(await moneyFacts(act, told)),
      what,
      takenBack: proposal.why && payment ? { because: proposal.why, recordedOn: londonDay(payment.at) } : undefined,
      gross: grossOf(proposal),
      answer: payment?.put ? `${backOnAccount}.` : '',
      owed: balance && owedAfter(proposal, balance.owed),
    }),
  )
  return [...queuedAll(act, [message]), markProposalNotified(act, proposal.id, message.id)]
}

export const withdrawProposal = async (act: Act, id: string): Promise<Result<null, 'no_such_proposal' | 'already_decided'>> => {
  const proposals = await readNow(act.db, selectProposal(act.db, id))
  const [proposal] = proposals
  if (!proposal || proposal.proposedById !== act.actor.accountId) return refuse('no_such_proposal')
  const result = await atomically(
    act.db,
    [
      decide(act, id, 'withdrawn', ''),
      ...proposals.map((one) => logged(act, { act: 'money.proposal_withdrawn', subject: ['proposal', one.id] })),
    ],
    { proposal_is_decided: 'already_decided' } as const,
  )
  return result.ok ? ok(null) : result
}
