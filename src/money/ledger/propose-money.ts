// Proposes waivers, refunds, write-offs and taking back payments. Posts nothing: somebody else
// decides (decide-proposal.ts).

import { type Act, hasRole } from '#base/act.ts'
import { atomically, guardBroken } from '#base/db/atomically.ts'
import { readNow } from '#base/db/read.ts'
import { newId } from '#base/id.ts'
import { ok, type Result, refuse } from '#base/result.ts'
import { stillHolds } from '#people/accounts/role-store.ts'
import { isCharge, vatOfPart, type WhyTakenBack } from './line.ts'
import type { Ask, ProposalRefusal } from './proposal.ts'
import { proposeStatements, readCharge, readLeftOfLine } from './proposal-store.ts'
import { refundable, selectBalances } from './store.ts'
import { type RecordedPayment, selectPayment } from './taken-back-store.ts'

type Proposed = Result<{ id: string; pence: number; vatPence: number }, ProposalRefusal>

const mayPropose = (act: Act): boolean => act.origin !== 'web' || hasRole(act.actor, 'finance', 'administrator')

/** `more`: proposals decided together with it. */
const write = async (act: Act, ask: Ask, more: readonly Ask[] = []): Promise<Proposed> => {
  if (!mayPropose(act) || !act.actor.accountId) return refuse('not_finance')
  if (!ask.reason.trim()) return refuse('reason_missing')
  const result = await atomically<ProposalRefusal>(
    act.db,
    [stillHolds(act, ['finance', 'administrator']), ...[ask, ...more].flatMap((one) => proposeStatements(act, one))],
    {
      'MoneyProposal.chargeId': 'already_proposed',
      'MoneyProposal.lineNumber': 'already_proposed',
      'MoneyProposal.id': 'already_proposed',
      [guardBroken]: 'not_finance',
    },
  )
  return result.ok ? ok({ id: ask.id, pence: ask.pence, vatPence: ask.vatPence }) : result
}

/** Proposes to waive a charge, posted or not, for cancelling or not attending, whole. */
export const proposeWaiverOfCharge = async (act: Act, ask: { id: string; chargeId: string; reason: string }): Promise<Proposed> => {
  const charge = await readCharge(act.db, ask.chargeId)
  if (!charge || charge.withdrawnAt !== null) return refuse('nothing_there')
  return write(act, { ...ask, kind: 'waiver', bookingId: charge.bookingId, pence: charge.pence, vatPence: charge.vatPence })
}

/** VAT follows in proportion. @param ask.pence without VAT; undefined: all that is left */
export const proposeWaiver = async (
  act: Act,
  ask: { id: string; lineNumber: number; pence: number | undefined; reason: string },
): Promise<Proposed> => {
  const left = await readLeftOfLine(act.db, ask.lineNumber)
  if (!left || !isCharge(left.kind) || left.pence + left.vatPence <= 0) return refuse('nothing_there')
  const pence = ask.pence ?? left.pence
  if (pence > left.pence) return refuse('more_than_there')
  const { id, reason } = ask
  if (pence === left.pence && left.chargeId !== null) return proposeWaiverOfCharge(act, { id, chargeId: left.chargeId, reason })
  const sums = { pence, vatPence: vatOfPart(left, pence) }
  if (sums.pence + sums.vatPence <= 0) return refuse('nothing_there')
  return write(act, { id, kind: 'waiver', bookingId: left.bookingId, payerId: left.payerId, lineNumber: ask.lineNumber, ...sums, reason })
}

const balanceOf = async (act: Act, ask: { bookingId: string; payerId: string }) => {
  const balances = await readNow(act.db, selectBalances(act.db, { bookingId: ask.bookingId }))
  return balances.find(({ payerId }) => payerId === ask.payerId)
}

export const proposeWriteOff = async (
  act: Act,
  ask: { id: string; bookingId: string; payerId: string; reason: string },
): Promise<Proposed> => {
  const balance = await balanceOf(act, ask)
  if (!balance || balance.owed <= 0) return refuse('nothing_there')
  return write(act, { ...ask, kind: 'write_off', pence: balance.owed, vatPence: 0 })
}

/** Proposes to refund a credit by the council’s own means; the reason holds the reference. */
export const proposeRefund = async (
  act: Act,
  ask: { id: string; bookingId: string; payerId: string; pence: number; reason: string },
): Promise<Proposed> => {
  const balance = await balanceOf(act, ask)
  if (!balance || balance.owed >= 0 || ask.pence <= 0) return refuse('nothing_there')
  if (ask.pence > -balance.owed || ask.pence > balance.paid) return refuse('more_than_there')
  if (ask.pence > refundable(balance)) return refuse('returns_by_itself')
  return write(act, { ...ask, kind: 'refund', vatPence: 0 })
}

/**
 * Proposes to take back a hand-recorded payment: wrong request, wrong sum, or never received.
 * Refused once its money was refunded or moved, which would take it twice. A joined request's
 * payment is taken back whole. @param ask.why for the school @param ask.reason for the approver
 */
export const proposeTakeBack = async (
  act: Act,
  ask: { id: string; lineNumber: number; why: WhyTakenBack; reason: string },
): Promise<Proposed> => {
  const payments = await readNow(act.db, selectPayment(act.db, ask.lineNumber))
  const [first, ...others] = payments
  if (!first) return refuse('nothing_there')
  if (!first.byHand) return refuse('not_by_hand')
  if (payments.some((payment) => payment.takenBack)) return refuse('already_taken_back')
  if (payments.some((payment) => payment.there < payment.pence)) return refuse('payment_is_spent')
  const togetherId = others.length > 0 ? ask.id : undefined
  const of = (payment: RecordedPayment, id: string): Ask => {
    const { payerId, bookingId, pence, number: lineNumber } = payment
    return { ...ask, id, kind: 'take_back', payerId, bookingId, pence, vatPence: 0, lineNumber, togetherId }
  }
  return write(
    act,
    of(first, ask.id),
    others.map((payment) => of(payment, newId(act.now))),
  )
}
