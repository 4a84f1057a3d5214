import type { Act } from '#base/act.ts'
import { readCouncil } from '#base/council/store.ts'
import { councilFrom } from '#base/council.ts'
import { atomically, guardBroken } from '#base/db/atomically.ts'
import { eachApart } from '#base/db/failed-job.ts'
import { newId } from '#base/id.ts'
import { counted, limitReached } from '#base/limits/store.ts'
import { claimRequestedMail } from '#emails/people/claim-requested.tsx'
import { queued, readOwnWords } from '#messages/outbox/store.ts'
import { type ColleagueToNotify, markTold, noticesHourlyTo, selectColleaguesToNotify } from '#people/claims/colleague-notice-store.ts'
import { schoolLabel } from '#schools/schools/school.ts'

/**
 * Job: notifies approvers of waiting claims at their schools: the first at once, the rest within
 * the hour in one message. Message and mark are one batch, so nobody is notified twice or
 * forgotten.
 */
export const notifyColleagues = async (act: Act): Promise<boolean> => {
  const waiting = await selectColleaguesToNotify(act)
  if (waiting.length === 0) return false
  const [council, words] = await Promise.all([readCouncil(act.db, councilFrom(act.laCodes.join(','))), readOwnWords(act.db)])
  const byColleague = Object.values(Object.groupBy(waiting, ({ accountId }) => accountId))
  return eachApart(
    act,
    'notifyColleagues',
    byColleague,
    (all) => all?.[0]?.accountId ?? '',
    (all = []) => tell(act, all, { council, words }),
  )
}

const tell = async (
  act: Act,
  all: readonly ColleagueToNotify[],
  says: Pick<Parameters<typeof claimRequestedMail>[0], 'council' | 'words'>,
): Promise<boolean> => {
  const [colleague] = all
  if (!colleague) return false
  const { accountId, email, name } = colleague
  const schools = [
    ...Map.groupBy(
      all.filter(({ may }) => may),
      ({ school }) => school.id,
    ).values(),
  ].flatMap((claims) => (claims[0] ? [{ id: claims[0].school.id, label: schoolLabel(claims[0].school), requests: claims.length }] : []))
  const [only, ...others] = schools
  const schoolId = others.length === 0 ? only?.id : undefined
  const mail = only && {
    id: newId(act.now),
    kind: 'claim_requested' as const,
    schoolId,
    recipient: accountId,
    to: { name: name ?? undefined, email },
    ...claimRequestedMail({ ...says, schools, claimsUrl: `${act.baseUrl}/school${schoolId ? `/${schoolId}/people` : ''}` }),
  }
  const written = await atomically(
    act.db,
    [
      ...markTold(
        act.db,
        accountId,
        all.map(({ claimId }) => claimId),
      ),
      ...(mail ? [counted(act.db, act.now, noticesHourlyTo(accountId)), ...queued(act, mail)] : []),
    ],
    { [limitReached]: 'later', [guardBroken]: 'later' } as const,
  )
  return written.ok && mail !== undefined
}
