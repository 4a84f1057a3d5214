import type { Act } from '#base/act.ts'
import { readCouncil } from '#base/council/store.ts'
import { type Council, councilFrom } from '#base/council.ts'
import { atomically, guardBroken } from '#base/db/atomically.ts'
import { togetherOrApart } from '#base/db/failed-job.ts'
import { readNow } from '#base/db/read.ts'
import { newId } from '#base/id.ts'
import { loggedAll } from '#base/log/store.ts'
import { returnOpenedMail, returnPutOffMail } from '#emails/correspondence/return-asked.tsx'
import type { OwnWords } from '#emails/messages/words.ts'
import type { NoticeOf } from '#messages/outbox/message.ts'
import { queuedAll, readOwnWords } from '#messages/outbox/store.ts'
import { insertUnsent } from '#people/notices/store.ts'
import { insertReturns, markLooked, markTold, newReturns, selectToFollow, type ToTell } from './store.ts'

/** Schools per run; the next is a minute later. */
const mostAtOnce = 50

/**
 * Job: daily, asks schools that opened or joined since; tells each once, and of postponed dates. A
 * failed one is retried separately.
 */
export const followRounds = async (act: Act): Promise<boolean> => {
  const { db, now } = act
  const { rounds, joining, toTell } = await readNow(db, selectToFollow(db, now, act.laCodes, mostAtOnce))
  if (rounds.length > 0)
    return togetherOrApart(
      act,
      'followRounds',
      rounds,
      ({ id }) => id,
      (some) => join(act, some, joining),
    )
  if (toTell.length === 0) return false
  const [council, words] = await Promise.all([readCouncil(db, councilFrom(act.laCodes.join(','))), readOwnWords(db)])
  return togetherOrApart(
    act,
    'followRounds',
    toTell,
    ({ returnId }) => returnId,
    (some) => tell(act, council, words, some),
  )
}

const join = async (
  act: Act,
  rounds: readonly { id: string }[],
  joining: readonly { roundId: string; id: string; fromId: string | null }[],
): Promise<boolean> => {
  const added = rounds.map(({ id }) => ({
    id,
    returns: newReturns(
      act.now,
      joining.filter(({ roundId }) => roundId === id),
    ),
  }))
  await atomically(act.db, [
    ...added.map(({ id, returns }) => insertReturns(act, id, 'joined_later', returns)),
    markLooked(
      act,
      rounds.map(({ id }) => id),
    ),
    loggedAll(
      act,
      added.flatMap(({ id, returns }) =>
        returns.map(({ schoolId }) => ({ act: 'return_round.joined', subject: ['return_round', id] as const, schoolId })),
      ),
    ),
  ])
  return true
}

/** The audit is open, or its dates were postponed. */
const noticeOf = ({ roundId, putOffId }: Pick<ToTell, 'roundId' | 'putOffId'>): NoticeOf =>
  putOffId === null ? { notice: 'return', subjectId: roundId } : { notice: 'deadline', subjectId: putOffId }

const tell = async (act: Act, council: Council, words: OwnWords | undefined, toTell: readonly ToTell[]): Promise<boolean> => {
  const messages = toTell.flatMap(({ emails, reason, roundId, putOffId, ...one }) => {
    const of = { ...one, council, serviceUrl: act.baseUrl, words }
    const rendered = reason === null ? returnOpenedMail(of) : returnPutOffMail({ ...of, reason })
    return emails.map((email) => ({
      id: newId(act.now),
      kind: reason === null ? ('return_opened' as const) : ('return_put_off' as const),
      recipient: email,
      schoolId: one.schoolId,
      to: { name: '', email },
      tells: noticeOf({ roundId, putOffId }),
      replyTo: council.contactEmail || undefined,
      ...rendered,
    }))
  })
  await atomically(
    act.db,
    [
      ...markTold(
        act,
        toTell.map(({ returnId }) => returnId),
      ),
      ...queuedAll(act, messages),
      ...(['return', 'deadline'] as const).map((notice) =>
        insertUnsent(
          act,
          notice,
          toTell.flatMap(({ returnId, schoolId, emails, ...one }) => {
            const of = noticeOf(one)
            return emails.length > 0 || of.notice !== notice
              ? []
              : [{ id: `${returnId} ${of.subjectId} unsent`, subjectId: of.subjectId, schoolId, what: 'not_sent' as const }]
          }),
        ),
      ),
      loggedAll(
        act,
        toTell.map(({ returnId, schoolId, emails }) => ({
          act: 'return.told',
          subject: ['return', returnId] as const,
          schoolId,
          after: { addresses: emails.length },
        })),
      ),
    ],
    // Two runs at once.
    { [guardBroken]: 'told_already' } as const,
  )
  return true
}
