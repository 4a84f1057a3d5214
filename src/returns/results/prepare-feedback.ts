import type { Act } from '#base/act.ts'
import { atomically } from '#base/db/atomically.ts'
import { logged } from '#base/log/store.ts'
import { ok, type Result } from '#base/result.ts'
import type { Audience } from '#correspondence/mailings/audience.ts'
import { insertSending } from '#messages/outbox/sending-store.ts'
import type { Round } from '#returns/rounds/round.ts'
import { insertFeedback } from './store.ts'

/** Stores what the council will do, and drafts a message to schools. A form does it once. */
export const prepareFeedback = async (
  act: Act,
  of: { id: string; round: Round; words: string; schoolIds: readonly string[] },
): Promise<Result<undefined, 'no_results_yet'>> => {
  const { id, round, words, schoolIds } = of
  const result = await atomically(
    act.db,
    [
      insertFeedback(act, { id, roundId: round.id, words }),
      insertSending(act, {
        id,
        kind: 'mailing',
        state: 'draft',
        eventId: null,
        nature: 'statutory',
        subject: `${round.title}, ${round.year}: how other schools answered`,
        body: [
          'Dear {name},',
          `Thank you for the safeguarding audit of {school}. On its page of the audit you find beside your own answers how other schools answered: ${act.baseUrl}/school/feedback/${round.id}`,
          `What we will do:\n${words}`,
        ].join('\n\n'),
        basis: 'Sections 175 and 157 of the Education Act 2002',
        audience: { of: 'named', schools: schoolIds, list: `Submitted ${round.title}, ${round.year}` } satisfies Audience,
      }),
      logged(act, { act: 'return_round.feedback_written', subject: ['return_round', round.id], after: { schools: schoolIds.length } }),
    ],
    { no_results_yet: 'no_results_yet', 'ReturnFeedback.id': 'made_before', 'Sending.id': 'made_before' } as const,
  )
  return result.ok || result.reason === 'made_before' ? ok(undefined) : { ok: false, reason: 'no_results_yet' }
}
