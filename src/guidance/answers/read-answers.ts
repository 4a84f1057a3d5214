import type { Act } from '#base/act.ts'
import { londonDay } from '#base/dates.ts'
import { readTogether } from '#base/db/read.ts'
import type { NoticeFact } from '#people/notices/notice.ts'
import { selectNoticeFacts } from '#people/notices/store.ts'
import type { Asked, KeptAnswer, KeptCheck, KeptReceipt } from './asked.ts'
import { askedOf, selectFacts } from './facts-store.ts'
import { type GuidanceState, stateOn } from './state.ts'
import { selectKeptAnswers, selectKeptChecks, selectKeptReceipts } from './store.ts'

export type AnswersRead = {
  found: GuidanceState | undefined
  answers: KeptAnswer[]
  checks: KeptCheck[]
  receipts: KeptReceipt[]
  told: readonly NoticeFact[]
}

export const readAnswers = async ({ db, now }: Pick<Act, 'db' | 'now'>, asked: Asked): Promise<AnswersRead> => {
  const { documentId, rootId, became } = asked
  const { facts, notices, ...kept } = await readTogether(db, {
    notices: selectNoticeFacts(db, ['guidance'], asked.versionId),
    facts: selectFacts(db, documentId, rootId),
    answers: selectKeptAnswers(db, documentId, rootId),
    checks: selectKeptChecks(db, documentId, rootId),
    receipts: selectKeptReceipts(db, documentId, rootId),
  })
  return { ...kept, told: notices.get(rootId) ?? [], found: stateOn(askedOf(facts, rootId, became ? [became] : []), londonDay(now)) }
}
