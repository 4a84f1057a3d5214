import type { Act } from '#base/act.ts'
import { readCouncil } from '#base/council/store.ts'
import { councilFrom } from '#base/council.ts'
import { instant } from '#base/dates.ts'
import { atomically, guardBroken } from '#base/db/atomically.ts'
import { readNow } from '#base/db/read.ts'
import { newId } from '#base/id.ts'
import { logged } from '#base/log/store.ts'
import { ok, type Result } from '#base/result.ts'
import { returnRedactedMail } from '#emails/correspondence/return-redaction.tsx'
import { queuedAll, readOwnWords } from '#messages/outbox/store.ts'
import { type Decision, decideStaffProposal, proposeToStaff } from '#people/proposals/decide-proposal.ts'
import type { ProposalRefusal, StaffProposal } from '#people/proposals/proposal.ts'
import { finishProposal } from '#people/proposals/store.ts'
import type { RedactAsked, RedactRefusal } from './answer.ts'
import { insertRedaction, type Redaction, selectToTell } from './answer-store.ts'

const refusals = {
  only_words_are_redacted: 'only_words_are_redacted',
  redaction_needs_a_second: 'redaction_needs_a_second',
  'ReturnRedaction.id': 'no_such_answer',
  'ReturnRedaction.ofId, ReturnRedaction.part': 'no_such_answer',
} as const

/** Removes the words, and tells the head and their author why. */
const takingOut = async (act: Act, of: Redaction): Promise<SqlStatement[]> => {
  const [council, words, told] = await Promise.all([
    readCouncil(act.db, councilFrom(act.laCodes.join(','))),
    readOwnWords(act.db),
    readNow(act.db, selectToTell(act, of)),
  ])
  return [
    ...insertRedaction(act, of),
    logged(act, {
      act: 'return.redacted',
      subject: ['return', of.returnId] as const,
      schoolId: of.schoolId,
      after: { of: of.ofId, part: of.part, proposal: of.proposalId },
    }),
    ...queuedAll(
      act,
      told.map(({ email, name, ...facts }) => ({
        id: newId(act.now),
        kind: 'return_redacted' as const,
        recipient: email,
        schoolId: of.schoolId,
        to: { name: name ?? '', email },
        replyTo: council.contactEmail || undefined,
        ...returnRedactedMail({
          ...facts,
          schoolId: of.schoolId,
          returnId: of.returnId,
          at: instant(act.now),
          by: act.actor.name ?? '',
          reason: of.reason,
          council,
          serviceUrl: act.baseUrl,
          words,
        }),
      })),
    ),
  ]
}

/** Replaces words by a fixed mark. Of a signed return it is proposed to a second officer. */
export const redactReturn = async (
  act: Act,
  of: RedactAsked & { id: string; reason: string },
): Promise<Result<'done' | 'proposed', RedactRefusal | ProposalRefusal>> => {
  const result = await atomically<RedactRefusal>(act.db, await takingOut(act, of), { ...refusals, [guardBroken]: 'no_such_answer' })
  if (result.ok) return ok('done')
  if (result.reason !== 'redaction_needs_a_second') return result
  const { id: _, reason, ...asked } = of
  const proposed = await proposeToStaff(act, { kind: 'redaction', subjectId: `${of.ofId} ${of.part}`, asked, reason })
  return proposed.ok ? ok('proposed') : proposed
}

/** A second officer decides on words of a signed return. */
export const decideRedaction = (act: Act, asked: Decision): Promise<Result<StaffProposal<RedactAsked>, RedactRefusal | ProposalRefusal>> =>
  decideStaffProposal<RedactAsked, RedactRefusal>(act, asked, {
    statements: async (proposal) => [
      ...(await takingOut(act, { ...proposal.asked, id: newId(act.now), reason: proposal.reason, proposalId: proposal.id })),
      finishProposal(act, proposal.id),
    ],
    refusals,
  })
