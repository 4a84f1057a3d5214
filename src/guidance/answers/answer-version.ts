import type { Act } from '#base/act.ts'
import { atomically, foreignKeyBroken, guardBroken } from '#base/db/atomically.ts'
import { readNow } from '#base/db/read.ts'
import { storedAs } from '#base/db/stored-row.ts'
import { newId } from '#base/id.ts'
import { spending } from '#base/limits/spend-budget.ts'
import { limitReached } from '#base/limits/store.ts'
import { logged, loggedAll } from '#base/log/store.ts'
import { ok, type Result, refuse } from '#base/result.ts'
import { type How, notDecided, type SaidAnswer } from '#guidance/issuing/answer.ts'
import { insertReceipts } from '#guidance/issuing/receipt-store.ts'
import type { Asked } from './asked.ts'
import { insertAnswer, insertTrustAnswer, isCurrent, selectOfTrustAnswer } from './store.ts'

const refusals = {
  'GuidanceAnswer.issueId': 'answered_since',
  'GuidanceAnswer.supersedesId': 'answered_since',
  // The answer that was seen is of another school, or is gone.
  answer_of_another_school: 'answered_since',
  [foreignKeyBroken]: 'answered_since',
  'GuidanceAnswer.id': 'saved_otherwise',
  'GuidanceTrustAnswer.id': 'saved_otherwise',
  answer_was_signed_in: 'answer_was_signed_in',
  answer_without_reason: 'answer_without_reason',
  body_does_not_decide: 'body_does_not_decide',
  [guardBroken]: 'newer_version',
  [limitReached]: 'answered_too_often',
} as const

export type AnswerRefusal = (typeof refusals)[keyof typeof refusals]

type Said = SaidAnswer & { name: string; role: string }

/** Answers by the links of one school in a day: one that was passed on does not fill the record. */
const mostByLink = 30

/** The body decides at a later meeting: kept as read by a named person; nothing is answered. */
const planning = (act: Act, asked: readonly Asked[], { decidedOn, name, role, how }: Said & { how: How }): SqlStatement =>
  insertReceipts(
    act,
    asked.map(({ issueId }) => ({
      issueId,
      what: 'planned',
      meetsOn: decidedOn,
      ...(how === 'signed_in' ? { level: 'seen', accountId: act.actor.accountId } : { level: 'stated', name, role }),
    })),
  )

const factsOf = ({ answer, reason, decidedOn, minute, body }: Said) => ({
  answer,
  reason,
  minute,
  decidedOn: decidedOn ?? null,
  body: body ?? null,
})

/** Keeps a school’s answer in place of the one that was seen. The same form answers once. */
export const answerVersion = async (
  act: Act,
  asked: Asked,
  said: Said & { id: string; how: How; supersedesId: string | undefined },
): Promise<Result<void, AnswerRefusal>> => {
  const { issueId, versionId } = asked
  const result = await atomically(
    act.db,
    [
      isCurrent(act.db, asked.versionId),
      said.answer === notDecided
        ? planning(act, [asked], said)
        : insertAnswer(act, { ...said, answer: said.answer, issueId, versionId, trustAnswerId: undefined }),
      logged(
        act,
        {
          act: 'guidance.answered',
          subject: ['guidance_version', versionId] as const,
          schoolId: asked.rootId,
          after: { answer: said.answer, how: said.how, version: asked.version, decidedOn: said.decidedOn },
        },
        true,
      ),
      ...(said.how === 'link' ? spending(act, [{ key: `guidance:issue:${issueId}`, minutes: 24 * 60, most: mostByLink }]) : []),
    ],
    refusals,
  )
  if (result.ok) return ok(undefined)
  return (await storedAs(act.db, 'GuidanceAnswer', said.id, { issueId, ...factsOf(said) })) === 'same'
    ? ok(undefined)
    : refuse(result.reason)
}

/** A trust answers once for the schools that it names; each has an answer of its own. */
export const answerForTrust = async (
  act: Act,
  trust: { id: string; trustUid: string },
  asked: readonly Asked[],
  said: Said & { seen: ReadonlyMap<string, string> },
): Promise<Result<void, AnswerRefusal>> => {
  const [first] = asked
  if (!first) return ok(undefined)
  const { versionId, version } = first
  const { answer } = said
  const result = await atomically(
    act.db,
    [
      isCurrent(act.db, versionId),
      ...(answer === notDecided
        ? [planning(act, asked, { ...said, how: 'signed_in' })]
        : [
            insertTrustAnswer(act, { ...trust, versionId }),
            ...asked.map(({ issueId }) =>
              insertAnswer(act, {
                ...said,
                answer,
                issueId,
                versionId,
                id: newId(act.now),
                how: 'signed_in',
                trustAnswerId: trust.id,
                supersedesId: said.seen.get(issueId) || undefined,
              }),
            ),
          ]),
      loggedAll(
        act,
        asked.map(({ rootId }) => ({
          act: 'guidance.answered',
          subject: ['guidance_version', versionId] as const,
          schoolId: rootId,
          after: { answer: said.answer, how: 'signed_in', version, trustUid: trust.trustUid, decidedOn: said.decidedOn },
        })),
        true,
      ),
    ],
    refusals,
  )
  if (result.ok) return ok(undefined)
  const stored = await readNow(act.db, selectOfTrustAnswer(act.db, trust))
  const facts = Object.entries(factsOf(said))
  const isSame =
    stored.length === asked.length &&
    stored.every(
      (row) => asked.some(({ issueId }) => issueId === row['issueId']) && facts.every(([column, value]) => row[column] === value),
    )
  return isSame ? ok(undefined) : refuse(result.reason)
}
