import { type Act, hasRole } from '#base/act.ts'
import { atomically, guardBroken } from '#base/db/atomically.ts'
import { readNow } from '#base/db/read.ts'
import { logged } from '#base/log/store.ts'
import { ok, type Result, refuse } from '#base/result.ts'
import { moneyDecided } from '#emails/money/proposal-decided.tsx'
import { queuedAll } from '#messages/outbox/store.ts'
import { stillHolds } from '#people/accounts/role-store.ts'
import type { SettleRefusal } from './dispute.ts'
import { endDispute, readDispute } from './dispute-store.ts'
import { grossOf } from './line.ts'
import { selectTold } from './notice-store.ts'
import { messageTo, moneyFacts } from './notify-ledger-changes.ts'

/** The charge is right. The other outcome is a waiver, which settles the dispute when approved. */
export const settleDispute = async (act: Act, asked: { id: string; answer: string }): Promise<Result<null, SettleRefusal>> => {
  const answer = asked.answer.trim()
  if (act.origin === 'web' && !hasRole(act.actor, 'finance', 'administrator')) return refuse('not_finance')
  if (!answer) return refuse('words_missing')
  const dispute = await readDispute(act.db, asked.id)
  if (!dispute) return refuse('no_such_dispute')
  const told = await readNow(act.db, selectTold(act.db, dispute.bookingId))
  const result = await atomically<SettleRefusal>(
    act.db,
    [
      stillHolds(act, ['finance', 'administrator']),
      endDispute(act, asked.id, 'stands', answer),
      ...(told
        ? queuedAll(act, [
            messageTo(
              act,
              told,
              'proposal_decided',
              moneyDecided({ ...(await moneyFacts(act, told)), what: 'stands', gross: grossOf(dispute), answer, owed: undefined }),
            ),
          ])
        : []),
      logged(act, { act: 'dispute.settled', subject: ['dispute', asked.id], after: { outcome: 'stands' } }),
    ],
    { [guardBroken]: 'not_finance', line_dispute_is_settled: 'already_settled' },
  )
  return result.ok ? ok(null) : result
}
