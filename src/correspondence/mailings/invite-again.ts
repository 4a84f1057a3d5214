// An invitation goes once more, on a day that its author chose, to the schools that have neither
// booked nor stopped it by then.
import type { Act } from '#base/act.ts'
import { type Instant, sayDay } from '#base/dates.ts'
import { atomically, guardBroken } from '#base/db/atomically.ts'
import { eachApart } from '#base/db/failed-job.ts'
import { readNow } from '#base/db/read.ts'
import { newId } from '#base/id.ts'
import { logged } from '#base/log/store.ts'
import { ok, type Result } from '#base/result.ts'
import { insertSending } from '#messages/outbox/sending-store.ts'
import { againAt, notRepeated, selectInvitedSchools, selectToGoAgain, stillToGo } from './invitation-store.ts'
import type { Mailing } from './mailing.ts'
import { prepareMailing, recipientRows } from './start-mailing.ts'
import { insertRecipients, mailingById } from './store.ts'

/** Sets when an invitation goes once more; null: it does not. Nothing changes once it has gone. */
export const setAgain = async (act: Act, mailing: Mailing, at: Instant | null): Promise<Result<Instant | null, 'gone_before'>> => {
  const set = await atomically(
    act.db,
    [
      notRepeated(act, mailing.id),
      againAt(act, mailing.id, at),
      logged(act, { act: 'mailing.repeat_set', subject: ['mailing', mailing.id], eventId: mailing.eventId ?? undefined, after: { at } }),
    ],
    { [guardBroken]: 'gone_before' } as const,
  )
  return set.ok ? ok(at) : set
}

/** Sends once more what is due by now. */
export const inviteAgain = async (act: Act): Promise<boolean> =>
  eachApart(
    act,
    'inviteAgain',
    await readNow(act.db, selectToGoAgain(act.db, act.now)),
    (id) => id,
    (id) => goAgain(act, id),
  )

const goAgain = async (act: Act, id: string): Promise<boolean> => {
  const mailing = await mailingById(act.db, id)
  if (!mailing?.againAt || !mailing.startedAt) return false
  const schools = await readNow(act.db, selectInvitedSchools(act.db, id))
  const unanswered = schools
    .filter(({ written, booked, stopped, notSent }) => written && !booked && !stopped && !notSent)
    .map(({ schoolId }) => schoolId)
  const invitedOn = sayDay(mailing.startedAt)
  const settings = mailing.audience.of === 'event' ? undefined : mailing.audience.settings
  const again: Mailing = {
    ...mailing,
    id: newId(act.now),
    body: `We invited {school} on ${invitedOn}, and no place is booked yet.\n\n${mailing.body}`,
    audience: { of: 'named', schools: unanswered, list: `Invited on ${invitedOn}, no answer`, ...(settings ? { settings } : {}) },
    againAt: null,
    againOfId: id,
  }
  const { set, chosen, trusts, missing } = await prepareMailing(act, again)
  const goes = Object.keys(missing).length === 0
  const result = await atomically(
    act.db,
    [
      stillToGo(act, id, mailing.againAt),
      againAt(act, id, null),
      ...(goes
        ? [
            insertSending(act, {
              id: again.id,
              kind: 'mailing',
              state: 'sending',
              nature: 'training',
              eventId: again.eventId,
              subject: again.subject,
              body: again.body,
              againOfId: id,
              audience: { ...again.audience, said: set.words },
            }),
            ...insertRecipients(act, again.id, recipientRows({ chosen, trusts })),
          ]
        : []),
      logged(act, {
        act: goes ? 'mailing.started' : 'mailing.not_repeated',
        subject: ['mailing', goes ? again.id : id],
        eventId: again.eventId ?? undefined,
        after: { nature: 'training', ...chosen.counts, trusts: trusts.counts.people },
      }),
    ],
    { [guardBroken]: 'done_before', 'Sending.againOfId': 'done_before', school_is_invited: 'done_before' } as const,
  )
  return result.ok && goes
}
